package table_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
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
	f.Add([]byte("{\"a\":1}\n{\"a\":[1, :]}\r\n{\"a\":1\x00\x02a\":"), "csv")                                        // a row above the header
	f.Add([]byte("{\x00\x01\x00\x001}\"{\"a\n{[}n\x01/\x00\x00\x01\x001}n\x01B\n\r\n{\"a\":1,\na\":2}n\x01"), "csv") // a blank row before another table
	f.Add([]byte("0\r0\r\n0\r\n"), "")                                                                               // CRs of which some seem to stand between cells
	f.Add([]byte("\r\r\r\r\r\r\r\r\r\"\r\r-\r\r\r\r\xa1"), "")                                                       // blank rows before and after a line between rows
	f.Fuzz(func(t *testing.T, data []byte, format string) {
		tb, err := table.Open(bytes.NewReader(data), "x", table.Options{Format: format})
		if err != nil {
			return
		}
		seen := map[int]bool{}
		first, last, end := 0, 0, 0
		for row, err := range tb.Rows() {
			if err != nil {
				return
			}
			if row.Number <= last {
				t.Fatalf("row %d follows row %d", row.Number, last)
			}
			if last = row.Number; first == 0 {
				first = last
			}
			seen[last] = true
			if !slices.ContainsFunc(row.Problems, func(p tabular.Problem) bool { return p.Code == tabular.CodeOtherTable }) {
				end = last // what is blank before another table is at the end of this one
			}
			faulty := slices.ContainsFunc(row.Problems, func(p tabular.Problem) bool { return !p.Warning })
			if row.Unreadable && !faulty {
				t.Fatalf("row %d is unreadable and nothing says why", row.Number)
			}
			if n := len(row.Cells); n != len(tb.Header()) && len(row.Problems) == 0 && n > len(tb.Header()) {
				t.Fatalf("row %d has %d cells, the table %d, and nothing says so", row.Number, n, len(tb.Header()))
			}
		}
		if tb.Format().Name == tabular.FormatCSV {
			allAccounted(t, tb, seen, first, end)
		}
	})
}

// allAccounted: between the first row and the last, every record is a row or is said to be something else, and none is both.
func allAccounted(t *testing.T, tb *table.Table, seen map[int]bool, first, last int) {
	if len(tb.Parts()) >= 1000 {
		return // no more are kept
	}
	for _, part := range tb.Parts() {
		for row := part.Row; row < part.Row+part.Rows; row++ {
			if seen[row] && part.Kind != tabular.PartTable {
				t.Fatalf("row %d is a row and part of the %s", row, part.Kind)
			}
			seen[row] = true
		}
	}
	format := tb.Format()
	for row := first; row < last; row++ {
		header := format.HeaderRow <= row && row < format.HeaderRow+format.HeaderRows // below rows that stand above it
		if !seen[row] && !header {
			t.Fatalf("row %d between %d and %d is lost", row, first, last)
		}
	}
}
