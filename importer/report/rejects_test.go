package report

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestRejectedPlusAccepted guards that nothing is lost or altered: the rejected rows' bytes and the accepted rows' bytes are the file.
func TestRejectedPlusAccepted(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		newline := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(rt, "newline")
		delim := rapid.SampledFrom([]string{",", ";", "\t"}).Draw(rt, "delimiter")
		cell := rapid.Map(rapid.StringOfN(rapid.SampledFrom([]rune("ab åÖ\",;\t\n😀")), 0, 8, -1), func(s string) string { return quote(s) })
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 1, 20).Draw(rt, "rows")
		file := strings.Join([]string{"Namn", "Kundnr", "Koncern"}, delim) + newline
		for _, row := range rows {
			file += "x" + strings.Join(row, delim)[1:] + newline // never blank
		}
		checkSplit(t, rt, dir, file, newline)
	})
}

// quote writes every cell in quotes, the first of a row without its opening one being plain.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func checkSplit(t *testing.T, rt *rapid.T, dir, file, newline string) {
	file = strings.ReplaceAll(file, "x", `"`)
	r := newRun(t, dir, "a.csv", file)
	defer os.RemoveAll(r.Dir())
	rejected := rapid.SliceOfN(rapid.Bool(), r.RowCount(), r.RowCount()).Draw(rt, "rejected")
	for _, reject := range rejected {
		action := run.ActionCreate
		if reject {
			action = run.ActionReject
		}
		must(t, r.AppendDecision(none(action)))
	}
	must(t, r.FlushDecisions())
	files, err := WriteRejects(r)
	must(t, err)

	rejects := []byte(content(t, r, "rejects.csv"))
	_, rejects, _ = bytes.Cut(rejects, []byte(newline)) // the header
	_, whole, _ := strings.Cut(file, newline)
	var rebuilt []byte
	count := 0
	for row, err := range r.Rows(0) {
		must(t, err)
		if rejected[row.Index] {
			if !bytes.HasPrefix(rejects, row.Raw) {
				rt.Fatalf("row %d, %q, isn't next in %q", row.Number, row.Raw, rejects)
			}
			_, rejects, _ = bytes.Cut(rejects[len(row.Raw):], []byte(newline))
			count++
		}
		rebuilt = append(append(rebuilt, row.Raw...), newline...)
	}
	if string(rebuilt) != whole || len(rejects) > 0 {
		rt.Fatalf("the rows are %q, not %q; left of the rejects is %q", rebuilt, whole, rejects)
	}
	if rowsOf(files)["rejects.csv"] != count {
		rt.Fatalf("%v were written, %d are rejected", files, count)
	}
	if count > 0 {
		checkReadBack(t, rt, r, rejected)
	}
	must(t, r.Close())
}

// checkReadBack reads the rejects as the next import would.
func checkReadBack(t *testing.T, rt *rapid.T, r *run.Run, rejected []bool) {
	tab, err := table.Open(bytes.NewReader([]byte(content(t, r, "rejects.csv"))), "rejects.csv", table.Options{})
	must(t, err)
	if want := []string{"Namn", "Kundnr", "Koncern", ColumnRow, ColumnError}; !slices.Equal(tab.Header(), want) {
		rt.Fatalf("the header is %q", tab.Header())
	}
	i := 0
	for row, err := range tab.Rows() {
		must(t, err)
		for !rejected[i] {
			i++
		}
		original, err := r.Row(i)
		must(t, err)
		if !slices.Equal(row.Cells[:3], original.Cells) || row.Cells[3].Text != original.IdentityIn(r.Meta().Short) {
			rt.Fatalf("row %d reads as %q, it was %q", original.Number, row.Cells, original.Cells)
		}
		i++
	}
}

// TestRejectsMark guards what a spreadsheet program knows letters by: a mark where it knows one, of a source that had none.
func TestRejectsMark(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"UTF-8", "Namn;Nr\nÅ AB;1\n", "\ufeffNamn;"},
		{"ASCII", "Namn;Nr\nA AB;1\n", "\ufeffNamn;"},
		{"UTF-16", "N\x00a\x00m\x00n\x00;\x00N\x00r\x00\n\x00\xc5\x00 \x00A\x00B\x00;\x001\x00\n\x00", "\xff\xfeN\x00a\x00m\x00n\x00;\x00"},
		{"Windows-1252", "Namn;Nr\n\xc5 AB;1\n", "Namn;"},
		{"JSON lines", "{\"name\":\"Å AB\"}\n", "{\"name\""},
	} {
		r := newRun(t, t.TempDir(), "a", c.source)
		decide(t, r, none(run.ActionReject))
		_, err := WriteRejects(r)
		must(t, err)
		if got := content(t, r, "rejects.csv") + content(t, r, "rejects.jsonl"); !strings.HasPrefix(got, c.want) {
			t.Errorf("of %s came %q", c.name, got)
		}
	}
}

// TestDamagedRows guards rows that can't be read: they are given back as they were, one line each, and harm no other.
func TestDamagedRows(t *testing.T) {
	file := "Namn;Kundnr;Koncern\nGod AB;1;\n\"Öppen AB;2;\nKort AB\nLång AB;4;x;för;mycket\n\"Fel\"x;5;\nSist AB;6;\n"
	r := newRun(t, t.TempDir(), "a.csv", file)
	for range r.RowCount() {
		must(t, r.AppendDecision(none(run.ActionReject)))
	}
	must(t, r.FlushDecisions())
	files, err := WriteRejects(r)
	must(t, err)
	if len(files) != 1 || files[0].Rows != 6 || files[0].Path != filepath.Join(r.Dir(), "rejects.csv") {
		t.Errorf("%v were written", files)
	}
	golden(t, r, "rejects.csv", "damaged-rejects.csv")
	_, err = WriteResults(r)
	must(t, err)
	golden(t, r, "results.csv", "damaged-results.csv")
}

func TestFit(t *testing.T) {
	s := shapeOf(run.Source{Format: tabular.Format{Name: tabular.FormatCSV, Delimiter: ";", Quote: `"`, Escape: `"`, Newline: "\n"}, Header: []string{"a", "b", "c", "d"}})
	for raw, want := range map[string]struct {
		kept    string
		missing int
	}{
		"1;2;3;4": {"1;2;3;4", 0}, "1;2;3": {"1;2;3", 1}, "1;2": {"1;2", 2}, "1": {"1", 3}, "": {"", 3}, ";;;": {";;;", 0},
		"1;2;3;4;;": {"1;2;3;4", 0}, "1;2;3;4;; ": {"1;2;3;4", 0}, "1;2;3;4;x": {"1;2;3;4;x", 0},
		`"1;2";3`: {`"1;2";3`, 2}, `1;"2`: {`1;"2`, 0}, `1;"2;3";"4"`: {`1;"2;3";"4"`, 1},
	} {
		kept, missing := s.fit([]byte(raw), 0)
		if string(kept) != want.kept || missing != want.missing {
			t.Errorf("%q fits as %q with %d missing, not %q with %d", raw, kept, missing, want.kept, want.missing)
		}
	}
}
