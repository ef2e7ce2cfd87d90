package report

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// known are the headers that tell a reader what a header is, as an import has them.
func known(name string) bool {
	return slices.Contains([]string{"Namn", "Kundnr", "Moderbolag", ColumnRow, ColumnError}, name)
}

// TestTogether: the rejects and the rows that were accepted are together the rows of the input, cell by cell, whatever the delimiter,
// encoding and quotes, and although rows are too short or too long; and the rejects keep all of those.
func TestTogether(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		delim := rapid.SampledFrom([]string{",", ";", "\t", "|"}).Draw(rt, "delimiter")
		newline := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(rt, "newline")
		word := rapid.StringOfN(rapid.SampledFrom([]rune("abåÄö019 é")), 1, 8, -1)
		lines := []string{strings.Join([]string{"Namn", "Kundnr", "Moderbolag", "Anm"}, delim)}
		for range rapid.IntRange(6, 15).Draw(rt, "rows") {
			cells := rapid.SliceOfN(word, 4, 4).Draw(rt, "cells")
			switch rapid.IntRange(0, 9).Draw(rt, "shape") {
			case 0:
				cells = cells[:3]
			case 1:
				cells = append(cells, "för mycket")
			case 2:
				cells[1] = `"` + cells[1] + delim + `""x"""`
			}
			lines = append(lines, "Exempel "+strings.Join(cells, delim))
		}
		text := strings.Join(lines, newline) + newline
		if rapid.Bool().Draw(rt, "windows-1252") {
			encoded, err := charmap.Windows1252.NewEncoder().String(text)
			must2(rt, err)
			text = encoded
		}
		checkTogether(rt, dir, text, delim)
	})
}

func checkTogether(rt *rapid.T, dir, text, delim string) {
	tab, err := table.Open(strings.NewReader(text), "a.csv", table.Options{KnownHeader: known, Delimiter: delim})
	must2(rt, err)
	r, err := run.Create(dir, run.Meta{})
	must2(rt, err)
	defer os.RemoveAll(r.Dir())
	defer func() { must2(rt, r.Close()) }()
	n := 0
	for row, err := range tab.Rows() {
		must2(rt, err)
		must2(rt, r.AppendRow(run.Row{Number: row.Number, Line: row.Line, Raw: row.Raw, Cells: row.Cells}))
		n++
	}
	must2(rt, r.FlushRows())
	must2(rt, r.SetMeta(func(m *run.Meta) {
		m.Sources = []run.Source{{Name: "a.csv", Format: tab.Format(), Header: tab.Header(), Rows: n}}
	}))
	rejected := rapid.SliceOfN(rapid.Bool(), n, n).Draw(rt, "rejected")
	for i, reject := range rejected {
		action := run.ActionCreate
		if reject {
			action = run.ActionReject
			must2(rt, r.AppendIssue(run.Issue{Row: i, Column: -1, Severity: run.Error, Message: "a reason; for it"}))
		}
		must2(rt, r.AppendDecision(none(action)))
	}
	must2(rt, r.FlushDecisions())
	files, err := WriteRejects(r)
	must2(rt, err)
	if len(files) > 0 {
		checkReread(rt, r, rejected)
	}
}

// checkReread reads the rejects as the next import would, whose command names the encoding: a few letters can be of several.
func checkReread(rt *rapid.T, r *run.Run, rejected []bool) {
	data, err := os.ReadFile(filepath.Join(r.Dir(), "rejects.csv"))
	must2(rt, err)
	source := r.Meta().Sources[0]
	tab, err := table.Open(bytes.NewReader(data), "rejects.csv", table.Options{KnownHeader: known, Delimiter: source.Format.Delimiter, Encoding: source.Format.Encoding})
	must2(rt, err)
	want := append(slices.Clone(source.Header), ColumnRow, ColumnError)
	for i := 0; want[i] == ""; i++ { // columns at the beginning without a name have their letter
		want[i] = string(rune('A' + source.Format.FirstColumn + i))
	}
	if !slices.Equal(tab.Header(), want) {
		rt.Fatalf("the header is %q, not %q, in\n%s", tab.Header(), want, data)
	}
	if f := tab.Format(); f.Newline != source.Format.Newline {
		rt.Fatalf("lines end in %q, not %q", f.Newline, source.Format.Newline)
	}
	i := 0
	for row, err := range tab.Rows() {
		must2(rt, err)
		for !rejected[i] {
			i++
		}
		checkRow(rt, r, i, row, len(source.Header))
		i++
	}
	if i < len(rejected) && slices.Contains(rejected[i:], true) {
		rt.Fatalf("rows are missing after row %d in\n%s", i, data)
	}
}

