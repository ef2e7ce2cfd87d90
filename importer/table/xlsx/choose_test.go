package xlsx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// testSheet is a sheet of a workbook; its rows have | between the cells, of which those of digits are numbers. # before a row hides it.
type testSheet struct {
	name, state string
	rows        []string
	cols, after string // XML before and after the rows
}

func (s testSheet) xml() string {
	var b strings.Builder
	b.WriteString("<worksheet><sheetViews><sheetView/></sheetViews>" + s.cols + "<sheetData>")
	for i, row := range s.rows {
		row, hidden := strings.CutPrefix(row, "#")
		fmt.Fprintf(&b, `<row r="%d" hidden="%t">`, i+1, hidden)
		for column, cell := range strings.Split(row, "|") {
			ref, kind := tabular.ColumnLetters(column)+strconv.Itoa(i+1), "str"
			if _, err := strconv.Atoi(cell); err == nil {
				kind = "n"
			}
			if cell != "" {
				fmt.Fprintf(&b, `<c r="%s" t="%s"><v>%s</v></c>`, ref, kind, cell)
			}
		}
		b.WriteString("</row>")
	}
	return b.String() + "</sheetData>" + s.after + "</worksheet>"
}

// bookOf is a workbook of these sheets.
func bookOf(t *testing.T, sheets ...testSheet) []byte {
	files := onePart("", "", "")
	var list, relations strings.Builder
	for i, s := range sheets {
		fmt.Fprintf(&list, `<sheet name="%s" state="%s" r:id="r%d"/>`, s.name, s.state, i+1)
		part := fmt.Sprintf("worksheets/sheet%d.xml", i+1)
		fmt.Fprintf(&relations, `<Relationship Id="r%d" Type="%sworksheet" Target="%s"/>`, i+1, transitional, part)
		files["xl/"+part] = s.xml()
	}
	files["xl/workbook.xml"] = `<workbook xmlns:r="r"><sheets>` + list.String() + `</sheets></workbook>`
	files["xl/_rels/workbook.xml.rels"] = "<Relationships>" + relations.String() + "</Relationships>"
	return pack(t, files)
}

func visible(name string, rows ...string) testSheet { return testSheet{name: name, rows: rows} }

// times repeats a row.
func times(n int, row string) []string { return slices.Repeat([]string{row}, n) }

// TestBestSheet: of two sheets the one is read that looks more like a table, the first of equal ones.
func TestBestSheet(t *testing.T) {
	known := func(name string) bool { return name == "Namn" || name == "Ort" }
	for _, c := range []struct {
		name          string
		first, second []string
		want          string
	}{
		{"more cells", []string{"1|2"}, []string{"1|2|3"}, "B"},
		{"as many cells", []string{"1|2"}, []string{"3|4"}, "A"},
		{"four times as many for two texts", times(9, "1"), []string{"a|b", "1"}, "B"},
		{"but not more", times(12, "1"), []string{"a|b", "1"}, "A"},
		{"one text is no header", times(5, "1"), []string{"a", "1", "2"}, "A"},
		{"nor are two that are the same", times(5, "1"), []string{"a|a", "1"}, "A"},
		{"nor a number beside a text", times(5, "1"), []string{"a|1", "1"}, "A"},
		{"a header in the twentieth row", times(80, "1"), append(times(19, "1"), "a|b"), "B"},
		{"not in the next one", times(80, "1"), append(times(20, "1"), "a|b"), "A"},
		{"sixteen times for known names", times(30, "1"), []string{"Namn|Ort", "1"}, "B"},
		{"one known of two isn't enough", times(30, "1"), []string{"Namn|b", "1"}, "A"},
		{"nor is one in each of two rows", times(30, "1"), []string{"Namn|1", "Ort|2"}, "A"},
		{"one known name of a single column", times(11, "1"), []string{"Namn", "1", "2"}, "B"},
		{"blanks around a name", times(11, "1"), []string{" Namn ", "1", "2"}, "B"},
		{"an unknown one of a single column", times(11, "1"), []string{"a", "1", "2"}, "A"},
		{"an empty sheet", nil, []string{"1"}, "B"},
	} {
		w, err := openBook(bookOf(t, visible("A", c.first...), visible("B", c.second...)), "", known)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if w.Sheet() != c.want {
			t.Errorf("%s: sheet %s is read", c.name, w.Sheet())
		}
	}
}

