package main

import (
	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/exporter/backup"
)

// backupsDir is the folder of the snapshots: the argument, the variable, [defaults].
func (a *app) backupsDir(cmd *cobra.Command, args []string) (string, error) {
	if len(args) > 0 {
		return args[0], nil
	}
	if dir := a.env("ORGBATCH_BACKUPS"); dir != "" {
		return dir, nil
	}
	file, err := a.configIfAny()
	if err != nil {
		return "", err
	}
	if file.Defaults.Backups == "" {
		return "", usagef("usage: "+cmd.UseLine()+"; or name it in ORGBATCH_BACKUPS, or as backups in [defaults] of the configuration", "DIR is missing")
	}
	path, err := a.configPath()
	return config.ResolvePath(path, file.Defaults.Backups), err
}

// keepDefault is what [defaults] keeps, where no flag says it.
func (a *app) keepDefault() (p backup.Policy, given bool, err error) {
	file, err := a.configIfAny()
	return backup.Policy(file.Defaults.Keep), file.Defaults.Keep != config.Keep{}, err
}

// fromDefaults fills what neither flags nor the command line say. Where DIR isn't
// named either, all profiles are meant, unless one is.
func (o *createBackupOptions) fromDefaults(a *app, named bool) error {
	file, err := a.configIfAny()
	if err != nil {
		return err
	}
	if !o.keeps {
		if o.keep.policy, o.keeps, err = a.keepDefault(); err != nil {
			return err
		}
	}
	if o.verify == "" {
		o.verify = file.Defaults.Verify
	}
	if !named && !o.target.named() && a.env("ORGBATCH_PROFILE") == "" && len(file.Profiles) > 0 {
		o.allProfiles = true
	}
	return nil
}
