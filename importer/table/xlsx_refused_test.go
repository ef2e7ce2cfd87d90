//go:build !race

// Archives that unpack to hundreds of megabytes are read by one goroutine: the race detector would take minutes for nothing.

package table_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestRefusedWorkbooks: what can't be read is named, with what to do about it.
func TestRefusedWorkbooks(t *testing.T) {
	simple := func(f *excelize.File) { put(t, f, "Blad1", []any{"name", "x"}, []any{"A", 1}) }
	whole := string(build(t, simple))
	old := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), bytes.Repeat([]byte("W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00"), 9000)...)
	for _, c := range []struct{ name, data, problem, hint string }{
		{"password", string(build(t, simple, excelize.Options{Password: "hemligt"})), "protected by a password", "remove the password"},
		{"old", string(old), "old Excel workbook (xls)", ".xlsx"},
		{"xlsb", zipOf(t, "[Content_Types].xml", "", "xl/workbook.bin", ""), "binary workbook (xlsb)", ".xlsx"},
		{"ods", zipOf(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", ""), "its content can't be read", "fetch it again"},
		{"odt", zipOf(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "", "META-INF/manifest.xml", ""), "not a spreadsheet", "CSV"},
		{"docx", zipOf(t, "[Content_Types].xml", "", "word/document.xml", ""), "Word", "CSV"},
		{"zip", zipOf(t, "organizations.csv", "name\n"), "zip archive but not a workbook", "unpack"},
		{"torn", whole[:len(whole)-100], "archive can't be opened", "fetch it again"},
		{"half", whole[:len(whole)/2], "archive can't be opened", "fetch it again"},
		{"without sheets", zipOf(t, "[Content_Types].xml", "", "xl/workbook.xml", "<workbook/>", "_rels/.rels", "<r/>", "xl/_rels/workbook.xml.rels", "<r/>"), "no sheet", ""},
		{"without list", zipOf(t, "[Content_Types].xml", "", "_rels/.rels", "<r/>", "xl/styles.xml", ""), "xl/workbook.xml is missing", "fetch it again"},
		{"empty", string(build(t, func(*excelize.File) {})), `sheet "Blad1" is empty`, ""},
		{"torn XML", string(sheetXML(t, "", headerXML+"<x:row", "")), "can't be read on", "fetch it again"},
		{"rows backwards", string(sheetXML(t, "", headerXML+`<x:row r="3"></x:row><x:row r="2"></x:row>`, "")), "row 2 follows row 3", ""},
		{"row of bytes", string(sheetXML(t, "", headerXML+`<x:row><x:c t="str"><x:v>`+random(9<<20)+"</x:v></x:c></x:row>", "")), "larger than 8 MiB", ""},
		{"bomb", string(bomb(t, 200<<20)), "unpacks to far more", "if you trust it"},
		{"bomb that lies", string(lying(t, bomb(t, 200<<20))), "", ""},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := table.Open(strings.NewReader(c.data), "a.xlsx", table.Options{})
		runtime.ReadMemStats(&after)
		var e *tabular.InputError
		switch {
		case !errors.As(err, &e):
			t.Errorf("%s: %v is no *InputError", c.name, err)
		case !strings.Contains(e.Error(), c.problem) || !strings.Contains(e.Hint, c.hint):
			t.Errorf("%s: %v (%s)", c.name, e, e.Hint)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 100<<20 {
			t.Errorf("%s took %d MiB", c.name, grown>>20)
		}
	}
	for _, text := range []string{"name\nA\n", pack(t, "gzip", "name\nA\n")} {
		if _, err := table.Open(strings.NewReader(text), "a.xlsx", table.Options{Format: tabular.FormatXLSX}); err == nil {
			t.Errorf("%.20q is read as a workbook", text)
		}
	}
}

// random gives letters that can't be packed much.
func random(n int) string {
	b := make([]byte, n)
	seed := uint32(1)
	for i := range b {
		seed = seed*1664525 + 1013904223
		b[i] = 'a' + byte(seed>>27)%26
	}
	return string(b)
}

// bomb is a workbook whose sheet unpacks to n bytes of nothing.
func bomb(t testing.TB, n int) []byte {
	t.Helper()
	return sheetXML(t, strings.Repeat(" ", n), "", "")
}

// lying sets the sizes that an archive declares to small ones.
func lying(t testing.TB, data []byte) []byte {
	t.Helper()
	data = bytes.Clone(data)
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte("PK\x01\x02"))
		if i < 0 {
			return data
		}
		at += i + 24
		if binary.LittleEndian.Uint32(data[at:]) > 1<<20 {
			binary.LittleEndian.PutUint32(data[at:], 1000)
		}
	}
}

// TestNoTemporaryFiles: reading a workbook leaves nothing, and needs nothing, in the temporary folder that others can see.
func TestNoTemporaryFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, dir+"/none")
	}
	style := "0.00"
	data := build(t, func(f *excelize.File) {
		put(t, f, "Blad1", []any{"name", "x"}, []any{"A", 1})
		id, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &style})
		f.SetCellStyle("Blad1", "B2", "B2", id)
	})
	if got := texts(t, openBook(t, data, table.Options{})); got[0][1] != "1.00" {
		t.Errorf("%q", got)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v %v", left, err)
	}
}

// TestHostileSheets: sheets made to take long are read, or refused, in a moment.
func TestHostileSheets(t *testing.T) {
	merges := `<x:mergeCells>` + strings.Repeat(`<x:mergeCell ref="A1:XFD1048576"/>`, 20_000) + `</x:mergeCells>`
	for name, data := range map[string][]byte{
		"merges": sheetXML(t, "", headerXML+`<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>`, merges),
		"nested": sheetXML(t, "", headerXML+strings.Repeat("<x:row><x:c><x:is><x:r>", 1000), ""),
		"cells":  sheetXML(t, "", headerXML+"<x:row>"+strings.Repeat("<x:c><x:v>1</x:v></x:c>", 20_000)+"</x:row>", ""),
	} {
		start := time.Now()
		tb, err := table.Open(bytes.NewReader(data), "a.xlsx", table.Options{})
		if err == nil {
			for _, e := range tb.Rows() {
				err = e
			}
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v (%v)", name, took, err)
		}
	}
}
