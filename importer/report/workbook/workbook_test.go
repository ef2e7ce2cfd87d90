package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// openBook opens a workbook of the run.
func openBook(t testing.TB, r *run.Run, name string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(filepath.Join(r.Dir(), name))
	must(t, err)
	t.Cleanup(func() { must(t, f.Close()) })
	return f
}

// commentsOf gives a workbook's comments by cell.
func commentsOf(t testing.TB, f *excelize.File) map[string]string {
	t.Helper()
	comments, err := f.GetComments(sheetName)
	must(t, err)
	texts := map[string]string{}
	for _, c := range comments {
		for _, p := range c.Paragraph {
			texts[c.Cell] += p.Text
		}
	}
	return texts
}

// fillOf is the colour behind a cell, "" for none.
func fillOf(t testing.TB, f *excelize.File, cell string) string {
	t.Helper()
	id, err := f.GetCellStyle(sheetName, cell)
	must(t, err)
	style, err := f.GetStyle(id)
	must(t, err)
	if style.CustomNumFmt == nil && style.NumFmt != 49 || style.CustomNumFmt != nil && *style.CustomNumFmt != "@" {
		t.Errorf("%s is no text cell: %d", cell, style.NumFmt)
	}
	return strings.Join(style.Fill.Color, "")
}

// TestWorkbook guards what a person sees: the author's columns, text cells, marks and comments.
func TestWorkbook(t *testing.T) {
	r := swedishRun(t)
	files, err := WriteRejects(r)
	must(t, err)
	if len(files) != 1 || files[0] != (report.File{Path: filepath.Join(r.Dir(), "rejects.xlsx"), Rows: 6}) {
		t.Fatalf("%v were written", files)
	}
	f := openBook(t, r, "rejects.xlsx")
	rows, err := f.GetRows(sheetName)
	must(t, err)
	short := r.Meta().Short
	want := [][]string{
		{"orgbatch_error", "orgbatch_suggestion", "Namn", "Kundnr", "Koncern", "Anm", "orgbatch_row"},
		{"a new organization needs a name; fill it in", "", "", "K3", "", "", short + ":4"},
		{"the row has 2 cells, the header 4", "", "Exempelvik AB", "K4", "", "", short + ":5"},
		{"name: Ensure this field has no line breaks.", "", "Två\r\nrader AB", "K5", "Finns Inte AB", "x", short + ":6"},
		{"resembles \"EXEMPELÖ AB\"", "", "Exempelö AB", "K6", "", "", short + ":7"},
		{"it is the same as row 7, which was held", "", "Exempelö AB", "K6", "", "", short + ":8"},
		{"no organization has this name; try: Exempel AB", "Exempel AB", "Exempellund AB", "K7", "", "", short + ":9"},
	}
	if !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("the rows are\n%q\nnot\n%q", rows, want)
	}
	comments := commentsOf(t, f)
	for cell, want := range map[string]string{
		"C2": "error: a new organization needs a name; fill it in", "D2": "warning: white space at its ends was taken away",
		"C5": "warning: resembles \"EXEMPELÖ AB\"", "E7": "error: no organization has this name; try: Exempel AB",
	} {
		if comments[cell] != want {
			t.Errorf("beside %s stands %q, not %q", cell, comments[cell], want)
		}
	}
	if len(comments) != 4 {
		t.Errorf("there are %d comments: %q", len(comments), comments)
	}
	for cell, want := range map[string]string{"C2": "FFC7CE", "D2": "FFEB9C", "E7": "FFC7CE", "C5": "FFEB9C", "D5": "", "A2": "", "A1": "E7E6E6"} {
		if got := fillOf(t, f, cell); got != want {
			t.Errorf("%s is coloured %q, not %q", cell, got, want)
		}
	}
	for cell, want := range map[string]bool{"A2": true, "B2": true, "C2": false, "F2": false, "G2": true} {
		if id, err := f.GetCellStyle(sheetName, cell); err != nil || wraps(t, f, id) != want {
			t.Errorf("%s is in the style of our columns: %v, %v", cell, !want, err)
		}
	}
	checkSheet(t, f, files[0].Path)
}

func wraps(t *testing.T, f *excelize.File, style int) bool {
	t.Helper()
	s, err := f.GetStyle(style)
	must(t, err)
	return s.Alignment != nil && s.Alignment.WrapText
}

