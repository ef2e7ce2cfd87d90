package rules

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestUnique compares the rows that are told with those that a plain map finds, whatever stands in them.
func TestUnique(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOf(rapid.SampledFrom([]string{"1|x", "1|y", "2|x", "|", " | ", "1 | x", "|x", "x|", "3|z"})).Draw(t, "rows")
		s := Set{Checks: []Check{{Column: "a", Unique: true}, {Columns: []string{"a", "b"}, Unique: true}}}
		w, err := s.Begin(finder("a|b"))
		if err == nil {
			err = w.AddChecks(finder("a|b"), nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		var u Uniques
		firsts, want := []map[string]int{{}, {}}, map[string]bool{}
		for i, row := range rows {
			cells := cellsOf(row)
			w.Check(cells)
			u.Add(i, w.Keys(), func(n int) string { return w.Shared(n, cells) })
			a, b := strings.TrimSpace(cells[0].Text), strings.TrimSpace(cells[1].Text)
			for n, key := range []string{a, a + " · " + b} {
				if strings.Trim(key, " ·") == "" {
					continue
				}
				if first, met := firsts[n][key]; met {
					want[fmt.Sprintf("%d: %d like %d, %s", n, i, first, key)] = true
					first := fmt.Sprintf("%d: %d like ", n, first)
					if !slices.ContainsFunc(slices.Collect(keysOf(want)), func(s string) bool { return strings.HasPrefix(s, first) }) {
						want[fmt.Sprintf("%s%d, %s", first, i, key)] = true
					}
				} else {
					firsts[n][key] = i
				}
			}
		}
		last := Twin{}
		for _, twin := range u.Twins() {
			said := fmt.Sprintf("%d: %d like %d, %s", twin.N, twin.Row, twin.Other, twin.Value)
			if !want[said] {
				t.Fatalf("%s isn't so; want %v", said, want)
			}
			delete(want, said)
			if twin.N < last.N || twin.N == last.N && twin.Row < last.Row {
				t.Fatal("not in order")
			}
			last = twin
		}
		if len(want) > 0 {
			t.Fatalf("not told: %v", want)
		}
	})
	w := begin(t, &Set{Checks: []Check{{Columns: []string{"a", "c"}, Unique: true, Message: "mine", Severity: "warning"}, {Column: "b", Unique: true}}})
	name := func(column int) string { return string(rune('A' + column)) }
	if f := w.Twins(0, "v", "row 9", name); f.Message != `mine: row 9 has the same "A" and "C"` || !f.Warning || f.Column != 0 || f.Value != "v" {
		t.Errorf("got %+v", f)
	}
	if f := w.Twins(1, "v", "row 9", name); f.Message != `row 9 has the same` || f.Warning || f.Column != 1 {
		t.Errorf("got %+v", f)
	}
}

func keysOf(m map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

// TestPlaces: a check has its place in all sources, also where one lacks a column of a schema.
func TestPlaces(t *testing.T) {
	s, err := ReadSchema([]byte(`{"fields":[{"name":"a","constraints":{"unique":true}},{"name":"b","constraints":{"unique":true}}]}`), "s.json")
	if err != nil {
		t.Fatal(err)
	}
	var u Uniques
	for i, header := range []string{"b", "a|b"} {
		w, err := s.Begin(finder(header))
		if err == nil {
			err = w.AddChecks(finder(header), func(string) int { return -1 })
		}
		if err != nil {
			t.Fatal(err)
		}
		cells := cellsOf("x|x")
		if findings, _ := w.Check(cells); len(findings) > 0 {
			t.Errorf("got %v", findings)
		}
		u.Add(i, w.Keys(), func(n int) string { return w.Shared(n, cells) })
	}
	if got := u.Twins(); !slices.Equal(got, []Twin{{1, 0, 1, "x"}, {1, 1, 0, "x"}}) {
		t.Errorf("got %v", got)
	}
}

// TestManyUniques: the table of keys grows, and nothing is lost or made up; values are kept up to their bound.
func TestManyUniques(t *testing.T) {
	var u Uniques
	first, want := map[uint64]int{}, 0
	random := rand.New(rand.NewPCG(1, 2))
	for row := range 20_000 {
		key := random.Uint64N(15_000) << 49 // which fall close together, and 0 is none
		u.Add(row, []uint64{key}, func(int) string { return strings.Repeat("x", 1000) })
		if s := &u.sets[0]; len(s.slots) > 66+2*s.used {
			t.Fatalf("%d places for %d keys", len(s.slots), s.used)
		}
		if _, met := first[key]; met && key != 0 {
			want++
		} else if key != 0 {
			first[key] = row
		}
	}
	twins, values, again := u.Twins(), 0, 0
	for _, twin := range twins {
		if twin.Row > twin.Other {
			again++
		}
		if twin.Value != "" {
			values++
		}
	}
	if again != want || values == 0 || values == len(twins) || u.bytes > maxShared+1000 {
		t.Errorf("%d rows share something, want %d; %d of %d values in %d bytes", again, want, values, len(twins), u.bytes)
	}
	if s := &u.sets[0]; len(s.slots) > 3*s.used || 4*s.used > 3*len(s.slots) {
		t.Errorf("%d places for %d keys", len(s.slots), s.used)
	}
}

// TestShownUpTo: of values that several rows share as many are kept as may be, the last one whole.
func TestShownUpTo(t *testing.T) {
	for first, want := range map[int]int{maxShared - 1: 2, maxShared: 1} {
		var u Uniques
		for row, key := range []uint64{1, 1, 2, 2} {
			u.Add(row, []uint64{key}, func(int) string { return strings.Repeat("x", []int{0, first, 0, 9}[row]) })
		}
		kept := map[string]bool{}
		for _, twin := range u.Twins() {
			if twin.Value != "" {
				kept[twin.Value] = true
			}
		}
		if len(kept) != want {
			t.Errorf("behind one of %d bytes: %d values, want %d", first, len(kept), want)
		}
	}
}
