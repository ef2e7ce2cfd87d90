package ods

import (
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/source"
)

// TestDataStyles: each thing that a data style may say changes what is shown.
func TestDataStyles(t *testing.T) {
	const cellStyle = `<style:style style:name="c" style:family="table-cell" style:data-style-name="N"/>`
	style := func(kind, attributes, parts string) string {
		return `<number:` + kind + ` style:name="N" ` + attributes + `>` + parts + `</number:` + kind + `>`
	}
	number := func(attributes string) string {
		return style("number-style", "", `<number:number `+attributes+`/>`)
	}
	float := func(value string) string {
		return `table:style-name="c" office:value-type="float" office:value="` + value + `"`
	}
	const minutes, seconds = `<number:minutes number:style="long"/>`, `<number:text>:</number:text><number:seconds number:style="long"/>`
	const least, none, two = `number:min-integer-digits="1" `, `number:decimal-places="0" `, `number:decimal-places="2" `
	long := strings.Repeat("x", maxCode-len(`""General`))
	for _, c := range []struct{ name, style, cell, want string }{
		{"nothing said", number(least), float("1.5"), "1.5"}, {"no places", number(least + none), float("1.5"), "2"}, {"two digits at least", number(`number:min-integer-digits="2"`), float("1.5"), "02"},
		{"places that may be left out", number(least + two + `number:min-decimal-places="0"`), float("1.5"), "1.5"}, {"one of two", number(least + two + `number:min-decimal-places="1"`), float("1.234"), "1.23"},
		{"the same of a whole number", number(least + two + `number:min-decimal-places="1"`), float("1"), "1.0"},
		{"a factor of one", number(least + `number:display-factor="1"`), float("1.5"), "1.5"}, {"thousands", number(least + `number:display-factor="1000"`), float("1234567"), "1235"}, {"millions", number(least + none + `number:display-factor="1000000"`), float("1234567"), "1"},
		{"a text before what is shown as it is", style("number-style", "", `<number:text>nr </number:text><number:number `+least+`/>`), float("1.5"), "nr 1.5"},
		{"a text between digits that few numbers have", style("number-style", "", `<number:number `+least+none+`><number:embedded-text number:position="3">-</number:embedded-text></number:number>`), float("1234567"), "1234-567"},
		{"as long as a code may be", style("number-style", "", `<number:text>`+long+`</number:text><number:number `+least+`/>`), float("1"), long + "1"},
		{"longer", style("number-style", "", `<number:text>x`+long+`</number:text><number:number `+least+`/>`), float("1"), "beside"},
		{"a truth as it is", number(least), float("1") + ` table:formula="of:=TRUE()"`, "TRUE"},
		{"texts and numbers apart", `<number:number-style style:name="P"><number:text>nr </number:text><number:number ` + least + none + `/></number:number-style>` +
			style("text-style", "", `<number:text-content/><style:map style:condition="value()&gt;=0" style:apply-style-name="P"/>`), float("5"), "nr 5"},
		{"three of numbers", strings.NewReplacer("@", `<number:number-style style:name="`, "#", `"><number:text>`, "$", `</number:text></number:number-style>`).Replace("@P0#plus$@P1#minus$@P2#noll$") +
			style("text-style", "", `<number:text-content/><style:map style:condition="value()&gt;0" style:apply-style-name="P0"/><style:map style:condition="value()&lt;0" style:apply-style-name="P1"/><style:map style:condition="value()=0" style:apply-style-name="P2"/>`), float("0"), "noll"},
		{"behind a style of several parts", `<style:style style:name="x" style:family="table-cell"><style:table-cell-properties/><style:paragraph-properties/></style:style>` + number(least+none), float("1.5"), "2"},
		{"no time at all", "", `office:value-type="time" office:time-value="PT0S"`, "0:00:00"}, {"too long a time", "", `office:value-type="time" office:time-value="PT1000000000000000H"`, "beside no-stored-value@A"},
		{"six digits in thousands", number(`number:min-integer-digits="6" number:grouping="true" ` + none), float("1234567"), "1234567"}, {"a few of them", number(`number:min-integer-digits="6" number:grouping="true" ` + none), float("1234"), "001234"},
		{"minutes alone", style("time-style", "", minutes), `table:style-name="c" office:value-type="float" office:value="0.5"`, "beside"},
		{"minutes and seconds", style("time-style", "", minutes+seconds), `table:style-name="c" office:value-type="time" office:time-value="PT0H30M05S"`, "30:05"},
		{"no parts of a second", style("time-style", "", minutes+strings.Replace(seconds, "/>", ` number:decimal-places="0"/>`, 1)), `table:style-name="c" office:value-type="time" office:time-value="PT0H30M05S"`, "30:05"},
		{"parts of a second", style("date-style", "", `<number:hours/><number:text>:</number:text>`+minutes+strings.Replace(seconds, "/>", ` number:decimal-places="2"/>`, 1)), `table:style-name="c" office:value-type="date" office:date-value="2026-11-29T12:30:01.25"`, "12:30:01.25"},
		{"places of a minute are none", style("time-style", "", `<number:hours/><number:text>:</number:text>`+strings.Replace(minutes, "/>", ` number:decimal-places="2"/>`, 1)), `table:style-name="c" office:value-type="time" office:time-value="PT1H30M"`, "1:30"},
		{"a month in a language", style("date-style", `number:language="sv" number:country="SE"`, `<number:month number:style="long" number:textual="true"/>`), `table:style-name="c" office:value-type="date" office:date-value="2026-05-29"`, "maj"},
	} {
		beside := "beside"
		if strings.HasPrefix(c.name, "a truth") {
			beside = "SANT"
		}
		if got := shown(t, c.style+cellStyle, row(cell(c.cell, beside))); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %.80q, want %.80q", c.name, got, c.want)
		}
	}
}

