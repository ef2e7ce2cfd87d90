package table

import (
	"bytes"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A header names columns that are empty in every row, which a workbook doesn't
// store; a title above it is none.
func TestHeaderWiderThanRows(t *testing.T) {
	for _, c := range []struct {
		name   string
		rows   [][]any
		header []string
	}{
		{"two empty columns", [][]any{{"Namn", "Kundnr", "Ort", "Fax"}, {"Ett AB", "K-1"}, {"Två AB", "K-2"}, {"Tre AB", "K-3"}, {"Fyra AB", "K-4"}}, []string{"Namn", "Kundnr", "Ort", "Fax"}},
		{"most columns are empty", [][]any{{"id", "name", "custom_id", "organization", "tags"}, {"1", "Ett AB"}, {"2", "Två AB"}, {"3", "Tre AB"}, {"4", "Fyra AB"}}, []string{"id", "name", "custom_id", "organization", "tags"}},
		{"a title", [][]any{{"Kunder"}, {"Namn", "Kundnr"}, {"Ett AB", "K-1"}, {"Två AB", "K-2"}, {"Tre AB", "K-3"}}, []string{"Namn", "Kundnr"}},
	} {
		f := excelize.NewFile()
		for i, row := range c.rows {
			cell, err := excelize.CoordinatesToCellName(1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		tab, err := Open(bytes.NewReader(b.Bytes()), "a.xlsx", Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := tab.Header(); !slices.Equal(got, c.header) {
			t.Errorf("%s: header %q, want %q", c.name, got, c.header)
		}
	}
}
