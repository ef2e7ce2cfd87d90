package backup

import (
	"testing"
	"time"
)

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

// What was accepted stays so, night after night, whatever is pruned: at once, in the nights after, and when the days that are kept have passed it.
func TestAcceptedStays(t *testing.T) {
	night := func(n, rows int, state State) *Snapshot {
		s := at(begun.AddDate(0, 0, n), state)
		s.Manifest.Rows = rows
		return s
	}
	for _, c := range []struct {
		what   string
		policy Policy
		stays  int // for so many nights the accepted one is there
	}{
		{"the last alone", Policy{Last: 1}, 1},
		{"the oldest until there are months", Policy{Last: 1, Monthly: 12}, 26},
		{"days and months", Policy{Daily: 14, Monthly: 12}, 26},
		{"every day", Policy{Daily: 60}, 40},
	} {
		left := []*Snapshot{night(-5, 80, Good), night(-1, 79, Good), night(0, 68, Accepted)}
		prune := func() {
			stay := kept(c.policy.fates(left, time.UTC))
			left = without(left, func(s *Snapshot) bool { _, stays := stay[s.Name]; return !stays })
		}
		prune()
		there := 1
		for n := 1; n < 40; n++ {
			next := night(n, 68, Good)
			if why := doubts(68, next.Time, left, DefaultMaxShrink); len(why) > 0 {
				t.Errorf("%s: night %d: %q", c.what, n, why)
			}
			left = append(left, next)
			prune()
			for _, s := range left {
				if s.State() == Accepted {
					there = n + 1
				}
			}
		}
		if there != c.stays {
			t.Errorf("%s: the accepted one was there for %d nights, want %d", c.what, there, c.stays)
		}
		if why := doubts(60, begun.AddDate(0, 0, 40), left, DefaultMaxShrink); len(why) != 1 {
			t.Errorf("%s: a loss after it: %q", c.what, why)
		}
	}
}
