package page

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// restoredRun is the plan of a restore: two are made anew, one below the other, two differ and stay.
func restoredRun(t testing.TB) (*run.Run, Page) {
	t.Helper()
	r, err := run.Create(t.TempDir(), run.Meta{Created: time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC), Target: run.Target{Name: "nordhus"}})
	must(t, err)
	t.Cleanup(func() { must(t, r.Close()) })
	header := []string{"organization", "customer_columns", "created_at", "custom_id", "tags", "id", "name", "vat", "email", "phone"}
	must(t, r.SetMeta(func(m *run.Meta) {
		m.Sources = []run.Source{{Name: "backups/nordhus/20261129T220053Z", Format: tabular.Format{Name: tabular.FormatJSONL}, Header: header, Mapping: []string{0: "organization", 3: "custom_id", 5: "id", 6: "name", 9: ""}, Rows: 5}}
	}))
	add := func(n byte, name, custom string, parent run.Text) {
		row := run.Row{Number: int(n), Cells: make([]tabular.Cell, len(header)), Values: run.Values{ID: id(n).String(), Name: name, CustomID: text(custom), Parent: parent}}
		row.Cells[0].Text, row.Cells[5].Text, row.Cells[6].Text = `{"id":"`+parent.Text+`"}`, id(n).String(), name
		must(t, r.AppendRow(row))
	}
	null := run.Text{Kind: run.Null}
	add(1, "Provhuset Holding AB", "1", null)
	add(2, "Exempelbacken Fastigheter AB", "2", text(id(1).String()))
	add(3, "Exempelbacken Drift AB", "3", text(id(2).String()))
	add(4, "Låtsasviken Bostäder AB", "4", text(id(1).String()))
	add(5, "Påhittade Gården AB", "5", null)
	must(t, r.FlushRows())
	same := none(run.ActionUnchanged)
	same.ID = id(1)
	made, below := none(run.ActionCreate), none(run.ActionCreate)
	made.ParentID, below.ParentRow = id(1), 1
	moved, renamed := none(run.ActionUnchanged), none(run.ActionUnchanged)
	moved.ID, moved.Before = id(4), run.Snapshot{Name: "Låtsasviken Bostäder AB", CustomID: text("X4"), Parent: text(id(5).String())}
	renamed.ID, renamed.Before = id(5), run.Snapshot{Name: "Påhittade Gården Aktiebolag", CustomID: text("5"), Parent: null}
	decide(t, r, same, made, below, moved, renamed)
	for _, i := range []run.Issue{
		{Row: 3, Number: 4, Column: 3, ColumnName: "custom_id", Code: codeKept, Message: "the custom_id is \"X4\" now; it stays"},
		{Row: 3, Number: 4, Column: 0, ColumnName: "organization", Code: codeKept, Message: "its parent is another now; it stays"},
		{Row: 4, Number: 5, Column: 6, ColumnName: "name", Code: codeKept, Message: "the name is another now; it stays"},
	} {
		must(t, r.AppendIssue(i))
	}
	groups, err := run.IssueGroups(r)
	must(t, err)
	return r, Page{Summary: plan.Summary{Restore: true, Kept: 2, LiveRows: 3, Groups: groups, Code: "9c41d2aa", Books: run.Books{Read: 5, Created: 2, Unchanged: 3}}}
}

