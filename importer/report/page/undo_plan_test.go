package page

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// customersUndoPlan is what undoing the run of customersPushed would do, with something of everything.
func customersUndoPlan() UndoPlan {
	return UndoPlan{
		Looked: time.Date(2026, 11, 25, 7, 0, 0, 0, time.UTC), Code: "a574541b", Undo: "orgbatch undo k7f3 --sandbox --code a574541b",
		Outcomes: []run.UndoOutcome{
			{Row: 0, Status: run.UndoNotReached}, {Row: 1, Status: run.UndoNotReached}, {Row: 4, Status: run.UndoNotReached},
			{Row: 9, Status: run.UndoReversed, Message: "it was as before already"},
			{Row: 10, Status: run.UndoKept, Message: "somebody changed it since: its custom_id is " + hostile},
		},
	}
}

func undoPlanOf(t testing.TB, r *run.Run, p UndoPlan) string {
	t.Helper()
	files, err := WriteUndoPlan(r, p)
	must(t, err)
	if len(files) != 1 || filepath.Base(files[0].Path) != "undo.html" {
		t.Fatalf("%v were written", files)
	}
	return content(t, r, "undo.html")
}

// TestUndoPlanGolden compares the page with testdata; it replaces such a page, and nothing else.
func TestUndoPlanGolden(t *testing.T) {
	r := customersPushed(t)
	must(t, r.SetMeta(func(m *run.Meta) { m.Target.URL, m.Version = "https://pigello.example/api", "v0.4.0" }))
	for range 2 {
		compareHTML(t, r, undoPlanOf(t, r, customersUndoPlan()), "customers-undo-plan.html")
	}
	path := filepath.Join(r.Dir(), "undo.html")
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("the page is %v", info.Mode())
	}
	for _, foreign := range []string{"somebody's", resultOf(t, r, customersResult())} {
		must(t, os.WriteFile(path, []byte(foreign), 0o600))
		if _, err := WriteUndoPlan(r, customersUndoPlan()); !errors.Is(err, sink.ErrInTheWay) || content(t, r, "undo.html") != foreign {
			t.Errorf("a foreign file: %v", err)
		}
	}
}

// TestUndoPlanParents: what is to be deleted stands beside its parent, as the file calls it, by the name that another row gives, or by its id.
func TestUndoPlanParents(t *testing.T) {
	r := customersPushed(t)
	b := newUndoPlanBuilder(r.Meta(), customersUndoPlan())
	b.rows.adopted = make([]bool, 4)
	for i, parent := range []string{"Provhuset Holding AB", id(90).String(), id(99).String(), ""} {
		e := &report.Entry{Row: run.Row{Index: i, Number: i + 2, Values: run.Values{Name: "Exempel AB", Parent: text(parent)}}, Decision: none(run.ActionCreate)}
		e.Decision.ParentID, _ = uuid.Parse(parent)
		b.add(e, run.UndoOutcome{Status: run.UndoNotReached})
	}
	must(t, b.rows.nameParents(r))
	v := b.view(rowsKept)
	var got []string
	for _, row := range v.Delete.Rows {
		got = append(got, string(row.Parent))
	}
	if want := []string{"Provhuset Holding AB", "Exempelgården Öst AB", id(99).String(), ""}; !slices.Equal(got, want) || !v.Delete.Parents {
		t.Errorf("the parents are %q, not %q", got, want)
	}
}

// TestUndoPlanVerdict is what is said of plans that only delete, put back, keep, or do nothing.
func TestUndoPlanVerdict(t *testing.T) {
	r := customersPushed(t)
	deleted, back, gone, kept := run.UndoOutcome{Row: 0, Status: run.UndoNotReached}, run.UndoOutcome{Row: 1, Status: run.UndoNotReached},
		run.UndoOutcome{Row: 9, Status: run.UndoReversed}, run.UndoOutcome{Row: 10, Status: run.UndoKept, Message: "it has tags"}
	for want, rows := range map[string][]run.UndoOutcome{
		"ready: 1 organization would get its former values back, and nothing is deleted.":       {back, gone},
		"look: 1 organization would be deleted.":                                                {deleted},
		"look: 1 organization would get its former values back; 1 organization stays as it is.": {back, kept},
		"look: 1 organization stays as it is, for the reasons below.":                           {gone, kept},
		"nothing: All that the run wrote is as before already.":                                 {gone},
	} {
		p := customersUndoPlan()
		p.Outcomes = rows
		b := newUndoPlanBuilder(r.Meta(), p)
		must(t, b.addRun(r))
		v := b.view(rowsKept)
		if got := v.Verdict.Status + ": " + v.Verdict.Sentence; got != want {
			t.Errorf("%s\nnot %s", got, want)
		}
		doing := rows[0].Status == run.UndoNotReached
		if asked := strings.Contains(v.Approve.Then, "number of organizations"); asked != (rows[0].Row == 0) || (v.Approve.Mail != "") != doing {
			t.Errorf("%s: %+v", want, v.Approve)
		}
	}
}
