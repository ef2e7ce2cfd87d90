package table_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// xmlBook is a workbook of XML with one sheet of such rows, below a header.
func xmlBook(rows string) string {
	return `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="Default"><NumberFormat/></Style><Style ss:ID="z"><NumberFormat ss:Format="00000"/></Style><Style ss:ID="of-z" ss:Parent="z"><Font/></Style><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style><Style ss:ID="h"><NumberFormat ss:Format="[h]:mm"/></Style><Style ss:ID="k"><NumberFormat ss:Format="&quot;K-&quot;@"/></Style><Style ss:ID="j"><NumberFormat ss:Format="Yes/No"/></Style></Styles>
<Worksheet ss:Name="Kunder"><Table>` + rows + `</Table></Worksheet></Workbook>`
}

const xmlHeader = `<Row><Cell><Data ss:Type="String">Namn</Data></Cell><Cell><Data ss:Type="String">Kundnr</Data></Cell></Row>`

// xmlRow is a row of a name and one more cell.
func xmlRow(cell string) string {
	return `<Row><Cell><Data ss:Type="String">A AB</Data></Cell>` + cell + `</Row>`
}

// TestXMLCells: a cell reads as Excel shows it.
func TestXMLCells(t *testing.T) {
	for _, c := range []struct{ cell, want string }{
		{`<Cell><Data ss:Type="String">00123</Data></Cell>`, "00123"},
		{`<Cell><Data ss:Type="Number">123</Data></Cell>`, "123"},
		{`<Cell ss:StyleID="z"><Data ss:Type="Number">123</Data></Cell>`, "00123"},
		{`<Cell StyleID="z"><Data Type="Number"> 123 </Data></Cell>`, "00123"},
		{`<Cell ss:StyleID="of-z"><Data ss:Type="Number">123</Data></Cell>`, "00123"},
		{`<Cell ss:StyleID="none"><Data ss:Type="Number">1.5</Data></Cell>`, "1.5"},
		{`<Cell ss:StyleID="k"><Data ss:Type="String">7</Data></Cell>`, "K-7"},
		{`<Cell ss:StyleID="j"><Data ss:Type="Number">1</Data></Cell>`, "Yes"},
		{`<Cell ss:StyleID="d"><Data ss:Type="DateTime">2026-11-29T00:00:00.000</Data></Cell>`, "2026-11-29"},
		{`<Cell><Data ss:Type="DateTime">2026-11-29T12:30:01.000</Data></Cell>`, "2026-11-29 12:30"},
		{`<Cell ss:StyleID="d"><Data ss:Type="Number">46355</Data></Cell>`, "2026-11-29"},
		{`<Cell ss:StyleID="d"><Data ss:Type="DateTime">1900-02-28T00:00:00.000</Data></Cell>`, "1900-02-28"},
		{`<Cell ss:StyleID="d"><Data ss:Type="DateTime">1900-03-01T00:00:00.000</Data></Cell>`, "1900-03-01"},
		{`<Cell ss:StyleID="d"><Data ss:Type="DateTime">1850-03-01T00:00:00</Data></Cell>`, "1850-03-01"},
		{`<Cell ss:StyleID="d"><Data ss:Type="DateTime">9999-12-31T00:00:00.000</Data></Cell>`, "9999-12-31"},
		{`<Cell ss:StyleID="h"><Data ss:Type="DateTime">1900-01-01T01:30:00.000</Data></Cell>`, "25:30"},
		{`<Cell><Data ss:Type="DateTime">i går</Data></Cell>`, "i går"},
		{`<Cell><Data ss:Type="Boolean">1</Data></Cell>`, "TRUE"},
		{`<Cell><Data ss:Type="Boolean">0</Data></Cell>`, "FALSE"},
		{`<Cell><Data ss:Type="Error">#N/A</Data></Cell>`, "#N/A"},
		{`<Cell><Data ss:Type="Boolean"></Data></Cell>`, ""},
		{`<Cell ss:Formula="=1+1"><Data ss:Type="Number">41</Data></Cell>`, "41"},
		{`<Cell ss:Formula="=&quot;&quot;"><Data ss:Type="String"></Data></Cell>`, ""},
		{`<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>K<I>-</I></B><Font html:Color="#FF0000">1</Font></ss:Data></Cell>`, "K-1"},
		{`<Cell><Data ss:Type="String"><![CDATA[<K & 1>]]></Data></Cell>`, "<K & 1>"},
		{`<Cell><Data ss:Type="String">a&#10;b&#9;&#x00e5;</Data></Cell>`, "a\nb\tå"},
		{`<Cell><Comment ss:Author="E"><ss:Data xmlns="http://www.w3.org/TR/REC-html40">not</ss:Data></Comment><Data ss:Type="String">1</Data></Cell>`, "1"},
		{`<Cell><Data ss:Type="String" x:Ticked="1">1</Data><NamedCell ss:Name="x"/><Comment><Data>not</Data></Comment></Cell>`, "1"},
		{`<Cell/>`, ""},
	} {
		tb := open(t, "a.xml", xmlBook(xmlHeader+xmlRow(c.cell)+xmlRow(`<Cell><Data ss:Type="String">9</Data></Cell>`)), table.Options{})
		if got := texts(t, tb); len(got) != 2 || got[0][1] != c.want || tb.Format().Name != tabular.FormatSpreadsheetML {
			t.Errorf("%s: %q, not %q", c.cell, got, c.want)
		}
	}
	for _, cell := range []string{`<Cell ss:Formula="=1+1"/>`, `<Cell ss:Formula="=1+1"><Data ss:Type="Number"></Data></Cell>`} {
		row := rows(t, open(t, "a.xml", xmlBook(xmlHeader+xmlRow(cell)), table.Options{}))[0]
		if got := codes(row.Problems); !slices.Equal(got, []string{tabular.CodeNoStored}) {
			t.Errorf("%s: %q", cell, got)
		}
	}
}

