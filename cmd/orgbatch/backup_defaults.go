package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/exporter/backup"
)

// fromDefaults is where a value comes from that stands in [defaults].
const fromDefaults = "file [defaults]"

// backupsDir is the folder of the snapshots: the argument, the variable, [defaults].
func backupsDir(env func(string) string, configs *target.Configs, cmd *cobra.Command, args []string) (string, error) {
	if len(args) > 0 {
		return args[0], nil
	}
	dir, _, err := defaultBackups(env, configs)
	if err == nil && dir == "" {
		err = problem.Usagef("usage: "+cmd.UseLine()+"; or name it in ORGBATCH_BACKUPS, or as backups in [defaults] of the configuration", "DIR is missing")
	}
	return dir, err
}

// defaultBackups is that folder where no argument names it, "" for none, and where it is
// said. A relative one in the file is meant from the file's folder, whatever folder the
// command is given in: a crontab's is nobody's choice. That of the variable is meant
// from here, as an argument is.
func defaultBackups(env func(string) string, configs *target.Configs) (dir, from string, err error) {
	if dir := env("ORGBATCH_BACKUPS"); dir != "" {
		return dir, "variable ORGBATCH_BACKUPS", nil
	}
	file, err := configs.IfAny()
	if err != nil || file.Defaults.Backups == "" {
		return "", "", err
	}
	path, err := target.ConfigPath()
	return config.ResolvePath(path, file.Defaults.Backups), fromDefaults, err
}

// backupSettings are what a night goes by where no flag says it, and where each comes from.
func backupSettings(env func(string) string, configs *target.Configs, file config.File) ([]event.Setting, error) {
	setting := func(key, value, from, builtIn string) event.Setting {
		if value == "" {
			return event.Setting{Key: key, Value: builtIn, From: "default"}
		}
		return event.Setting{Key: key, Value: value, From: from}
	}
	dir, from, err := defaultBackups(env, configs)
	return []event.Setting{
		setting("backups", absolute(dir), from, "none"),
		setting("keep", file.Defaults.Keep.String(), fromDefaults, "all"),
		setting("verify", file.Defaults.Verify, fromDefaults, "none"),
		setting("keep-runs", file.Defaults.KeepRuns, fromDefaults, keepRuns),
	}, err
}

// keepDefault is what [defaults] keeps, where no flag says it.
func keepDefault(configs *target.Configs) (p backup.Policy, given bool, err error) {
	file, err := configs.IfAny()
	return backup.Policy(file.Defaults.Keep), file.Defaults.Keep != config.Keep{}, err
}

// fromDefaults fills what neither flags nor the command line say. Where DIR isn't
// named either, all profiles are meant, unless one is.
func (o *createBackupOptions) fromDefaults(a *app, args []string) error {
	named := len(args) > 0
	if !named {
		if dir, from, err := defaultBackups(a.env, a.config); err == nil { // which the command line doesn't say
			a.ui.Say("%s", a.words.Night.Folder(absolute(dir), from))
		}
	}
	file, err := a.config.IfAny()
	if err != nil {
		return err
	}
	if !o.keeps {
		if o.keep, o.keeps, err = keepDefault(a.config); err != nil {
			return err
		}
	}
	if o.verify == "" {
		o.verify = file.Defaults.Verify
	}
	if !named && !o.target.Named() && a.env("ORGBATCH_PROFILE") == "" && len(file.Profiles) > 0 {
		o.allProfiles = true
	}
	return nil
}

// keepFlags are the flags that say how many snapshots stay, and why.
func keepFlags(p *backup.Policy) []keepFlag {
	return []keepFlag{
		{"keep-last", &p.Last, "keep the last `N` snapshots"},
		{"keep-hourly", &p.Hourly, "keep the newest of each of the last `N` hours that have any"},
		{"keep-daily", &p.Daily, "keep the newest of each of the last `N` days that have any"},
		{"keep-weekly", &p.Weekly, "keep the newest of each of the last `N` weeks that have any"},
		{"keep-monthly", &p.Monthly, "keep the newest of each of the last `N` months that have any"},
		{"keep-yearly", &p.Yearly, "keep the newest of each of the last `N` years that have any"},
	}
}

type keepFlag struct {
	name  string
	count *int
	usage string
}

func bindKeep(cmd *cobra.Command, p *backup.Policy) {
	for _, flag := range keepFlags(p) {
		cmd.Flags().IntVar(flag.count, flag.name, 0, flag.usage)
	}
}

// keepGiven says whether any of the flags was, and refuses counts that keep nothing.
func keepGiven(cmd *cobra.Command, p *backup.Policy) (bool, error) {
	var given []string
	for _, flag := range keepFlags(p) {
		if cmd.Flags().Changed(flag.name) {
			given = append(given, "--"+flag.name)
		}
		if *flag.count < 0 {
			return true, problem.Usagef("a number from 0 on", "--%s %d keeps less than nothing", flag.name, *flag.count)
		}
	}
	if len(given) > 0 && !p.Keeps() {
		return true, problem.Usagef("one of them must be at least 1; orgbatch backup never removes the last snapshot that is to be trusted",
			"%s of 0 would keep no snapshot", strings.Join(given, " and "))
	}
	return len(given) > 0, nil
}