// TestSaidOfCells: what a cell says of itself in attributes that are empty or have no prefix, and which cells are texts.
func TestSaidOfCells(t *testing.T) {
	for _, c := range []struct{ name, cell, want string }{
		{"an empty formula", cell(`table:formula=""`) + text("b"), "|b"}, {"one and a unit", cell(`office:value-type="float" office:value="1"`, "1 st"), "1"}, {"a unit and no digit", cell(`office:value-type="float" office:value="1"`, "st"), "TRUE"},
	} {
		if got := shown(t, "", row(c.cell)); got[0] != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	seven := `office:value-type="float" office:value="7"`
	if got := shown(t, styled, `<table:table-column table:default-cell-style-name="zeros"/>`+row(cell(`table:style-name="" `+seven))); got[0] != "00007" {
		t.Errorf("a cell with an empty style: %q", got)
	}
	bare := `<document xmlns="` + officeURN + `"><body><spreadsheet><table name="A"><table-row><table-cell value-type="float" value="5"/></table-row></table></spreadsheet></body></document>`
	if b, err := openFlat(bare, ""); err != nil || textsOf(t, b)[0] != "5" {
		t.Errorf("without prefixes: %v", err)
	}
	for want, cells := range map[bool][]string{
		true:  {text("a"), cell("", "a"), cell(`table:formula="of:=A1"`, "#A"), cell(`table:formula="of:=A1"`, "# A"), cell(`office:value-type="string"`, "#N/A")},
		false: {cell(seven, "7"), cell(`office:value-type="string" office:string-value="" calcext:value-type="error"`, "x"), cell(`table:formula="of:=A1"`, "#N/A"), cell(`table:formula="of:=A1"`, "Err:502")},
	} {
		for _, c := range cells {
			if s := scanned(t, row(c)); s.row.Cells[0].Text != want {
				t.Errorf("%s is a text: %t", c, !want)
			}
		}
	}
	for cells, want := range map[string]bool{cell(`table:formula="of:=1+1"`): false, cell(`table:formula="of:=1+1" office:value-type="float"`): true} {
		s := scanned(t, row(cells))
		if _, problem := s.Show(0); problem == nil || problem.Warning != want {
			t.Errorf("%s: %+v", cells, problem)
		}
	}
}

// scanned is a scanner behind the first row that holds something.
func scanned(t *testing.T, rows string) *scanner {
	t.Helper()
	d, err := OpenFlat(source.New(strings.NewReader(flat("", sheet(rows))), "a.fods"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.Scan()
	if err == nil {
		_, err = s.NextSheet()
	}
	if err == nil {
		_, err = s.Next()
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.(*scanner)
}

// TestMerges: cells are merged with as many as they say, within the sheet, and as many are kept as may be.
func TestMerges(t *testing.T) {
	wide := `office:value-type="string" table:number-columns-spanned="2"`
	if s := scanned(t, row(cell(`table:number-columns-spanned="1" table:number-rows-spanned="1" office:value-type="string"`, "a"))); len(s.extent.Merges) != 0 {
		t.Errorf("a cell merged with none: %v", s.extent.Merges)
	}
	if s := scanned(t, row(cell(`office:value-type="string" table:number-rows-spanned="3"`, "a"))); s.extent.Merges[0] != (sheets.Area{Row: 1, LastRow: 3, Column: 0, LastColumn: 0}) {
		t.Errorf("%v", s.extent.Merges)
	}
	if s := scanned(t, row(`<table:table-cell table:number-columns-repeated="16383"/>`, cell(wide, "a"))); s.cells[0].column != 16383 || s.extent.Merges[0] != (sheets.Area{Row: 1, LastRow: 1, Column: 16383, LastColumn: 16383}) {
		t.Errorf("%v", s.extent.Merges)
	}
	many := scanned(t, strings.Repeat(row(strings.Repeat(`<table:table-cell table:number-columns-spanned="2"/>`, 128)), sheets.MaxMerges/128+1)+row(text("a")))
	if len(many.extent.Merges) != sheets.MaxMerges {
		t.Errorf("%d merged cells are kept", len(many.extent.Merges))
	}
}

// TestNotBegun: what isn't a spreadsheet, or has no end, is told as what it is.
func TestNotBegun(t *testing.T) {
	for body, want := range map[string]string{
		`<office:body/>`: "its content can't be read: it ends in the middle", `<office:body><office:text/></office:body>`: "it is an OpenDocument file, but not a spreadsheet", `<office:body>&x;`: "its content can't be read: XML syntax error on line 1: invalid character entity &x;",
	} {
		if _, err := openFlat(`<office:document`+namespaces+`>`+body+`</office:document>`, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", body, err, want)
		}
	}
	for name, want := range map[string]bool{"document": true, "document-content": true, "document-meta": false} {
		if IsFlat([]byte(`<office:`+name+namespaces+`>`)) != want {
			t.Errorf("%s: not %t", name, want)
		}
	}
}

// TestStylesCount: of what is kept of styles, each part counts towards the bound.
func TestStylesCount(t *testing.T) {
	kept := func(name, data, parent, text, when, apply string) int {
		d, err := OpenFlat(source.New(strings.NewReader(flat(`<style:style style:name="`+name+`" style:family="table-cell" style:data-style-name="`+data+`" style:parent-style-name="`+parent+`"/>`+
			`<number:number-style style:name="`+name+`"><number:text>`+text+`</number:text><style:map style:condition="`+when+`" style:apply-style-name="`+apply+`"/></number:number-style>`, "")), "a.fods"))
		if err == nil {
			_, err = d.Scan()
		}
		if err != nil {
			t.Fatal(err)
		}
		return d.styles.kept
	}
	const more = 1000
	x, least := strings.Repeat("x", more+1), kept("x", "x", "x", "x", "x", "x")
	for part, got := range map[string]int{
		"its data": kept("x", x, "x", "x", "x", "x"), "its parent": kept("x", "x", x, "x", "x", "x"), "a text": kept("x", "x", "x", x, "x", "x"), "a condition": kept("x", "x", "x", "x", x, "x"), "a style for it": kept("x", "x", "x", "x", "x", x),
		"its name, twice": kept(x, "x", "x", "x", "x", "x") - more,
	} {
		if got-least != more || least <= 0 {
			t.Errorf("%s: %d bytes, and %d with %d more", part, least, got, more)
		}
	}
}
