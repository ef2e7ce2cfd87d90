package page

import (
	"testing"

	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestLateIssues: a row with issues of its own and issues that it shares with other rows stands on the page once, with the worst of them.
func TestLateIssues(t *testing.T) {
	b := NewBuilder(Page{Summary: plan.Summary{Sources: []run.Source{{Name: "a.csv", Header: []string{"name"}}}}, Checked: Checked{Read: 9, Sound: 5, Warned: 2, Bad: 2}})
	add := func(add func(Row), number int, fate Fate, code string, cells ...tabular.Cell) {
		severity := run.Warning
		if fate == Rejected {
			severity = run.Error
		}
		issue := run.Issue{Number: number, Column: 0, Code: code, Severity: severity, Message: code}
		add(Row{Number: number, Fate: fate, Cells: cells, Issues: []run.Issue{issue}})
	}
	cell := tabular.Cell{Text: "Lunda AB"}
	add(b.AddRow, 2, Warned, "trimmed", cell)
	add(b.AddRow, 3, Warned, "odd-space", cell)
	add(b.AddRow, 5, Rejected, "too-long", cell)
	add(b.AddLate, 5, Warned, "near-duplicate")
	add(b.AddLate, 2, Rejected, "parent-cycle")
	add(b.AddLate, 4, Warned, "parent-not-in-file")
	add(b.AddLate, 2, Warned, "near-duplicate")
	b.sortLate()
	want := map[*rowList]string{&b.rejected: "2:3 5:2 ", &b.warned: "3:1 4:1 "}
	for list, rows := range want {
		got := ""
		for _, k := range list.rows {
			got += number(k.Number) + ":" + number(k.issues) + " "
		}
		if got != rows || list.total != 2 {
			t.Errorf("%d rows are %q, want %q", list.total, got, rows)
		}
	}
	if first := b.rejected.rows[0]; len(first.Cells) != 1 || first.Issues[1].Code != "parent-cycle" {
		t.Errorf("the row that moved is %+v", first)
	}
}
