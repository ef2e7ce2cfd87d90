package table_test

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// readThis makes the test binary read a file and do nothing else.
const readThis = "TABLE_TEST_READ"

// readAsChild reads the file that the parent named, and prints rows, seconds and the peak of memory in kB.
func readAsChild(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	start := time.Now()
	tb, err := table.Open(f, path, table.Options{})
	if err != nil {
		return err
	}
	n := 0
	for row, err := range tb.Rows() {
		if err != nil {
			return err
		}
		if len(row.Problems) > 0 {
			return fmt.Errorf("row %d: %+v", row.Number, row.Problems)
		}
		n++
	}
	took := time.Since(start).Seconds()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fmt.Println(n, took, strings.Fields(rest)[0])
	return nil
}

// memoryRows is how many rows a test of memory reads: with the race detector, which takes memory of its own, only so many that it runs.
func memoryRows(t *testing.T, usual int) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the peak memory of a process is read from Linux's /proc")
	}
	if raceEnabled {
		return 10_000
	}
	return usual
}

// readInChild reads a file in a process of its own, which is to find so many rows in at most so many bytes of memory.
func readInChild(t *testing.T, path string, rows, bound int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), readThis+"="+path)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var n, peak int // in kB
	var seconds float64
	if _, err := fmt.Sscan(string(out), &n, &seconds, &peak); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%s: %d rows, peak memory %.1f MiB, %.0f rows/s", filepath.Base(path), n, float64(peak)/1024, float64(n)/seconds)
	if n != rows || !raceEnabled && peak*1024 > bound {
		t.Errorf("%s: %d of %d rows took %d kB, at most %d bytes are bearable", filepath.Base(path), n, rows, peak, bound)
	}
}

// TestWorkbookMemory: a workbook of 200,000 rows is read in less than 150 MB, whether its texts are shared, all different as Excel writes
// them, or in the cells.
func TestWorkbookMemory(t *testing.T) {
	rows := memoryRows(t, 200_000)
	for _, shared := range []bool{true, false} {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("shared-%v.xlsx", shared))
		writeLarge(t, path, rows, shared)
		readInChild(t, path, rows, 150_000_000)
	}
}

// writeLarge writes a workbook of five columns as Excel does: texts shared, a number, a date.
func writeLarge(t testing.TB, path string, rows int, shared bool) {
	t.Helper()
	texts := 0
	text := func(s string) string {
		if !shared {
			return `t="inlineStr"><is><t>` + s + `</t></is>`
		}
		texts++
		return `t="s"><v>` + strconv.Itoa(texts-1) + `</v>`
	}
	values := func(i int) [3]string {
		return [3]string{fmt.Sprintf("Exempelbacken Fastigheter nr %d AB", i), fmt.Sprintf("K-%06d", i), fmt.Sprintf("Anteckning %d om en gata", i)}
	}
	writeParts(t, path, func(add addPart) {
		w := add("xl/worksheets/sheet1.xml")
		fmt.Fprint(w, sheetStart, `<row r="1">`)
		for i, name := range []string{"name", "custom_id", "note", "number", "created_at"} {
			fmt.Fprintf(w, `<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>`, tabular.ColumnLetters(i), name)
		}
		fmt.Fprint(w, `</row>`)
		for i := range rows {
			v := values(i)
			fmt.Fprintf(w, `<row r="%d" spans="1:5"><c r="A%d" %s</c><c r="B%d" %s</c><c r="C%d" %s</c><c r="D%d"><v>%d.5</v></c><c r="E%d" s="1"><v>%d</v></c></row>`,
				i+2, i+2, text(v[0]), i+2, text(v[1]), i+2, text(v[2]), i+2, i, i+2, 40000+i%3000)
		}
		fmt.Fprint(w, sheetEnd)
		w = add("xl/sharedStrings.xml")
		fmt.Fprint(w, `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
		for i := range texts / 3 {
			for _, s := range values(i) {
				fmt.Fprintf(w, `<si><t>%s</t></si>`, s)
			}
		}
		fmt.Fprint(w, `</sst>`)
	})
}

const (
	sheetStart = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetEnd   = `</sheetData></worksheet>`
)

// addPart begins the next part of an archive.
type addPart func(name string) *bufio.Writer

// writeParts writes a workbook of one sheet, of which the caller adds the sheet and the shared texts.
func writeParts(t testing.TB, path string, fill func(add addPart)) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	fillZip(t, f, fill)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func fillZip(t testing.TB, out io.Writer, fill func(add addPart)) {
	t.Helper()
	z := zip.NewWriter(out)
	var last *bufio.Writer
	add := func(name string) *bufio.Writer {
		if last != nil {
			last.Flush()
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		last = bufio.NewWriter(w)
		return last
	}
	for name, text := range bookParts() {
		fmt.Fprint(add(name), text)
	}
	fill(add)
	last.Flush()
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

func bookParts() map[string]string {
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const pkg = "http://schemas.openxmlformats.org/package/2006/"
	return map[string]string{
		"[Content_Types].xml": `<Types xmlns="` + pkg + `content-types"/>`,
		"_rels/.rels":         `<Relationships xmlns="` + pkg + `relationships"><Relationship Id="r1" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook xmlns="` + main + `" xmlns:r="` + rel + `"><sheets><sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="` + pkg + `relationships"><Relationship Id="r1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="r2" Type="` + rel + `/styles" Target="styles.xml"/><Relationship Id="r3" Type="` + rel + `/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
		"xl/styles.xml": `<styleSheet xmlns="` + main + `"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
	}
}