// TestXMLPlaces: rows and cells stand where they say, or behind the ones before them; prefixes and encodings are of no concern.
func TestXMLPlaces(t *testing.T) {
	a := func(attrs, text string) string {
		return `<Cell ` + attrs + `><Data ss:Type="String">` + text + `</Data></Cell>`
	}
	for _, c := range []struct{ name, rows, want string }{
		{"indexes", `<Row ss:Index="3">` + a(`ss:Index="2"`, "Namn") + a("", "Kundnr") + a(`ss:Index="5"`, "Ort") + `</Row><Row ss:Index="7">` + a(`ss:Index="2"`, "A AB") + a(`ss:Index="5"`, "By") + `</Row>`, "3 Namn|Kundnr||Ort/7 A AB|||By"},
		{"merged sideways", `<Row>` + a("", "Namn") + a("", "x") + a("", "y") + a("", "Kundnr") + `</Row><Row>` + a("", "A AB") + a(`ss:MergeAcross="1"`, "m") + a("", "1") + `</Row>`, "1 Namn|x|y|Kundnr/2 A AB|m|m|1"},
		{"merged downwards", xmlHeader + `<Row>` + a("", "A AB") + a(`ss:MergeDown="1"`, "1") + `</Row><Row>` + a("", "B AB") + `</Row>`, "1 Namn|Kundnr/2 A AB|1/3 B AB|1"},
		{"several tables in a sheet", xmlHeader + `<Row>` + a("", "A AB") + a("", "1") + `</Row></Table><Table><Row>` + a("", "B AB") + a("", "2") + `</Row>`, "1 Namn|Kundnr/2 A AB|1/3 B AB|2"},
		{"spans of rows", `<Row>` + a("", "Namn") + a("", "Kundnr") + `</Row><Row ss:Span="2"/><Row>` + a("", "A AB") + a("", "1") + `</Row>`, "1 Namn|Kundnr/5 A AB|1"},
		{"styles of rows and columns", `<Column ss:Index="2" ss:Span="1" ss:StyleID="z"/>` + xmlHeader + `<Row>` + a("", "A AB") + `<Cell><Data ss:Type="Number">1</Data></Cell></Row><Row ss:StyleID="k">` + a("", "B AB") + `<Cell ss:StyleID="z"><Data ss:Type="Number">2</Data></Cell></Row>`, "1 Namn|Kundnr/2 A AB|00001/3 K-B AB|00002"},
	} {
		for how, text := range map[string]string{
			"plain": xmlBook(c.rows), "UTF-16": wide(xmlBook(c.rows)), "no prefixes": strings.ReplaceAll(xmlBook(c.rows), " ss:", " "),
			"prefixes": strings.NewReplacer("<ss:", "<s:", "</ss:", "</s:", "</", "</s:", "<", "<s:", "xmlns=", "xmlns:s=").Replace(strings.TrimPrefix(xmlBook(c.rows), `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>`)),
		} {
			tb := open(t, "a.xls", text, table.Options{})
			got := fmt.Sprint(tb.Format().HeaderRow, " ", strings.Join(tb.Header(), "|"))
			for _, row := range rows(t, tb) {
				var cells []string
				for _, cell := range row.Cells {
					cells = append(cells, cell.Text)
				}
				got += fmt.Sprint("/", row.Number, " ", strings.Join(cells, "|"))
			}
			if got != c.want || tb.Format().Name != tabular.FormatSpreadsheetML {
				t.Errorf("%s, %s: %q, not %q", c.name, how, got, c.want)
			}
		}
	}
}

