package spreadsheetml

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

const head = `<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">`

// book is a workbook of such styles and of one sheet of such rows.
func book(styles, rows string) string {
	return head + `<Styles>` + styles + `</Styles><Worksheet ss:Name="A"><Table>` + rows + `</Table></Worksheet></Workbook>`
}

// textCell is a cell with these attributes that holds a text.
func textCell(attributes, text string) string {
	return `<Cell ` + attributes + `><Data ss:Type="String">` + text + `</Data></Cell>`
}

func opened(text string) (*File, error) {
	src := source.New(strings.NewReader(text), "a.xls")
	if err := src.Detect(); err != nil {
		return nil, err
	}
	return Open(src)
}

// seen writes all sheets of a workbook: [name] of each, its rows by number with their cells by column, and what lies around them.
func seen(text string) (string, error) {
	f, err := opened(text)
	if err != nil {
		return "", err
	}
	scan, err := f.Scan()
	if err != nil {
		return "", err
	}
	defer scan.Close()
	var b strings.Builder
	for {
		sheet, err := scan.NextSheet()
		if err == io.EOF {
			return strings.TrimSpace(b.String()), nil
		} else if err != nil {
			return b.String(), err
		}
		fmt.Fprintf(&b, "[%s]%s ", sheet.Name, hidden(sheet.Hidden))
		for {
			row, err := scan.Next()
			if err == io.EOF {
				break
			} else if err != nil {
				return b.String(), fmt.Errorf("in row %d: %w", row.Number, err)
			}
			fmt.Fprintf(&b, "%d%s:", row.Number, hidden(row.Hidden))
			for i, c := range row.Cells {
				shown, problem := scan.Show(i)
				fmt.Fprintf(&b, " %s=%s", tabular.ColumnLetters(c.Column), shown)
				if problem != nil {
					b.WriteString("!" + problem.Code)
				}
				if c.Filled != (shown != "" || problem != nil) {
					b.WriteString("?")
				}
			}
			b.WriteString("; ")
		}
		for _, m := range scan.Extent().Merges {
			fmt.Fprintf(&b, "merged %s%d-%s%d; ", tabular.ColumnLetters(m.Column), m.Row, tabular.ColumnLetters(m.LastColumn), m.LastRow)
		}
		for _, c := range scan.Extent().HiddenColumns {
			fmt.Fprintf(&b, "hidden %s-%s; ", tabular.ColumnLetters(c.Column), tabular.ColumnLetters(c.LastColumn))
		}
	}
}

func hidden(is bool) string {
	if is {
		return "(hidden)"
	}
	return ""
}

// TestIs: a workbook is told by its outermost element and what that belongs to.
func TestIs(t *testing.T) {
	for text, want := range map[string]bool{
		head: true, "<?xml version='1.0'?>" + head: true, `<s:Workbook xmlns:s="urn:schemas-microsoft-com:office:spreadsheet">`: true, "": false,
		`<Workbook xmlns="urn:other">`: false, `<Book xmlns="urn:schemas-microsoft-com:office:spreadsheet">`: false, "<Workbook>": false,
	} {
		if Is([]byte(text)) != want {
			t.Errorf("%q: not %t", text, want)
		}
	}
}

