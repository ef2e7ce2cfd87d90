package table_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/table/write"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// anyText draws what cells hold at their worst.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", " ", "\t", "\"", "\"\"", ",", ";", "\n", "\r", "\r\n", "\n\r", "\ufeff", "'", "=1+1", "null", "{", "[{", "sep=;", "#",
			"Exempelbacken AB", "Åkern & Ängen AB", "a\"b", "a,b;c\td", "två\nrader", "slut\r", "👩‍👩‍👧 AB", "شركة مثال", "\u202eomvänt", strings.Repeat("😀", 255),
		}),
		rapid.StringMatching("[a,;\t\r\n\" åÅ]{0,8}"),
		rapid.String().Filter(func(s string) bool { return !strings.Contains(s, "\x00") && !meant.MatchString(s) }),
	)
}

// meant is what means something else than its letters: lines of dashes, footnotes, texts written as formulas.
var meant = regexp.MustCompile(`^\s*[-–—=+|:_ \t]{2,}\s*$|^\s*\*+ |^=(\d+|.*")$`)

// TestWrittenIsRead: any rows that our writer writes, in any form, come back equal.
func TestWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := tabular.Format{
			Name: tabular.FormatCSV, Delimiter: rapid.SampledFrom([]string{",", ";", "\t"}).Draw(t, "delimiter"),
			Newline: rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "newline"), BOM: rapid.Bool().Draw(t, "bom"),
		}
		width := rapid.IntRange(1, 4).Draw(t, "width")
		header := []string{"name", "custom_id", "Överordnad", "x,y;z"}[:width]
		want := rapid.SliceOfN(rapid.SliceOfN(anyText(), width, width), 0, 8).Draw(t, "rows")
		var b bytes.Buffer
		w, err := write.NewWriter(&b, f, header)
		if err != nil {
			t.Fatal(err)
		}
		for _, texts := range want {
			if err := w.Write(textCells(texts)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		tb, err := table.Open(bytes.NewReader(b.Bytes()), "x.csv", table.Options{Delimiter: f.Delimiter})
		if err != nil {
			t.Fatalf("%v in %q", err, b.String())
		}
		compare(t, tb, header, want, b.String())
	})
}

func textCells(texts []string) []tabular.Cell {
	cells := make([]tabular.Cell, len(texts))
	for i, text := range texts {
		cells[i].Text = text
	}
	return cells
}

func compare(t *rapid.T, tb *table.Table, header []string, want [][]string, text string) {
	if !slices.Equal(tb.Header(), header) {
		t.Fatalf("header %q, want %q, in %q", tb.Header(), header, text)
	}
	n := 0
	for row, err := range tb.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if n == len(want) || !slices.Equal(row.Cells, textCells(want[n])) || row.Unreadable || len(row.Problems) > 0 {
			t.Fatalf("row %d reads %+v of %q", n, row, text)
		}
		if n++; row.Number != n+1 {
			t.Fatalf("row %d has number %d", n, row.Number)
		}
	}
	if n != len(want) {
		t.Fatalf("%d rows, want %d, in %q", n, len(want), text)
	}
}

