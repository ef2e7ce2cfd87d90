package main

import (
	"slices"
	"testing"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/history"
)

// TestPairs: each end is told with its own begin, whatever was begun in between, and a begin without one is told so.
func TestPairs(t *testing.T) {
	line := func(event, command, run string, counts map[string]int) history.Line {
		return history.Line{Event: event, Command: command, Run: run, Counts: counts}
	}
	lines := []history.Line{
		line(history.Begins, "import", "a", map[string]int{"created": 2, "read": 2}),
		line(history.Begins, "undo", "b", map[string]int{"written": 3, "not_reached": 3}),
		line(history.Begins, "apply", "a", map[string]int{"updated": 1, "read": 1}),
		line(history.Ended, "import", "a", map[string]int{"created": 1, "rejected": 1, "read": 2}),
		line(history.Begins, "delete", "", nil),
		line(history.Ended, "delete", "", map[string]int{"deleted": 1}),
		line(history.Begins, "import", "a", map[string]int{"created": 5, "read": 5}),
		line(history.Ended, "doctor --probe", "", nil), // of a begin that somebody took away
	}
	a := bare()
	var got []string
	for _, w := range pairsOf(lines) {
		got = append(got, whatOf(a, w))
	}
	want := []string{
		"import: 1 created · 1 rejected",
		"undo begun, and no end is recorded: planned were 3 rows",
		"apply begun, and no end is recorded: planned were 1 updated",
		"delete: 1 deleted",
		"import begun, and no end is recorded: planned were 5 created",
		"doctor --probe",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