// TestPlaces: rows, cells and columns stand where they say or behind those before them, up to the last that a sheet has.
func TestPlaces(t *testing.T) {
	a := textCell("", "a")
	for _, c := range []struct{ name, rows, want string }{
		{"one after the other", `<Row>` + a + textCell("", "b") + `</Row><Row/><Row>` + a + `</Row>`, "[A] 1: A=a B=b; 2:; 3: A=a;"},
		{"by their numbers", `<Row ss:Index="3">` + textCell(`ss:Index="2"`, "a") + textCell(`ss:Index="4"`, "b") + a + `</Row><Row>` + a + `</Row>`, "[A] 3: B=a D=b E=a; 4: A=a;"},
		{"a number that is none", `<Row ss:Index="-1">` + textCell(`ss:Index="x"`, "a") + `</Row>`, "[A] 1: A=a;"},
		{"blank rows below", `<Row ss:Span="2"/><Row>` + a + `</Row>`, "[A] 1:; 4: A=a;"},
		{"hidden rows", `<Row ss:Hidden="1">` + a + `</Row><Row ss:Hidden="0">` + a + `</Row>`, "[A] 1(hidden): A=a; 2: A=a;"},
		{"merged sideways", `<Row>` + textCell(`ss:MergeAcross="2"`, "a") + textCell("", "b") + `</Row>`, "[A] 1: A=a D=b; merged A1-C1;"},
		{"merged downwards", `<Row/><Row>` + textCell(`ss:MergeDown="2"`, "a") + textCell("", "b") + `</Row>`, "[A] 1:; 2: A=a B=b; merged A2-A4;"},
		{"merged with nothing", `<Row>` + textCell(`ss:MergeDown="0" ss:MergeAcross="0"`, "a") + `</Row>`, "[A] 1: A=a;"},
		{"the last row", `<Row ss:Index="1048576">` + a + `</Row>`, "[A] 1048576: A=a;"},
		{"the last column", `<Row>` + textCell(`ss:Index="16384"`, "a") + `</Row>`, "[A] 1: XFD=a;"},
		{"all columns", `<Row>` + textCell(`ss:MergeAcross="16383"`, "a") + `</Row>`, "[A] 1: A=a; merged A1-XFD1;"},
		{"as many cells as columns", `<Row>` + strings.Repeat(`<Cell ss:Index="1"/>`, 16383) + `</Row>`, "[A] 1:" + strings.Repeat(" A=", 16383) + ";"},
		{"hidden columns", `<Column/><Column ss:Hidden="1"/><Column ss:Index="4" ss:Span="1" ss:Hidden="1"/><Column ss:Hidden="1"/>`, "[A] hidden B-B; hidden D-E; hidden F-F;"},
		{"a column that goes back", `<Column ss:Index="3"/><Column ss:Index="3" ss:Hidden="1"/>`, "[A]"},
		{"the last one hidden", `<Column ss:Index="16383" ss:Span="1" ss:Hidden="1"/>`, "[A] hidden XFC-XFD;"},
		{"one beyond", `<Column ss:Index="16383" ss:Span="2" ss:Hidden="1"/>`, "[A]"},
		{"notes and names beside rows", `<Names><Row>` + a + `</Row></Names><Row>` + a + `<Other><Cell/></Other></Row>`, "[A] 1: A=a;"},
	} {
		if got, err := seen(book("", c.rows)); err != nil || got != c.want {
			t.Errorf("%s: %.200q, %v, want %.200q", c.name, got, err, c.want)
		}
	}
}

// TestRefused: what stands nowhere is an error that says the row.
func TestRefused(t *testing.T) {
	a := textCell("", "a")
	for _, c := range []struct{ name, rows, want string }{
		{"a row that goes back", `<Row ss:Index="3">` + a + `</Row><Row ss:Index="3">` + a + `</Row>`, "in row 3: row 3 follows row 3"},
		{"row 0", `<Row ss:Index="0">` + a + `</Row>`, "row 0 follows row 0"},
		{"a row beyond the last", `<Row ss:Index="1048577">` + a + `</Row>`, "row 1048577 follows row 0"},
		{"the row after blank ones to the end", `<Row ss:Span="9999999"/><Row>` + a + `</Row>`, "row 1048578 follows row 1048577"},
		{"column 0", `<Row>` + textCell(`ss:Index="0"`, "a") + `</Row>`, "in row 1: row 1 has more than 16384 columns"},
		{"a column beyond the last", `<Row>` + textCell(`ss:Index="16385"`, "a") + `</Row>`, "row 1 has more than 16384 columns"},
		{"one behind a merged cell", `<Row>` + textCell(`ss:MergeAcross="16383"`, "a") + a + `</Row>`, "row 1 has more than 16384 columns"},
		{"a wider merged cell", `<Row>` + textCell(`ss:MergeAcross="16384"`, "a") + `</Row>`, "row 1 has more than 16384 columns"},
		{"too many cells", `<Row>` + strings.Repeat(`<Cell ss:Index="1"/>`, 16385) + `</Row>`, "row 1 has more than 16384 columns"},
		{"a text beside the value", `<Row>` + a + `</Row><Row><Cell>b<Data ss:Type="String">a</Data></Cell></Row>`, "in row 2: row 2 has a cell with a second text"},
		{"two values", `<Row><Cell><Data ss:Type="String">a</Data><Data ss:Type="String">b</Data></Cell></Row>`, "row 1 has a cell with a second text"},
	} {
		if got, err := seen(book("", c.rows)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %.200q, %v, want %q", c.name, got, err, c.want)
		}
	}
}