// checkSheet guards the comforts: header and reasons stay in sight, the header filters, and nobody else may read the file.
func checkSheet(t *testing.T, f *excelize.File, path string) {
	t.Helper()
	panes, err := f.GetPanes(sheetName)
	must(t, err)
	if !panes.Freeze || panes.YSplit != 1 || panes.XSplit != 2 || panes.TopLeftCell != "C2" {
		t.Errorf("header, reason and suggestion aren't frozen: %+v", panes)
	}
	names := f.GetDefinedName()
	if len(names) != 2 || names[0].RefersTo != "rejects!$1:$1" || names[1].RefersTo != "'rejects'!$A$1:$G$7" {
		t.Errorf("the filter is %+v", names)
	}
	for column, want := range map[string]float64{"A": 44, "B": 23, "C": 15} {
		if width, err := f.GetColWidth(sheetName, column); err != nil || width != want {
			t.Errorf("column %s is %v wide, %v", column, width, err)
		}
	}
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("%s is %v", path, info.Mode())
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	must(t, err)
	for _, e := range entries {
		if strings.Contains(e.Name(), "partial") || strings.Contains(e.Name(), "excelize") {
			t.Errorf("%s is left", e.Name())
		}
	}
}

// dangerous are texts that spreadsheet programs change, run or can't hold.
var dangerous = []string{
	"", "00123", "123456789012345678901234", "1,5", "1.5E+10", "1-2", "2026-01-02", "TRUE", "=1+1", "=HYPERLINK(\"x\")", "+46 8 123", "-1", "@SUM(A1)",
	" ends ", "\t", "line\nbreak", "line\r\nbreak", "a\rb", "a\x00b", "\x01", "\x1b[31m", "_x0041_", "_x005F_x0041_", "_xFDD0_", "&<>\"'", "<script>",
	"åäö 🏠 e\u0301", "\u202ertl", "#N/A", "'quoted", "\x7f", "\u0085",
}

// leading are texts that stand before a row and must not be taken for what they would be as its first cell.
var leading = []string{"a reason", "", "Total", "Summa", "Summa:", "Sida 1", "12", "K-17", "name", "Exempel AB", "# note", "2026-01-02"}

// TestWorkbookCells: every text of every source comes back from the workbook as it was, whatever is said of it.
func TestWorkbookCells(t *testing.T) {
	dir := t.TempDir()
	text := rapid.OneOf(rapid.SampledFrom(dangerous), rapid.StringOfN(rapid.SampledFrom([]rune("aå_x0041F=\x00\x07\x1f\r\n\t &<\ufdcf\ufdf0漢🏠")), 0, 12, -1))
	rapid.Check(t, func(rt *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(text, 3, 3), 1, 8).Draw(rt, "rows")
		r := rejectedRun(t, dir, tabular.FormatXLSX, []string{"name", "custom_id", "note"}, rows...)
		defer os.RemoveAll(r.Dir())
		for i := range rows {
			said := rapid.OneOf(rapid.SampledFrom(leading), text)
			must(t, r.AppendIssue(run.Issue{Row: i, Column: -1, Severity: run.Error, Message: said.Draw(rt, "message"), Suggestion: said.Draw(rt, "suggestion")}))
		}
		_, err := WriteRejects(r)
		must(t, err)
		checkCells(rt, r, rows)
		must(t, r.Close())
	})
}

// rejectedRun is a run of a source whose rows, of cells alone, are all rejected.
func rejectedRun(t testing.TB, dir, format string, header []string, rows ...[]string) *run.Run {
	t.Helper()
	r, err := run.Create(dir, run.Meta{})
	must(t, err)
	must(t, r.SetMeta(func(m *run.Meta) {
		m.Sources = []run.Source{{Name: "a", Format: tabular.Format{Name: format}, Header: header, Rows: len(rows)}}
	}))
	for i, row := range rows {
		kept := run.Row{Number: i + 2, Cells: make([]tabular.Cell, len(row))}
		for c, text := range row {
			kept.Cells[c].Text = text
			if c < len(header) && header[c] == report.ColumnRow {
				kept.Identity = text
			}
		}
		must(t, r.AppendRow(kept))
	}
	must(t, r.FlushRows())
	for range rows {
		must(t, r.AppendDecision(none(run.ActionReject)))
	}
	must(t, r.FlushDecisions())
	return r
}

