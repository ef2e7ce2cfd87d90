package exporter

import (
	"bytes"
	"slices"
	"testing"
)

// FuzzRow writes two cells and reads them as RFC 4180 has it.
func FuzzRow(f *testing.F) {
	for _, seed := range [][2]string{
		{"", ""}, {"a", ""}, {"", "b"}, {`"`, `""`}, {"\r\n", "\n"}, {"\r", " "}, {"a,b", "a;b"}, {"\ufeffa", "\xff"}, {"=1", "'"}, {"å", "🏠"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, places := range [][]int{{0}, {1}, {0, 1}, {1, 0}} {
			var buf bytes.Buffer
			w := newCSVWriter(&buf, places)
			if err := w.Write([]string{a, b}); err != nil {
				t.Fatal(err)
			}
			w.Flush()
			var want []string
			for _, place := range places {
				want = append(want, []string{a, b}[place])
			}
			got, err := readCSV(buf.String())
			if err != nil || len(got) != 1 || !slices.Equal(got[0], want) {
				t.Fatalf("%q was written as %q and read as %q, %v", want, buf.String(), got, err)
			}
		}
	})
}