// TestShown: what a person sees in a cell, by its style or that of its row, its column or the workbook.
func TestShown(t *testing.T) {
	styles := `<Style ss:ID="Default"><NumberFormat ss:Format="0.0"/></Style><Style ss:ID="g"><NumberFormat/></Style><Style ss:ID="z"><NumberFormat ss:Format="00000"/></Style>` +
		`<Style ss:ID="of-z" ss:Parent="z"/><Style ss:ID="own" ss:Parent="z"><NumberFormat/></Style><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>` +
		`<Style ss:ID="y"><NumberFormat ss:Format="Yes/No"/></Style><Style ss:ID="t"><NumberFormat ss:Format="True/False"/></Style><Style ss:ID="o"><NumberFormat ss:Format="On/Off"/></Style>`
	typed := func(style, kind, value string) string {
		return `<Cell ss:StyleID="` + style + `"><Data ss:Type="` + kind + `">` + value + `</Data></Cell>`
	}
	for _, c := range []struct{ cell, want string }{
		{`<Cell><Data ss:Type="Number">1</Data></Cell>`, "1.0"}, {typed("g", "Number", " 1.5 "), "1.5"}, {typed("none", "Number", "1.5"), "1.5"}, {typed("z", "Number", "7"), "00007"},
		{typed("of-z", "Number", "7"), "00007"}, {typed("own", "Number", "7"), "7"}, {typed("y", "Number", "1"), "Yes"}, {typed("y", "Number", "0"), "No"},
		{typed("t", "Number", "-1"), "True"}, {typed("o", "Number", "0"), "Off"},
		{typed("g", "Boolean", "1"), "TRUE"}, {typed("g", "Boolean", " True "), "TRUE"}, {typed("g", "Boolean", "0"), "FALSE"}, {typed("g", "Error", " #N/A "), "#N/A"}, {typed("g", "String", " a "), " a "},
		{typed("g", "DateTime", "2026-11-29T00:00:00.000"), "2026-11-29"}, {typed("g", "DateTime", "2026-11-29T01:30:00.000"), "2026-11-29 01:30"},
		{typed("g", "DateTime", "2026-11-29T00:01:30.000"), "2026-11-29 00:01"}, {typed("g", "DateTime", "2026-11-29T00:00:30.000"), "2026-11-29 00:00"},
		{typed("d", "DateTime", "1900-02-28T00:00:00.000"), "1900-02-28"}, {typed("d", "DateTime", "1900-03-01T00:00:00.000"), "1900-03-01"}, {typed("d", "DateTime", "1900-03-02T00:00:00.000"), "1900-03-02"},
		{typed("z", "DateTime", "1899-12-31T00:00:00.000"), "00000"}, {typed("z", "DateTime", "1899-12-30T00:00:00.000"), "1899-12-30"}, {typed("d", "DateTime", "i går"), "i går"},
		{`<Cell ss:Formula="=A1"/>`, "!no-stored-value"}, {`<Cell ss:Formula="=A1"><Data ss:Type="Number"/></Cell>`, "!no-stored-value"}, {`<Cell ss:Formula="=A1"><Data ss:Type="String"/></Cell>`, ""},
		{`<Cell ss:Formula="=A1"><Data>a</Data></Cell>`, "a"}, {`<Cell ss:Formula="=A1"><Data ss:Type="Number">2</Data></Cell>`, "2.0"}, {`<Cell><Comment>a</Comment></Cell>`, ""},
		{`<Cell> <Comment><Data>b</Data></Comment> <Data ss:Type="String">a</Data> </Cell>`, "a"},
	} {
		if got, err := seen(book(styles, `<Row>`+c.cell+`</Row>`)); err != nil || got != "[A] 1: A="+c.want+";" {
			t.Errorf("%s: %q, %v, want %q", c.cell, got, err, c.want)
		}
	}
	seven := `<Cell><Data ss:Type="Number">7</Data></Cell>`
	rows := `<Column ss:StyleID="z"/><Row>` + seven + seven + `</Row><Row ss:StyleID="g">` + seven + seven + typed("z", "Number", "7") + `</Row>`
	if got, err := seen(book(styles, rows)); err != nil || got != "[A] 1: A=00007 B=7.0; 2: A=7 B=7 C=00007;" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestSheets: sheets come one after the other, whether their rows were read or not, and say what is hidden.
func TestSheets(t *testing.T) {
	text := head + `<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions><Worksheet ss:Name="A"><Table><Row>` + textCell("", "a") + `</Row></Table><WorksheetOptions><Visible>SheetVisible</Visible></WorksheetOptions></Worksheet>` +
		`<Worksheet ss:Name="B"><WorksheetOptions><Visible>SheetVeryHidden</Visible></WorksheetOptions><Table><Column ss:Hidden="1"/><Row ss:Index="5">` + textCell(`ss:MergeDown="1"`, "b") + `</Row></Table></Worksheet>` +
		`<Worksheet ss:Name="C"><Table><Row>` + textCell("", "c") + `</Row></Table><Table><Row>` + textCell("", "d") + `</Row></Table></Worksheet><Visible>SheetHidden</Visible><Worksheet ss:Name="D"/><Worksheet ss:Name="E"/></Workbook>`
	got, err := seen(text)
	if want := "[A] 1: A=a; [B](hidden) 5: A=b; merged A5-A6; hidden A-A; [C] 1: A=c; 2: A=d; [D] [E]"; err != nil || got != want {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
	f, err := opened(text)
	if err != nil {
		t.Fatal(err)
	}
	scan, err := f.Scan()
	if err != nil {
		t.Fatal(err)
	}
	defer scan.Close()
	for _, want := range []string{"A", "B", "C", "D", "E"} {
		if sheet, err := scan.NextSheet(); err != nil || sheet.Name != want {
			t.Errorf("%v, %v, want %s", sheet, err, want)
		}
	}
	for range 2 {
		if _, err := scan.NextSheet(); err != io.EOF || f.Offset() != int64(len(text)) {
			t.Errorf("%v, %d bytes read of %d", err, f.Offset(), len(text))
		}
	}
}

// TestBounds: of sheets, styles and merges as many are kept as may be, and further ones do no harm.
func TestBounds(t *testing.T) {
	got, err := seen(head + strings.Repeat(`<Worksheet ss:Name="A"/>`, maxSheets+1) + `</Workbook>`)
	if n := strings.Count(got, "[A]"); err != nil || n != maxSheets {
		t.Errorf("%d sheets, %v", n, err)
	}
	var styles strings.Builder
	for i := range maxStyles + 1 {
		fmt.Fprintf(&styles, `<Style ss:ID="%d"><NumberFormat ss:Format="00"/></Style>`, i+1)
	}
	seven := func(style int) string {
		return fmt.Sprintf(`<Cell ss:StyleID="%d"><Data ss:Type="Number">7</Data></Cell>`, style)
	}
	if got, err := seen(book(styles.String(), `<Row>`+seven(maxStyles)+seven(maxStyles+1)+`</Row>`)); err != nil || got != "[A] 1: A=07 B=7;" {
		t.Errorf("%q, %v", got, err)
	}
	const wide = 16
	got, err = seen(book("", strings.Repeat(`<Row>`+strings.Repeat(`<Cell ss:MergeDown="1"/>`, wide)+`</Row>`, sheets.MaxMerges/wide+1)))
	if n := strings.Count(got, "merged"); err != nil || n != sheets.MaxMerges {
		t.Errorf("%d merged cells, %v", n, err)
	}
	got, err = seen(book("", `<Row ss:Index="2">`+textCell(`ss:MergeDown="9999999"`, "a")+`</Row>`))
	if err != nil || got != "[A] 2: A=a; merged A2-A1048578;" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestCut: a file that ends early, or is packed and damaged, is told as what it is.
func TestCut(t *testing.T) {
	whole := book(`<Style ss:ID="z"><NumberFormat ss:Format="0"/></Style>`, `<Row>`+textCell("", "a")+`</Row>`)
	for i := len(head); i < len(whole)-1; i++ {
		_, err := opened(whole[:i])
		var e *tabular.InputError
		if !errors.As(err, &e) || e.Problem != "it starts like a workbook of XML but can't be read to its end" || e.Hint != tabular.FetchAgain {
			t.Errorf("%d bytes: %v", i, err)
		}
	}
	if _, err := opened(whole + " <!-- end -->"); err != nil {
		t.Error(err)
	}
	if _, err := opened(whole + whole); err == nil || !strings.Contains(err.Error(), "a second document begins") {
		t.Error(err)
	}
	pack := func(text string) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = io.WriteString(z, text)
		_ = z.Close()
		return b.String()
	}
	if got, err := seen(pack(whole)); err != nil || got != "[A] 1: A=a;" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := opened(pack(whole[:strings.LastIndex(whole, "</")])); err == nil || !strings.Contains(err.Error(), "it starts like a workbook of XML but can't be read to its end") {
		t.Error(err)
	}
	packed := pack(whole)
	if _, err := opened(packed[:len(packed)-5]); err == nil || strings.Contains(err.Error(), "it starts like a workbook") {
		t.Error(err)
	}
}