// checkCells reads the workbook as the next import does.
func checkCells(rt *rapid.T, r *run.Run, rows [][]string) {
	data, err := os.ReadFile(filepath.Join(r.Dir(), "rejects.xlsx"))
	must2(rt, err)
	known := func(name string) bool {
		return slices.Contains([]string{"name", "custom_id", report.ColumnRow, report.ColumnError, report.ColumnSuggestion}, name)
	}
	tab, err := table.Open(bytes.NewReader(data), "rejects.xlsx", table.Options{KnownHeader: known})
	must2(rt, err)
	if want := []string{report.ColumnError, report.ColumnSuggestion, "name", "custom_id", "note", report.ColumnRow}; !slices.Equal(tab.Header(), want) {
		rt.Fatalf("the header is %q", tab.Header())
	}
	i := 0
	for row, err := range tab.Rows() {
		must2(rt, err)
		if i >= len(rows) || len(row.Cells) < 6 {
			rt.Fatalf("row %d is %q", i, row.Cells)
		}
		for c, want := range rows[i] {
			if got := row.Cells[c+2].Text; got != want {
				rt.Fatalf("row %d, cell %d came back as %q, it was %q", i, c, got, want)
			}
		}
		if want := fmt.Sprintf("%s:%d", r.Meta().Short, i+2); row.Cells[5].Text != want {
			rt.Fatalf("its identity is %q, not %q", row.Cells[5].Text, want)
		}
		i++
	}
	if i != len(rows) {
		rt.Fatalf("%d rows came back of %d", i, len(rows))
	}
}

func must2(rt *rapid.T, err error) {
	if err != nil {
		rt.Fatal(err)
	}
}

// TestWorkbookOfDamage guards rows of another width than the header: what is beyond it stands after our columns.
func TestWorkbookOfDamage(t *testing.T) {
	r := rejectedRun(t, t.TempDir(), tabular.FormatXLSX, []string{"Namn", report.ColumnRow, "Kundnr"}, []string{"Kort AB"}, []string{"Lång AB", "qqqq:7", "4", "för", "mycket"})
	defer func() { must(t, r.Close()) }()
	must(t, r.AppendIssue(run.Issue{Row: 1, Column: 4, Severity: run.Error, Message: "too many", Suggestion: "take it away"}))
	must(t, r.AppendIssue(run.Issue{Row: 1, Column: 1, Severity: run.Error, Message: "ours"}))
	must(t, r.AppendIssue(run.Issue{Row: 1, Column: 2, Severity: run.Error, Message: "number"}))
	_, err := WriteRejects(r)
	must(t, err)
	f := openBook(t, r, "rejects.xlsx")
	rows, err := f.GetRows(sheetName)
	must(t, err)
	want := [][]string{
		{report.ColumnError, report.ColumnSuggestion, "Namn", "Kundnr", report.ColumnRow},
		{"", "", "Kort AB", "", r.Meta().Short + ":2"},
		{"ours; number; too many; try: take it away", "take it away", "Lång AB", "4", "qqqq:7", "för", "mycket"},
	}
	if !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("the rows are\n%q\nnot\n%q", rows, want)
	}
	comments := commentsOf(t, f)
	if len(comments) != 2 || comments["G3"] != "error: too many; try: take it away" || comments["D3"] != "error: number" {
		t.Errorf("the comments are %q", comments)
	}
}

// TestWorkbookOfJSON guards what a workbook can't say.
func TestWorkbookOfJSON(t *testing.T) {
	r := newRun(t, t.TempDir(), "a.jsonl", `{"name":"A AB","custom_id":null,"n":00.0}`+"\n"+`{"name":"B AB","custom_id":null,"tags":[1, 2],"n":1e3}`+"\n")
	decide(t, r, none(run.ActionCreate), none(run.ActionHold))
	_, err := WriteRejects(r)
	must(t, err)
	f := openBook(t, r, "rejects.xlsx")
	rows, err := f.GetRows(sheetName)
	must(t, err)
	if len(rows) != 2 || !slices.Contains(rows[1], "[1,2]") || !slices.Contains(rows[1], "1e3") {
		t.Errorf("the rows are %q", rows)
	}
	if comments := commentsOf(t, f); !strings.Contains(comments["D2"], "rejects.jsonl keeps it") {
		t.Errorf("the comments are %q", comments)
	}
}