// TestXMLSheets: sheets are chosen as those of other workbooks, and what is hidden is said.
func TestXMLSheets(t *testing.T) {
	sheet := func(name, rows, after string) string {
		return `<Worksheet ss:Name="` + name + `"><Names><NamedRange ss:Name="x"/></Names><Table><Column ss:Hidden="1" ss:Index="2"/>` + rows + `</Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">` + after + `</WorksheetOptions></Worksheet>`
	}
	book := strings.Replace(xmlBook(xmlHeader), "<Worksheet ", sheet("Gömt", xmlHeader+xmlRow("")+xmlRow(""), "<Visible>SheetHidden</Visible>")+sheet("Blad", `<Row ss:Hidden="1"><Cell><Data ss:Type="String">A AB</Data></Cell></Row>`, "")+"<Worksheet ", 1)
	book = strings.Replace(book, "</Workbook>", sheet("Flera", xmlHeader+`<Row ss:Hidden="1"><Cell><Data ss:Type="String">A AB</Data></Cell><Cell><Data ss:Type="Number">1</Data></Cell></Row>`+xmlRow(`<Cell><Data ss:Type="Number">2</Data></Cell>`), "<Selected/>")+"</Workbook>", 1)
	tb := open(t, "a.xls", book, table.Options{KnownHeader: known})
	if got := cellsOf(t, tb); got != "Namn|Kundnr/A AB|1/A AB|2" || tb.Format().Sheet != "Flera" {
		t.Errorf("%q of %q", got, tb.Format().Sheet)
	}
	said := fmt.Sprint(tb.Problems())
	for _, want := range []string{`the workbook also has "Gömt" (hidden), "Blad" (1 row), "Kunder" (1 row)`, "1 row is hidden in the sheet", "column B is hidden"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said: %s", want, said)
		}
	}
	if tb = open(t, "a.xls", book, table.Options{Sheet: "gömt"}); tb.Format().Sheet != "Gömt" || len(rows(t, tb)) != 2 {
		t.Errorf("%+v", tb.Format())
	}
	packed := open(t, "a.xls.gz", pack(t, "gzip", book), table.Options{})
	if f := packed.Format(); f.Sheet != "Flera" || f.Compression != "gzip" || len(rows(t, packed)) != 2 {
		t.Errorf("%+v", f)
	}
}

