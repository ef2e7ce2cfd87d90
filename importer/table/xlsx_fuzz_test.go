package table_test

import (
	"archive/zip"
	"bytes"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// FuzzWorkbook: no bytes crash the reader of workbooks, hang it or make it take memory without bound. Half of the inputs are the rows of a
// sheet, since a change within an archive rarely leaves one.
func FuzzWorkbook(f *testing.F) {
	f.Add(build(f, func(x *excelize.File) { put(f, x, "Blad1", []any{"name", "x"}, []any{"Å", 1.5}) }), "", "", "")
	f.Add(zipNothing(f), headerXML+`<x:row r="5" hidden="1"><x:c r="A5" s="1"><x:v>46027</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c></x:row>`, `<x:mergeCells><x:mergeCell ref="A1:C5"/></x:mergeCells>`, "yyyy-mm-dd")
	f.Add(zipNothing(f), headerXML+`<x:row><x:c s="1"><x:f>1</x:f></x:c><x:c t="e"><x:v>#N/A</x:v></x:c><x:c r="XFD2" s="1"><x:v>1e300</x:v></x:c></x:row>`, "", "[$-41D]#,##0.00;[Red]-0.0E+00;@")
	f.Add([]byte("\xd0\xcf\x11\xe0"), "<x:row r=\"300\"><x:c s=\"1\"><x:v>-0.25</x:v></x:c></x:row>", "", "# ?/?")
	f.Add(zipNothing(f), `<x:row r="38800"><x:c s="1"><x:v>-0.25</x:v></x:c></x:row>`, "", "# ?P?") // below all rows that a layout is found by
	f.Fuzz(func(t *testing.T, data []byte, rows, after, format string) {
		if rows != "" {
			data = styledSheet(t, rows, after, format)
		}
		var before, now runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		readHostile(t, data)
		runtime.ReadMemStats(&now)
		if took, grown := time.Since(start), now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc); took > 20*time.Second || grown > 300<<20 {
			t.Fatalf("took %v and %d MiB", took, grown>>20)
		}
	})
}

func zipNothing(f *testing.F) []byte { return []byte(zipOf(f)) }

// readHostile reads what can be read of some bytes.
func readHostile(t *testing.T, data []byte) {
	tb, err := table.Open(bytes.NewReader(data), "x.xlsx", table.Options{Format: tabular.FormatXLSX})
	if err != nil {
		return
	}
	last := 0
	for row, err := range tb.Rows() {
		if err != nil {
			return
		}
		if row.Number <= last || row.Raw != nil {
			t.Fatalf("row %d follows row %d", row.Number, last)
		}
		last = row.Number
	}
}

func zipOf(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, files[i+1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