// TestRestorePage: what stays is told in names and fields with both values, and the page isn't green.
func TestRestorePage(t *testing.T) {
	r, p := restoredRun(t)
	page := written(t, r, p)
	for _, want := range []string{
		"<h1>Restore nordhus to 29 November 2026, 22:00</h1>", `class="verdict look"`,
		"2 organizations would be created; 2 organizations differ from the snapshot and stay as they are.",
		`<th scope="col">Now</th><th scope="col">In the snapshot</th>`, "<del>Påhittade Gården Aktiebolag</del>", "<ins>Provhuset Holding AB</ins>", "<td><del>X</del>4</td>",
		"<b>Provhuset Holding AB</b> <span class=\"n\">is there, 2 new below it</span>", "Exempelbacken Fastigheter AB <span class=\"n\">1 below it</span>",
		`<td class="org">Exempelbacken Drift AB</td><td data-label="custom_id">3</td><td data-label="Parent">Exempelbacken Fastigheter AB</td>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%s isn't there", want)
		}
	}
	for _, unwanted := range []string{"{&#34;id", "differs-kept", "backups/"} {
		if strings.Contains(page, unwanted) {
			t.Errorf("%s is there", unwanted)
		}
	}
}

// TestTree counts at every depth, children before and after their parents.
func TestTree(t *testing.T) {
	var tr tree
	for _, parent := range []int32{2, -1, 1, 2, 5, notNew, 0} { // 1 ← 2 ← 0, 3; 0 ← 6; 5, which is there, ← 4
		d := none(run.ActionCreate)
		if d.ParentRow = parent; parent == notNew {
			d = none(run.ActionUnchanged)
		}
		tr.add(&d)
	}
	for range 2 {
		d := none(run.ActionCreate)
		d.ParentID = id(9)
		tr.add(&d)
	}
	if below, want := tr.count(), []int32{1, 4, 3, 0, 0, 1, 0, 0, 0, 2}; !slices.Equal(below, want) {
		t.Errorf("below are %v, not %v", below, want)
	}
	got := ""
	for _, b := range tr.top() {
		got += string(rune('0'+b.at)) + ":" + string(rune('0'+b.below)) + "/" + string(rune('0'+len(b.children))) + " "
	}
	if got != "1:4/1 9:2/2 5:1/1 " {
		t.Errorf("the branches are %s", got)
	}
}

// TestMuch: every kind of change is counted first, and one that changes much of what is there isn't green.
func TestMuch(t *testing.T) {
	b := NewBuilder(Page{Summary: plan.Summary{LiveRows: 3000, Books: run.Books{Read: 2966, Updated: 2966}, BlankKept: 30, Target: run.Target{Name: "nordhus"}}, Run: "k7f3"})
	b.renumbered, b.customs.total = 2966, 2966
	if v := b.Page.verdict(); v.Status != statusLook || v.Sentence != "2,966 organizations would be updated; the updates change 98% of the 3,000 organizations there." {
		t.Errorf("the verdict is %+v", v)
	}
	if look := b.lookFirst(); len(look) != 2 || look[0] != "2,966 organizations get another custom_id." {
		t.Errorf("what is looked at first is %q", look)
	}
	b.Page.LiveRows = 30_000
	if v := b.Page.verdict(); v.Status != statusReady {
		t.Errorf("of 30,000 the verdict is %+v", v)
	}
}

// TestVerdict: what isn't written is told whole, and a file without rows isn't called one that is there already.
func TestVerdict(t *testing.T) {
	for want, b := range map[string]run.Books{
		"nothing: There are no rows in the file.":                                                                           {},
		"nothing: Everything in the file is there already, so there is nothing to write.":                                   {Read: 2, Unchanged: 2},
		"look: 2 organizations would be created; 1 row has errors and is left out.":                                         {Read: 3, Created: 2, Rejected: 1},
		"look: 2 organizations would be created; 1 row waits for a person’s decision.":                                      {Read: 3, Created: 2, Held: 1},
		"look: 2 organizations would be created; 3 rows have errors and are left out; 2 rows wait for a person’s decision.": {Read: 7, Created: 2, Rejected: 3, Held: 2},
		"look: Nothing can be written yet: 2 rows wait for a person’s decision.":                                            {Read: 2, Held: 2},
		"ready: 1 organization would be created and 1 organization would be updated, and no row has an error.":              {Read: 2, Created: 1, Updated: 1},
	} {
		p := Page{Summary: plan.Summary{Books: b}, Run: "k7f3"}
		if v := p.verdict(); v.Status+": "+v.Sentence != want {
			t.Errorf("%+v is %+v, not %s", b, v, want)
		}
	}
}

// TestMail: the letter that approves names code and run, target, file and counts, and no organization.
func TestMail(t *testing.T) {
	p := Page{Summary: plan.Summary{Code: "9c41d2aa", Target: run.Target{Name: "nordhus", URL: "https://api.example.com/v1"}, Sources: withoutFolders([]run.Source{{Name: "/hem/anna/kunder & avtal.csv"}}), Books: run.Books{Read: 1, Created: 1}}, Run: "k7f3"}
	want := "mailto:?subject=Approved:%20plan%209c41d2aa%20of%20run%20k7f3&body=I%20have%20looked%20through%20the%20report%20and%20approve%20exactly%20plan%209c41d2aa%20of%20run%20k7f3." +
		"%0D%0A%0D%0AImport%20of%20kunder%20%26%20avtal.csv%20into%20nordhus%20%28api.example.com%29%0D%0A1%20organization%20would%20be%20created%2C%20and%20no%20row%20has%20an%20error."
	if got := p.approval().Mail; got != want {
		t.Errorf("the letter is %s, not %s", got, want)
	}
}

// TestDiffTitle names what was compared by whose and when it is.
func TestDiffTitle(t *testing.T) {
	at := time.Date(2026, 11, 29, 22, 0, 21, 0, time.UTC)
	p := DiffPage{Compared: at, A: DiffSide{Name: "20261129T220021Z", Of: "nordhus", At: at}, B: DiffSide{Name: "live (nordhus)"}}
	for of, want := range map[string]string{"nordhus": "What changed in nordhus since 29 November 2026, 22:00", "": "From 20261129T220021Z to live (nordhus)"} {
		if p.B.Of = of; p.title() != want {
			t.Errorf("the title is %q, not %q", p.title(), want)
		}
	}
	p.B.Of, p.B.At = "nordhus", at.Add(time.Hour)
	if want := "What changed in nordhus from 29 November 2026, 22:00 to 29 November 2026, 23:00"; p.title() != want {
		t.Errorf("the title is %q", p.title())
	}
}
