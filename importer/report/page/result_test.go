package page

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// customersPushed is the run of customersRun after an apply in which everything happens that a result tells of.
func customersPushed(t testing.TB) *run.Run {
	t.Helper()
	r, _ := customersRun(t)
	must(t, r.SetMeta(func(m *run.Meta) {
		m.Target, m.Version = run.Target{Name: "sandbox", URL: "http://127.0.0.1:8080/api", Customer: id(1).String()}, "v0.4.0"
		m.Writes = []run.Wrote{{Command: "apply", By: run.Person{Account: "mona"}, At: time.Date(2026, 11, 24, 8, 2, 0, 0, time.UTC)}}
	}))
	for _, state := range []run.State{run.Ready, run.Applying, run.Done} {
		must(t, r.SetMeta(func(m *run.Meta) { m.State, m.PlanHash, m.PlanForm = state, "9c41d2aa77", 1 }))
	}
	ctx, sent := t.Context(), time.Date(2026, 11, 24, 8, 2, 1, 0, time.UTC)
	chunk, err := r.Journal().Intend(ctx, run.ChunkCreate, []int32{0, 10}, sent)
	must(t, err)
	must(t, r.Journal().Settle(ctx, chunk, []run.Outcome{
		{Row: 0, Status: run.Created, ID: id(50)},
		{Row: 10, Status: run.Held, ID: id(51), Message: "an organization of this name is there now with other values: custom_id is \"X\"",
			Met: &run.Snapshot{Name: "Uppdiktat Torg AB", CustomID: text(hostile), Parent: text(id(90).String())}},
	}))
	chunk, err = r.Journal().Intend(ctx, run.ChunkPatch, []int32{1, 3, 4}, sent.Add(65*time.Second))
	must(t, err)
	must(t, r.Journal().Settle(ctx, chunk, []run.Outcome{
		{Row: 1, Status: run.Updated, ID: id(4)},
		{Row: 3, Status: run.Rejected, ID: id(6), Message: "name: " + hostile},
		{Row: 4, Status: run.Updated, ID: id(7), Adopted: true},
	}))
	must(t, r.Journal().Note(ctx, []run.Outcome{{Row: 2, Status: run.Held, ID: id(5), Message: "somebody changed the organization since the plan was made: it has another parent",
		Met: &run.Snapshot{Name: "Låtsasviken Bostäder", CustomID: text("K-333"), Parent: text(id(4).String())}}}))
	return r
}

// customersUndone is that run after an undo that was cut off.
func customersUndone(t testing.TB) *run.Run {
	t.Helper()
	r := customersPushed(t)
	ctx := t.Context()
	must(t, r.BeginUndo([]run.UndoOutcome{
		{Row: 0, Status: run.UndoNotReached}, {Row: 1, Status: run.UndoNotReached}, {Row: 4, Status: run.UndoKept, Message: "it may be somebody else's: " + hostile}}))
	chunk, err := r.UndoJournal().Intend(ctx, run.ChunkPatch, []int32{1}, time.Date(2026, 11, 25, 7, 0, 0, 0, time.UTC))
	must(t, err)
	must(t, r.UndoJournal().Settle(ctx, chunk, []run.UndoOutcome{{Row: 1, Status: run.UndoReversed}}))
	_, err = r.UndoJournal().Intend(ctx, run.ChunkDelete, []int32{0}, time.Date(2026, 11, 25, 7, 0, 1, 0, time.UTC))
	must(t, err)
	return r
}

// customersResult is what the command line adds.
func customersResult() Result {
	return Result{
		Written: time.Date(2026, 11, 25, 7, 0, 2, 0, time.UTC), Resume: "orgbatch resume k7f3",
		Next: []Next{{"Correct the rows and import:", "orgbatch import rejects.csv"}},
	}
}

// resultOf writes the page of a run and gives it.
func resultOf(t testing.TB, r *run.Run, p Result) string {
	t.Helper()
	files, err := WriteResult(r, p)
	must(t, err)
	if len(files) != 1 || filepath.Base(files[0].Path) != "result.html" {
		t.Fatalf("%v were written", files)
	}
	return content(t, r, "result.html")
}

