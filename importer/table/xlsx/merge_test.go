package xlsx

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestParseCell: references, at the bounds of a sheet.
func TestParseCell(t *testing.T) {
	for _, c := range []struct {
		ref         string
		column, row int // -1: none
	}{
		{"A1", 0, 1}, {"Z9", 25, 9}, {"a1", 0, 1}, {"AA10", 26, 10}, {"BA2", 52, 2}, {"XFD1048576", 16383, 1048576}, {"XFE1", -1, 0}, {"A1048577", -1, 0},
		{"A0", -1, 0}, {"A-1", -1, 0}, {"A", -1, 0}, {"1", -1, 0}, {"", -1, 0}, {"@1", -1, 0}, {"[1", -1, 0}, {"A1B", -1, 0}, {"AAAA1", -1, 0}, {"AAAAA1", -1, 0}, {"$A$1", -1, 0},
	} {
		column, row, ok := parseCell(c.ref)
		if ok != (c.column >= 0) || ok && (column != c.column || row != c.row) {
			t.Errorf("%q is column %d of row %d: %t", c.ref, column, row, ok)
		}
	}
}

// shown writes a row's cells with | between them, behind each ^ if its value is another column's, and ~ if it is another cell's.
func shown(row *tabular.Row) string {
	cells := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		cells[i] = c.Text
	}
	for _, p := range row.Problems {
		if p.Code == tabular.CodeMerged {
			cells[p.Column] += map[bool]string{true: "^", false: "~"}[p.ErrorIfSent]
		}
		if p.Code == tabular.CodeMerged && (p.Value != row.Cells[p.Column].Text || !p.Warning || p.Suggestion == "") {
			cells[p.Column] += fmt.Sprintf("%+v", p)
		}
	}
	return strings.Join(cells, "|")
}

