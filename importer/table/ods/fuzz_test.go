package ods

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
)

// FuzzSpreadsheet: whatever stands in a spreadsheet, reading it ends, in bounded memory, and gives rows in their order.
func FuzzSpreadsheet(f *testing.F) {
	whole := flat(styled, `<table:table table:name="B" table:style-name="x"><table:table-source/></table:table>`+sheet(`<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>`+
		row(text("Namn"), text("Kod"))+`<table:table-row table:number-rows-repeated="3">`+cell(`table:style-name="parts" office:value-type="float" office:value="123" table:number-columns-repeated="4"`, "x")+`</table:table-row>`+
		row(cell(`office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="3"`, "a"), `<table:covered-table-cell/>`, cell(`table:formula="of:=1"`))))
	f.Add(whole, false)
	f.Add(whole, true)
	f.Add(flat("", sheet(`<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="date" office:date-value="2026-11-29" table:number-columns-repeated="9999"/></table:table-row>`)), false)
	f.Add(flat("", sheet(row(cell(`office:value-type="time" office:time-value="PT1H"`), text(`a<text:s text:c="9"/><office:annotation><text:p>x</text:p></office:annotation>`)))), false)
	f.Fuzz(func(t *testing.T, xml string, archived bool) {
		var before, now runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		if archived {
			if b, err := openPacked(t, packed(t, "mimetype", mediaType, "styles.xml", xml, "content.xml", xml)); err == nil {
				readAll(t, b.Rows)
			}
		} else {
			wide, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(xml)
			for _, xml := range []string{xml, wide} {
				IsFlat([]byte(xml))
				if b, err := openFlat(xml, ""); err == nil {
					readAll(t, b.Rows)
				}
			}
		}
		runtime.ReadMemStats(&now)
		if took, grown := time.Since(start), now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc); took > 60*time.Second || grown > 300<<20 {
			t.Fatalf("took %v and %d MiB: %.500q", took, grown>>20, strings.TrimSpace(xml))
		}
	})
}

// readAll reads the first rows: a few bytes may stand for millions, of which TestNoRows and TestLongCopies know the bounds.
func readAll(t *testing.T, rows func() (*sheets.Reader, func(), error)) {
	t.Helper()
	r, release, err := rows()
	if err != nil {
		return
	}
	defer release()
	for number := 1; number < 2000; number++ {
		row, err := r.Next()
		if err != nil {
			return
		}
		if row.Number != number {
			t.Fatalf("row %d comes as row %d", row.Number, number)
		}
	}
}