// TestHeaderKinds: each way to store a text makes a header; what isn't text makes none.
func TestHeaderKinds(t *testing.T) {
	for cell, want := range map[string]bool{
		`<c t="s"><v>0</v></c>`: true, `<c t="inlineStr"><is><t>Ort</t></is></c>`: true, `<c t="str"><v>Ort</v></c>`: true, `<c t="b"><v>1</v></c>`: false, `<c t="e"><v>#N/A</v></c>`: false,
		`<c t="d"><v>2026-01-05</v></c>`: false, `<c><v>1</v></c>`: false, `<c t="s"><v>1</v></c>`: false, `<c/>`: false,
	} {
		files := onePart(`<row r="1">`+name+cell+`</row>`, "", "")
		files["xl/strings.xml"] = `<sst><si><t>shared</t></si><si><t/></si></sst>`
		cells := scanned(t, pack(t, files))[0].Cells
		if got := cells[0].Text && cells[1].Text && cells[1].Filled; got != want {
			t.Errorf("%s: %t", cell, got)
		}
	}
}

// TestNamedSheet: which sheet is read, or why none is, and what is said of the others.
func TestNamedSheet(t *testing.T) {
	full, hidden, very := []string{"a|b", "1|2"}, testSheet{name: "Dold", state: "hidden", rows: []string{"x|y|z"}}, testSheet{name: "Mycket dold", state: "veryHidden", rows: []string{"x"}}
	blank := testSheet{name: "Tomma", rows: []string{"", ""}}
	broken := testSheet{name: "Trasig", rows: []string{"a"}, after: "<mergeCells"}
	var many []testSheet
	for i := range 12 {
		many = append(many, visible(fmt.Sprintf("S%d", i+1), "1"))
	}
	for _, c := range []struct {
		name   string
		sheets []testSheet
		sheet  string
		want   string // the sheet and the notes, or what the error says, and its hint
	}{
		{"one", []testSheet{visible("A", full...)}, "", `A`},
		{"two", []testSheet{visible("A", full...), visible("B", "1")}, "", `A; sheet "A" is read; the workbook also has "B" (1 row)`},
		{"others before it", []testSheet{visible("B", "1", "2"), hidden, blank, visible("A", full...)}, "", `A; sheet "A" is read; the workbook also has "B" (2 rows), "Dold" (hidden)`},
		{"only an empty one besides", []testSheet{visible("A", full...), blank}, "", `A`},
		{"named", []testSheet{visible("A", full...), visible("B", "1")}, "B", `B`},
		{"the first one named", []testSheet{visible("A", full...), visible("B", "1")}, "A", `A`},
		{"a hidden one named", []testSheet{visible("A", full...), hidden}, "Dold", `Dold`},
		{"in other capitals", []testSheet{visible("A", full...), visible("Blad", "1")}, "bLAD", `Blad`},
		{"the capitals decide", []testSheet{visible("blad", full...), visible("Blad", "1")}, "Blad", `Blad`},
		{"all hidden", []testSheet{hidden, very}, "", `error: all sheets of the workbook are hidden (name the one to read: --sheet "Dold")`},
		{"unknown", []testSheet{visible("A", full...), hidden}, "C", `error: the workbook has no sheet "C" (its sheets are "A", "Dold")`},
		{"empty", []testSheet{blank}, "", `error: sheet "Tomma" is empty ()`},
		{"empty, named", []testSheet{blank, visible("A", full...)}, "Tomma", `error: sheet "Tomma" is empty (its sheets are "Tomma", "A"; name one with --sheet)`},
		{"no sheets", nil, "", `error: the workbook has no sheet with cells ()`},
		{"damaged", []testSheet{visible("A", full...), broken}, "", `error: sheet "Trasig" can't be read on from there (` + tabular.FetchAgain + `)`},
		{"damaged, named", []testSheet{visible("A", full...), broken}, "Trasig", `error: sheet "Trasig" can't be read on from there (` + tabular.FetchAgain + `)`},
		{"damaged, not named", []testSheet{visible("A", full...), broken}, "A", `A`},
		{"ten sheets", many[:10], "x", `error: the workbook has no sheet "x" (its sheets are "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10")`},
		{"more sheets", many, "x", `error: the workbook has no sheet "x" (its sheets are "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10" and 2 more)`},
	} {
		w, err := openBook(bookOf(t, c.sheets...), c.sheet, nil)
		got := ""
		if e, ok := err.(*tabular.InputError); ok {
			got = fmt.Sprintf("error: %s (%s)", e.Problem, e.Hint)
		} else if err != nil {
			t.Fatal(err)
		} else {
			got = strings.Join(append([]string{w.Sheet()}, said(t, w)...), "; ")
		}
		if got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
}

// said gives what is said of the sheet as a whole, of columns with their letters.
func said(t *testing.T, w *sheets.Book) []string {
	t.Helper()
	var all []string
	for _, p := range w.Problems() {
		if !p.Warning || p.Suggestion == "" {
			t.Errorf("%+v is no warning with a suggestion", p)
		}
		if p.Column >= 0 {
			p.Message = tabular.ColumnLetters(p.Column) + ": " + p.Message
		}
		all = append(all, p.Message)
	}
	return all
}

// TestHidden: hidden rows and columns that hold something are named, the rows of five ranges.
func TestHidden(t *testing.T) {
	const read = " hidden in the sheet and read all the same"
	for _, c := range []struct {
		name string
		rows string // h hidden, . not, e hidden and empty
		cols string
		want []string
	}{
		{"none", "...", "", nil},
		{"one row", ".h.", "", []string{"1 row is" + read + ": 2"}},
		{"a range", ".hhh.", "", []string{"3 rows are" + read + ": 2–4"}},
		{"two", "h.hh", "", []string{"3 rows are" + read + ": 1, 3–4"}},
		{"an empty one", ".e.", "", nil},
		{"around an empty one", "heh.", "", []string{"2 rows are" + read + ": 1, 3"}},
		{"five ranges", "h.h.h.h.hh.", "", []string{"6 rows are" + read + ": 1, 3, 5, 7, 9–10"}},
		{"six ranges", "h.h.h.h.h.hh", "", []string{"7 rows are" + read + ": 1, 3, 5, 7, 9, …"}},
		{"seven ranges", "h.h.h.h.h.h.h", "", []string{"7 rows are" + read + ": 1, 3, 5, 7, 9, …"}},
		{"a column", ".", `<col min="2" max="2" hidden="1"/>`, []string{"B: column B is" + read}},
		{"columns", ".", `<col min="1" max="2" hidden="true"/><col min="3" max="3" hidden="0"/>`, []string{"A: column A–B is" + read}},
		{"beyond the sheet's last one", ".", `<col min="2" max="16384" hidden="1"/>`, []string{"B: column B–C is" + read}},
		{"the last one", ".", `<col min="3" max="3" hidden="1"/>`, []string{"C: column C is" + read}},
		{"all beyond", ".", `<col min="4" max="16384" hidden="1"/>`, nil},
	} {
		var rows []string
		for i, r := range c.rows {
			rows = append(rows, map[rune]string{'h': "#%d|b|c", '.': "%d|b|c", 'e': "#"}[r])
			if r != 'e' {
				rows[i] = fmt.Sprintf(rows[i], i)
			}
		}
		w := openTest(t, bookOf(t, testSheet{name: "A", rows: rows, cols: "<cols>" + c.cols + "</cols>"}))
		if got := said(t, w); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestFilled: what makes a row one that holds something, and which the sheet's first column is.
func TestFilled(t *testing.T) {
	for _, c := range []struct {
		name, rows                     string
		rowsFilled, cells, first, last int
	}{
		{"a value", `<row r="2"><c r="C2"><v>1</v></c></row>`, 1, 1, 2, 2},
		{"cells without values", `<row r="1"><c r="A1" s="1"/><c r="B1"><v/></c><c r="C1"><v>1</v></c></row><row r="2"><c s="1"/></row>`, 1, 1, 2, 2},
		{"an empty shared text", `<row r="1"><c r="B1"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>`, 1, 1, 1, 1},
		{"a shared text that isn't there", `<row r="1"><c r="B1"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c></row>`, 2, 2, 0, 1},
		{"a formula without a result", `<row r="1"><c r="B1"><f>A1</f></c></row>`, 1, 1, 1, 1},
		{"the first column comes later", `<row r="1"><c r="C1"><v>1</v></c><c r="E1"><v>1</v></c></row><row r="2"><c r="B2"><v>1</v></c></row><row r="3"><c r="D3"><v>1</v></c></row>`, 3, 4, 1, 4},
		{"cells out of order", `<row r="1"><c r="D1"><v>1</v></c><c r="B1"><v>1</v></c></row>`, 1, 2, 1, 3},
	} {
		files := onePart(c.rows, "", "")
		files["xl/strings.xml"] = `<sst><si><t>shared</t></si><si><t/></si></sst>`
		rows, cells, first, last := 0, 0, 99, -1
		for _, row := range scanned(t, pack(t, files)) {
			before := cells
			for _, cell := range row.Cells {
				if cell.Filled {
					cells++
					first, last = min(first, cell.Column), max(last, cell.Column)
				}
			}
			if cells > before {
				rows++
			}
		}
		if rows != c.rowsFilled || cells != c.cells || first != c.first || last != c.last {
			t.Errorf("%s: %d rows, %d cells, columns %d to %d", c.name, rows, cells, first, last)
		}
	}
}
