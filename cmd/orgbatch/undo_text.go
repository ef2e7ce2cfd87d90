package main

import (
	"context"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/run"
)

// keptShown is how many rows that stay are named; undo.csv has all of them.
const keptShown = 20

// showPlan shows what an undo would do, what stays and why, and what can't be
// seen.
func (u *undoing) showPlan(plan *importer.UndoPlan) {
	meta := u.run.Meta()
	u.a.emit(undoPlanEvent(meta.Short, plan))
	u.a.emit(undoBooksEvent(meta.Short, expected(plan.Books), true))
	ui := u.a.ui
	ui.say("%s", paint(bold, clean(meta.Target.Name, 0)+" · undo of run "+meta.Short+", "+clean(strings.Join(sourceNames(meta), ", "), 0)))
	if plan.Deletes > 0 {
		ui.say("  %s that it created %s deleted", counted(plan.Deletes, "organization"), are(plan.Deletes))
	}
	switch plan.PutBacks {
	case 0:
	case 1:
		ui.say("  1 organization gets its former values back")
	default:
		ui.say("  %s get their former values back", counted(plan.PutBacks, "organization"))
	}
	if plan.Gone > 0 {
		ui.say("  %s %s as before already", counted(plan.Gone, "row"), are(plan.Gone))
	}
	u.showRows("stays as it is", "stay as they are", plan.Kept)
	ui.say("would be: %s", expected(plan.Books))
	if f := undoForecast(plan, u.c.rate); f.Requests > 0 {
		ui.say("forecast: about %s, %s", counted(f.Requests, "request"), forecastTime(f))
	}
	ui.say("plan: undo of run %s, code %s", meta.Short, plan.Code)
	if plan.Deletes > 0 {
		ui.warn("what else is linked to them – contracts, contacts – is not seen from here and may go with them; what is deleted can't be brought back with its id")
	}
}

// undoForecast says about what an undo takes: a request for each row, one in ten
// to look for children, and some to look at all of them once more.
func undoForecast(plan *importer.UndoPlan, rate float64) importer.Forecast {
	n := plan.Books.NotReached
	f := importer.Forecast{Requests: n + (n+9)/10 + (n+19)/20}
	if rate > 0 {
		f.Duration = time.Duration(float64(f.Requests) / rate * float64(time.Second))
	}
	return f
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// expected are the books that an undo will end with if nothing stands in its way.
func expected(b run.UndoBooks) run.UndoBooks {
	b.Reversed, b.NotReached = b.Reversed+b.NotReached, 0
	return b
}

// showLeft names all that is not as before the run.
func (u *undoing) showLeft(kept, failed, unknown []importer.KeptRow) {
	u.showRows("stays as it is", "stay as they are", kept)
	u.showRows("could not be undone", "could not be undone", failed)
	u.showRows("may or may not be undone", "may or may not be undone", unknown)
}

// showRows names rows with their reasons under a heading, which says one or many.
func (u *undoing) showRows(one, many string, rows []importer.KeptRow) {
	if len(rows) == 0 {
		return
	}
	if len(rows) == 1 {
		many = one
	}
	u.a.ui.say("  %s %s:", counted(len(rows), "organization"), many)
	for n, k := range rows {
		if n == keptShown {
			u.a.ui.say("    … and %s more", number(len(rows)-n))
			return
		}
		u.a.ui.say("    row %d, %s: %s", k.Number, clean(k.Name, 60), clean(k.Why, 300))
	}
}

// showResult closes the books of the undo in front of the person, writes its
// file and says what to do next.
func (u *undoing) showResult(ctx context.Context, books run.UndoBooks, ended error) error {
	i := u.importing()
	next := nextStep{again: i.runsAgain(i.run.Meta().Short), why: "show this run again"}
	if books.Left() > 0 {
		next = nextStep{again: i.resumeAgain(), why: "go on undoing the rows that are left"}
	}
	files, err := writeAll(u.run, i.resultHTML(next, books.Left() > 0, endOf(ctx, ended, "undone")), undoWriter)
	if err == nil {
		err = u.run.SetMeta(func(m *run.Meta) { m.Unreported = false })
	}
	if err != nil {
		return err
	}
	kept, failed, unknown, err := importer.KeptRows(u.run)
	if err != nil {
		return err
	}
	a := u.a
	u.emitRows(run.UndoKept, kept)
	u.emitRows(run.UndoFailed, failed)
	u.emitRows(run.UndoUnknown, unknown)
	a.emit(undoBooksEvent(u.short(), books, false))
	if books.Close() != nil || books.Reversed != books.Written {
		a.ui.quiet = false // whoever asked for silence on success has none here
	}
	a.ui.say("")
	a.ui.say("%s · undo of run %s", clean(u.run.Meta().Target.Name, 0), u.short())
	u.showLeft(kept, failed, unknown)
	a.ui.say("%s", books)
	i.a.showFiles(files)
	i.sayEnd(ctx, ended, "undone")
	i.showNext(next)
	return nil
}

// importing borrows what an import says at its end.
func (u *undoing) importing() *importing {
	return &importing{a: u.a, c: u.c, run: u.run, again: keptAgain(u.run.Meta().Command), o: &importOptions{runs: u.runs}}
}

func (u *undoing) emitRows(status run.UndoStatus, rows []importer.KeptRow) {
	for _, k := range rows {
		u.a.emit(eventUndoRow{Run: u.short(), Row: k.Number, ID: k.ID.String(), Name: k.Name, Status: status.String(), Reason: k.Why})
	}
}

// undoPlanEvent is the plan of an undo for a script.
func undoPlanEvent(short string, plan *importer.UndoPlan) eventUndoPlan {
	e := eventUndoPlan{Run: short, Code: plan.Code, Deletes: plan.Deletes, PutBacks: plan.PutBacks, Gone: plan.Gone, Kept: []undoKept{}}
	for _, k := range plan.Kept {
		e.Kept = append(e.Kept, undoKept{Row: k.Number, ID: k.ID.String(), Name: k.Name, Reason: k.Why})
	}
	return e
}

func undoBooksEvent(short string, b run.UndoBooks, planned bool) eventUndoBooks {
	return eventUndoBooks{
		Run: short, Planned: planned, Closed: b.Close() == nil, Written: b.Written, Reversed: b.Reversed, Kept: b.Kept,
		Failed: b.Failed, Unknown: b.Unknown, NotReached: b.NotReached,
	}
}