// TestMerged: the value of merged cells is read for each of them, but for titles.
func TestMerged(t *testing.T) {
	for _, c := range []struct {
		name   string
		rows   []string
		merges string
		want   []string
	}{
		{"down", []string{"a|1", "|2", "|3", "b|4"}, "A1:A3", []string{"a|1", "a~|2", "a~|3", "b|4"}},
		{"down in the second column", []string{"1|a", "2|", "3|"}, "B1:B2", []string{"1|a", "2|a~", "3"}},
		{"across", []string{"1|a||9"}, "B1:C1", []string{"1|a|a^|9"}},
		{"a block", []string{"1|a||9", "2|||8"}, "B1:C2", []string{"1|a|a^|9", "2|a~|a^|8"}},
		{"a title", []string{"a", "1|2|3"}, "A1:C1", []string{"a", "1|2|3"}},
		{"a title of two rows", []string{"a", "", "1|2|3"}, "A1:C2", []string{"a", "", "1|2|3"}},
		{"a title with blanks beside it", []string{"a|| ", "1|2|3"}, "A1:B1", []string{"a|| ", "1|2|3"}},
		{"no title: more in the row", []string{"a|||x", "1|2|3|4"}, "A1:C1", []string{"a|a^|a^|x", "1|2|3|4"}},
		{"no title: in the middle", []string{"|a", "1|2|3"}, "B1:C1", []string{"|a|a^", "1|2|3"}},
		{"a title where the sheet begins", []string{"|a", "|2|3"}, "B1:C1", []string{"|a", "|2|3"}},
		{"no title: one column", []string{"a", "", "1|2"}, "A1:A2", []string{"a", "a~", "1|2"}},
		{"no title: beside a merge from above", []string{"x|1|2|y", "a"}, "D1:D2 A2:C2", []string{"x|1|2|y", "a|a^|a^|y"}},
		{"without a value", []string{"1|2", "|3"}, "C1:D1 A2:A3", []string{"1|2", "|3"}},
		{"beginning in a row without cells", []string{"1|2", "", "3|4"}, "A2:A3", []string{"1|2", "", "3|4"}},
		{"beyond a row's cells", []string{"1|2|3", "4"}, "B2:C2", []string{"1|2|3", "4"}},
		{"two in a row", []string{"1|a||b||9"}, "B1:C1 D1:E1", []string{"1|a|a^|b|b^|9"}},
		{"the left one is named", []string{"x|1|y|9", "|2||9"}, "C1:C2 A1:A2", []string{"x|1|y|9", "x~|2|y|9"}},
		{"also where it comes first", []string{"x|1|y|9", "|2||9"}, "A1:A2 C1:C2", []string{"x|1|y|9", "x~|2|y|9"}},
		{"over other values", []string{"1|a|b|9"}, "B1:C1", []string{"1|a|a^|9"}},
		{"ended above", []string{"a|1", "|2", "|3"}, "A1:A2", []string{"a|1", "a~|2", "|3"}},
	} {
		var after strings.Builder
		after.WriteString("<mergeCells>")
		for _, ref := range strings.Fields(c.merges) {
			after.WriteString(`<mergeCell x="A9:B9" ref="` + ref + `"/>`)
		}
		rows := rowsOf(t, bookOf(t, testSheet{name: "A", rows: c.rows, after: after.String() + `</mergeCells><other ref="A1:B9"/>`}))
		var got []string
		for i := range rows {
			got = append(got, shown(&rows[i]))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestSidewaysNamed: of what a merge fills sideways the first 32 cells are named.
func TestSidewaysNamed(t *testing.T) {
	for _, c := range []struct {
		ref  string
		want int
	}{{"B1:AH1", 32}, {"B1:AG1", 31}, {"B1:AI1", 32}, {"B1:B1", 0}} {
		rows := rowsOf(t, bookOf(t, testSheet{name: "A", rows: []string{"1|a" + strings.Repeat("|", 40) + "9"}, after: `<mergeCell ref="` + c.ref + `"/>`}))
		if n := len(rows[0].Problems); n != c.want {
			t.Errorf("%s: %d are named", c.ref, n)
		}
	}
}

// TestTooManyMerges: a sheet may have so many; whoever has as many is told that some may be missing.
func TestTooManyMerges(t *testing.T) {
	const note = "the sheet has so many merged cells that some were not filled in (more than 4194304 cells)"
	for n, want := range map[int][]string{2: nil, sheets.MaxMerges: {note}} {
		w := openTest(t, bookOf(t, testSheet{name: "A", rows: []string{"1|2"}, after: strings.Repeat(`<mergeCell ref="C1:D1"/>`, n)}))
		if got := said(t, w); !slices.Equal(got, want) {
			t.Errorf("%d: %q", n, got)
		}
	}
	s := newSheetScanner(strings.NewReader(strings.Repeat(`<mergeCell ref="A1:B1"/>`, sheets.MaxMerges+1)))
	if err := s.rest(); err != nil || len(s.merges) != sheets.MaxMerges {
		t.Errorf("%d merges are kept: %v", len(s.merges), err)
	}
	w := openTest(t, bookOf(t, testSheet{name: "A", rows: []string{"1|2|3|4", strings.Repeat("1|", 4096) + "1"}, after: strings.Repeat(`<mergeCell ref="A1:FAZ1024"/>`, 2)}))
	if got := said(t, w); got != nil {
		t.Errorf("what lies below the sheet counts: %q", got)
	}
}

// TestArrayBounds: formulas that fill more cells than a person's are passed over, and so is what isn't one of several cells.
func TestArrayBounds(t *testing.T) {
	letter := tabular.ColumnLetters
	full := fmt.Sprintf("B3:%s1026", letter(4096)) // 1,024 rows of 4,096 columns
	attr := func(name, value string) xmlscan.Attr { return xmlscan.Attr{Name: []byte(name), Value: []byte(value)} }
	for _, c := range []struct {
		name string
		kind string
		refs []string
		want int
	}{
		{"a column", "array", []string{"B1:B3"}, 1}, {"a data table", "dataTable", []string{"B1:C3"}, 1}, {"a shared one", "shared", []string{"B1:B3"}, 0},
		{"one cell", "array", []string{"B1"}, 0}, {"the same twice", "array", []string{"B1:B1"}, 0}, {"none", "array", []string{"B"}, 0},
		{"as many cells as may be", "array", []string{full}, 1}, {"more", "array", []string{full, "A1:A2"}, 1}, {"exactly as many in two", "array", []string{"B3:C3", full}, 1},
		{"64", "array", slices.Repeat([]string{"B1:B2"}, 64), 64}, {"65", "array", slices.Repeat([]string{"B1:B2"}, 65), 64},
	} {
		s := &sheetScanner{}
		for _, ref := range c.refs {
			s.takeArray(&xmlscan.Token{Attrs: []xmlscan.Attr{attr("t", c.kind), attr("ref", ref)}})
		}
		if len(s.arrays) != c.want {
			t.Errorf("%s: %d are taken", c.name, len(s.arrays))
		}
	}
	s := &sheetScanner{}
	s.takeArray(&xmlscan.Token{Attrs: []xmlscan.Attr{attr("t", "array"), attr("ref", "C5:E8")}})
	if s.spread != 12 || s.arrays[0].Area != (sheets.Area{Row: 5, LastRow: 8, Column: 2, LastColumn: 4}) {
		t.Errorf("C5:E8 is %+v of %d cells", s.arrays[0].Area, s.spread)
	}
}
