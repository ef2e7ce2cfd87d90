package backup

import "testing"

// A loss is doubted against the last trusted snapshot and the largest of 30 days,
// from the last one on that a person accepted.
func TestDoubts(t *testing.T) {
	night := func(daysAgo int, state State, rows int) *Snapshot {
		s := at(begun.AddDate(0, 0, -daysAgo), state)
		s.Manifest.Rows = rows
		return s
	}
	for _, c := range []struct {
		what   string
		rows   int
		before []*Snapshot
		want   int // reasons
	}{
		{"the first", 3, nil, 0},
		{"the first, empty", 0, nil, 1},
		{"a tenth", 90, []*Snapshot{night(1, Good, 100)}, 0},
		{"more than a tenth", 89, []*Snapshot{night(1, Good, 100)}, 1},
		{"five rows", 5, []*Snapshot{night(1, Good, 10)}, 0},
		{"a slow loss", 85, []*Snapshot{night(9, Good, 100), night(1, Good, 92)}, 1},
		{"a slow loss, accepted", 85, []*Snapshot{night(9, Good, 100), night(1, Accepted, 92)}, 0},
		{"a slow loss since one was accepted", 85, []*Snapshot{night(9, Accepted, 100), night(1, Good, 92)}, 1},
		{"a loss of more than 30 days", 85, []*Snapshot{night(31, Good, 100), night(1, Good, 92)}, 0},
		{"a loss of more than 30 days since one was accepted", 85, []*Snapshot{night(31, Accepted, 100), night(1, Good, 92)}, 0},
		{"the last is older than 30 days", 85, []*Snapshot{night(99, Good, 100)}, 1},
		{"suspect ones are no measure", 85, []*Snapshot{night(2, Good, 90), night(1, Suspect, 9)}, 0},
	} {
		if got := doubts(c.rows, begun, c.before, DefaultMaxShrink); len(got) != c.want {
			t.Errorf("%s: %q, want %d reasons", c.what, got, c.want)
		}
	}
}
