package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/run"
)

func newRunsPrune(a *app) *cobra.Command {
	var o runsOptions
	cmd := &cobra.Command{
		Use:   "prune AGE",
		Short: "Remove old runs",
		Long: `Remove the folders of runs older than AGE: 90d, 12w, 48h. Runs in use and those with
something open – rows whose fate is unknown, rows that were not reached, an undo that
isn't done – stay, and are named. Plans that were never applied go, too, also those that
wait for an approval. What is removed can't be undone, resumed or audited any more.`,
		Example: `orgbatch runs prune 90d --yes
orgbatch runs prune 12w --runs orgbatch-runs --yes`,
		Args: exactly("AGE"),
		RunE: a.work(func(_ context.Context, args []string) error {
			o.prune = args[0]
			dir, err := a.targets.RunsHere(o.dir)
			if err != nil {
				return err
			}
			return pruneRuns(a, o, dir)
		}),
	}
	bindRuns(cmd, &o.dir)
	bindYes(cmd, &o.yes)
	return cmd
}

// pruneRuns removes old runs that nobody needs any more.
func pruneRuns(a *app, o runsOptions, dir string) error {
	age, err := parseAge(o.prune)
	if err != nil {
		return err
	}
	if err := mayAsk(a.ui, o.yes, "--yes answers it; orgbatch runs only lists them"); err != nil {
		return err
	}
	infos, err := run.List(dir)
	if err != nil {
		return err
	}
	old, stay := oldRuns(a.ui, a.targets, infos, a.now().Add(-age), dir)
	if len(old) == 0 {
		if stay == 0 {
			a.ui.Say("no runs in %s are older than %s", dir, o.prune)
		}
		return nil
	}
	if !o.yes {
		ok, err := a.ui.Confirm(fmt.Sprintf("%s · Remove %s, the newest of %s?", dir, words.Counted(len(old), "run"), old[0].Meta.Created.Local().Format("2006-01-02")))
		if !ok {
			return err
		}
	}
	for _, info := range old {
		if err := os.RemoveAll(info.Path); err != nil {
			return fmt.Errorf("run %s: %w", info.Meta.Short, sink.Explain("remove", info.Path, err))
		}
		e := event.OfRun(info)
		e.Pruned = true
		a.events.Send(e)
	}
	a.ui.Say("removed %s", words.Counted(len(old), "run"))
	return nil
}

// keepRuns is the age from which runs are proposed for removal where [defaults] names none.
const keepRuns = "90d"

// proposePrune names the command that removes old runs, where there are some that may go.
func proposePrune(a *app, infos []run.Info, dir string) error {
	file, err := a.config.IfAny()
	if err != nil {
		return err
	}
	limit := cmp.Or(file.Defaults.KeepRuns, keepRuns)
	age, err := parseAge(limit)
	if err != nil {
		return err
	}
	old := 0
	for _, info := range infos {
		if !info.Meta.Created.IsZero() && info.Meta.Created.Before(a.now().Add(-age)) && whyStays(a.targets, info, dir) == "" {
			old++
		}
	}
	if old > 0 {
		prune := cmdline.Line{Command: []string{"runs", "prune"}, Args: []string{limit}}.In(dir, a.targets.RunsDir("", nil))
		a.ui.Say("%s", a.words.Next.OldRuns(old, limit, prune.Text()))
	}
	return nil
}

// oldRuns are those that may go, and how many that are as old stay: each is named, and why.
func oldRuns(u *ui.UI, targets *target.Finder, infos []run.Info, before time.Time, dir string) (old []run.Info, stay int) {
	for _, info := range infos {
		if info.Meta.Created.IsZero() || !info.Meta.Created.Before(before) {
			continue
		}
		if why := whyStays(targets, info, dir); why != "" {
			u.Warn("run %s stays: %s", info.Meta.Short, why)
			stay++
			continue
		}
		old = append(old, info)
	}
	return old, stay
}

// whyStays says what of a run is still open, "" for nothing. A plan that was never applied has
// nothing open, since nothing of it was written; nor has what was taken back.
func whyStays(targets *target.Finder, info run.Info, dir string) string {
	left := ""
	switch n := info.Books.NotReached; {
	case info.InUse:
		return "it is in use"
	case info.Err != nil:
		return info.Err.Error()
	case info.Books.Unknown > 0:
		left = "the fate of " + words.Counted(info.Books.Unknown, "row") + " is unknown"
	case info.Undo.Left() > 0 && info.Meta.Deletes:
		left = words.Counted(info.Undo.Left(), "row") + " of its list are left"
	case info.Undo.Left() > 0:
		left = words.Counted(info.Undo.Left(), "row") + " of its undo are left"
	case n > 0 && (leftBehind(&info) || info.Meta.State == run.Done):
		left = fmt.Sprintf("%s %s not reached", words.Counted(n, "row"), wasWere(n))
	case leftBehind(&info):
		left = "it was cut off"
	default:
		return ""
	}
	return fmt.Sprintf("%s; remove %s yourself, or go on with it: %s", left, shownPath(info.Path), leftBehindLine(targets, info.Meta, dir))
}

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// parseAge reads 90d, 12w or 48h.
func parseAge(s string) (time.Duration, error) {
	age, err := config.ParseAge(s)
	if err != nil {
		return 0, problem.Usagef("90d, 12w or 48h", "%s", err)
	}
	return age, nil
}
