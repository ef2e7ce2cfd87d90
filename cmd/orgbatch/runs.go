package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/shell"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
)

type runsOptions struct {
	dir   string
	ref   string
	prune string
	yes   consent
}

func newRuns(a *app) *cobra.Command {
	var o runsOptions
	cmd := &cobra.Command{
		Use:   "runs [RUN]",
		Short: "List the runs, or show one",
		Long: `List the runs of this folder, newest first, or show one: its target, sources, books
and files, and what became of the rows that it rejected or held: 412 rejected, 409
corrected, 3 left, over all runs that imported them since. RUN is a run's short id, the
unique start of an id, a path or latest.

orgbatch runs prune removes old ones.`,
		Example: `orgbatch runs
orgbatch runs latest`,
		Args: atMost(0, "RUN"),
		RunE: a.work(func(ctx context.Context, args []string) error {
			o.ref = strings.Join(args, "")
			return runRuns(a, o)
		}),
	}
	bindRuns(cmd, &o.dir)
	cmd.Flags().StringVar(&o.prune, "prune", "", "as orgbatch runs prune `AGE`, which was called so")
	bindYes(cmd, &o.yes)
	for _, name := range []string{"prune", "yes"} {
		cmd.Flags().Lookup(name).Hidden = true
	}
	cmd.AddCommand(newRunsPrune(a))
	return cmd
}

func bindRuns(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "runs", "", "keep the runs in `DIR` (ORGBATCH_RUNS; default "+config.DefaultRuns+")")
}

func runRuns(a *app, o runsOptions) error {
	dir, err := a.targets.RunsHere(o.dir)
	if err != nil {
		return err
	}
	switch {
	case o.prune != "" && o.ref != "":
		return problem.Usagef("orgbatch runs prune "+shell.Quote(o.prune), "--prune is for all runs, not for one")
	case o.prune != "":
		return pruneRuns(a, o, dir)
	case o.ref != "":
		sayLeftBehind(a.ui, a.targets, dir)
		return showRun(a, dir, o.ref)
	}
	infos, err := run.List(dir)
	if err != nil {
		return err
	}
	if len(infos) == 0 {
		a.ui.Say("no runs in %s", dir)
		return nil
	}
	err = listRuns(a, infos)
	sayLeftBehind(a.ui, a.targets, dir)
	return errors.Join(err, proposePrune(a, infos, dir))
}

func listRuns(a *app, infos []run.Info) error {
	table := ui.Table{Width: ui.WidthOf(a.stdout)}
	table.Head("RUN", "PLANNED", "STATE", "READ", "NEW", "CHANGED", "SAME", "REJECTED", "HELD", "UNKNOWN", "LEFT", "TARGET", "FILE")
	for _, info := range infos {
		a.events.Send(event.OfRun(info))
		sayOpened(a.ui, info)
		b := info.Books
		if u := info.Undo; info.Meta.Deletes { // of its rows none is the same: each is deleted, or stands here
			b = run.Books{Read: b.Read, Rejected: b.Rejected + u.Failed, Held: u.Kept, Unknown: u.Unknown, NotReached: u.NotReached}
			if u.Written == 0 {
				b.NotReached = info.Books.Unchanged
			}
		}
		row := []string{info.Meta.Short, info.Meta.Created.Local().Format("2006-01-02 15:04"), event.StateOf(info)}
		for _, n := range []int{b.Read, b.Created, b.Updated, b.Unchanged, b.Rejected, b.Held, b.Unknown, b.NotReached} {
			cell := words.Number(n)
			if info.InUse || info.Err != nil { // nobody has counted
				cell = "–"
			}
			row = append(row, cell)
		}
		table.Add(append(row, info.Meta.Target.Name, strings.Join(event.SourceNames(info.Meta), ", "))...)
	}
	if a.events != nil {
		return nil
	}
	if !table.Fits() {
		table = briefRuns(a.words, infos, table.Width)
	}
	return table.Flush(a.stdout)
}

// briefRuns is the list for a terminal that is too narrow for all the counts: what
// became of the rows is said, and what there is none of isn't.
func briefRuns(w *words.Edition, infos []run.Info, width int) ui.Table {
	table := ui.Table{Width: width}
	table.Head("RUN", "PLANNED", "STATE AND ROWS", "FILE")
	for _, info := range infos {
		state := event.StateOf(info)
		switch planned := info.Meta.State == run.Ready || info.Meta.State == run.Blocked; {
		case info.InUse || info.Err != nil:
		case info.Meta.Deletes:
			if said := prose.Undo(w, &w.Delete, info.Undo, info.Gone); info.Undo.Written > 0 {
				state += ": " + said
			}
		case planned:
			if s, err := plan.SummaryOf(info.Meta); err == nil {
				state += ": " + w.Plan.WouldBe + " " + prose.Ends(w, s.Books, s.Same)
			}
		default:
			state += ": " + prose.Ends(w, info.Books, 0)
		}
		var files []string
		for _, name := range event.SourceNames(info.Meta) {
			files = append(files, filepath.Base(name))
		}
		table.Add(info.Meta.Short, info.Meta.Created.Local().Format("2006-01-02 15:04"), state, strings.Join(files, ", "))
	}
	return table
}

