package table_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/table"
)

// odsNames are the namespaces of OpenDocument as LibreOffice declares them.
const odsNames = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
	` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"`

// largeODS writes what writeLarge writes as LibreOffice does.
func largeODS(w io.Writer, rows int) {
	cell := func(text string) string {
		return `<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>` + text + `</text:p></table:table-cell>`
	}
	fmt.Fprint(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<office:document-content`+odsNames+` office:version="1.3"><office:scripts/><office:automatic-styles>`+
		`<number:date-style style:name="N84"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>`+
		`<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="Default" style:data-style-name="N84"/></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Blad1" table:style-name="ta1">`+
		`<table:table-column table:style-name="co1" table:number-columns-repeated="16384" table:default-cell-style-name="Default"/><table:table-row table:style-name="ro1">`)
	for _, name := range []string{"name", "custom_id", "note", "number", "created_at"} {
		fmt.Fprint(w, cell(name))
	}
	fmt.Fprint(w, `<table:table-cell table:number-columns-repeated="16379"/></table:table-row>`)
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		day := start.AddDate(0, 0, 40000+i%3000).Format(time.DateOnly)
		fmt.Fprintf(w, `<table:table-row table:style-name="ro1">%s%s%s<table:table-cell office:value-type="float" office:value="%d.5" calcext:value-type="float"><text:p>%d.5</text:p></table:table-cell>`+
			`<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="%s" calcext:value-type="date"><text:p>%s</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16379"/></table:table-row>`,
			cell(fmt.Sprintf("Exempelbacken Fastigheter nr %d AB", i)), cell(fmt.Sprintf("K-%06d", i)), cell(fmt.Sprintf("Anteckning %d om en gata", i)), i, i, day, day)
	}
	fmt.Fprint(w, `<table:table-row table:style-name="ro1" table:number-rows-repeated="800000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`)
}

// writeODS writes an archive of this content.
func writeODS(t testing.TB, path string, fill func(io.Writer)) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	packODS(t, f, fill)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestODSMemory: a spreadsheet of 200,000 rows is read in less than 100 MiB, and so is one that hardly packs them in an archive at all.
func TestODSMemory(t *testing.T) {
	rows := memoryRows(t, 200_000)
	dir := t.TempDir()
	packed, flat := filepath.Join(dir, "large.ods"), filepath.Join(dir, "large.fods")
	writeODS(t, packed, func(w io.Writer) { largeODS(w, rows) })
	var b bytes.Buffer
	largeODS(&b, rows)
	if err := os.WriteFile(flat, bytes.ReplaceAll(b.Bytes(), []byte("office:document-content"), []byte("office:document")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{packed, flat} {
		readInChild(t, path, rows, 100<<20)
	}
}

// BenchmarkAsODS reads one list as ODS and as XLSX, with shared texts as Excel and LibreOffice write it, and gives how many times as long the
// first takes.
func BenchmarkAsODS(b *testing.B) {
	const rows = 200_000
	dir := b.TempDir()
	packed, book := filepath.Join(dir, "large.ods"), filepath.Join(dir, "large.xlsx")
	writeODS(b, packed, func(w io.Writer) { largeODS(w, rows) })
	writeLarge(b, book, rows, true)
	took := map[string]time.Duration{}
	b.ResetTimer()
	for b.Loop() {
		for _, path := range []string{packed, book} {
			start := time.Now()
			f, err := os.Open(path)
			if err != nil {
				b.Fatal(err)
			}
			tb, err := table.Open(f, path, table.Options{})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for _, err := range tb.Rows() {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			f.Close()
			if n != rows {
				b.Fatalf("%s has %d rows", path, n)
			}
			took[path] += time.Since(start)
		}
	}
	b.ReportMetric(took[packed].Seconds()/float64(b.N), "ods-s")
	b.ReportMetric(took[book].Seconds()/float64(b.N), "xlsx-s")
	b.ReportMetric(float64(took[packed])/float64(took[book]), "times-xlsx")
}

func packODS(t testing.TB, out io.Writer, fill func(io.Writer)) {
	t.Helper()
	z := zip.NewWriter(out)
	w, err := z.Create("content.xml")
	if err != nil {
		t.Fatal(err)
	}
	buffered := bufio.NewWriter(w)
	fill(buffered)
	buffered.Flush()
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}
