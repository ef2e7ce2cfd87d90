package history

import (
	"testing"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestStillWrong: what a run had against a row by its place or its length stands until a person has done
// something about it, or has said that it is meant.
func TestStillWrong(t *testing.T) {
	header := []string{"orgbatch_row", "orgbatch_error", "Namn", "Kundnr", "Anm"}
	id := run.Identity{Number: 2}.In("aaaa")
	for name, c := range map[string]struct {
		refusal refusal
		cells   []string
		want    string // the codes
	}{
		"misread, as it was":     {refusal{misread: tabular.CodeNoteOrRow, cells: "Summa\x1fK-1"}, []string{"", "x", "Summa", "K-1", ""}, tabular.CodeNoteOrRow},
		"misread, changed":       {refusal{misread: tabular.CodeNoteOrRow, cells: "Summa\x1fK-1"}, []string{"", "x", "Summan", "K-1", ""}, ""},
		"misread, meant":         {refusal{misread: tabular.CodeNoteOrRow, cells: "Summa\x1fK-1"}, []string{"", " ", "Summa", "K-1", ""}, ""},
		"short":                  {refusal{short: true, had: 1}, []string{"", "x", "Almen AB", " ", ""}, tabular.CodeShortRow},
		"short, the first moved": {refusal{short: true, had: 1}, []string{"", "x", "Eken AB", "", ""}, tabular.CodeShortRow},
		"short, filled in":       {refusal{short: true, had: 1}, []string{"", "x", "Almen AB", "", "a"}, ""},
		"short, meant":           {refusal{short: true, had: 1}, []string{"", "", "Almen AB", "", ""}, ""},
		"both":                   {refusal{misread: tabular.CodeAboveHeader, cells: "Almen AB", short: true, had: 1}, []string{"", "x", "Almen AB"}, tabular.CodeAboveHeader + tabular.CodeShortRow},
	} {
		var cells []tabular.Cell
		for _, text := range c.cells {
			cells = append(cells, tabular.Cell{Text: text})
		}
		o := origins{refused: map[string]*refusal{id.String(): &c.refusal}}
		got := ""
		for _, issue := range o.stillWrong(id, header, cells) {
			got += issue.Code
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if issues := o.stillWrong(run.Identity{Number: 3}.In("aaaa"), header, cells); issues != nil {
			t.Errorf("%s: another row has %v", name, issues)
		}
	}
}
