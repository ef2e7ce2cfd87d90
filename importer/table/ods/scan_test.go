package ods

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestRows: where the rows and cells of a sheet stand, whatever they are grouped in, and what of it is none.
func TestRows(t *testing.T) {
	a, b := text("a"), text("b")
	const gap = `<table:table-cell table:number-columns-repeated="2"/>`
	for _, c := range []struct {
		name, rows string
		want       []string
	}{
		{"plain", row(a, b) + row(b), []string{"a|b", "b"}},
		{"in groups of any depth", `<table:table-header-rows>` + row(a) + `</table:table-header-rows><table:table-row-group><table:table-rows>` + row(b) + `</table:table-rows><table:table-row-group>` + row(a) +
			`</table:table-row-group>` + row(b) + `</table:table-row-group>` + row(a), []string{"a", "b", "a", "b", "a"}},
		{"blanks between elements", "\n " + `<table:table-row>` + "\n " + a + "\n " + b + "\n </table:table-row>\n ", []string{"a|b"}},
		{"repeated cells", row(`<table:table-cell office:value-type="string" table:number-columns-repeated="3"><text:p>a</text:p></table:table-cell>`, b), []string{"a|a|a|b"}},
		{"repeated blank cells", row(a, gap, b), []string{"a|||b"}},
		{"repeated blank rows", row(a) + `<table:table-row table:number-rows-repeated="2">` + gap + `</table:table-row>` + row(b), []string{"a", "", "", "b"}},
		{"repeated full rows", `<table:table-row table:number-rows-repeated="3">` + a + b + `</table:table-row>` + row(b), []string{"a|b", "a|b", "a|b", "b"}},
		{"styled to the last row and column", row(a, `<table:table-cell table:number-columns-repeated="16383"/>`) + `<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`, []string{"a"}},
		{"covered cells", row(cell(`office:value-type="string" table:number-columns-spanned="3"`, "a"), `<table:covered-table-cell table:number-columns-repeated="2"/>`, b), []string{"a|a|a|b merged-cells@B merged-cells@C"}},
		{"a title over them", row(cell(`office:value-type="string" table:number-columns-spanned="3"`, "a"), `<table:covered-table-cell table:number-columns-repeated="2"/>`) + row(b, b, b), []string{"a", "b|b|b"}},
		{"merged downwards", row(cell(`office:value-type="string" table:number-rows-spanned="2"`, "a"), b) + row(`<table:covered-table-cell/>`, a), []string{"a|b", "a|a merged-cells@A"}},
		{"text beneath a merged cell", row(cell(`office:value-type="string" table:number-columns-spanned="2"`, "a"), `<table:covered-table-cell office:value-type="string"><text:p>x</text:p></table:covered-table-cell>`, b),
			[]string{"a|a|b merged-cells@B merged-cells@B"}},
		{"notes, shapes, forms and tables in cells", `<office:forms><x>1</x></office:forms><table:shapes><draw:frame><text:p>x</text:p></draw:frame></table:shapes>` +
			row(cell(`office:value-type="string"`, `a<office:annotation><dc:date>2026</dc:date><text:p>note</text:p></office:annotation>`), `<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation>`+
				`<text:p>b</text:p><draw:frame><text:p>x</text:p></draw:frame><table:table table:is-sub-table="true">`+row(a, a)+`</table:table></table:table-cell>`), []string{"a|b"}},
		{"void", row(cell(`office:value-type="void"`, "x"), a), []string{"|a"}},
	} {
		if got := shown(t, "", c.rows); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestNoRows: what can't be a sheet is refused with its row.
func TestNoRows(t *testing.T) {
	a := text("a")
	for name, c := range map[string]struct{ rows, want string }{
		"a column too many":    {row(`<table:table-cell table:number-columns-repeated="16384"/>`, a), "line 1: sheet \"A\" can't be read on from there: row 1 has more than 16384 columns"},
		"a row too many":       {`<table:table-row table:number-rows-repeated="1048576"/>` + row(a), "row 1048577 is beyond the last row"},
		"repeated beyond":      {row(a) + `<table:table-row table:number-rows-repeated="1048576">` + a + `</table:table-row>`, "row 1048577 is beyond the last row"},
		"copies without end":   {`<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>`, "repeated more often than a person's"},
		"a row that is huge":   {row(a) + row(text(strings.Repeat("x", 9<<20))), "line 2: a row of sheet \"A\" is larger than 8 MiB"},
		"spaces without end":   {row(text(strings.Repeat(`<text:s text:c="1000000000"/>`, 20))), "larger than 8 MiB"},
		"cut in a row":         {row(a) + `<table:table-row>` + a, "can't be read on"},
		"an entity of its own": {row(text("&firma;")), "invalid character entity &firma;"},
		"nothing":              {"", `sheet "A" is empty`},
	} {
		if _, err := openFlat(flat("", sheet(c.rows)), ""); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLongCopies: texts that are repeated are bounded by what all copies hold.
func TestLongCopies(t *testing.T) {
	b, err := openFlat(flat("", sheet(`<table:table-row table:number-rows-repeated="2000">`+text(strings.Repeat("x", 1<<20))+`</table:table-row>`)), "")
	if err != nil {
		t.Fatal(err)
	}
	r, release, err := b.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	n := 0
	for err == nil {
		_, err = r.Next()
		n++
	}
	if n < 1000 || n > 1100 || !strings.Contains(err.Error(), "repeated more often") {
		t.Errorf("after %d rows: %v", n, err)
	}
}

// TestHidden: hidden rows, filtered rows and hidden columns are read and named.
func TestHidden(t *testing.T) {
	columns := `<table:table-column/><table:table-column-group><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/><table:table-column table:visibility="filter"/></table:table-column-group>` +
		`<table:table-column table:number-columns-repeated="16380" table:visibility="collapse"/>`
	hidden := func(visibility string, n int, cells string) string {
		return fmt.Sprintf(`<table:table-row table:visibility="%s" table:number-rows-repeated="%d">%s</table:table-row>`, visibility, n, cells)
	}
	b, err := openFlat(flat("", sheet(columns+row(text("a"), text("b"), text("c"), text("d"))+hidden("collapse", 2, text("e"))+hidden("filter", 1, text("f"))+hidden("visible", 1, text("g"))+hidden("collapse", 9, ""))), "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range b.Problems() {
		got = append(got, p.Message)
	}
	want := []string{"3 rows are hidden in the sheet and read all the same: 2–4", "column B–D is hidden in the sheet and read all the same"}
	if !slices.Equal(got, want) || len(rowsOf(t, b)) != 5 {
		t.Errorf("%q", got)
	}
}

// TestSheets: the sheets are the tables of the body, in their order, but for copies of other files' and what was before changes.
func TestSheets(t *testing.T) {
	const styles = `<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>`
	changes := `<table:tracked-changes><table:cell-content-change><table:change-track-table-cell office:value-type="string"><text:p>old</text:p></table:change-track-table-cell></table:cell-content-change></table:tracked-changes>`
	foreign := `<table:table table:name="&apos;file:///b.ods&apos;#X"><table:title>x</table:title><table:table-source table:table-name="X"/>` + strings.Repeat(row(text("x"), text("y")), 9) + `</table:table>`
	hidden := `<table:table table:name="Dold" table:style-name="ta2">` + strings.Repeat(row(text("h"), text("i")), 9) + `</table:table>`
	list := `<table:table table:name="Kunder" table:style-name="ta1"><office:forms/>` + row(text("a"), text("b")) + `</table:table>`
	other := `<table:table table:name="Övrigt">` + row(text("c")) + `</table:table>`
	xml := flat(styles, changes+foreign+hidden+`<table:table table:name="Tom"/>`+list+foreign+other+`<table:named-expressions/>`)
	for wanted, want := range map[string]string{"": "Kunder", "dold": "Dold", "ÖVRIGT": "Övrigt"} {
		b, err := openFlat(xml, wanted)
		if err != nil {
			t.Fatal(err)
		}
		if b.Sheet() != want || len(rowsOf(t, b)) == 0 || wanted == "" && b.Problems()[0].Message != `sheet "Kunder" is read; the workbook also has "Dold" (hidden), "Övrigt" (1 row)` {
			t.Errorf("%q: %s, %+v", wanted, b.Sheet(), b.Problems())
		}
	}
	if _, err := openFlat(xml, "X"); err == nil || err.(*tabular.InputError).Hint != `its sheets are "Dold", "Tom", "Kunder", "Övrigt"` {
		t.Errorf("%+v", err)
	}
	if _, err := openFlat(flat(styles, hidden), ""); err == nil || !strings.Contains(err.Error(), "all sheets of the workbook are hidden") {
		t.Error(err)
	}
}

// TestUntyped: texts whose type nobody said are names of columns as others are.
func TestUntyped(t *testing.T) {
	one := cell(`office:value-type="float" office:value="1"`)
	b, err := openFlat(flat("", sheet(strings.Repeat(row(one, one), 4))+`<table:table table:name="B">`+row(cell("", "Namn"), cell("", "Ort"))+row(one)+`</table:table>`), "")
	if err != nil || b.Sheet() != "B" {
		t.Errorf("%v", err)
	}
}

// TestCut: a spreadsheet that ends anywhere gives an error or rows in their order, and never a panic.
func TestCut(t *testing.T) {
	xml := flat(`<number:number-style style:name="N1"><number:number number:min-integer-digits="5" number:decimal-places="0"/></number:number-style><style:style style:name="c" style:family="table-cell" style:data-style-name="N1"/>`,
		sheet(`<table:table-column table:default-cell-style-name="c"/>`+row(text("Namn"), text("Kod"))+row(text("Ekhus AB"), cell(`office:value-type="float" office:value="123" table:formula="of:=1"`, "00123"))))
	for n := range len(xml) {
		b, err := openFlat(xml[:n], "")
		if err == nil && n > 0 {
			if _, err := openFlat(xml[:n]+xml, ""); err == nil {
				t.Errorf("a spreadsheet behind %d bytes of another is lost", n)
			}
		}
		if err == nil && n < strings.Index(xml, "</office:spreadsheet>") {
			t.Errorf("%d of %d bytes are read: %q", n, len(xml), textsOf(t, b))
		}
	}
}

// TestStrayEnds: no cell and no row is lost behind an end tag that closes something else.
func TestStrayEnds(t *testing.T) {
	for _, rows := range []string{
		row(text("Namn"), text("Kod")) + strings.Replace(row(text("Ekhus AB"), text("1")), "</table:table-cell>", "</table:table-cell></table:x>", 1),
		row(text("Namn"), text("Kod")) + "</table:table-row>" + row(text("Ekhus AB"), text("1")),
		row(text("Namn"), text("Kod")) + "</table:table>" + row(text("Ekhus AB"), text("1")),
	} {
		b, err := openFlat(flat("", sheet(rows)), "")
		if err == nil {
			err = readError(t, b)
		}
		if err == nil || !strings.Contains(err.Error(), "closed by") {
			t.Errorf("%s: %v", rows, err)
		}
	}
}

// readError is what stops the reading of the chosen sheet.
func readError(t *testing.T, b *sheets.Book) error {
	t.Helper()
	rows, release, err := b.Rows()
	if err != nil {
		return err
	}
	defer release()
	for err == nil {
		_, err = rows.Next()
	}
	if err == io.EOF {
		return nil
	}
	return err
}
