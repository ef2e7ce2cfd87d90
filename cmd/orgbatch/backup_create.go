package main

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/exporter/backup"
)

type createBackupOptions struct {
	dir         string
	target      target.Flags
	use         target.Use
	keep        backup.Policy
	keeps       bool // a --keep-… was given
	metricsFile string
	allProfiles bool
	parallel    int
	timeout     time.Duration
	check       string
	maxShrink   string
	recipients  []string
	verify      string
	identity    identityFlags
}

func newBackupCreate(a *app) *cobra.Command {
	var o createBackupOptions
	cmd := &cobra.Command{
		Use:   "create [DIR]",
		Short: "Make a snapshot of all organizations",
		Long: `Make a snapshot of all organizations in DIR/<profile>. It appears when it is whole,
checked and on disk, or not at all.

Beside the proof that the list makes, the ids of a second pass are compared: what was
created or deleted meanwhile is fetched or named. --check full reads everything twice
and names each row that changed in between, too; the others are as they were at one
moment.

A snapshot without rows, or with far fewer than the former ones, is kept but not
trusted: exit 7, nothing is pruned, every night, until orgbatch backup accept.

--verify rows reads it again and proves every row; --verify restore restores it into an
empty sandbox, too, and compares record by record. What is encrypted needs --identity for that.

--all-profiles backs up each profile of the configuration, with a line for each; one
that fails stops no other, and --verbose says more. With --keep-… old snapshots are pruned after a good one, proven if --verify says so.

[defaults] of the configuration may say backups = "DIR", keep = { daily = 14, monthly = 12 }
and verify = "restore"; then all of it may be left out, and orgbatch backup create alone
backs every profile up. orgbatch config set defaults.backups DIR sets one of them.

` + watchHelp,
		Example: `orgbatch backup create backups --profile nordhus
orgbatch backup create backups --all-profiles --verify restore --keep-daily 14 --keep-monthly 12 --quiet`,
		Args: atMost(0, "DIR"),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if o.keeps, err = keepGiven(cmd, &o.keep); err != nil {
			return err
		}
		return a.work(func(ctx context.Context, args []string) (err error) {
			if o.dir, err = backupsDir(a.env, a.config, cmd, args); err != nil {
				return err
			}
			if err := o.fromDefaults(a, args); err != nil {
				return err
			}
			return runBackupCreate(ctx, a, o)
		})(cmd, args)
	}
	f := cmd.Flags()
	f.BoolVar(&o.allProfiles, "all-profiles", false, "back up every profile of the configuration")
	f.IntVar(&o.parallel, "parallel", 1, "with --all-profiles, `N` profiles at the same time")
	f.DurationVar(&o.timeout, "timeout", 0, "give a profile up after this `TIME`, as in 30m (default: never)")
	f.StringVar(&o.check, "check", backup.CheckSlim, "`slim|full`: compare the ids, or everything, of a second pass")
	f.StringVar(&o.maxShrink, "max-shrink", "", "doubt a snapshot that has lost more than `P%` of the rows (default 10%)")
	f.StringArrayVar(&o.recipients, "recipient", nil, "encrypt for this age public `KEY`; may be repeated")
	f.StringVar(&o.verify, "verify", "", "prove it: `rows|restore`")
	bindIdentity(cmd, &o.identity)
	bindKeep(cmd, &o.keep)
	bindWatch(cmd, &o.metricsFile)
	target.BindUse(cmd, &o.use)
	target.Bind(cmd, &o.target)
	return cmd
}

// library turns the flags into the library's options, before anything is read.
func (o *createBackupOptions) library(a *app) (backup.CreateOptions, error) {
	c := backup.CreateOptions{Check: o.check, Recipients: o.recipients, Version: build.Version(), Logger: a.log, Now: a.now, Free: freeSpace, Prune: o.pruning()}
	switch {
	case o.check != backup.CheckSlim && o.check != backup.CheckFull:
		return c, problem.Usagef("--check slim or --check full", "unknown check %q", o.check)
	case o.verify != "" && o.verify != config.VerifyRows && o.verify != config.VerifyRestore:
		return c, problem.Usagef("--verify rows or --verify restore", "unknown proof %q", o.verify)
	case o.verify != "" && len(o.recipients) > 0 && len(o.identity.files) == 0:
		return c, problem.Usagef("--identity FILE names the key", "what is encrypted can't be proven without its key")
	case o.parallel < 1:
		return c, problem.Usagef("", "--parallel starts at 1")
	case o.timeout < 0:
		return c, problem.Usagef("--timeout 30m", "--timeout %s is less than nothing", o.timeout)
	}
	if _, err := backup.ParseRecipients(o.recipients); err != nil {
		return c, problem.Usagef("age-keygen makes a key and prints its public part, age1…", "--recipient: %s", err)
	}
	if o.maxShrink != "" {
		percent, err := strconv.ParseFloat(strings.TrimSuffix(o.maxShrink, "%"), 64)
		if err != nil || percent < 0 || percent > 100 {
			return c, problem.Usagef("--max-shrink 10%", "%q is no part of the rows", o.maxShrink)
		}
		part := percent / 100
		c.MaxShrink = &part
	}
	return c, nil
}

func (o *createBackupOptions) pruning() backup.PruneOptions {
	return backup.PruneOptions{Policy: o.keep, Location: time.Local}
}

// targets are what is backed up: the one target, or all profiles.
func (o *createBackupOptions) targets(a *app) ([]*target.Target, error) {
	if !o.allProfiles {
		t, err := a.targets.Find(&o.target, target.Reads)
		if err != nil {
			return nil, err
		}
		return []*target.Target{t}, nil
	}
	flags := &target.Flags{CAFile: o.target.CAFile}
	if o.target.Named() || a.env("ORGBATCH_PROFILE") != "" {
		return nil, problem.Usagef("keep one of them", "--all-profiles and another target were named")
	}
	file, path, err := a.config.Load()
	if err != nil {
		return nil, err
	}
	var targets []*target.Target
	for _, name := range file.Names() {
		p, _ := file.Profile(name)
		t, err := target.New(flags, p, name, path, "")
		if err != nil { // that profile's failure, told when it is used: the others go on
			t = &target.Target{Name: name, Profile: p, ProfileName: name, Base: p.URL, ConfigPath: path, Flags: flags}
		}
		targets = append(targets, t)
	}
	if len(targets) == 0 {
		return nil, problem.Usagef("orgbatch config add NAME makes one", "--all-profiles: no profile is configured")
	}
	return targets, nil
}
