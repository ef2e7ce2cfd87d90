package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/archive"
	"github.com/orgbatch/orgbatch/importer/table/sheets"
)

const (
	transitional = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	strict       = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
)

// onePart is a workbook of one sheet with these rows, its elements with a prefix.
func onePart(rows, prefix, calc string) map[string]string {
	ns := ` xmlns="m"`
	if prefix != "" {
		ns = ` xmlns:` + strings.TrimSuffix(prefix, ":") + `="m"`
	}
	return map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"_rels/.rels":                relationsOf(transitional+"officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml":            prefixed(`<workbook`+ns+` xmlns:r="r"><sheets><sheet name="Blad1" sheetId="1" r:id="r1"/></sheets>`+calc+`</workbook>`, prefix),
		"xl/_rels/workbook.xml.rels": relationsOf(transitional+"worksheet", "worksheets/sheet1.xml", transitional+"sharedStrings", "strings.xml", transitional+"styles", "styles.xml"),
		"xl/worksheets/sheet1.xml":   prefixed(`<worksheet`+ns+`><sheetData>`, prefix) + rows + prefixed(`</sheetData></worksheet>`, prefix),
		"xl/strings.xml":             `<sst><si><t>shared</t></si></sst>`,
		"xl/styles.xml":              `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
	}
}

// relationsOf lists relations by type and target.
func relationsOf(pairs ...string) string {
	var b strings.Builder
	b.WriteString(`<Relationships>`)
	for i := 0; i+1 < len(pairs); i += 2 {
		b.WriteString(`<Relationship Id="r` + string(rune('1'+i/2)) + `" Type="` + pairs[i] + `" Target="` + pairs[i+1] + `"/>`)
	}
	return b.String() + `</Relationships>`
}

// prefixed puts a prefix before the name of each element.
func prefixed(xml, prefix string) string {
	return strings.ReplaceAll(strings.ReplaceAll(xml, "<", "<"+prefix), "<"+prefix+"/", "</"+prefix)
}

func pack(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func openTest(t *testing.T, data []byte) *sheets.Book {
	t.Helper()
	b, err := openBook(data, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// openBook opens a workbook as package table does.
func openBook(data []byte, sheet string, known func(string) bool) (*sheets.Book, error) {
	return openFrom(bytes.NewReader(data), sheet, known)
}

func openFrom(src io.ReadSeeker, sheet string, known func(string) bool) (*sheets.Book, error) {
	a, err := archive.Open(src, "a.xlsx")
	if err != nil {
		return nil, err
	}
	if !Is(a) {
		return nil, a.Fail("no workbook", "")
	}
	w, err := Open(a)
	if err != nil {
		return nil, err
	}
	return sheets.Open(w, "a.xlsx", sheet, known)
}

// scanned gives copies of the rows of the first sheet as they are scanned.
func scanned(t *testing.T, data []byte) []sheets.Row {
	t.Helper()
	a, err := archive.Open(bytes.NewReader(data), "a.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	w, err := Open(a)
	if err != nil {
		t.Fatal(err)
	}
	scan, _ := w.Scan()
	defer scan.Close()
	if _, err := scan.NextSheet(); err != nil {
		t.Fatal(err)
	}
	var rows []sheets.Row
	for {
		row, err := scan.Next()
		if err == io.EOF {
			return rows
		} else if err != nil {
			t.Fatal(err)
		}
		kept := *row
		kept.Cells = slices.Clone(row.Cells)
		rows = append(rows, kept)
	}
}
