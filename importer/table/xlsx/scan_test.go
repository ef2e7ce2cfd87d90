package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// textsOf gives the texts of all rows, cells between |.
func textsOf(rows []tabular.Row) []string {
	var all []string
	for _, row := range rows {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		all = append(all, strings.Join(cells, "|"))
	}
	return all
}

// TestRowNumbers: where rows and cells without a place stand, and which places are none.
func TestRowNumbers(t *testing.T) {
	const v = `<v>1</v></c>`
	for _, c := range []struct {
		name, rows string
		want       []string // of one text, what the error says
	}{
		{"no numbers", `<row><c>` + v + `<c>` + v + `</row><row><c>` + v + `</row>`, []string{"1|1", "1"}},
		{"rows left out", `<row r="2"><c r="B2">` + v + `</row><row><c>` + v + `</row><row r="5"><c>` + v + `</row>`, []string{"", "|1", "1", "", "1"}},
		{"no number of a row", `<row r="x"><c>` + v + `</row><row r=""><c>` + v + `</row>`, []string{"1", "1"}},
		{"cells left out", `<row r="1"><c r="B1">` + v + `<c>` + v + `<c r="E1">` + v + `</row>`, []string{"|1|1||1"}},
		{"no place of a cell", `<row r="1"><c r="B1">` + v + `<c r="?">` + v + `<c r="XFE1">` + v + `</row>`, []string{"|1|1|1"}},
		{"the last column", `<row r="1"><c r="XFD1">` + v + `</row>`, []string{strings.Repeat("|", 16383) + "1"}},
		{"one more", `<row r="1"><c r="XFD1">` + v + `<c>` + v + `</row>`, []string{"!row 1 has more than 16384 columns"}},
		{"as many cells as columns", `<row r="1">` + strings.Repeat(`<c r="A1"/>`, 16383) + `<c r="A1">` + v + `</row>`, []string{"1"}},
		{"more cells", `<row r="1">` + strings.Repeat(`<c r="A1"/>`, 16384) + `<c r="A1">` + v + `</row>`, []string{"!row 1 has more than 16384 columns"}},
		{"the same row twice", `<row r="2"><c>` + v + `</row><row r="2"><c>` + v + `</row>`, []string{"!row 2 follows row 2"}},
		{"rows out of order", `<row r="2"><c>` + v + `</row><row r="1"><c>` + v + `</row>`, []string{"!row 1 follows row 2"}},
		{"row 0", `<row r="0"><c>` + v + `</row>`, []string{"!row 0 follows row 0"}},
		{"a row too many", `<row r="1048577"><c>` + v + `</row>`, []string{"!row 1048577 follows row 0"}},
		{"rows behind the rows", `<row r="1"><c>` + v + `</row></sheetData><row r="2"><c>` + v + `</row><sheetData>`, []string{"1"}},
		{"other things between", `<x/><row r="1"><y/><c><z/>` + v + `</row><x></x><row><c>` + v + `</row>`, []string{"1", "1"}},
		{"cut off", `<row r="1"><c>` + v + `</row><row r="2"><c`, []string{"!syntax"}},
	} {
		data := pack(t, onePart(c.rows, "", ""))
		if problem, ok := strings.CutPrefix(c.want[0], "!"); ok {
			_, err := openBook(data, "", nil)
			var e *tabular.InputError
			if !errors.As(err, &e) || e.Problem != `sheet "Blad1" can't be read on from there` || !strings.Contains(e.Error(), problem) || e.Hint != tabular.FetchAgain {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if got := textsOf(rowsOf(t, data)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %.200q", c.name, got)
		}
	}
}

// TestLastRow: the last row of a sheet is one.
func TestLastRow(t *testing.T) {
	rows := scanned(t, pack(t, onePart(`<row r="1048576"><c><v>1</v></c></row>`, "", "")))
	if rows[0].Number != 1<<20 {
		t.Error(rows[0].Number)
	}
}

// TestSheetsThatEnd: a sheet without rows is empty, one that ends before its end tag is damaged.
func TestSheetsThatEnd(t *testing.T) {
	for sheet, want := range map[string]string{
		`<worksheet/>`: `sheet "Blad1" is empty`, `<worksheet><sheetData/></worksheet>`: `sheet "Blad1" is empty`, `<worksheet>`: `sheet "Blad1" can't be read on from there: it ends in the middle: unexpected EOF`, ``: `sheet "Blad1" is empty`,
		`<worksheet><sheetData><row r="3"><c><v>1</v></c></row>`:        `line 3: sheet "Blad1" can't be read on from there: it ends in the middle: unexpected EOF`,
		`<worksheet><sheetData><row r="3"><c><v>1</v></c>`:              `line 3: sheet "Blad1" can't be read on from there: it ends in the middle: unexpected EOF`,
		`<worksheet><sheetData><row r="3"><c><v>1`:                      `line 3: sheet "Blad1" can't be read on from there: it ends in the middle: unexpected EOF`,
		`<worksheet><sheetData><row r="3"><c t="inlineStr"><is><t>1`:    `line 3: sheet "Blad1" can't be read on from there: it ends in the middle: unexpected EOF`,
		`<worksheet><sheetData><row r="3"></row></sheetData><mergeCell`: `line 3: sheet "Blad1" can't be read on from there: XML syntax error on line 1: unexpected EOF`,
	} {
		files := onePart("", "", "")
		files["xl/worksheets/sheet1.xml"] = sheet
		if err := openError(t, files); !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v", sheet, err)
		}
	}
}

// TestHiddenColumnAttributes: which columns a <col> hides.
func TestHiddenColumnAttributes(t *testing.T) {
	for _, c := range []struct {
		min, max, hidden string
		want             []sheets.Area
	}{
		{"1", "1", "1", []sheets.Area{{Column: 0, LastColumn: 0}}}, {"2", "5", "true", []sheets.Area{{Column: 1, LastColumn: 4}}}, {"1", "16384", "on", []sheets.Area{{Column: 0, LastColumn: 16383}}},
		{"1", "1", "0", nil}, {"1", "1", "", nil}, {"0", "1", "1", nil}, {"3", "2", "1", nil}, {"1", "16385", "1", nil}, {"x", "1", "1", nil},
	} {
		s := &sheetScanner{}
		s.column(&xmlscan.Token{Attrs: []xmlscan.Attr{{Name: []byte("min"), Value: []byte(c.min)}, {Name: []byte("max"), Value: []byte(c.max)}, {Name: []byte("hidden"), Value: []byte(c.hidden)}}})
		if !slices.Equal(s.hiddenColumns, c.want) {
			t.Errorf("%+v: %v", c, s.hiddenColumns)
		}
	}
	s := &sheetScanner{}
	for range tabular.MaxColumns + 1 {
		s.column(&xmlscan.Token{Attrs: []xmlscan.Attr{{Name: []byte("min"), Value: []byte("1")}, {Name: []byte("max"), Value: []byte("1")}, {Name: []byte("hidden"), Value: []byte("1")}}})
	}
	if len(s.hiddenColumns) != tabular.MaxColumns {
		t.Errorf("%d are kept", len(s.hiddenColumns))
	}
}

// TestCellTwice: a cell that the sheet has twice is no problem where both say the same.
func TestCellTwice(t *testing.T) {
	for _, c := range []struct{ cells, text, want string }{
		{`<c r="A1"><v>1</v></c><c r="A1"><v>1</v></c>`, "1", ""},
		{`<c r="A1"><v/></c><c r="A1"><v>1</v></c>`, "1", ""},
		{`<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>`, "2", `the sheet has this cell twice, once with "1" and once with "2", so it can't be told which is meant`},
		{`<c r="A1"><v>1</v></c><c r="A1"/>`, "", `the sheet has this cell twice, once with "1" and once with "", so it can't be told which is meant`},
	} {
		rows := rowsOf(t, pack(t, onePart(`<row r="1">`+c.cells+`<c r="B1"><v>9</v></c></row>`, "", "")))
		got := ""
		for _, p := range rows[0].Problems {
			got += p.Message
			if p.Code != tabular.CodeCellTwice || p.Value != "1" || p.Column != 0 || p.Warning {
				t.Errorf("%s: %+v", c.cells, p)
			}
		}
		if got != c.want || rows[0].Cells[0].Text != c.text {
			t.Errorf("%s is %q: %s", c.cells, rows[0].Cells[0].Text, got)
		}
	}
}

// TestTrimmed: empty cells at the end of a row are cut off, but for those of which something is said.
func TestTrimmed(t *testing.T) {
	for cells, want := range map[string]int{
		`<c><v>1</v></c>`: 1, `<c><v>1</v></c><c s="1"/><c t="str"><v/></c>`: 1, `<c><v>1</v></c><c/><c><f>A1</f></c><c/>`: 3, `<c><f>A1</f></c><c/>`: 1, `<c/><c/><c><v>1</v></c>`: 3,
	} {
		if row := rowsOf(t, pack(t, onePart(`<row r="1">`+cells+`</row>`, "", "")))[0]; len(row.Cells) != want {
			t.Errorf("%s: %d cells", cells, len(row.Cells))
		}
	}
}

// TestMissingText: a cell that refers to a text which isn't there is a problem of that cell.
func TestMissingText(t *testing.T) {
	for value, ok := range map[string]bool{"0": true, "1": true, "2": false, "-1": false, "x": false, "1.0": false} {
		files := onePart(`<row r="1">`+name+`<c t="s"><v>`+value+`</v></c></row>`, "", "")
		files["xl/strings.xml"] = `<sst><si><t>shared</t></si><si><t>second</t></si></sst>`
		row := rowsOf(t, pack(t, files))[0]
		if ok != (len(row.Problems) == 0) || ok && row.Cells[1].Text != map[string]string{"0": "shared", "1": "second"}[value] {
			t.Errorf("%s: %+v", value, row)
		}
		if !ok {
			p := row.Problems[0]
			if p.Code != tabular.CodeNoStored || p.Column != 1 || p.Value != value || p.Message != "the cell refers to a text that the workbook doesn't have (it has 2)" {
				t.Errorf("%s: %+v", value, p)
			}
		}
	}
}

// TestTexts: how texts are stored in cells and shared ones: in runs, with hints, with white space, with escapes.
func TestTexts(t *testing.T) {
	for stored, want := range map[string]string{
		`<t>a</t>`: "a", `<r><t>a</t></r><r><rPr/><t>b</t></r>`: "ab", `<t/>`: "", ``: "", `<t>a</t><t>b</t>`: "ab",
		`<t>東</t><rPh><t>ひがし</t></rPh>`: "東", `<t>東</t><rPh><t>x</t></rPh><r><t>b</t></r>`: "東b", `<rPh><r><x/><t>x</t></r><t>y</t></rPh><t>a</t>`: "a",
		`<t> a </t>`: "a", "<t>\r\n\ta b\n </t>": "a b", `<t> </t>`: "", `<t xml:space="preserve"> a </t>`: " a ", `<t x="1" space="preserve"> a </t>`: " a ", `<t xml:space="default"> a </t>`: "a", `<t x="preserve"> a </t>`: "a",
		`<r><t>a</t></r><r><t xml:space="preserve"> b </t></r>`: "a b ",
		`<t>a_x000D_b</t>`: "a\rb", `<t>_x0041__x0042_</t>`: "AB", `<t>_x005F_x0041_</t>`: "_x0041_", `<t>_x004</t>`: "_x004", `<t>_x0041</t>`: "_x0041", `<t>a_x0041-b</t>`: "a_x0041-b",
		`<t>_x00zz_</t>`: "_x00zz_", `<t>_xD800_</t>`: "_xD800_", `<t>_x20AC_ x_x</t>`: "€ x_x", `<t>_x0041_</t>`: "A", `<t>x_y_z</t>`: "x_y_z",
	} {
		files := onePart(`<row r="1"><c t="s"><v>1</v></c><c t="inlineStr"><is>`+stored+`</is></c><c><v>1</v></c></row>`, "", "")
		files["xl/strings.xml"] = `<sst><si><t>zero</t></si><si>` + stored + `</si><si><t>two</t></si></sst>`
		row := rowsOf(t, pack(t, files))[0]
		if got := row.Cells[0].Text; got != want {
			t.Errorf("%s, shared: %q", stored, got)
		}
		if got := row.Cells[1].Text; strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%s, in the cell: %q", stored, got)
		}
	}
}