func TestResultGolden(t *testing.T) {
	r := customersPushed(t)
	p := customersResult()
	p.Stopped = "Pigello refused too many rows"
	compareHTML(t, r, resultOf(t, r, p), "customers-result.html")
	u := customersUndone(t)
	must(t, u.SetMeta(func(m *run.Meta) { m.PlanForm = 0 })) // a plan of an earlier version, whose code covers less
	compareHTML(t, u, resultOf(t, u, customersResult()), "customers-undone.html")
	info, err := os.Stat(filepath.Join(r.Dir(), "result.html"))
	must(t, err)
	if info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("the page is %v", info.Mode())
	}
}

// TestResultWhole: a page that can't be made leaves the one that was there, and nothing beside it.
func TestResultWhole(t *testing.T) {
	r := customersPushed(t)
	before := resultOf(t, r, customersResult())
	dir := r.Dir()
	must(t, r.Close())
	if _, err := WriteResult(r, customersResult()); err == nil {
		t.Error("a closed run was read")
	}
	after, err := os.ReadFile(filepath.Join(dir, "result.html"))
	must(t, err)
	if string(after) != before {
		t.Error("the page isn't as it was")
	}
	left, err := filepath.Glob(filepath.Join(dir, "result.html?*"))
	must(t, err)
	if len(left) > 0 {
		t.Errorf("%q are left", left)
	}
}

// TestMetFields: which fields of a held row are told, and as what.
func TestMetFields(t *testing.T) {
	const a, b = "00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b"
	null := run.Text{Kind: run.Null}
	now := func(name string, custom, parent run.Text) run.Snapshot {
		return run.Snapshot{Name: name, CustomID: custom, Parent: parent}
	}
	update := none(run.ActionUpdate)
	update.Before, update.After = now("Exempel AB", text("1"), text(a)), now("Exempel AB", text("2"), text(a))
	update.SetCustomID = true
	moved := update
	moved.SetParent, moved.ParentID, moved.After.Parent = true, id(11), text(b)
	emptied := update
	emptied.SetParent, emptied.After.Parent = true, null
	row := run.Values{Name: "Exempel AB", CustomID: text("2")}
	of := func(parent run.Text) run.Values { v := row; v.Parent = parent; return v }
	for name, test := range map[string]struct {
		decision run.Decision
		values   run.Values
		met      run.Snapshot
		want     string
	}{
		"changed":            {update, row, now("Exempel AB", text("3"), text(a)), "custom_id: 1 | 3 | 2"},
		"another field":      {update, row, now("Exempel i Väst AB", text("1"), text(a)), "name: Exempel AB | Exempel i Väst AB | Exempel AB; custom_id: 1 | 1 | 2"},
		"moved meanwhile":    {update, row, now("Exempel AB", text("2"), text(b)), "custom_id: 1 | 2 | 2; parent: " + a + " | " + b + " | doesn’t say"},
		"parent as the file": {update, of(text("Moder AB")), now("Exempel AB", text("3"), text(a)), "custom_id: 1 | 3 | 2"},
		"parent not told":    {update, row, now("Exempel AB", text("3"), run.Text{}), "custom_id: 1 | 3 | 2"},
		"to be moved":        {moved, of(text("Ny Moder AB")), now("Exempel AB", text("3"), text(a)), "custom_id: 1 | 3 | 2; parent: " + a + " | " + a + " | Ny Moder AB"},
		"moved there":        {moved, of(text("Ny Moder AB")), now("Exempel AB", text("1"), text(b)), "custom_id: 1 | 1 | 2; parent: " + a + " | " + b + " | Ny Moder AB"},
		"to be freed":        {emptied, of(null), now("Exempel AB", text("3"), text(a)), "custom_id: 1 | 3 | 2; parent: " + a + " | " + a + " | empty"},
		"new":                {none(run.ActionCreate), row, now("Exempel AB", text("3"), null), "custom_id: not there | 3 | 2"},
		"new, below another": {none(run.ActionCreate), row, now("Exempel AB", text("2"), text(a)), "parent: not there | " + a + " | empty"},
		"not known any more": {none(run.ActionCreate), row, now("Exempel AB", text("2"), null), "name: not there | Exempel AB | Exempel AB"},
	} {
		t.Run(name, func(t *testing.T) {
			m := metOf(&report.Entry{Row: run.Row{Values: test.values}, Decision: test.decision}, test.met, "somebody changed it: so")
			var told []string
			for _, f := range m.Fields() {
				told = append(told, fmt.Sprintf("%s: %s | %s | %s", f.Field, bare(string(f.Planned)), bare(string(f.Now)), bare(string(f.Wanted))))
			}
			if got := strings.Join(told, "; "); got != test.want {
				t.Errorf("it tells\n%s\nnot\n%s", got, test.want)
			}
			if m.Why != "somebody changed it" {
				t.Errorf("the reason is %q", m.Why)
			}
		})
	}
}

