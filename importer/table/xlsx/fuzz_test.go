package xlsx

import (
	"runtime"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"
)

// FuzzParts: whatever stands in the parts of a workbook, reading it ends, in bounded memory, and gives rows in their order.
func FuzzParts(f *testing.F) {
	book := onePart(`<row r="1"><c t="s"><v>0</v></c><c><f t="array" ref="B1:C2">A1</f><v/></c></row><row r="2"/>`, "", `<calcPr fullCalcOnLoad="1"/>`)
	const table = `<table ref="A1:C2" totalsRowCount="1"><tableColumns><tableColumn totalsRowLabel="Summa"/></tableColumns></table>`
	relation := relationsOf(transitional+"table", "table.xml")
	for _, declaration := range []string{"", `<?xml version="1.1"?>`, `<?xml version="1.0" encoding="ISO-8859-1"?>`, `<?xml encoding="x"?>`} {
		f.Add(book["_rels/.rels"], declaration+book["xl/workbook.xml"], declaration+book["xl/worksheets/sheet1.xml"], relation, table, declaration == "")
	}
	f.Add(relationsOf(transitional+"officeDocument", "../../x"), "\xff\xfe<\x00", "\ufeff", "", `<table ref="XFD1:A1048576" totalsRowCount="9">`, false)
	f.Fuzz(func(t *testing.T, root, workbook, sheet, relations, table string, wide bool) {
		files := onePart("", "", "")
		files["_rels/.rels"], files["xl/workbook.xml"], files["xl/worksheets/sheet1.xml"] = root, workbook, sheet
		files["xl/worksheets/_rels/sheet1.xml.rels"], files["xl/worksheets/table.xml"] = relations, table
		if wide {
			for name, xml := range files {
				files[name], _ = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(xml)
			}
		}
		var before, now runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		readAll(t, pack(t, files))
		runtime.ReadMemStats(&now)
		if took, grown := time.Since(start), now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc); took > 20*time.Second || grown > 300<<20 {
			t.Fatalf("took %v and %d MiB", took, grown>>20)
		}
	})
}

// readAll reads what can be read of a workbook.
func readAll(t *testing.T, data []byte) {
	w, err := openBook(data, "", nil)
	if err != nil {
		return
	}
	r, release, err := w.Rows()
	if err != nil {
		return
	}
	defer release()
	for number := 1; ; number++ {
		row, err := r.Next()
		if err != nil {
			return
		}
		if row.Number != number {
			t.Fatalf("row %d comes as row %d", row.Number, number)
		}
		w.TotalsRow(number)
	}
}
