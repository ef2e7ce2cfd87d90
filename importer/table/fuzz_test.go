package table_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
)

// FuzzRead: no input crashes or hangs, and what is read as sound rows is, written by us, read as the same rows.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"name,custom_id\nA,1\n", "\ufeffNamn;Nr\r\nÅ;\"1\"\"\"\r\n", "a\tb\rc\td\r", "name\n\"\"\n\n", "a,b\n\"c,d\ne\",f\"\n\"g\n", "a\r\r\nb\rc\r",
		"a,b\n\"x\"y,z\n\xff,\x00\n", "{\"a\":1}\n{\"a\":[1, 2]}\r\n{\"a\":1,\"a\":2}\n[]\n{\"b\":null}", "[{\"a\":1}]", "{\"results\":[{\"a\":1},\n{\"a\":\"x},\n{\"b\":{}}]}", "{\n\"a\":1\n}\n{}", "PK\x03\x04", "\x1f\x8b\x08", "\x28\xb5\x2f\xfd",
	} {
		f.Add([]byte(seed), "")
		f.Add([]byte(seed), "csv")
		f.Add([]byte(seed), "json")
	}
	f.Fuzz(func(t *testing.T, data []byte, format string) {
		tb, err := table.Open(bytes.NewReader(data), "x", table.Options{Format: format})
		if err != nil {
			return
		}
		var b bytes.Buffer
		w, err := table.NewWriter(&b, tb.Format(), tb.Header())
		if err != nil {
			t.Fatal(err)
		}
		var want [][]table.Cell
		last := 0
		for row, err := range tb.Rows() {
			if err != nil {
				break
			}
			if row.Number <= last {
				t.Fatalf("row %d follows row %d", row.Number, last)
			}
			last = row.Number
			if row.Unreadable {
				if !slices.ContainsFunc(row.Problems, func(p table.Problem) bool { return !p.Warning }) {
					t.Fatalf("row %d is unreadable and nothing says why", row.Number)
				}
				continue
			}
			if len(row.Cells) != len(tb.Header()) {
				t.Fatalf("row %d has %d cells, the header %d", row.Number, len(row.Cells), len(tb.Header()))
			}
			if err := w.Write(row.Cells); err != nil {
				t.Fatal(err)
			}
			want = append(want, slices.Clone(row.Cells))
		}
		if err := w.Flush(); err != nil || tb.Format().Name != table.FormatCSV {
			return
		}
		readAgain(t, b.Bytes(), tb, want)
	})
}

func readAgain(t *testing.T, text []byte, tb *table.Table, want [][]table.Cell) {
	again, err := table.Open(bytes.NewReader(text), "x", table.Options{Format: table.FormatCSV, Delimiter: tb.Format().Delimiter})
	if err != nil {
		return // a header that is nothing, or a handful of bytes in which the wrong ones prevail
	}
	if !slices.Equal(again.Header(), tb.Header()) {
		t.Fatalf("header %q, was %q", again.Header(), tb.Header())
	}
	n := 0
	for row, err := range again.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if n == len(want) || !slices.Equal(row.Cells, want[n]) {
			t.Fatalf("row %d reads %q; text %q", n, row.Cells, text)
		}
		n++
	}
	if n != len(want) {
		t.Fatalf("%d rows, were %d; text %q", n, len(want), text)
	}
}
