package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup"
)

type pruneOptions struct {
	dir     string
	profile string
	keep    backup.Policy
	dryRun  rehearsal
}

func newBackupPrune(a *app) *cobra.Command {
	var o pruneOptions
	cmd := &cobra.Command{
		Use:   "prune [DIR]",
		Short: "Remove old snapshots, and keep some of each day, week, month and year",
		Long: `Remove the snapshots that no --keep-… keeps, of all profiles of DIR. Hours, days, ISO
weeks, months and years are those of the local time (TZ), and of each that has any
snapshots the newest stays. As long as there aren't that many of them yet, the oldest
snapshot of all stays, too. The two hours from two to three of an autumn night are two.

Nothing is removed while the newest snapshot is suspect or damaged: exit 7, and it is
said what to do. Its files are read first. A suspect snapshot takes no place from a
good one and goes when a good one would; what is damaged, or was written by a newer
orgbatch, is named and stays, and so does what is dated in the future. The newest
snapshot to be trusted always stays; so does what was accepted last, as long as an older
one of the last 30 days with more organizations stays: else its loss would be doubted again.

--dry-run removes nothing, and says why each stays and what would be freed.`,
		Example: `orgbatch backup prune backups --keep-daily 14 --keep-monthly 12 --dry-run
orgbatch backup prune backups --keep-daily 14 --keep-monthly 12`,
		Args: atMost(0, "DIR"),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		given, err := keepGiven(cmd, &o.keep)
		if err == nil {
			o.dir, err = backupsDir(a.env, a.config, cmd, args)
		}
		if err == nil && !given {
			o.keep, given, err = keepDefault(a.config)
		}
		if err == nil && !given {
			err = problem.Usagef(cmdline.Join("backup", "prune", o.dir, "--keep-daily", "14", "--keep-monthly", "12", "--dry-run")+" shows what that would do",
				"say what is to be kept: --keep-last, --keep-hourly, --keep-daily, --keep-weekly, --keep-monthly or --keep-yearly N")
		}
		if err != nil {
			return err
		}
		return a.work(func(ctx context.Context, _ []string) error { return runBackupPrune(ctx, a, o) })(cmd, args)
	}
	bindStore(cmd, &o.profile)
	bindKeep(cmd, &o.keep)
	bindDryRun(cmd, &o.dryRun, "remove nothing; say why each stays and what would be freed")
	return cmd
}

// runBackupPrune prunes one profile after the other; one that can't be doesn't
// stop the others.
func runBackupPrune(ctx context.Context, a *app, o pruneOptions) error {
	stores, err := storesOf(o.dir, o.profile)
	if err != nil {
		return err
	}
	var failed []error
	for _, s := range stores {
		if err := pruneStore(ctx, a, s, o); err != nil {
			failed = append(failed, err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return allOf(ctx, a.ui, a.events, failed)
}

// pruneStore prunes one profile and says what was done.
func pruneStore(ctx context.Context, a *app, s backup.Store, o pruneOptions) error {
	done, err := s.Prune(ctx, backup.PruneOptions{Policy: o.keep, Location: time.Local, DryRun: bool(o.dryRun)})
	if done == nil {
		return err
	}
	sayPruned(a, s, done, o.dryRun)
	if o.dryRun && a.events == nil {
		return errors.Join(err, pruneTable(a, s, done).Flush(a.stdout))
	}
	return err
}

// allOf ends a command that did one thing several times: each error is said, and
// the worst decides.
func allOf(ctx context.Context, u *ui.UI, stream *event.Stream, failed []error) error {
	if len(failed) < 2 {
		return errors.Join(failed...)
	}
	var codes []problem.Code
	for _, err := range failed {
		if said := problem.Explain(ctx, err); said != nil {
			u.Fail(said)
			stream.Send(event.Error{Message: said.Msg, Hint: said.Hint})
		}
		codes = append(codes, problem.CodeOf(ctx, err))
	}
	return problem.Verdict{Code: problem.Decide(codes...)}
}

func sayPruned(a *app, s backup.Store, done *backup.Pruned, dry rehearsal) {
	kept := 0
	for _, fate := range done.Fates {
		e := event.OfFate(s, fate)
		e.DryRun = bool(dry)
		a.events.Send(e)
		if fate.Keep || fate.Failed != nil {
			kept++
		}
		if fate.Snapshot.Future {
			warnOfFuture(a.ui, fate.Snapshot)
		}
		if fate.Snapshot.Err != nil {
			a.ui.Warn("%s: prune never removes what it can't open", fate.Snapshot.Err)
		}
	}
	a.events.Send(event.BackupPrune{Profile: s.Profile(), DryRun: bool(dry), Kept: kept, Removed: done.Removed, Bytes: done.Freed})
	verb, freed := "removed", words.Size(done.Freed)+" freed"
	if dry {
		verb, freed = "would be removed", words.Size(done.Freed)+" would be freed"
	}
	a.ui.Say("%s · %s %s, %s; %s kept", s.Profile(), words.Counted(done.Removed, "snapshot"), verb, freed, words.Number(kept))
}

// pruneTable says of each snapshot whether it stays, the newest first.
func pruneTable(a *app, s backup.Store, done *backup.Pruned) *ui.Table {
	table := &ui.Table{Width: ui.WidthOf(a.stdout), Whole: true}
	table.Head("PROFILE", "SNAPSHOT", "STATE", "ROWS", "BYTES", "", "WHY")
	for _, fate := range slices.Backward(done.Fates) {
		what := "goes"
		if fate.Keep {
			what = "stays"
		}
		table.Add(s.Profile(), fate.Snapshot.Name, string(fate.Snapshot.State()), words.Number(fate.Snapshot.Manifest.Rows), words.Size(fate.Bytes), what, whyKept(a, &fate))
	}
	return table
}

// whyKept says why a snapshot stays, "" for one that goes.
func whyKept(a *app, fate *backup.Fate) string {
	w, t := a.words, fate.Snapshot.Time.Local()
	year, week := t.ISOWeek()
	var said []string
	for _, why := range fate.Why {
		said = append(said, map[string]string{
			backup.ReasonNewest: w.Kept.Newest, backup.ReasonAccepted: w.Kept.Accepted, backup.ReasonOldest: w.Kept.Oldest(why.Count, why.Noun),
			backup.ReasonUnopened: w.Kept.Unopened, backup.ReasonFuture: w.Kept.Future,
			"last": w.Kept.Last(why.Count), "hourly": w.Kept.Hour(t), "daily": w.Kept.Day(t),
			"weekly": w.Kept.Week(year, week), "monthly": w.Kept.Month(t), "yearly": w.Kept.Year(t),
		}[why.Rule])
	}
	return strings.Join(said, "; ")
}