// TestRawIsWritten: the bytes of sound rows, with columns added, are read again as the same cells and those columns; without the columns
// they are the same bytes.
func TestRawIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := tabular.Format{Name: tabular.FormatCSV, Delimiter: ";", Newline: rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "newline")}
		header := []string{"name", "custom_id"}
		texts := rapid.SliceOfN(rapid.SliceOfN(anyText(), 2, 2), 1, 5).Draw(t, "rows")
		var first, second bytes.Buffer
		w, _ := write.NewWriter(&first, f, header)
		for _, row := range texts {
			w.Write(textCells(row))
		}
		w.Flush()
		w, _ = write.NewWriter(&second, f, append(header, "orgbatch_row", "orgbatch_error"))
		tb, err := table.Open(bytes.NewReader(first.Bytes()), "x.csv", table.Options{Delimiter: ";"})
		if err != nil {
			t.Fatal(err)
		}
		extra := anyText().Draw(t, "extra")
		var raws []string
		for row, err := range tb.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			raws = append(raws, string(row.Raw))
			if err := w.WriteRaw(row.Raw, "k7f3:1", extra); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		if tb, err = table.Open(bytes.NewReader(second.Bytes()), "x.csv", table.Options{Delimiter: ";"}); err != nil {
			t.Fatal(err)
		}
		n := 0
		for row, err := range tb.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			if want := textCells(append(slices.Clone(texts[n]), "k7f3:1", extra)); !slices.Equal(row.Cells, want) {
				t.Fatalf("got %+v, want %+v, in %q", row.Cells, want, second.String())
			}
			if cut := write.CutRaw(tb.Format(), row.Raw, 2); string(cut) != raws[n] {
				t.Fatalf("cut gives %q, was %q", cut, raws[n])
			}
			n++
		}
		if n != len(texts) {
			t.Fatalf("%d rows, want %d", n, len(texts))
		}
	})
}

// TestObjectsAreRead: any rows written as JSON lines come back equal, and so do they with keys added twice.
func TestObjectsAreRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := tabular.Format{Name: tabular.FormatJSONL, Newline: rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "newline")}
		header := []string{"name", "custom_id", "a\"b"}
		cell := rapid.OneOf(
			rapid.Map(anyText(), func(s string) tabular.Cell { return tabular.Cell{Text: s, Kind: tabular.String} }),
			rapid.SampledFrom([]tabular.Cell{{Kind: tabular.Absent}, {Kind: tabular.Null}, {Text: "12.50", Kind: tabular.JSON}, {Text: `{"id":"x","n":[1,2]}`, Kind: tabular.JSON}}),
		)
		want := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 1, 6).Draw(t, "rows")
		var b, c, d bytes.Buffer
		w, _ := write.NewWriter(&b, f, header)
		for i, cells := range want {
			if i == 0 { // so that the keys are seen in this order
				cells[0], cells[1], cells[2] = tabular.Cell{Kind: tabular.Null}, tabular.Cell{Kind: tabular.Null}, tabular.Cell{Kind: tabular.Null}
			}
			if err := w.Write(cells); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		sameCells(t, b.Bytes(), header, want, nil)
		more := append(slices.Clone(header), "orgbatch_row")
		w, _ = write.NewWriter(&c, f, more)
		w2, _ := write.NewWriter(&d, f, more)
		for line := range strings.Lines(b.String()) {
			w.WriteRaw([]byte(strings.TrimRight(line, "\r\n")), "k7f3:1")
		}
		w.Flush()
		for line := range strings.Lines(c.String()) {
			w2.WriteRaw([]byte(strings.TrimRight(line, "\r\n")), "m2b4:2")
		}
		w2.Flush()
		sameCells(t, c.Bytes(), more, want, &tabular.Cell{Text: "k7f3:1", Kind: tabular.String})
		sameCells(t, d.Bytes(), more, want, &tabular.Cell{Text: "m2b4:2", Kind: tabular.String})
	})
}

func sameCells(t *rapid.T, text []byte, header []string, want [][]tabular.Cell, extra *tabular.Cell) {
	tb, err := table.Open(bytes.NewReader(text), "x.jsonl", table.Options{})
	if err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	if !slices.Equal(tb.Header(), header) {
		t.Fatalf("header %q in %q", tb.Header(), text)
	}
	n := 0
	for row, err := range tb.Rows() {
		if err != nil || len(row.Problems) > 0 {
			t.Fatalf("%v %+v in %q", err, row.Problems, text)
		}
		cells := slices.Clone(want[n])
		if extra != nil {
			cells = append(cells, *extra)
		}
		if !slices.Equal(row.Cells, cells) {
			t.Fatalf("got %+v, want %+v, in %q", row.Cells, cells, text)
		}
		n++
	}
	if n != len(want) {
		t.Fatalf("%d rows, want %d", n, len(want))
	}
}
