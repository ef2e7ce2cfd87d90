package order

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestEverythingGoesAfterWhatItWaitsFor: items that wait for earlier ones in all go once, each after those
// that it waits for.
func TestEverythingGoesAfterWhatItWaitsFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.IntRange(1, 30).Draw(t, "items")
		before := make([][]int32, items)
		w := New(items)
		for i := range before {
			for b := range i {
				if rapid.IntRange(0, 3).Draw(t, "waits") == 0 {
					w.Add(int32(i), int32(b))
					before[i] = append(before[i], int32(b))
				}
			}
		}
		var gone []int32
		var ready []int32
		for i := range items {
			if w.Left(int32(i)) == 0 {
				ready = append(ready, int32(i))
			}
		}
		for len(ready) > 0 {
			item := ready[0]
			ready, gone = ready[1:], append(gone, item)
			for range 2 { // the second time lets nobody go
				w.Pass(item, func(i int32) { ready = append(ready, i) })
			}
		}
		if len(gone) != items {
			t.Fatalf("%d of %d went: %v", len(gone), items, gone)
		}
		for i, some := range before {
			for _, b := range some {
				if slices.Index(gone, b) > slices.Index(gone, int32(i)) {
					t.Errorf("%d went before %d, for which it waits", i, b)
				}
				if !w.Awaited(b) {
					t.Errorf("nobody waits for %d, they say", b)
				}
			}
		}
	})
}

// TestRingsWait: what waits for itself never goes.
func TestRingsWait(t *testing.T) {
	w := New(3)
	w.Add(0, 1)
	w.Add(1, 0)
	w.Add(1, 2)
	w.Pass(2, func(i int32) { t.Errorf("%d went, which waits for 0", i) })
	if w.Left(0) != 1 || w.Left(1) != 1 || w.Left(2) >= 0 {
		t.Errorf("0 waits for %d, 1 for %d, 2 for %d", w.Left(0), w.Left(1), w.Left(2))
	}
}