// TestWorkbookLimits guards what is said when a workbook takes no more.
func TestWorkbookLimits(t *testing.T) {
	const rows = maxComments + 3
	r := newRun(t, t.TempDir(), "a.csv", "name\n"+strings.Repeat("Exempel AB\n", rows-1)+strings.Repeat("å🏠", 30_000)+"\n")
	for i := range rows {
		must(t, r.AppendDecision(none(run.ActionReject)))
		must(t, r.AppendIssue(run.Issue{Row: i, Severity: run.Error, Message: "no"}))
	}
	must(t, r.FlushDecisions())
	files, err := WriteRejects(r)
	must(t, err)
	if len(files) != 1 || !strings.Contains(files[0].Note, "comments on the first 2000 bad cells") || !strings.Contains(files[0].Note, "1 text longer than a cell takes was cut in it; correct it in") {
		t.Errorf("%+v were written", files)
	}
	f := openBook(t, r, "rejects.xlsx")
	if comments := commentsOf(t, f); len(comments) != maxComments {
		t.Errorf("there are %d comments", len(comments))
	}
	if got := fillOf(t, f, fmt.Sprintf("C%d", rows)); got != "FFC7CE" {
		t.Errorf("a cell without a comment is coloured %q", got)
	}
	files, err = writeWorkbooks(r, rows-1)
	must(t, err)
	if len(files) != 1 || files[0].Path != "" || files[0].Note != "not written: 2003 rows are more than a workbook of rows to correct takes (2002); the file of rows to correct beside it holds them all" {
		t.Errorf("%+v were written", files)
	}
	if content(t, r, "rejects.xlsx") != "" {
		t.Error("an old workbook is left")
	}
}

// TestWorkbooks: sources that differ have one each, and one without rejects none.
func TestWorkbooks(t *testing.T) {
	r := newRun(t, t.TempDir(), "a.csv", "name\nA AB\n", "b.csv", "Namn;Nr\nB AB;1\n", "c.csv", "Namn,Nr\nC AB,1\n")
	decide(t, r, none(run.ActionCreate), none(run.ActionReject), none(run.ActionHold))
	files, err := WriteRejects(r)
	must(t, err)
	if got := rowsOf(files); len(got) != 2 || got["rejects-2.xlsx"] != 1 || got["rejects-3.xlsx"] != 1 {
		t.Errorf("%v were written", got)
	}
}

// TestWorkbookParts guards what readers of parts believe: the size of the sheet, also of rows wider than those before, and dates and properties.
func TestWorkbookParts(t *testing.T) {
	r := newRun(t, t.TempDir(), "a.csv", "name\n"+strings.Repeat("Exempel AB\n", sampledRows)+"Exempel AB,x,y\n")
	for range sampledRows + 1 {
		must(t, r.AppendDecision(none(run.ActionReject)))
	}
	must(t, r.FlushDecisions())
	_, err := WriteRejects(r)
	must(t, err)
	archive, err := zip.OpenReader(filepath.Join(r.Dir(), "rejects.xlsx"))
	must(t, err)
	defer func() { must(t, archive.Close()) }()
	made, wants := r.Meta().Created, map[string]string{}
	wants["xl/worksheets/sheet1.xml"] = fmt.Sprintf(`<dimension ref="A1:F%d">`, sampledRows+2)
	wants["docProps/core.xml"] = `<dcterms:created xsi:type="dcterms:W3CDTF">` + made.UTC().Format(time.RFC3339) + "<"
	for _, f := range archive.File {
		if diff := made.Sub(f.Modified); diff < -2*time.Second || diff > 2*time.Second {
			t.Errorf("%s is of %v, the run of %v", f.Name, f.Modified, made)
		}
		part, err := f.Open()
		must(t, err)
		text, err := io.ReadAll(part)
		must(t, err)
		if want := wants[f.Name]; !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s: %.300s", f.Name, want, text)
		}
		delete(wants, f.Name)
	}
	if len(wants) > 0 {
		t.Errorf("no parts have %q", wants)
	}
}

// TestUnstander: a stand-in is found wherever the pieces are cut, and nothing else is touched.
func TestUnstander(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("a\ufdd0\ufdef\ufdcf\ufdf0\uf000\ufeff漢🏠")), 0, 20, -1).Draw(rt, "text") + ">"
		var out bytes.Buffer
		u := &unstander{w: &out}
		for rest := []byte(text); len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(rt, "n")
			if wrote, err := u.Write(rest[:n]); err != nil || wrote != n {
				rt.Fatal(wrote, err)
			}
			rest = rest[n:]
		}
		if want := strings.NewReplacer("\ufdd0", "_x0000_", "\ufdef", "_x001F_").Replace(text); out.String() != want {
			rt.Fatalf("%q became %q", text, out.String())
		}
	})
}

