package history

import (
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// runOf makes a run of sources whose rows have those numbers.
func runOf(t *testing.T, sources ...[]int) *run.Run {
	t.Helper()
	r, err := run.Create(t.TempDir(), run.Meta{Created: time.Now(), Target: run.Target{URL: "https://here.example"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	index := 0
	var read []run.Source
	for n, numbers := range sources {
		for _, number := range numbers {
			if err := r.AppendRow(run.Row{Index: index, Source: n, Number: number}); err != nil {
				t.Fatal(err)
			}
			index++
		}
		read = append(read, run.Source{Rows: len(numbers)})
	}
	if err := r.FlushRows(); err != nil {
		t.Fatal(err)
	}
	if err := r.SetMeta(func(m *run.Meta) { m.Sources = read }); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSeekRow: a row is found by its place from wherever before it the search begins, and the next
// search begins at the first row that isn't before it. Rows that are blank in a file have no number.
func TestSeekRow(t *testing.T) {
	for _, sources := range [][][]int{
		{{2}},
		{{2, 3, 4, 5, 6, 7, 8, 9}},
		{{2, 3, 9, 10, 11, 20, 22, 23, 40}},
		{{5, 6, 8}, {}, {2, 4, 5, 6, 30}},
		{{}, {3, 4}},
	} {
		r := runOf(t, sources...)
		for source := range len(sources) {
			for number := range 45 {
				first, found := 0, false // row that isn't before the place
				for n, numbers := range sources {
					for _, is := range numbers {
						if n < source || n == source && is < number {
							first++
						}
						found = found || n == source && is == number
					}
				}
				id := run.Identity{Source: int32(source), Number: int32(number)}
				for from := range first + 1 {
					if got, ok, err := seekRow(r, id, from); err != nil || ok != found || got != first {
						t.Fatalf("%d of source %d of %v from %d: %d, %v, %v, want %d, %v", number, source, sources, from, got, ok, err, first, found)
					}
				}
			}
		}
		if _, ok, err := seekRow(r, run.Identity{Source: int32(len(sources)), Number: 2}, 0); ok || err != nil {
			t.Errorf("a row of a source that isn't there is found: %v", err)
		}
	}
}
