package run

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestWaysIn: a run and its journals are reached by these methods alone. One more is a thought, not an
// accident.
func TestWaysIn(t *testing.T) {
	for _, c := range []struct {
		of      any
		methods string
	}{
		{&Run{}, `AppendDecision AppendIssue AppendRow BeginUndo Books Close Decision Decisions Dir
			FlushDecisions FlushRows Issues Journal Meta Resealed Row RowCount Rows SetMeta Spool States
			UndoBooks UndoJournal`},
		{&Journal[Status]{}, "Chunks Intend Message Note Settle"},
		{&Journal[UndoStatus]{}, "Chunks Intend Message Note Settle"},
	} {
		var got []string
		for m := range reflect.TypeOf(c.of).Methods() {
			got = append(got, m.Name)
		}
		if want := strings.Fields(c.methods); !slices.Equal(got, want) {
			t.Errorf("%T has %v, want %v", c.of, got, want)
		}
	}
}
