package sheets

import (
	"slices"
	"testing"
)

// TestClip: merges within the filled part of a sheet, by their rows, as far as they are bearable.
func TestClip(t *testing.T) {
	whole := Area{5, 4 + 1<<20, 2, 5} // as many cells as may be filled
	for _, c := range []struct {
		name             string
		merges           []Area
		lastRow, lastCol int
		want             []Area
		complete         bool
	}{
		{"none", nil, 9, 9, nil, true},
		{"by rows", []Area{{3, 4, 0, 0}, {1, 1, 0, 1}, {3, 3, 5, 6}, {2, 3, 0, 0}}, 9, 9, []Area{{1, 1, 0, 1}, {2, 3, 0, 0}, {3, 4, 0, 0}, {3, 3, 5, 6}}, true},
		{"cut", []Area{{1, 99, 0, 99}}, 9, 8, []Area{{1, 9, 0, 8}}, true},
		{"below", []Area{{10, 12, 0, 1}}, 9, 9, nil, true},
		{"beside", []Area{{1, 2, 10, 12}}, 9, 9, nil, true},
		{"the last row", []Area{{9, 12, 0, 1}}, 9, 9, []Area{{9, 9, 0, 1}}, true},
		{"the last column", []Area{{1, 2, 9, 12}}, 9, 9, []Area{{1, 2, 9, 9}}, true},
		{"one cell left", []Area{{9, 12, 9, 12}}, 9, 9, nil, true},
		{"as many as may be", []Area{whole}, 1 << 21, 9, []Area{whole}, true},
		{"one too many", []Area{whole, {1 << 20, 1 << 20, 0, 1}}, 1 << 21, 9, []Area{whole}, false},
	} {
		if got, complete := clip(c.merges, c.lastRow, c.lastCol); !slices.Equal(got, c.want) || complete != c.complete {
			t.Errorf("%s: %v, complete: %t", c.name, got, complete)
		}
	}
}
