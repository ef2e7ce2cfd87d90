package table_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// build makes a workbook whose first sheet is Blad1.
func build(t testing.TB, fill func(f *excelize.File), o ...excelize.Options) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", "Blad1"); err != nil {
		t.Fatal(err)
	}
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b, o...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// put fills a sheet from its top left cell.
func put(t testing.TB, f *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = f.SetSheetRow(sheet, cell, &row)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func openBook(t testing.TB, data []byte, o table.Options) *table.Table {
	t.Helper()
	tb, err := table.Open(bytes.NewReader(data), "a.xlsx", o)
	if err != nil {
		t.Fatal(err)
	}
	return tb
}

// texts gives the cells of all rows.
func texts(t *testing.T, tb *table.Table) [][]string {
	t.Helper()
	var all [][]string
	for _, r := range rows(t, tb) {
		row := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			row[i] = c.Text
		}
		all = append(all, row)
	}
	return all
}

// codes gives the codes of problems.
func codes(problems []tabular.Problem) []string {
	var all []string
	for _, p := range problems {
		all = append(all, p.Code)
	}
	return all
}

// TestCellsAsShown: a cell is what Excel shows.
func TestCellsAsShown(t *testing.T) {
	day := time.Date(2026, 1, 5, 14, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		value  any
		format string
		want   string
	}{
		{"text", "Åkern & Ängen <AB>", "", "Åkern & Ängen <AB>"},
		{"spaces", "  två ord ", "", "  två ord "},
		{"line break", "två\nrader", "", "två\nrader"},
		{"text of digits", "00123", "", "00123"},
		{"emoji", "👩‍👩‍👧 AB", "", "👩‍👩‍👧 AB"},
		{"whole", 42, "", "42"},
		{"long", 556016068012, "", "556016068012"},
		{"zeros by format", 123, "00000", "00123"},
		{"sum", 0.1 + 0.2, "", "0.3"},
		{"small", 0.00001, "", "0.00001"},
		{"negative", -0.5, "", "-0.5"},
		{"huge", 1e20, "", "1E+20"},
		{"percent", 0.25, "0%", "25%"},
		{"decimals", 1234.5, "#,##0.00", "1,234.50"},
		{"swedish", 1234.5, "[$-41D]#,##0.00", "1\u00a0234,50"},
		{"kronor", 1234.5, `#,##0.00\ [$kr-41D]`, "1\u00a0234,50 kr"},
		{"date", day, "yyyy-mm-dd", "2026-01-05"},
		{"swedish date", day, "[$-41D]d mmmm yyyy", "5 januari 2026"},
		{"time", day, "yyyy-mm-dd hh:mm", "2026-01-05 14:30"},
		{"true", true, "", "TRUE"},
		{"false", false, "", "FALSE"},
		{"text format", 556677, "@", "556677"},
		{"grouped code", 1234560, "#,##0", "1234560"},
		{"grouped by spaces", 1234560, "# ##0", "1234560"},
		{"grouped with a unit", 1234560, `#,##0" st"`, "1234560"},
		{"grouped behind letters", 1234560, `"K-"#,##0`, "K-1234560"},
		{"grouped and negative", -1234560, "#,##0_);(#,##0)", "-1234560"},
		{"exact under an exponent", 123456789012, "0.00E+00", "123456789012"},
		{"inexact under an exponent", 1234.5, "0.00E+00", "1.23E+03"},
		{"sixteen digits", 1234567890123456, "", "1234567890123456"},
		{"condition", 5560123456, `[<=9999999]###\-####;\(###\)\ ###\-####`, "(556) 012-3456"},
		{"section of zero", 0, `0;-0;"noll"`, "noll"},
		{"hidden zero", 0, "0;-0;;@", ""},
		{"number in a date's place", 5560123456, "yyyy-mm-dd", "5560123456"},
		{"elapsed", 1.0625, "[h]:mm", "25:30"},
		{"letters around a text", "00123", `"K-"@`, "K-00123"},
		{"padding around a text", " A ", "_(@_)", " A "},
		{"hidden text", "00123", ";;;", "00123"},
		{"too many sections", 12, "0;0;0;0;0", "12"},
	} {
		data := build(t, func(f *excelize.File) {
			put(t, f, "Blad1", []any{"name", "x"}, []any{"A", c.value})
			if c.format != "" {
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
				if err == nil {
					err = f.SetCellStyle("Blad1", "B2", "B2", style)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		})
		if got := texts(t, openBook(t, data, table.Options{})); len(got) != 1 || got[0][1] != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestFrom1904: a workbook of an old Mac counts its days from 1904, and times that are no dates don't care.
func TestFrom1904(t *testing.T) {
	data := build(t, func(f *excelize.File) {
		yes := true
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			t.Fatal(err)
		}
		put(t, f, "Blad1", []any{"name", "x", "y"}, []any{"A", 0, 1.0625}, []any{"B", 44893, 0.5})
		for column, format := range map[string]string{"B": "yyyy-mm-dd", "C": "[h]:mm"} {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err == nil {
				err = f.SetCellStyle("Blad1", column+"2", column+"3", style)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	want := [][]string{{"A", "1904-01-01", "25:30"}, {"B", "2026-11-29", "12:00"}}
	if got := texts(t, openBook(t, data, table.Options{})); !slices.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("%q", got)
	}
}

// sheetXML makes a workbook of the XML of a sheet's rows and of what follows them.
func sheetXML(t testing.TB, before, rows, after string, shared ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	fillZip(t, &b, func(add addPart) {
		w := add("xl/worksheets/sheet1.xml")
		w.WriteString(`<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + before + "<x:sheetData>" + rows + "</x:sheetData>" + after + "</x:worksheet>")
		w = add("xl/sharedStrings.xml")
		w.WriteString("<sst>" + strings.Join(shared, "") + "</sst>")
	})
	return b.Bytes()
}

// styledSheet is a workbook whose style 1 has a number format.
func styledSheet(t testing.TB, rows, after, format string) []byte {
	t.Helper()
	var code bytes.Buffer
	if err := xml.EscapeText(&code, []byte(format)); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	fillZip(t, &b, func(add addPart) {
		add("xl/styles.xml").WriteString(`<styleSheet><numFmts><numFmt numFmtId="200" formatCode="` + code.String() + `"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>`)
		add("xl/worksheets/sheet1.xml").WriteString("<worksheet><sheetData>" + rows + "</sheetData>" + after + "</worksheet>")
		add("xl/sharedStrings.xml").WriteString("<sst><si><t>A</t></si></sst>")
	})
	return b.Bytes()
}

const headerXML = `<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>name</x:t></x:is></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>x</x:t></x:is></x:c></x:row>`

// TestCellXML: cells as programs write them into the XML.
func TestCellXML(t *testing.T) {
	shared := []string{
		"<si><t>plain</t></si>", `<si><r><t>rich </t></r><r><rPr><b/></rPr><t xml:space="preserve"> text</t></r><rPh sb="0" eb="1"><t>hint</t></rPh></si>`,
		"<si><t>\n  trimmed\n</t></si>", `<si><t xml:space="preserve"> kept </t></si>`, "<si><t>a_x000D_b_x005F_</t></si>", "<si/>", "<si><t>&amp;&#229;<![CDATA[<x>]]></t></si>",
	}
	for _, c := range []struct{ cell, want, code string }{
		{`<x:c t="s"><x:v>0</x:v></x:c>`, "plain", ""},
		{`<x:c t="s"><x:v>1</x:v></x:c>`, "rich text", ""},
		{`<x:c t="s"><x:v>2</x:v></x:c>`, "trimmed", ""},
		{`<x:c t="s"><x:v>3</x:v></x:c>`, " kept ", ""},
		{`<x:c t="s"><x:v>4</x:v></x:c>`, "a\rb_", ""},
		{`<x:c t="s"><x:v>5</x:v></x:c>`, "", ""},
		{`<x:c t="s"><x:v>6</x:v></x:c>`, "&å<x>", ""},
		{`<x:c t="s"><x:v>99</x:v></x:c>`, "", "no-stored-value"},
		{`<x:c t="inlineStr"><x:is><x:r><x:t>in</x:t></x:r><x:r><x:t>line</x:t></x:r></x:is></x:c>`, "inline", ""},
		{`<x:c t="e"><x:v>#N/A</x:v></x:c>`, "#N/A", ""},
		{`<x:c t="b"><x:v>1</x:v></x:c>`, "TRUE", ""},
		{`<x:c t="d"><x:v>2026-01-05T00:00:00</x:v></x:c>`, "2026-01-05", ""},
		{`<x:c s="1"><x:v>46027</x:v></x:c>`, "2026-01-05", ""},
		{`<x:c s="77"><x:v>7</x:v></x:c>`, "7", ""},
		{`<x:c><x:f>1+1</x:f><x:v>2</x:v></x:c>`, "2", ""},
		{`<x:c t="str"><x:f>A1&amp;""</x:f><x:v>text</x:v></x:c>`, "text", ""},
		{`<x:c t="str"><x:f>""</x:f><x:v></x:v></x:c>`, "", ""},
		{`<x:c><x:f>1+1</x:f></x:c>`, "", "no-stored-value"},
		{`<x:c t="n"><x:v>1.1000000000000001</x:v></x:c>`, "1.1", ""},
		{"<x:c><x:v>\n    42\n  </x:v></x:c>", "42", ""},
		{"<x:c s=\"1\"><x:v>\n    46027\n  </x:v></x:c>", "2026-01-05", ""},
		{`<x:c t="b"><x:v> 1 </x:v></x:c>`, "TRUE", ""},
		{`<x:c t="d"><x:v> 2026-01-05T12:30 </x:v></x:c>`, "2026-01-05 12:30:00", ""},
		{`<x:c t="e"><x:v> #N/A </x:v></x:c>`, "#N/A", ""},
		{`<x:c t="str"><x:v> a </x:v></x:c>`, " a ", ""},
		{`<x:c t="inlineStr"><x:is><x:t>a_x0000_</x:t></x:is></x:c>`, "a\x00", "nul"},
	} {
		data := sheetXML(t, "", headerXML+`<x:row><x:c t="inlineStr"><x:is><x:t>A</x:t></x:is></x:c>`+c.cell+`</x:row>`, "", shared...)
		got := rows(t, openBook(t, data, table.Options{}))
		if len(got) != 1 || got[0].Number != 2 || got[0].Cells[1].Text != c.want || strings.Join(codes(got[0].Problems), ",") != c.code {
			t.Errorf("%s: %+v", c.cell, got)
		}
	}
}

// TestSheetChoice: the sheet that looks like a table is read, unless one is named, and it is said.
func TestSheetChoice(t *testing.T) {
	data := build(t, func(f *excelize.File) {
		put(t, f, "Blad1", []any{"Läs detta"}, []any{"Fyll i fliken Bolag"})
		for _, name := range []string{"Bolag", "Summor", "Dold", "Tom"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		put(t, f, "Bolag", []any{"Namn", "Nr"}, []any{"Exempelbolaget AB", 1}, []any{"Provbolaget AB", 2})
		put(t, f, "Summor", []any{1, 2, 3}, []any{4, 5, 6}, []any{7, 8, 9})
		for i := range 8 {
			put(t, f, "Dold", []any{"name", "x"})
			f.SetCellValue("Dold", "A"+string(rune('2'+i)), "dold")
		}
		f.SetSheetVisible("Dold", false)
	})
	tb := openBook(t, data, table.Options{})
	if f := tb.Format(); f.Sheet != "Bolag" || f.Name != tabular.FormatXLSX || f.HeaderRow != 1 || len(rows(t, tb)) != 2 {
		t.Errorf("%+v", f)
	}
	want := `sheet "Bolag" is read; the workbook also has "Blad1" (2 rows), "Summor" (3 rows), "Dold" (hidden)`
	if p := tb.Problems(); len(p) != 1 || p[0].Code != tabular.CodeOtherSheets || p[0].Message != want || !p[0].Warning {
		t.Errorf("%+v", p)
	}
	for _, name := range []string{"Dold", "dold"} {
		if tb := openBook(t, data, table.Options{Sheet: name}); tb.Format().Sheet != "Dold" || len(rows(t, tb)) != 8 || tb.Problems() != nil {
			t.Errorf("%+v %+v", tb.Format(), tb.Problems())
		}
	}
	for name, hint := range map[string]string{"Bilag": `its sheets are "Blad1", "Bolag", "Summor", "Dold", "Tom"`, "Tom": `name one with --sheet`} {
		_, err := table.Open(bytes.NewReader(data), "a.xlsx", table.Options{Sheet: name})
		var e *tabular.InputError
		if !errors.As(err, &e) || !strings.Contains(e.Hint, hint) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v (%s)", name, err, e.Hint)
		}
	}
	// A small sheet whose names of columns are known is preferred to a larger one.
	known := func(s string) bool { return s == "Läs detta" }
	if tb := openBook(t, data, table.Options{KnownHeader: known}); tb.Format().Sheet != "Bolag" {
		t.Errorf("one known name makes %s the table", tb.Format().Sheet)
	}
}

// TestMergedCells: the value of merged cells counts for each of them.
func TestMergedCells(t *testing.T) {
	data := build(t, func(f *excelize.File) {
		put(t, f, "Blad1", []any{"Koncern", "Namn", "Ort"}, []any{"Exempel", "Ett", "Umeå"}, []any{nil, "Två", "Luleå"}, []any{nil, nil, "Piteå"}, []any{"Annan", "Tre"})
		for _, m := range [][2]string{{"A2", "A4"}, {"B3", "B4"}, {"B5", "XFD5"}, {"A7", "C9"}} {
			if err := f.MergeCell("Blad1", m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
	})
	tb := openBook(t, data, table.Options{})
	want := [][]string{{"Exempel", "Ett", "Umeå"}, {"Exempel", "Två", "Luleå"}, {"Exempel", "Två", "Piteå"}, {"Annan", "Tre", "Tre"}}
	if got := texts(t, tb); !slices.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("%q", got)
	}
	for i, r := range rows(t, tb) {
		if warned := slices.Contains(codes(r.Problems), tabular.CodeMerged); warned != (i > 0) {
			t.Errorf("row %d: %+v", r.Number, r.Problems)
		}
	}
}

// TestCellsMergedSideways: what stands in one column isn't sent as another's too.
func TestCellsMergedSideways(t *testing.T) {
	cell := func(ref, text string) string {
		return `<x:c r="` + ref + `" t="inlineStr"><x:is><x:t>` + text + `</x:t></x:is></x:c>`
	}
	data := sheetXML(t, "", strings.Replace(headerXML, "</x:row>", cell("C1", "y")+"</x:row>", 1)+`<x:row r="2">`+cell("A2", "Tall AB")+cell("C2", "7")+`</x:row><x:row r="3">`+cell("A3", "Gran AB")+cell("B3", "K-3")+`</x:row><x:row r="4">`+cell("B4", "K-4")+
		`</x:row>`, `<x:mergeCells><x:mergeCell ref="A2:B2"/><x:mergeCell ref="A3:A4"/></x:mergeCells>`)
	got := rows(t, openBook(t, data, table.Options{}))
	if p := got[0].Problems; len(p) != 1 || p[0].Column != 1 || !p[0].ErrorIfSent || p[0].Value != "Tall AB" {
		t.Errorf("%+v", p)
	}
	if p := got[2].Problems; len(got[1].Problems) != 0 || len(p) != 1 || p[0].Column != 0 || p[0].ErrorIfSent {
		t.Errorf("%+v", got[1:])
	}
}

// TestCellTwice: of one cell with two values neither is taken for right; where both say the same, or one says nothing, all is well.
func TestCellTwice(t *testing.T) {
	cell := func(text string) string {
		return `<x:c r="B2" t="inlineStr"><x:is><x:t>` + text + `</x:t></x:is></x:c>`
	}
	for _, c := range []struct {
		first, second string
		twice         bool
	}{{"1", "2", true}, {"1", "", true}, {"1", "1", false}, {"", "2", false}} {
		data := sheetXML(t, "", headerXML+`<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>Tall AB</x:t></x:is></x:c>`+cell(c.first)+cell(c.second)+`</x:row>`, "")
		p := rows(t, openBook(t, data, table.Options{}))[0].Problems
		if twice := len(p) == 1 && p[0].Code == tabular.CodeCellTwice && p[0].Column == 1 && !p[0].Warning; twice != c.twice || len(p) > 1 {
			t.Errorf("%+v: %+v", c, p)
		}
	}
}

// TestMergedTitle: a title that is merged over the table's columns is said once and is no header. Columns of problems are counted from the table's first one.
func TestMergedTitle(t *testing.T) {
	data := build(t, func(f *excelize.File) {
		put(t, f, "Blad1", []any{nil, "Kundregister"}, nil, []any{nil, "Namn", "Nr", "Gata", "Ort"},
			[]any{nil, "Ett AB", 1, "Provgatan 1", "Umeå"}, []any{nil, "Två AB", 2, "Provgatan 2", "Luleå"}, []any{nil, "Tre AB", 3, "Provgatan 3", "Piteå"})
		if err := f.MergeCell("Blad1", "B1", "E2"); err != nil {
			t.Fatal(err)
		}
		f.SetColVisible("Blad1", "D", false)
	})
	tb := openBook(t, data, table.Options{KnownHeader: func(text string) bool { return strings.Contains("Namn Nr Gata Ort", text) }})
	if got := strings.Join(tb.Header(), "|"); got != "Namn|Nr|Gata|Ort" {
		t.Errorf("the header is %s", got)
	}
	if got := texts(t, tb); len(got) != 3 || got[0][3] != "Umeå" {
		t.Errorf("%q", got)
	}
	parts := tb.Parts()
	if len(parts) == 0 || parts[0].Kind != tabular.PartPreamble || parts[0].Text != "Kundregister" {
		t.Errorf("left out is %+v", parts)
	}
	for _, p := range tb.Problems() {
		if p.Code == tabular.CodeHiddenColumns && (p.Column != 2 || !strings.HasPrefix(p.Message, "column D ")) {
			t.Errorf("the hidden column is %+v", p)
		}
	}
}

// TestHidden: hidden rows and columns are read, and it is said.
func TestHidden(t *testing.T) {
	data := build(t, func(f *excelize.File) {
		put(t, f, "Blad1", []any{"name", "x", "y"}, []any{"A", 1, 1}, []any{"B", 2, 1}, []any{"C", 3, 1}, []any{"D", 4, 1}, []any{"E", 5, 1})
		for _, row := range []int{3, 4, 6, 9} {
			f.SetRowVisible("Blad1", row, false)
		}
		f.SetColVisible("Blad1", "B", false)
	})
	tb := openBook(t, data, table.Options{})
	if got := texts(t, tb); len(got) != 5 || got[1][1] != "2" {
		t.Errorf("%q", got)
	}
	p := tb.Problems()
	if !slices.Equal(codes(p), []string{tabular.CodeHiddenRows, tabular.CodeHiddenColumns}) || !strings.Contains(p[0].Message, "3 rows are hidden in the sheet and read all the same: 3–4, 6") || p[1].Column != 1 {
		t.Errorf("%+v", p)
	}
}

// TestRowNumbers: rows keep the numbers that Excel shows, whatever is empty between them.
func TestRowNumbers(t *testing.T) {
	data := build(t, func(f *excelize.File) {
		f.SetSheetRow("Blad1", "A3", &[]any{"name", "x"})
		f.SetSheetRow("Blad1", "A5", &[]any{"A"})
		f.SetSheetRow("Blad1", "A9", &[]any{"B", nil, ""})
	})
	tb := openBook(t, data, table.Options{})
	got := rows(t, tb)
	if tb.Format().HeaderRow != 3 || len(got) != 2 || got[0].Number != 5 || got[1].Number != 9 || got[1].Line != 9 || got[1].Raw != nil || len(got[1].Cells) != 2 {
		t.Errorf("%+v", got)
	}
}
