package xlsx

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestEncodings: a workbook's XML may be in any encoding that XML may have.
func TestEncodings(t *testing.T) {
	utf16 := func(order unicode.Endianness, mark unicode.BOMPolicy, declared string) func(string) (string, error) {
		return func(xml string) (string, error) {
			return unicode.UTF16(order, mark).NewEncoder().String(declared + xml)
		}
	}
	utf8 := func(declared string) func(string) (string, error) {
		return func(xml string) (string, error) { return declared + xml, nil }
	}
	const name = "Lindgård & Ö AB"
	for what, encode := range map[string]func(string) (string, error){
		"UTF-16LE with a mark":            utf16(unicode.LittleEndian, unicode.UseBOM, ""),
		"UTF-16BE with a mark":            utf16(unicode.BigEndian, unicode.UseBOM, ""),
		"UTF-16LE, declared":              utf16(unicode.LittleEndian, unicode.UseBOM, `<?xml version="1.0" encoding="UTF-16" standalone="yes"?>`+"\r\n"),
		"UTF-16BE, declared":              utf16(unicode.BigEndian, unicode.UseBOM, `<?xml version='1.0' encoding='utf-16be'?>`),
		"UTF-16LE without a mark":         utf16(unicode.LittleEndian, unicode.IgnoreBOM, `<?xml version="1.0" encoding="UTF-16LE"?>`),
		"UTF-16BE, neither":               utf16(unicode.BigEndian, unicode.IgnoreBOM, ""),
		"UTF-16 that says it is UTF-8":    utf16(unicode.LittleEndian, unicode.UseBOM, `<?xml version="1.0" encoding="UTF-8"?>`),
		"UTF-8 with a mark":               utf8("\ufeff" + `<?xml version="1.0" encoding="utf-8"?>`),
		"UTF-8 that says it is UTF-16":    utf8(`<?xml version="1.0" encoding="utf-16"?>`),
		"XML 1.1":                         utf8(`<?xml version="1.1" encoding="UTF-8" standalone="yes"?>`),
		"XML 1.1 without encoding":        utf8(`<?xml version="1.1"?>`),
		"a line break in the declaration": utf8("<?xml\n version = \"1.1\"\n encoding = \"UTF-8\" ?>"),
		"US-ASCII": func(xml string) (string, error) {
			return `<?xml version="1.0" encoding="US-ASCII"?>` + strings.NewReplacer("å", "&#229;", "Ö", "&#xD6;").Replace(xml), nil
		},
		"ISO-8859-1": func(xml string) (string, error) {
			return charmap.ISO8859_1.NewEncoder().String(`<?xml version="1.0" encoding="ISO-8859-1"?>` + xml)
		},
		"Windows-1252": func(xml string) (string, error) {
			return charmap.Windows1252.NewEncoder().String(`<?xml version="1.0" encoding="windows-1252"?>` + xml)
		},
		"ISO-8859-15, XML 1.1": func(xml string) (string, error) {
			return charmap.ISO8859_15.NewEncoder().String(`<?xml version="1.1" encoding="iso-8859-15"?>` + xml)
		},
	} {
		for _, shared := range []bool{false, true} {
			cell := `<c t="inlineStr"><is><t>Lindgård &amp; Ö AB</t></is></c>`
			if shared {
				cell = `<c t="s"><v>0</v></c>`
			}
			files := onePart(`<row r="1">`+cell+`<c s="1"><v>46027</v></c></row>`, "", "")
			files["xl/strings.xml"] = `<sst><si><t>Lindgård &amp; Ö AB</t></si></sst>`
			for part, xml := range files {
				var err error
				if files[part], err = encode(xml); err != nil {
					t.Fatal(err)
				}
			}
			row := rowsOf(t, pack(t, files))[0]
			if row.Cells[0].Text != name || row.Cells[1].Text != "2026-01-05" {
				t.Errorf("%s, shared %v: %+v", what, shared, row.Cells)
			}
		}
	}
}

// TestEncodingRefused: what can't be read is said, with the part.
func TestEncodingRefused(t *testing.T) {
	for declared, problem := range map[string]string{
		`<?xml version="1.0" encoding="x-unheard-of"?>`: `its encoding "x-unheard-of" is not known`,
		`<?xml version="1.0" encoding="US-ASCII"?>`:     "invalid UTF-8",
	} {
		files := onePart("<row r=\"1\"><c t=\"str\"><v>Lindg\xe5rd</v></c></row>", "", "")
		files["xl/worksheets/sheet1.xml"] = declared + files["xl/worksheets/sheet1.xml"]
		if err := openError(t, files); !strings.Contains(err.Error(), problem) || !strings.Contains(err.Error(), "Blad1") {
			t.Errorf("%s: %v", declared, err)
		}
	}
	files := onePart("", "", "")
	files["xl/workbook.xml"] = `<?xml version="1.0" encoding="x-unheard-of"?>` + files["xl/workbook.xml"]
	if err := openError(t, files); !strings.Contains(err.Error(), "its part xl/workbook.xml is not XML that can be read") {
		t.Error(err)
	}
}