// bare takes a text's marks away.
func bare(s string) string {
	return strings.NewReplacer("<del>", "", "</del>", "", "<ins>", "", "</ins>", "", `<i class="none">`, "", "</i>", "").Replace(s)
}

// TestResultVerdict: what a person reads first.
func TestResultVerdict(t *testing.T) {
	for want, b := range map[string]*resultBuilder{
		"nothing Nothing to do: There are no rows in the file.":                                              {},
		"ready Done: The row is as the file says.":                                                           {books: run.Books{Read: 1, Created: 1}},
		"ready Done: All 2,000 rows are as the file says.":                                                   {books: run.Books{Read: 2000, Created: 1999, Unchanged: 1}},
		"look Done in part: 1 of 3 rows is as the file says; 2 were not written.":                            {books: run.Books{Read: 3, Updated: 1, Held: 1, Rejected: 1}},
		"blocked Not finished: 2 of 3 rows are as the file says; 1 was not reached.":                         {books: run.Books{Read: 3, Updated: 2, NotReached: 1}},
		"blocked Not finished: 0 of 3 rows are as the file says; 2 were not reached, and 1 was not written.": {books: run.Books{Read: 3, Held: 1, NotReached: 2}},
		"blocked Not done: None of the 3 rows was written; why stands below.":                                {books: run.Books{Read: 3, Held: 1, Rejected: 2}},
		"blocked Not done: The row was not written; why stands below.":                                       {books: run.Books{Read: 1, Held: 1}},
		"blocked Not undone: None of the 2 rows was undone; why stands below.":                               {meta: run.Meta{State: run.Undone}, undo: run.UndoBooks{Written: 2, Kept: 2}},
		"blocked Not settled: The write of 1 row got no answer, so nobody knows yet whether it was carried out; resume finds out.": {
			books: run.Books{Read: 3, Unknown: 1, NotReached: 2}},
		"blocked Books don’t close: Not every row that was read stands in one place: take nothing here for proven.": {books: run.Books{Read: 3, Created: 2}},
		"ready Undone: All 2 rows are as before; linked contracts can’t be seen from here.":                         {meta: run.Meta{State: run.Undone}, undo: run.UndoBooks{Written: 2, Reversed: 2}},
		"look Undone in part: 1 of 3 rows was undone; 2 were left as they are, for the reasons below.": {
			meta: run.Meta{State: run.Undone}, undo: run.UndoBooks{Written: 3, Reversed: 1, Kept: 1, Failed: 1}},
		"blocked Not finished: 2 of 3 rows were undone; 1 was not reached.": {meta: run.Meta{State: run.Undoing}, undo: run.UndoBooks{Written: 3, Reversed: 2, NotReached: 1}},
		"blocked Not settled: 0 of 3 rows were undone; the undoing of 2 rows got no answer.": {
			meta: run.Meta{State: run.Undoing}, undo: run.UndoBooks{Written: 3, Unknown: 2, NotReached: 1}},
	} {
		v := b.verdict()
		if got := fmt.Sprintf("%s %s: %s", v.Status, v.Word, v.Sentence); got != want {
			t.Errorf("it says %q, not %q", got, want)
		}
	}
}

// TestResultSame: a row that equals another says what became of that one.
func TestResultSame(t *testing.T) {
	r := newRun(t, t.TempDir(), "a.csv", "name\nExempel AB\nExempel AB\n")
	decide(t, r, none(run.ActionCreate), follows(0))
	chunk, err := r.Journal().Intend(t.Context(), run.ChunkCreate, []int32{0}, time.Now())
	must(t, err)
	must(t, r.Journal().Settle(t.Context(), chunk, []run.Outcome{{Row: 0, Status: run.Created, ID: id(1)}}))
	if page := resultOf(t, r, Result{}); !strings.Contains(page, "it is the same as row 2, which was created") {
		t.Error("the page doesn't say it")
	}
}
