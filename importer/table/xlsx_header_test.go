package table

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
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

// TestTableFarDown: a table may begin below the rows that a layout is found by.
func TestTableFarDown(t *testing.T) {
	f := excelize.NewFile()
	for i, row := range [][]any{{"Namn", "Kundnr"}, {"Ett AB", "K-1"}, {"Två AB", "K-2"}} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprint("B", 38_800+i), &row); err != nil {
			t.Fatal(err)
		}
	}
	var workbook bytes.Buffer
	if err := f.Write(&workbook); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{
		"a.xlsx": workbook.Bytes(),
		"a.csv":  []byte(strings.Repeat("\n", 38_799) + ";Namn;Kundnr\n;Ett AB;K-1\n;Två AB;K-2\n"),
	} {
		tab, err := Open(bytes.NewReader(file), name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var rows []string
		for row, err := range tab.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, fmt.Sprint(row.Number, row.Cells[0].Text, row.Cells[1].Text, row.Unreadable))
		}
		if got, want := fmt.Sprint(tab.Header(), tab.Format().HeaderRow, rows), "[Namn Kundnr] 38800 [38801Ett ABK-1false 38802Två ABK-2false]"; got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