func openError(t *testing.T, files map[string]string) *tabular.InputError {
	t.Helper()
	_, err := openBook(pack(t, files), "", nil)
	var e *tabular.InputError
	if !errors.As(err, &e) {
		t.Fatalf("%v is no *InputError", err)
	}
	return e
}

// TestFolders: the workbook is where _rels/.rels says.
func TestFolders(t *testing.T) {
	for _, relation := range []string{transitional, strict} {
		for _, folder := range []string{"xl/", "", "excel/", "Word/", "index/", "a b/c/"} {
			for _, absolute := range []string{"", "/"} {
				files := map[string]string{}
				for part, xml := range onePart(`<row r="1"><c t="s"><v>0</v></c></row>`, "", "") {
					files[strings.Replace(part, "xl/", folder, 1)] = strings.ReplaceAll(xml, transitional, relation)
				}
				files["_rels/.rels"] = relationsOf(relation+"officeDocument", absolute+folder+"workbook.xml")
				if rows := rowsOf(t, pack(t, files)); len(rows) != 1 || rows[0].Cells[0].Text != "shared" {
					t.Errorf("%q%q: %+v", absolute, folder, rows)
				}
			}
		}
	}
}

// TestTotalsRow: the last row of a table object is its total if the table says so.
func TestTotalsRow(t *testing.T) {
	const rows = `<row r="1"><c t="str"><v>Namn</v></c><c t="str"><v>Antal</v></c></row><row r="2"><c t="str"><v>Ekhus AB</v></c><c><v>1</v></c></row>` +
		`<row r="3"><c t="str"><v>Nordvik AB</v></c><c><f>SUBTOTAL(109,B2:B2)</f><v>1</v></c></row><row r="4"><c t="str"><v>Furuvik AB</v></c></row>`
	const columns = `<tableColumns><tableColumn name="Namn" totalsRowLabel="Summa"/><tableColumn name="Antal" totalsRowFunction="sum"/></tableColumns>`
	for _, c := range []struct {
		name, table, rows string
		want              int
	}{
		{"a total", `<table ref="A1:B3" totalsRowCount="1">` + columns + `</table>`, rows, 3},
		{"with a prefix", `<x:table ref="A1:B3" totalsRowCount="1">` + prefixed(columns, "x:") + `</x:table>`, rows, 3},
		{"in UTF-16", "\xff\xfe" + strings.Join(strings.Split(`<table ref="A1:B3" totalsRowCount="1">`+columns+`</table>`, ""), "\x00") + "\x00", rows, 3},
		{"wider than what the row holds", `<table ref="A1:D4" totalsRowCount="1">` + columns + `</table>`, rows, 4},
		{"none", `<table ref="A1:B3">` + columns + `</table>`, rows, 0},
		{"once shown", `<table ref="A1:B3" totalsRowShown="1">` + columns + `</table>`, rows, 0},
		{"hidden", `<table ref="A1:B3" totalsRowCount="0" totalsRowShown="0">` + columns + `</table>`, rows, 0},
		{"nothing to total", `<table ref="A1:B3" totalsRowCount="1"><tableColumns><tableColumn name="Namn"/><tableColumn name="Antal" totalsRowFunction="none"/></tableColumns></table>`, rows, 0},
		{"a table beside the rows", `<table ref="B1:B3" totalsRowCount="1">` + columns + `</table>`, rows, 0},
		{"no cells", `<table ref="x" totalsRowCount="1">` + columns + `</table>`, rows, 0},
		{"one row", `<table ref="A3:B3" totalsRowCount="1">` + columns + `</table>`, rows, 0},
		{"damaged", `<table ref="A1:B3" totalsRowCount="1"`, rows, 0},
	} {
		files := onePart(c.rows, "", "")
		for _, target := range []string{"../tables/table1.xml", "/xl/tables/table1.xml"} {
			files["xl/tables/table1.xml"] = c.table
			files["xl/worksheets/_rels/sheet1.xml.rels"] = relationsOf(transitional+"table", target, transitional+"table", target, transitional+"table", "gone.xml")
			w := openTest(t, pack(t, files))
			for number := range 6 {
				if got := w.TotalsRow(number); got != (number > 0 && number == c.want) {
					t.Errorf("%s: row %d is a total: %v", c.name, number, got)
				}
			}
		}
		for _, relations := range []string{"<Relation", "", relationsOf(transitional+"drawing", "../tables/table1.xml")} {
			files["xl/worksheets/_rels/sheet1.xml.rels"] = relations
			if openTest(t, pack(t, files)).TotalsRow(c.want) {
				t.Errorf("%s with relations %q", c.name, relations)
			}
		}
	}
}