// showRun prints one run as a person reads it.
func showRun(a *app, dir, ref string) error {
	path, err := run.Resolve(dir, ref)
	if err != nil {
		return err
	}
	r, err := run.OpenReadOnly(path)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // it was only read
	books, err := r.Books()
	if err != nil {
		return err
	}
	undone, err := r.UndoBooks()
	if err != nil {
		return err
	}
	mending, err := history.MendingOf(r)
	if err != nil {
		return err
	}
	beside, err := run.BesideOf(r, books)
	if err != nil {
		return err
	}
	gone, err := run.GoneBefore(r)
	if err != nil {
		return err
	}
	info := run.Info{Path: path, Meta: r.Meta(), Books: books, Beside: beside, Undo: undone, Gone: gone}
	sayOpened(a.ui, run.Info{Meta: info.Meta, Resealed: r.Resealed()})
	e := event.OfRun(info)
	e.Mending = mendingEvent(&mending)
	a.events.Send(e)
	if a.events != nil {
		return nil
	}
	said := prose.Run(a.words, info, describeMending(a, &mending, info.Meta.State, dir))
	if err := ui.ShowOn(a.stdout, said); err != nil {
		return err
	}
	next := nextStep{}
	line := nextOfRun(a.targets, info, dir)
	if line == "" && info.Meta.State == run.Done {
		next = nextOfLeft(a.words, a.targets, &mending, dir)
		line = next.command()
	}
	if next.text != "" {
		a.ui.Say("%s", next.text)
	}
	a.ui.Next(line)
	return nil
}

// openRun opens a run to resume, undo or audit it.
func openRun(u *ui.UI, path string) (*run.Run, error) {
	r, err := run.Open(path)
	if err == nil {
		sayOpened(u, run.Info{Meta: r.Meta(), Resealed: r.Resealed()})
	}
	return r, err
}

// sayOpened says what is odd about a run that was opened, or why it wasn't.
func sayOpened(u *ui.UI, info run.Info) {
	if info.Resealed {
		u.Warn("another program wrote into the journal of run %s; every record in it holds, and it was put in order", info.Meta.Short)
	}
	if info.Err != nil {
		u.Warn("%s\nhint: %s", info.Err, problem.HintOf(info.Err))
	}
}

// nextOfRun is the command that goes on with a run, "" for one that is done or that
// doesn't say how it was planned.
func nextOfRun(targets *target.Finder, info run.Info, dir string) string {
	g := cmdline.Kept(info.Meta.Command)
	if g.Command == nil || info.InUse || info.Err != nil {
		return ""
	}
	short := info.Meta.Short
	left := g.Has("skip-invalid") // what has errors
	switch state := info.Meta.State; {
	case state == run.Ready || state == run.Blocked && left:
		g = g.As(short, "apply")
		given := []cmdline.Flag{{Name: "code", Value: run.CodeOf(info.Meta.PlanHash)}}
		if targets.MustBeSigned(info.Meta.Target) {
			given = append(given, cmdline.Flag{Name: "approval", Value: approvalName(shownPath(info.Path), given[0].Value)})
		}
		g.Flags = append(given, g.Flags...)
	case state == run.Blocked:
		return g.Text("save-mapping")
	case state == run.Undoing || state != run.Undone && info.Books.Unknown+info.Books.NotReached > 0:
		g = g.As(short, "resume")
	case state == run.Undone && info.Undo.Kept+info.Undo.Failed > 0:
		g = lookingAgain(g, info.Meta)
	default:
		return ""
	}
	return g.In(dir, targets.RunsDir("", nil)).Text()
}

// nextOfLeft is how the rows are corrected that a run left to a person: its command, and what is
// said above it.
func nextOfLeft(w *words.Edition, targets *target.Finder, m *history.Mending, dir string) nextStep {
	at := slices.IndexFunc(m.LeftIn, func(in history.LeftIn) bool { return in.Rows > in.Open })
	if at < 0 {
		return nextStep{}
	}
	in := &m.LeftIn[at]
	var files []leftFile
	name := "rejects.xlsx"
	if path := workbookOf(in); path != "" {
		files, name = []leftFile{{kind: "to-correct", path: path}}, ui.FileName(path)
	} else {
		for _, path := range rejectsIn(in.Path) {
			if filepath.Ext(path) != ".xlsx" {
				files = append(files, leftFile{kind: "rejects", path: path})
			}
		}
	}
	g := cmdline.Kept(in.Meta.Command)
	if len(files) == 0 || len(g.Command) == 0 || g.Command[0] != "import" {
		return nextStep{}
	}
	s, err := importer.SummaryOf(in.Meta)
	g = correcting{
		again: g, sources: in.Meta.Sources, files: files,
		fix: err == nil && decodable(s.Held), signed: targets.MustBeSigned(in.Meta.Target),
	}.line()
	return nextStep{text: w.Next.ImportCorrected(name), again: g.In(dir, targets.RunsDir("", nil))}
}
