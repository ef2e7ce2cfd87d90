package page

import (
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// listedRun is a run that deletes five organizations of a list: one has tags, one a child that stays, one is gone.
func listedRun(t *testing.T) *run.Run {
	t.Helper()
	r := newRun(t, t.TempDir(), "avslutade.csv", "id\n"+id(1).String()+"\n"+id(2).String()+"\n"+id(3).String()+"\n"+id(4).String()+"\n")
	for n, before := range []run.Snapshot{
		{Name: "Exempelroten AB", CustomID: text("K-1"), Parent: run.Text{Kind: run.Null}}, {Name: hostile, Parent: text(id(1).String())},
		{Name: "Exempelbladet AB", Parent: text(id(2).String())}, {},
	} {
		d := none(run.ActionDelete)
		d.ID, d.Before = id(byte(n+1)), before
		decide(t, r, d)
	}
	must(t, r.SetMeta(func(m *run.Meta) { m.Deletes, m.State = true, run.Ready }))
	return r
}

// TestDeletionGolden compares the pages of a deletion, planned and done, with testdata.
func TestDeletionGolden(t *testing.T) {
	r := listedRun(t)
	compareHTML(t, r, undoPlanOf(t, r, UndoPlan{
		Looked: time.Date(2026, 11, 25, 7, 0, 0, 0, time.UTC), Code: "a574541b", Undo: "orgbatch apply k7f3 --sandbox --code a574541b",
		Outcomes: []run.UndoOutcome{
			{Row: 0, Status: run.UndoKept, Message: `"Exempelkvar AB" lies below it and stays`}, {Row: 1, Status: run.UndoNotReached},
			{Row: 2, Status: run.UndoNotReached, Message: "it has tags, which can't be brought back"},
			{Row: 3, Status: run.UndoReversed, Message: "it was gone already"},
		},
	}), "deletion-plan.html")
	must(t, r.BeginUndo([]run.UndoOutcome{
		{Row: 0, Status: run.UndoKept, Message: `"Exempelkvar AB" lies below it and stays`}, {Row: 1, Status: run.UndoReversed},
		{Row: 2, Status: run.UndoFailed, Message: "Pigello refuses to delete it"}, {Row: 3, Status: run.UndoReversed, Message: "it was gone already"},
	}))
	page := resultOf(t, r, customersResult())
	compareHTML(t, r, page, "deletion-result.html")
	for _, word := range []string{"ndone", "Undo", "unchanged", "Unchanged", "report.html", "results.csv"} {
		if strings.Contains(page[strings.Index(page, "<body"):], word) {
			t.Errorf("%q stands on the page of a deletion", word)
		}
	}
}

// TestDeletionVerdict: what a person reads first.
func TestDeletionVerdict(t *testing.T) {
	for want, undo := range map[string]run.UndoBooks{
		"ready Deleted: The organization is gone; linked contracts can’t be seen from here.":                   {Written: 1, Reversed: 1},
		"ready Deleted: All 3 organizations are gone; linked contracts can’t be seen from here.":               {Written: 3, Reversed: 3},
		"look Deleted in part: 1 of 2 organizations was deleted; 1 was left as it is, for the reasons below.":  {Written: 2, Reversed: 1, Kept: 1},
		"blocked Not deleted: None of the 2 organizations was deleted; why stands below.":                      {Written: 2, Kept: 2},
		"blocked Not settled: 1 of 2 organizations was deleted; the deletion of 1 organization got no answer.": {Written: 2, Reversed: 1, Unknown: 1},
	} {
		b := &resultBuilder{meta: run.Meta{State: run.Undone, Deletes: true}, undo: undo}
		v := b.verdict()
		if got := v.Status + " " + v.Word + ": " + v.Sentence; got != want {
			t.Errorf("it says %q, not %q", got, want)
		}
	}
}
