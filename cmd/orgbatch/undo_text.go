package main

import (
	"context"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
)

// keptShown is how many rows that stay are named; undo.csv has all of them.
const keptShown = 20

// showPlan shows what an undo would do, what stays and why, and what can't be
// seen; its page shows the same to others.
func (u *undoing) showPlan(plan *undo.Plan) error {
	meta := u.run.Meta()
	u.a.events.Send(event.OfUndoPlan(meta.Short, plan))
	u.a.events.Send(event.OfPlannedUndo(meta.Short, expected(plan.Books)))
	w, said := u.a.words, u.said()
	u.a.ui.Say("%s", ui.Paint(ui.Bold, said.Run(ui.Clean(u.c.Target.Name, 0), meta.Short)+", "+ui.Clean(strings.Join(event.SourceNames(meta), ", "), 0)))
	before := plan.Before
	if meta.Deletes {
		before = plan.Gone
		if err := u.showList(); err != nil {
			return err
		}
	}
	for _, c := range [...]prose.Count{{Rows: plan.Deletes, Say: said.Deletes}, {Rows: plan.Marked, Say: said.Marked}, {Rows: plan.PutBacks, Say: said.PutBacks}, {Rows: plan.Gone, Say: said.Gone}} {
		if c.Rows > 0 {
			u.a.ui.Say("  %s", c.Say(c.Rows))
		}
	}
	showRows(u.a, said.Stay, plan.Kept)
	u.a.ui.Say("%s %s", w.Plan.WouldBe, prose.Undo(w, said, expected(plan.Books), before))
	if f := undoForecast(plan, u.c.Rate); f.Requests > 0 {
		u.a.ui.Say("%s", said.Forecast(f.Requests, prose.ForecastTime(w, f)))
	}
	files, err := writeAll(u.run, u.planHTML(plan))
	if err != nil {
		return err
	}
	showFiles(u.a, files)
	u.a.ui.Say("%s", said.Line(meta.Short, plan.Code))
	if plan.Books.NotReached == 0 {
		u.a.ui.Say("%s", said.Nothing)
	}
	if plan.Deletes > 0 {
		u.a.ui.Warn("%s", said.LinkedMayGo)
	}
	return nil
}

// undoForecast says about what an undo takes: a request for each row, one in ten
// to look for children, and some to look at all of them once more.
func undoForecast(planned *undo.Plan, rate float64) plan.Forecast {
	n := planned.Books.NotReached
	f := plan.Forecast{Requests: n + (n+9)/10 + (n+19)/20}
	if rate > 0 {
		f.Duration = time.Duration(float64(f.Requests) / rate * float64(time.Second))
	}
	return f
}

// expected are the books that an undo will end with if nothing stands in its way.
func expected(b run.UndoBooks) run.UndoBooks {
	b.Reversed, b.NotReached = b.Reversed+b.NotReached, 0
	return b
}

// showLeft names all that is not as before the run.
func showLeft(u *undoing, kept, failed, unknown []undo.KeptRow) {
	said := u.said()
	showRows(u.a, said.Stay, kept)
	showRows(u.a, said.CouldNot, failed)
	showRows(u.a, said.MayBe, unknown)
}

// showRows names rows with their reasons under a heading, which counts them.
func showRows(a *app, heading func(organizations int) string, rows []undo.KeptRow) {
	if len(rows) == 0 {
		return
	}
	a.ui.Say("  %s", heading(len(rows)))
	for n, k := range rows {
		if n == keptShown {
			a.ui.Say("    %s", a.words.More(len(rows)-n))
			return
		}
		a.ui.Say("    %s", a.words.Row(k.Number, ui.Clean(k.Name, 60), ui.Clean(k.Why, 300)))
	}
}

// showResult closes the books of the undo in front of the person, writes its
// file and says what to do next.
func (u *undoing) showResult(ctx context.Context, books run.UndoBooks, ended error) error {
	a, i, said := u.a, u.importing(), u.said()
	next := nextStep{again: i.runsAgain(i.run.Meta().Short), why: "show this run again"}
	switch {
	case books.Left() > 0:
		next = nextStep{again: i.resumeAgain(), why: said.Rest}
	case books.Kept+books.Failed > 0:
		next = nextStep{text: said.LookAgain(books.Kept + books.Failed), again: i.undoAgain(), why: "look at the rows that stayed once more"}
	}
	files, err := writeAll(u.run, i.resultHTML(next, books.Left(), endOf(ctx, ended, said.CutShort)), undoWriter)
	if err == nil {
		err = u.run.SetMeta(func(m *run.Meta) { m.Unreported = false })
	}
	if err != nil {
		return err
	}
	kept, failed, unknown, err := undo.KeptRows(u.run)
	if err != nil {
		return err
	}
	emitRows(u, run.UndoKept, kept)
	emitRows(u, run.UndoFailed, failed)
	emitRows(u, run.UndoUnknown, unknown)
	if books.Close() != nil || books.Reversed != books.Written {
		a.ui.Quiet = false // --quiet applies to success only
	}
	a.ui.Say("")
	a.ui.Say("%s", said.Run(ui.Clean(u.run.Meta().Target.Name, 0), u.short()))
	showLeft(u, kept, failed, unknown)
	if err := u.sayBooks(books, ""); err != nil {
		return err
	}
	showFiles(i.a, files)
	sayEnd(ctx, i.a, ended, said.CutShort)
	showNext(i, next)
	return nil
}

// undoAgain is the command that looks once more at what an undo left, or a deletion.
func (i *importing) undoAgain() cmdline.Line {
	return targeted(i.a, i.c, lookingAgain(i.again, i.run.Meta())).In(i.a.targets.RunsDir(i.o.runs, i.c.Target), i.a.targets.RunsDir("", nil))
}

// lookingAgain looks at a run's undo once more, or at its list.
func lookingAgain(g cmdline.Line, m run.Meta) cmdline.Line {
	if m.Deletes {
		g = g.Without("dry-run", "delete")
	} else {
		g = g.As(m.Short, "undo")
	}
	g.Flags = append(g.Flags, cmdline.Flag{Name: "dry-run", Value: ""})
	return g
}

// importing borrows what an import says at its end.
func (u *undoing) importing() *importing {
	return &importing{a: u.a, c: u.c, run: u.run, again: cmdline.Kept(u.run.Meta().Command), o: &importOptions{runs: u.runs}}
}

func emitRows(u *undoing, status run.UndoStatus, rows []undo.KeptRow) {
	for _, k := range rows {
		u.a.events.Send(event.UndoRow{Run: u.short(), Row: k.Number, ID: k.ID.String(), Name: k.Name, Status: status.String(), Reason: k.Why})
	}
}