// TestXMLRefused: what is damaged or beyond a sheet is said, wherever a file is cut.
func TestXMLRefused(t *testing.T) {
	whole := xmlBook(xmlHeader + xmlRow(`<Cell><Data ss:Type="Number">1</Data></Cell>`))
	for i := range whole[:strings.LastIndex(whole, "</Workbook>")] {
		if i < 500 && i > 200 || i < 100 {
			continue
		}
		tb, err := table.Open(strings.NewReader(whole[:i]), "a.xls", table.Options{})
		if err == nil {
			t.Fatalf("cut at %d it is read as %s", i, tb.Format().Name)
		}
	}
	for _, c := range []struct{ name, text, problem, hint string }{
		{"cut", whole[:len(whole)-30], "can't be read to its end", "fetch it again"},
		{"a row before the last", xmlBook(`<Row ss:Index="5"/><Row ss:Index="2"/>`), "row 2 follows row 5", ""},
		{"a row too far down", xmlBook(`<Row ss:Index="1048577"/>`), "row 1048577 follows", ""},
		{"a cell too far right", xmlBook(`<Row><Cell ss:Index="16385"/></Row>`), "more than 16384 columns", ""},
		{"a large row", xmlBook(`<Row><Cell><Data ss:Type="String">` + strings.Repeat("x", 20<<20) + `</Data></Cell></Row>`), "too large", ""},
		{"nothing in it", xmlBook(""), "is empty", ""},
		{"no sheet", `<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>`, "no sheet with cells", ""},
		{"another workbook", `<?xml version="1.0"?><Workbook xmlns="urn:x"/>`, "it is XML (its outermost element is Workbook)", "ask"},
		{"two texts in a cell", xmlBook(xmlHeader + xmlRow(`<Cell><Data ss:Type="String">1</Data><Data ss:Type="String">2</Data></Cell>`)), "row 2 has a cell with a second text", ""},
		{"a text beside the one of a cell", xmlBook(xmlHeader + xmlRow(`<Cell>2</Cell>`)), "row 2 has a cell with a second text", ""},
		{"one workbook behind the other", whole + whole, "a second document begins behind the first", ""},
		{"cut while packed", pack(t, "gzip", whole)[:200], "gzip", "fetch it again"},
	} {
		_, err := table.Open(strings.NewReader(c.text), "a.xls", table.Options{})
		var e *tabular.InputError
		if !errors.As(err, &e) || !strings.Contains(e.Error(), c.problem) || !strings.Contains(e.Hint, c.hint) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// FuzzXMLBook: no bytes crash the reader of workbooks of XML, hang it or make it take memory without bound.
func FuzzXMLBook(f *testing.F) {
	f.Add([]byte(xmlBook(xmlHeader+xmlRow(`<Cell ss:StyleID="z" ss:MergeDown="3"><Data ss:Type="Number">1</Data></Cell>`))), "")
	f.Add([]byte(nil), xmlHeader+`<Column ss:Hidden="1" ss:Span="3"/><Row ss:Index="9" ss:Span="2" ss:Hidden="1"><Cell ss:Index="4" ss:MergeAcross="2"><Data ss:Type="DateTime">2026-11-29T00:00:00.000</Data></Cell></Row>`)
	f.Add([]byte(nil), `<Row><Cell ss:Formula="=1"><Comment><Data>a</Data></Comment><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="String"><![CDATA[x]]></Data></Cell></Row>`)
	f.Add([]byte(wide(xmlBook(xmlHeader))), "")
	f.Fuzz(func(t *testing.T, data []byte, rows string) {
		if rows != "" {
			data = []byte(xmlBook(rows))
		}
		fuzzSheets(t, data, table.Options{Format: tabular.FormatSpreadsheetML})
	})
}
