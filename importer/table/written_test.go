package table_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
)

// written is a folder that .ci/matrix/write has filled just now; without it the files are read that it filled once.
var written = flag.String("written", "", "read the files that real programs wrote into this folder, instead of those of testdata")

// writtenCell is a row of the table that all of them wrote: see .ci/matrix/cells.py.
type writtenCell struct {
	Name, Code, Type string
	Cell             any
}

// means says whether a text is what a program may write of the cell.
func (c writtenCell) means(got string) bool {
	switch c.Type {
	case "text":
		return got == c.Cell
	case "number":
		n, err := strconv.ParseFloat(strings.Replace(got, ",", ".", 1), 64)
		return err == nil && n == c.Cell
	case "boolean":
		return strings.EqualFold(got, "true")
	case "date":
		return got == c.Cell
	}
	return got == ""
}

// TestWritten reads a table of hard cells as real programs wrote it. Where a cell isn't what they were given, written.txt has it with the
// reason: they all are losses of the writer, or of the format.
func TestWritten(t *testing.T) {
	files := writtenFiles(t)
	var cells []writtenCell
	if err := json.Unmarshal(files["cells.json"], &cells); err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if name == "cells.json" || name == "versions.txt" || strings.HasPrefix(name, "shown/") {
			continue
		}
		for _, d := range differences(name, files[name], cells) {
			found = append(found, name+"\t"+d)
		}
	}
	holdToReasons(t, "testdata/written.txt", found)
}

// TestShown compares what is read of each workbook with what LibreOffice shows of it. Where both differ, shown.txt has it with the
// reason.
func TestShown(t *testing.T) {
	files := writtenFiles(t)
	var found []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		book, ok := strings.CutPrefix(strings.TrimSuffix(name, ".csv"), "shown/")
		if !ok {
			continue
		}
		lines, err := csv.NewReader(bytes.NewReader(files[name])).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		tb, err := table.Open(bytes.NewReader(files[book]), book, table.Options{})
		if err != nil {
			found = append(found, book+"\t*\t"+strconv.Quote(err.Error()))
			continue
		}
		read := rows(t, tb)
		if len(read) != len(lines)-1 {
			found = append(found, fmt.Sprintf("%s\t*\t\"%d rows, %d are shown\"", book, len(read), len(lines)-1))
			continue
		}
		for i, row := range read {
			for n, c := range row.Cells {
				if see := lines[i+1][n]; strings.ReplaceAll(c.Text, "\r\n", "\n") != see {
					found = append(found, fmt.Sprintf("%s\t%s\t%q is shown, %q read", book, lines[i+1][0], see, c.Text))
				}
			}
		}
	}
	holdToReasons(t, "testdata/shown.txt", found)
}

// differences reads a file and names the cells that aren't what was to be written, quoted.
func differences(name string, file []byte, cells []writtenCell) []string {
	tb, err := table.Open(bytes.NewReader(file), name, table.Options{KnownHeader: func(h string) bool { return h == "Namn" || h == "Kundnummer" }})
	if err != nil {
		return []string{"*\t" + strconv.Quote(err.Error())}
	}
	if got := tb.Header(); !slices.Equal(got, []string{"Namn", "Kundnummer", "Värde"}) {
		return []string{"header\t" + strconv.Quote(strings.Join(got, ";"))}
	}
	read, all := map[string][]string{}, []string(nil)
	for row, err := range tb.Rows() {
		if err != nil {
			return []string{"*\t" + strconv.Quote(err.Error())}
		}
		texts := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			texts[i] = c.Text
		}
		if len(texts) == 0 || read[texts[0]] != nil || !slices.ContainsFunc(cells, func(c writtenCell) bool { return c.Name == texts[0] }) {
			all = append(all, fmt.Sprintf("*\tmore: %q", row.Raw))
			continue
		}
		read[texts[0]] = texts
	}
	for _, c := range cells {
		switch row := read[c.Name]; {
		case len(row) != 3 || row[1] != c.Code:
			all = append(all, fmt.Sprintf("%s\t%q", c.Name, row))
		case !c.means(row[2]):
			all = append(all, c.Name+"\t"+strconv.Quote(row[2]))
		}
	}
	return all
}

// holdToReasons fails for differences without a reason on a page, and for those of the page that aren't found. -update writes the page anew.
func holdToReasons(t *testing.T, path string, found []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if at := strings.LastIndexByte(line, '\t'); at >= 0 && line[at+1:] != "?" {
			reasons[line[:at]] = line[at+1:]
		}
	}
	var page strings.Builder
	for _, line := range found {
		reason := reasons[line]
		if reason == "" {
			reason = "?"
			t.Errorf("%s has no reason for %s", path, line)
		}
		fmt.Fprintf(&page, "%s\t%s\n", line, reason)
	}
	for line := range reasons {
		if !slices.Contains(found, line) {
			t.Errorf("%s: differs no more: %s", path, line)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(page.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// writtenFiles are those of the folder, or of testdata. With -update those of the folder are kept there.
func writtenFiles(t *testing.T) map[string][]byte {
	t.Helper()
	const kept = "testdata/written.zip"
	files := map[string][]byte{}
	if *written != "" {
		folder := os.DirFS(*written)
		err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files[name], err = fs.ReadFile(folder, name)
			}
			return err
		})
		if err != nil || len(files) == 0 {
			t.Fatalf("%d files in %s: %v", len(files), *written, err)
		}
		if *update {
			keepWritten(t, kept, files)
		}
		return files
	}
	z, err := zip.OpenReader(kept)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return files
}

func keepWritten(t *testing.T, path string, files map[string][]byte) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
