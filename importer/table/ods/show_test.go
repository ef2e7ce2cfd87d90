package ods

import (
	"strings"
	"testing"
)

// styled are styles of cells: zeros N1, parts N2, money N3, day N4, long N5, percent N6, truth N7, signed N8, prefixed N9, inherited from zeros.
const styled = `<number:number-style style:name="N1"><number:number number:min-integer-digits="5" number:decimal-places="0"/></number:number-style>` +
	`<number:number-style style:name="N2"><number:text>K</number:text><number:number number:min-integer-digits="5" number:decimal-places="0"><number:embedded-text number:position="2">-</number:embedded-text></number:number></number:number-style>` +
	`<number:currency-style style:name="N3"><number:number number:min-integer-digits="1" number:decimal-places="2" number:grouping="true"/><number:text> </number:text><number:currency-symbol number:language="sv" number:country="SE">kr</number:currency-symbol></number:currency-style>` +
	`<number:date-style style:name="N4"><number:day number:style="long"/><number:text>/</number:text><number:month/><number:text> </number:text><number:year number:style="long"/></number:date-style>` +
	`<number:time-style style:name="N5" number:truncate-on-overflow="false"><number:hours/><number:text>:</number:text><number:minutes number:style="long"/></number:time-style>` +
	`<number:percentage-style style:name="N6"><number:number number:min-integer-digits="1" number:decimal-places="1"/><number:text> %</number:text></number:percentage-style>` +
	`<number:boolean-style style:name="N7"><number:boolean/></number:boolean-style>` +
	`<number:number-style style:name="N8P0"><number:text>plus </number:text><number:number number:min-integer-digits="1" number:decimal-places="0"/></number:number-style>` +
	`<number:number-style style:name="N8P1"><number:text>minus </number:text><number:number number:min-integer-digits="1" number:decimal-places="0"/></number:number-style>` +
	`<number:number-style style:name="N8"><number:text>noll</number:text><style:map style:condition="value()&gt;0" style:apply-style-name="N8P0"/><style:map style:condition="value()&lt;0" style:apply-style-name="N8P1"/></number:number-style>` +
	`<number:text-style style:name="N9"><number:text>K-</number:text><number:text-content/></number:text-style>` +
	`<number:date-style style:name="N10"><number:quarter/></number:date-style>` +
	`<number:number-style style:name="N11"><number:number number:min-integer-digits="1"/></number:number-style>` +
	`<number:date-style style:name="N12" number:automatic-order="true"><number:month/><number:text>/</number:text><number:day/><number:text>/</number:text><number:year/></number:date-style>` +
	`<style:style style:name="zeros" style:family="table-cell" style:data-style-name="N1"/><style:style style:name="parts" style:family="table-cell" style:data-style-name="N2"/><style:style style:name="money" style:family="table-cell" style:data-style-name="N3"/>` +
	`<style:style style:name="day" style:family="table-cell" style:data-style-name="N4"/><style:style style:name="long" style:family="table-cell" style:data-style-name="N5"/><style:style style:name="percent" style:family="table-cell" style:data-style-name="N6"/>` +
	`<style:style style:name="truth" style:family="table-cell" style:data-style-name="N7"/><style:style style:name="signed" style:family="table-cell" style:data-style-name="N8"/><style:style style:name="prefixed" style:family="table-cell" style:data-style-name="N9"/>` +
	`<style:style style:name="quarter" style:family="table-cell" style:data-style-name="N10"/><style:style style:name="general" style:family="table-cell" style:data-style-name="N11"/><style:style style:name="local" style:family="table-cell" style:data-style-name="N12"/>` +
	`<style:style style:name="inherited" style:family="table-cell" style:parent-style-name="middle"/><style:style style:name="middle" style:family="table-cell" style:parent-style-name="zeros"/><style:style style:name="loop" style:family="table-cell" style:parent-style-name="loop"/>`

