package backup

import (
	"fmt"
	"time"
)

// DefaultMaxShrink is the part of the rows that may be gone since a former snapshot without anybody
// being asked.
const DefaultMaxShrink = 0.10

const (
	shrinkDays = 30 // how far back the largest snapshot is looked for
	shrinkRows = 5  // so few rows may always go
)

// doubts are the reasons for which a snapshot of so many rows is suspect; before are the former
// ones, the oldest first. It is compared with the last trusted one, so that a sudden loss is seen,
// and with the largest of 30 days, so that a slow one is. Both comparisons start afresh from a
// snapshot that a person accepted.
func doubts(rows int, begun time.Time, before []*Snapshot, maxShrink float64) []string {
	var last, largest *Snapshot
	for _, snap := range before {
		if !snap.Trusted() {
			continue
		}
		last = snap
		if snap.State() == Accepted {
			largest = nil
		}
		if begun.Sub(snap.Time) <= shrinkDays*24*time.Hour &&
			(largest == nil || snap.Manifest.Rows > largest.Manifest.Rows) {
			largest = snap
		}
	}
	if rows == 0 && (last == nil || last.Manifest.Rows > 0) {
		return []string{"it has no rows"}
	}
	if last == nil {
		return nil
	}
	var reasons []string
	if shrunk(rows, last, maxShrink) {
		reasons = append(reasons, reason(rows, "the last snapshot to be trusted", last))
	}
	if largest != nil && largest != last && largest.Manifest.Rows > last.Manifest.Rows &&
		shrunk(rows, largest, maxShrink) {
		reasons = append(reasons,
			reason(rows, fmt.Sprintf("the largest of %d days", shrinkDays), largest))
	}
	return reasons
}

func shrunk(rows int, than *Snapshot, maxShrink float64) bool {
	lost := than.Manifest.Rows - rows
	return lost > shrinkRows && float64(lost) > maxShrink*float64(than.Manifest.Rows)
}

func reason(rows int, what string, than *Snapshot) string {
	was := than.Manifest.Rows
	return fmt.Sprintf("it has %d rows, %.0f%% fewer than %s, %s, with %d", rows,
		100*float64(was-rows)/float64(was), what, than.Name, was)
}
