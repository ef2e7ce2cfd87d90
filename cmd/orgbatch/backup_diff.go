package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/exporter/backup/diff"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/report/page"
)

// backupDiffOptions are the arguments and flags of backup diff.
type backupDiffOptions struct {
	target   target.Flags
	use      target.Use
	identity identityFlags
	dir      string
	a, b     string
	csv      string
	html     string
}

func newBackupDiff(a *app) *cobra.Command {
	var o backupDiffOptions
	cmd := &cobra.Command{
		Use:   "diff [DIR] A B",
		Short: "Show what was added, removed and changed",
		Long: `Show what was added, removed and changed from A to B. Either is a snapshot, a file with
ids (an export, or a table), or live for what is there now: in the profile of the store,
if no other target is named. A snapshot is latest, the newest that is to be trusted; a
date or the start of one, the newest of those that begin so, a suspect one with a
warning; or its folder.

Organizations are matched by id, and all their fields are compared, also those that
orgbatch doesn't know; of a table its columns alone. A parent that Pigello doesn't
tell is not compared, but counted. Both sides are read whole before anything is said,
so a damaged snapshot ends in 7 without a claim. Differences end in 3, none in 0.

The terminal names the first of each kind. --csv writes a line for each field, --html a
page to look through, and --json sends an event for each organization.`,
		Example: `orgbatch backup diff backups latest live --profile nordhus
orgbatch backup diff backups latest latest --profile nordhus --html diff.html`,
		Args: orWithout("DIR", "A", "B"),
	}
	cmd.RunE = a.work(func(ctx context.Context, args []string) (err error) {
		sides := len(args) - 2
		o.a, o.b = args[sides], args[sides+1]
		if o.dir, err = backupsDir(a.env, a.config, cmd, args[:sides]); err != nil {
			return err
		}
		return runBackupDiff(ctx, a, &o, cmdline.Of(cmd, args))
	})
	f := cmd.Flags()
	f.StringVar(&o.csv, "csv", "", "write every field that differs to `FILE`")
	f.StringVar(&o.html, "html", "", "write a page to look through to `FILE`")
	bindIdentity(cmd, &o.identity)
	target.BindUse(cmd, &o.use)
	target.Bind(cmd, &o.target)
	return cmd
}

func runBackupDiff(ctx context.Context, a *app, o *backupDiffOptions, g cmdline.Line) (err error) {
	if err := mayWrite(namedFile{"--csv", o.csv, report.ReplacesDiff}, namedFile{"--html", o.html, page.ReplacesComparison}); err != nil {
		return err
	}
	sides := &diffSides{a: a, o: o}
	defer func() { err = errors.Join(err, sides.close()) }()
	if err := sides.find(ctx); err != nil {
		return err
	}
	d, err := diff.Compare(ctx, sides.sides[0], sides.sides[1], diff.Options{Temp: sides.store.Dir, Progress: a.progress.Comparing})
	a.progress.Stop()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return (&diffing{a: a, o: o, d: d, sides: sides, again: g}).tell(ctx)
}