// TestShown: what a person sees in a cell, as each of the programs writes it.
func TestShown(t *testing.T) {
	number := func(style, value string) string {
		return `table:style-name="` + style + `" office:value-type="float" office:value="` + value + `"`
	}
	for _, c := range []struct{ name, cell, want string }{
		{"a text", text("Ekhus AB"), "Ekhus AB"},
		{"two paragraphs", cell(`office:value-type="string"`, "Storgatan 1", "2 tr"), "Storgatan 1\n2 tr"},
		{"elements of space", text(`a<text:s text:c="3"/>b<text:s/>c<text:tab/>d<text:line-break/>e`), "a   b c\td\ne"},
		{"spans in spans, and a link", text(`<text:span>E<text:span>k<text:span>hus</text:span></text:span></text:span> <text:a xlink:href="x">AB</text:a>`), "Ekhus AB"},
		{"a field", text(`Blad <text:sheet-name>A</text:sheet-name>`), "Blad A"},
		{"readings of signs", text(`<text:ruby><text:ruby-base>x</text:ruby-base><text:ruby-text>y</text:ruby-text></text:ruby>`), "x"},
		{"raw spaces", text("a  b \t c\nd "), "a  b \t c\nd "},
		{"pretty-printed", text("\n    Ekhus AB\n  "), "Ekhus AB"},
		{"the exact text", cell(`office:value-type="string" office:string-value="a&#9;b&#10;"`, "a b"), "a\tb\n"},
		{"an exact text of nothing", cell(`office:value-type="string" office:string-value=""`, "x"), ""},
		{"a foreign value of a text", cell(`office:value-type="string" office:value="123"`, "00123"), "00123"},
		{"no type", cell("", "x"), "x"},
		{"a prefix", cell(`table:style-name="prefixed" office:value-type="string"`, "x"), "K-x"},
		{"a prefix of an exact text", cell(`table:style-name="prefixed" office:value-type="string" office:string-value="x"`, "K-x"), "K-x"},

		{"a number", cell(number("", "5560123456"), "5560123456"), "5560123456"},
		{"one cut by a narrow column", cell(number("", "5560123456"), "6E+09"), "5560123456"},
		{"the same with the general format", cell(number("general", "5560123456"), "###"), "5560123456"},
		{"a number of the locale", cell(number("", "1234.5"), "1 234,5"), "1234.5"},
		{"a number with an exponent", cell(number("", "1.23456789012346E+018")), "1.23456789012346E+18"},
		{"a calculated one", cell(number("", "0.30000000000000004")), "0.3"},
		{"zeros", cell(number("zeros", "123"), "00123"), "00123"},
		{"zeros without a text", cell(number("zeros", "123")), "00123"},
		{"zeros by a parent", cell(number("inherited", "123"), "123"), "00123"},
		{"a style of itself", cell(number("loop", "123"), "x"), "123"},
		{"parts", cell(number("parts", "1234567")), "K12345-67"},
		{"grouped digits", cell(number("money", "1234"), "1 234,00 kr"), "1234"},
		{"money", cell(strings.Replace(number("money", "1234.5"), "float", "currency", 1)), "1\u00a0234,50 kr"},
		{"a percentage", cell(strings.Replace(number("percent", "0.125"), "float", "percentage", 1)), "12.5 %"},
		{"above zero", cell(number("signed", "5")), "plus 5"},
		{"below zero", cell(number("signed", "-5")), "minus 5"},
		{"zero", cell(number("signed", "0")), "noll"},
		{"a number that is a truth", cell(number("truth", "1"), "SANT"), "TRUE"},
		{"one that is none", cell(number("truth", "0"), "FALSKT"), "FALSE"},
		{"a truth without a format", cell(number("", "1")+` table:formula="of:=TRUE()"`, "SANT"), "TRUE"},
		{"the other one", cell(number("", "0"), "FALSKT"), "FALSE"},
		{"a 1 in a narrow column", cell(number("", "1"), "###"), "1"},
		{"what no format can say", cell(number("quarter", "46355"), "K4"), "K4"},
		{"the same without a text", cell(number("quarter", "46355")), "46355"},
		{"a number that is a date by its format", cell(number("day", "46355")), "29/11 2026"},

		{"a date", cell(`office:value-type="date" office:date-value="2026-11-29"`, "29.11.26"), "2026-11-29"},
		{"a date by its format", cell(`table:style-name="day" office:value-type="date" office:date-value="2026-11-29"`, "x"), "29/11 2026"},
		{"a date in the computer's order", cell(`table:style-name="local" office:value-type="date" office:date-value="2026-11-29"`, "11/29/26"), "2026-11-29"},
		{"a date with a format of numbers", cell(`table:style-name="zeros" office:value-type="date" office:date-value="2026-11-29"`), "2026-11-29"},
		{"a date and time", cell(`office:value-type="date" office:date-value="2026-11-29T12:30:01"`), "2026-11-29 12:30:01"},
		{"with parts of a second", cell(`office:value-type="date" office:date-value="2026-11-29T12:30:01.25"`), "2026-11-29 12:30:01"},
		{"with a zone", cell(`office:value-type="date" office:date-value="2026-11-29T12:30:01Z"`), "2026-11-29 12:30:01"},
		{"of 1850", cell(`table:style-name="day" office:value-type="date" office:date-value="1850-01-02"`), "1850-01-02"},
		{"of the year 1", cell(`office:value-type="date" office:date-value="0001-01-01"`), "0001-01-01"},
		{"an empty date", cell(`office:value-type="date" office:date-value=""`, "1900-02-29"), "1900-02-29"},
		{"a date that is none", cell(`office:value-type="date" office:date-value="-32768-01-01"`, "#FMT"), "#FMT no-stored-value@A"},
		{"a duration", cell(`office:value-type="time" office:time-value="PT25H30M00S"`), "25:30:00"},
		{"one by its format", cell(`table:style-name="long" office:value-type="time" office:time-value="PT025H30M00S"`, "x"), "25:30"},
		{"one of days", cell(`table:style-name="long" office:value-type="time" office:time-value="P1DT1H30M"`), "25:30"},
		{"one below zero", cell(`table:style-name="long" office:value-type="time" office:time-value="-PT06H00M00S"`), "-6:00"},
		{"one that is none", cell(`office:value-type="time" office:time-value="PT-2147483648H"`, "00:00"), "00:00 no-stored-value@A"},
		{"months are none", cell(`office:value-type="time" office:time-value="P1M"`, "x"), "x no-stored-value@A"},
		{"a truth", cell(`office:value-type="boolean" office:boolean-value="true"`, "SANT"), "TRUE"},
		{"one by a value", cell(`office:value-type="boolean" office:value="false"`), "FALSE"},
		{"one of another kind", cell(`office:value-type="boolean"`, "ja"), "ja"},

		{"an error", cell(`office:value-type="string" office:string-value="" calcext:value-type="error" table:formula="of:=NA()"`, "#N/A"), "#N/A"},
		{"an error without a name", cell(`office:value-type="string" office:string-value="" calcext:value-type="error"`, "Err:510"), "Err:510"},
		{"an error as a text", cell(`office:value-type="string" office:string-value="#N/A"`, "#N/A"), "#N/A"},
		{"an error as a number", cell(`office:value-type="float" office:value="0" table:formula="=1/0"`, "#DIV/0!"), "#DIV/0!"},
		{"a formula", cell(`office:value-type="float" office:value="41" table:formula="of:=6*7"`, "41"), "41"},
		{"a formula of nothing", cell(`table:formula="of:=&quot;&quot;"`, ""), ""},
		{"the same as a text", cell(`office:value-type="string" office:string-value="" table:formula="of:=&quot;&quot;"`), ""},
		{"a formula without a result", cell(`table:formula="of:=1+1"`), " no-stored-value@A"},
		{"one with a type", cell(`table:formula="of:=1+1" office:value-type="float"`), " no-stored-value@A"},
	} {
		want, end := c.want+"|end", text("end")
		if first, code, ok := strings.Cut(c.want, " no-stored"); ok {
			want = first + "|end no-stored" + code
		}
		if got := shown(t, styled, row(c.cell, end))[0]; got != want {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
	}
}

// TestDefaultStyles: cells without a style have their row's or their column's.
func TestDefaultStyles(t *testing.T) {
	seven := cell(`office:value-type="float" office:value="7"`)
	columns := `<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="zeros" table:number-columns-repeated="2"/>`
	own := cell(`table:style-name="general" office:value-type="float" office:value="7"`)
	rows := row(seven, seven, seven, own, seven) + `<table:table-row table:default-cell-style-name="parts">` + seven + seven + seven + `</table:table-row>`
	got := shown(t, styled, columns+rows)
	if got[0] != "7|7|00007|7|7" || got[1] != "K000-07|K000-07|K000-07" {
		t.Errorf("%q", got)
	}
}

// TestStandIn: the 0 of a formula is a result in what a calculating program made, or where another formula came to something.
func TestStandIn(t *testing.T) {
	zero, other := cell(`office:value-type="float" office:value="0" table:formula="of:=A1"`), cell(`office:value-type="float" office:value="7" table:formula="of:=A1"`)
	for _, c := range []struct{ generator, cells, want string }{
		{"", zero, "0 placeholder-result@A"}, {"SheetJS 0.18.5", zero + zero, "0|0 placeholder-result@A placeholder-result@B"}, {"SheetJS", zero + other, "0|7"}, {"LibreOffice/7.4.7.2", zero, "0"},
		{"gnumeric/1.12.55", zero, "0"}, {"Calligra Sheets/3.2.1", zero, "0"}, {"", cell(`office:value-type="float" office:value="0"`), "0"},
	} {
		xml := strings.Replace(flat("", sheet(row(c.cells))), "<office:automatic-styles>", "<office:meta><meta:generator>"+c.generator+"</meta:generator></office:meta><office:automatic-styles>", 1)
		b, err := openFlat(xml, "")
		if err != nil {
			t.Fatal(err)
		}
		if got := textsOf(t, b)[0]; got != c.want {
			t.Errorf("%q %s: %q", c.generator, c.cells, got)
		}
	}
}
