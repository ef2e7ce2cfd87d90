package main

import (
	"path/filepath"
	"slices"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
)

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

// nextOfLeft is how the rows are corrected that a run left to a person: its command, and what is said above it.
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
	s, err := plan.SummaryOf(in.Meta)
	g = correctedAgain(g, in.Meta.Sources, err == nil && decodable(s.Held), targets.MustBeSigned(in.Meta.Target), files)
	return nextStep{text: w.Next.ImportCorrected(name), again: g.In(dir, targets.RunsDir("", nil))}
}