// TestLargestRow: no more is read of one row or text once it is larger than a row may be.
func TestLargestRow(t *testing.T) {
	err := openError(t, onePart(`<row r="7"><c t="str"><v>`+strings.Repeat("x", tabular.MaxRow+1<<16)+`</v></c></row>`, "", ""))
	if err.Problem != `a row of sheet "Blad1" is larger than 8 MiB` || err.Line != 7 || err.Hint != "the sheet is not a table; look at the row after this one in Excel" {
		t.Errorf("%+v", err)
	}
}

// unplugged is a source that fails from some moment on.
type unplugged struct {
	*bytes.Reader
	err error
}

func (u *unplugged) Read(p []byte) (int, error) {
	if u.err != nil {
		return 0, u.err
	}
	return u.Reader.Read(p)
}

// TestUnplugged: a source that fails while the rows are read is told with its row, again and again.
func TestUnplugged(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var rows strings.Builder
	for range 20000 {
		fmt.Fprintf(&rows, "<row><c><v>%d</v></c></row>", random.Int64())
	}
	src := &unplugged{Reader: bytes.NewReader(pack(t, onePart(rows.String(), "", "")))}
	w, err := openFrom(src, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, release, err := w.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	src.err = errors.New("unplugged")
	read := 1
	for {
		row, err := r.Next()
		if err == nil {
			if read++; row.Number != read || len(row.Cells) != 1 {
				t.Fatalf("%+v", row)
			}
			continue
		}
		var e *tabular.InputError
		if !errors.As(err, &e) || e.Line < read || e.Line > read+1 || e.Problem != `sheet "Blad1" can't be read on from there` || !errors.Is(e.Err, src.err) || read < 2 || read == 20000 {
			t.Fatalf("after %d rows: %v", read, err)
		}
		if _, again := r.Next(); again == nil || again.Error() != err.Error() {
			t.Errorf("then: %v", again)
		}
		return
	}
}

// TestOffset: the bytes read since a reading began are counted.
func TestOffset(t *testing.T) {
	data := pack(t, onePart(`<row><c><v>1</v></c></row>`, "", ""))
	w := openTest(t, data)
	r, release, err := w.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	for {
		if _, err := r.Next(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if n := w.Offset(); n <= 0 || n >= int64(len(data)) {
		t.Errorf("%d of %d bytes", n, len(data))
	}
}