// TestWorkbookParents: a parent is picked from the names that the run knows, from a sheet that an import passes over, and print is one page wide.
func TestWorkbookParents(t *testing.T) {
	r := wideRejects(t, 3)
	_, err := WriteRejects(r)
	must(t, err)
	f := openBook(t, r, "rejects.xlsx")
	lists, err := f.GetDataValidations(sheetName)
	must(t, err)
	if len(lists) != 1 || lists[0].Sqref != "E2:E2" || lists[0].Formula1 != "orgbatch_parents!$A$1:$A$4" || lists[0].ShowErrorMessage {
		t.Fatalf("the lists are %+v", lists)
	}
	names, err := f.GetCols(parentsSheet)
	must(t, err)
	if want := []string{"Exempel 0 AB", "Exempel 1 AB", "Exempel 2 AB", "Provhuset Holding AB"}; len(names) != 1 || !slices.Equal(names[0], want) {
		t.Errorf("the parents are %q", names)
	}
	if visible, err := f.GetSheetVisible(parentsSheet); err != nil || visible || f.GetSheetList()[0] != sheetName {
		t.Errorf("%v, %v: %v", f.GetSheetList(), visible, err)
	}
	if panes, err := f.GetPanes(sheetName); err != nil || panes.XSplit != 4 || panes.TopLeftCell != "E2" {
		t.Errorf("the panes are %+v, %v", panes, err)
	}
	layout, err := f.GetPageLayout(sheetName)
	must(t, err)
	props, err := f.GetSheetProps(sheetName)
	must(t, err)
	if *layout.FitToWidth != 1 || *layout.FitToHeight != 0 || !*props.FitToPage {
		t.Errorf("the paper is %+v, %+v", layout, props)
	}
	data, err := os.ReadFile(filepath.Join(r.Dir(), "rejects.xlsx"))
	must(t, err)
	tab, err := table.Open(bytes.NewReader(data), "rejects.xlsx", table.Options{})
	must(t, err)
	for _, p := range tab.Problems() {
		t.Errorf("it is read with %+v", p)
	}
	many := wideRejects(t, maxParents+1)
	_, err = WriteRejects(many)
	must(t, err)
	if sheets := openBook(t, many, "rejects.xlsx").GetSheetList(); len(sheets) != 1 {
		t.Errorf("of too many there are %q", sheets)
	}
}

// TestWorkbookWidths: what stays in sight leaves room to scroll in, and what isn't sent takes little.
func TestWorkbookWidths(t *testing.T) {
	long := bookRow(slices.Repeat([]bookCell{{text: strings.Repeat("x", 80)}}, 8))
	for _, c := range []struct {
		fields []string
		sight  int
		want   []float64
	}{
		{nil, 2, []float64{44, 24, 60, 60, 60, 60, 60, 60}},
		{[]string{"name", "custom_id", ""}, 3, []float64{44, 24, 32, 60, 14, 60, 60, 60}},
		{[]string{"custom_id", "name", "organization"}, 4, []float64{44, 24, 32, 32, 60, 60, 60, 60}},
		{[]string{"", "custom_id", "name"}, 2, []float64{44, 24, 14, 60, 60, 60, 60, 60}},
	} {
		b := &book{fields: c.fields, sample: []bookRow{long}}
		var got []float64
		for i := range c.want {
			got = append(got, b.widthOf(nil, i))
		}
		if !slices.Equal(got, c.want) || b.panes().XSplit != c.sight {
			t.Errorf("of %q the columns are %v wide, and %d stay in sight", c.fields, got, b.panes().XSplit)
		}
	}
}

// wideRejects is a run of so many good rows, and one whose parent is missing.
func wideRejects(t *testing.T, good int) *run.Run {
	t.Helper()
	r := newRun(t, t.TempDir())
	for i := range good + 1 {
		name := fmt.Sprintf("Exempel %d AB", i)
		must(t, r.AppendRow(run.Row{Number: i + 2, Cells: []tabular.Cell{{Text: "1"}, {Text: name}, {Text: "Provhusett"}}, Values: run.Values{Name: name}}))
	}
	must(t, r.FlushRows())
	must(t, r.SetMeta(func(m *run.Meta) {
		m.Sources = []run.Source{{Name: "a.csv", Format: tabular.Format{Name: tabular.FormatCSV, Delimiter: ";"}, Header: []string{"Nr", "Namn", "Koncern"}, Mapping: []string{"custom_id", "name", "organization"}, Rows: good + 1}}
	}))
	for range good {
		must(t, r.AppendDecision(none(run.ActionCreate)))
	}
	decide(t, r, none(run.ActionReject))
	must(t, r.AppendIssue(run.Issue{Row: good, Column: 2, Code: "parent-missing", Severity: run.Error, Message: "no such parent", Suggestion: "Provhuset Holding AB"}))
	return r
}