// checkRow compares a row of the rejects with the one it came from: the same cells, short rows filled up, and then its identity.
func checkRow(rt *rapid.T, r *run.Run, i int, row tabular.Row, columns int) {
	original, err := r.Row(i)
	must2(rt, err)
	want := slices.Clone(original.Cells)
	for len(want) < columns {
		want = append(want, tabular.Cell{})
	}
	if len(row.Cells) < len(want)+1 || !slices.Equal(row.Cells[:len(want)], want) {
		rt.Fatalf("row %d reads as %q, it was %q", original.Number, row.Cells, original.Cells)
	}
	if got := row.Cells[len(want)].Text; got != original.IdentityIn(r.Meta().Short) {
		rt.Fatalf("the identity of row %d reads as %q", original.Number, got)
	}
}

// TestLongWorkbookRows: what stands beyond a workbook's header is not lost in the CSV either.
func TestLongWorkbookRows(t *testing.T) {
	r := rejectedRun(t, t.TempDir(), tabular.FormatXLSX, []string{"name", "nr"}, []string{"A AB", "1", `för "mycket"`}, []string{"B AB"})
	defer func() { must(t, r.Close()) }()
	_, err := WriteRejects(r)
	must(t, err)
	want := "\ufeffname,nr,orgbatch_row,orgbatch_error\n\"A AB\",\"1\",\"för \"\"mycket\"\"\",\"SHORT:2\",\"\"\nB AB,,SHORT:3,\n"
	if got := strings.ReplaceAll(content(t, r, "rejects.csv"), r.Meta().Short, "SHORT"); got != want {
		t.Errorf("the rejects are\n%s\nnot\n%s", got, want)
	}
}

// TestHeaderless: columns that nothing names keep their places, also where the rejects have nothing in the first.
func TestHeaderless(t *testing.T) {
	for name, test := range map[string]struct{ header, want []string }{
		"none": {[]string{"", " ", ""}, []string{"A", "B", "C", ColumnRow, ColumnError}},
		"some": {[]string{"", "Namn", ""}, []string{"A", "Namn", "", ColumnRow, ColumnError}},
		"ours": {[]string{ColumnRow, "", "Namn"}, []string{"A", "Namn", ColumnRow, ColumnError}},
	} {
		if got := Headed(test.header, 0); !slices.Equal(got, test.want) {
			t.Errorf("%s: the header is %q, not %q", name, got, test.want)
		}
	}
}

// rejectedRun is a run of a source whose rows, of cells alone, are all rejected.
func rejectedRun(t testing.TB, dir, format string, header []string, rows ...[]string) *run.Run {
	t.Helper()
	r, err := run.Create(dir, run.Meta{})
	must(t, err)
	must(t, r.SetMeta(func(m *run.Meta) {
		m.Sources = []run.Source{{Name: "a", Format: tabular.Format{Name: format}, Header: header, Rows: len(rows)}}
	}))
	for i, row := range rows {
		kept := run.Row{Number: i + 2, Cells: make([]tabular.Cell, len(row))}
		for c, text := range row {
			kept.Cells[c].Text = text
			if c < len(header) && header[c] == ColumnRow {
				kept.Identity = text
			}
		}
		must(t, r.AppendRow(kept))
	}
	must(t, r.FlushRows())
	for range rows {
		must(t, r.AppendDecision(none(run.ActionReject)))
	}
	must(t, r.FlushDecisions())
	return r
}

func must2(rt *rapid.T, err error) {
	if err != nil {
		rt.Fatal(err)
	}
}
