package run

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

// applied is a run of n created rows, reopened with the journal that it left.
func applied(t *testing.T, n int) *Run {
	t.Helper()
	r := newTestRun(t)
	fill(t, r, n)
	for _, state := range []State{Ready, Applying, Done} {
		must(t, r.SetMeta(func(m *Meta) { m.State = state }))
	}
	var rows []int32
	var outcomes []Outcome
	for i := range int32(n) {
		rows = append(rows, i)
		outcomes = append(outcomes, Outcome{Row: i, Status: Created, ID: crashID(1, int(i))})
	}
	chunk, err := r.Journal().Intend(t.Context(), ChunkCreate, rows, time.Unix(1, 0))
	must(t, err)
	must(t, r.Journal().Settle(t.Context(), chunk, outcomes))
	return r
}

func undoStates(t *testing.T, r *Run) []UndoStatus {
	t.Helper()
	status, err := UndoStates(r)
	must(t, err)
	return status
}

// TestUndoJournal walks through an undo; the newest outcome of a row wins, an
// intent without one is unknown, and the import's own states and books stay.
func TestUndoJournal(t *testing.T) {
	r := applied(t, 6)
	before, err := r.Books()
	must(t, err)
	if got := undoStates(t, r); !slices.Equal(got, make([]UndoStatus, 6)) {
		t.Errorf("before any undo: %v", got)
	}
	must(t, r.BeginUndo([]UndoOutcome{{Row: 0, Status: UndoNotReached}, {Row: 1, Status: UndoNotReached}, {Row: 2, Status: UndoNotReached},
		{Row: 3, Status: UndoKept, Message: "somebody changed it"}, {Row: 4, Status: UndoNotReached}}))
	if r.Meta().State != Undoing {
		t.Errorf("the run is %s", r.Meta().State)
	}
	sent := time.Unix(77, 5).UTC()
	first, err := r.UndoJournal().Intend(t.Context(), ChunkDelete, []int32{0, 1}, sent)
	must(t, err)
	_, err = r.UndoJournal().Intend(t.Context(), ChunkPatch, []int32{2}, sent)
	must(t, err)
	must(t, r.UndoJournal().Settle(t.Context(), first, []UndoOutcome{{Row: 0, Status: UndoReversed}, {Row: 1, Status: UndoFailed, Message: "refused"}}))
	must(t, r.UndoJournal().Note(t.Context(), []UndoOutcome{{Row: 4, Status: UndoKept, Message: "late"}}))
	must(t, r.UndoJournal().Note(t.Context(), []UndoOutcome{{Row: 1, Status: UndoReversed}}))

	checkUndo(t, "as written", r, before, sent)
	checkUndo(t, "reopened", reopen(t, r), before, sent)
}

func checkUndo(t *testing.T, name string, r *Run, before Books, sent time.Time) {
	t.Helper()
	want := []UndoStatus{UndoReversed, UndoReversed, UndoUnknown, UndoKept, UndoKept, UndoNone}
	if got := undoStates(t, r); !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", name, got, want)
	}
	books, err := r.UndoBooks()
	must(t, err)
	if want := (UndoBooks{Written: 5, Reversed: 2, Kept: 2, Unknown: 1}); books != want || books.Close() != nil {
		t.Errorf("%s: the books are %v, want %v", name, books, want)
	}
	for row, want := range []string{"", "", "", "somebody changed it", "late", ""} {
		if got, err := r.UndoJournal().Message(row); err != nil || got != want {
			t.Errorf("%s: row %d says %q, want %q (%v)", name, row, got, want, err)
		}
	}
	if after, err := r.Books(); err != nil || after != before {
		t.Errorf("%s: the import's books became %v, from %v (%v)", name, after, before, err)
	}
	var kinds []string
	for c, err := range r.UndoJournal().Chunks() {
		must(t, err)
		if c.Kind != ChunkNote && !c.SentAt.Equal(sent) {
			t.Errorf("%s: sent at %s", name, c.SentAt)
		}
		kinds = append(kinds, fmt.Sprint(c.ID, " ", c.Kind, " ", len(c.Rows), " ", c.Settled))
	}
	if want := []string{"1 note 0 true", "2 delete 2 true", "3 patch 1 false", "4 note 0 true", "5 note 0 true"}; !slices.Equal(kinds, want) {
		t.Errorf("%s: the chunks are %q, want %q", name, kinds, want)
	}
}

// reopen closes a run and opens it from what is on disk.
func reopen(t *testing.T, r *Run) *Run {
	t.Helper()
	must(t, r.Close())
	again, err := OpenReadOnly(r.Dir())
	must(t, err)
	t.Cleanup(func() { must(t, again.Close()) })
	return again
}

// TestUndoRefuses: what makes no sense isn't entered, and nothing is by halves.
func TestUndoRefuses(t *testing.T) {
	r := applied(t, 2)
	ctx := t.Context()
	must(t, r.BeginUndo([]UndoOutcome{{Row: 0, Status: UndoNotReached}}))
	chunk, err := r.UndoJournal().Intend(ctx, ChunkDelete, []int32{0}, time.Unix(1, 0))
	must(t, err)
	must(t, r.UndoJournal().Settle(ctx, chunk, nil))
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	for name, do := range map[string]func() error{
		"a second beginning":     func() error { return r.BeginUndo([]UndoOutcome{{Row: 1, Status: UndoKept}}) },
		"a row that isn't there": func() error { return r.UndoJournal().Note(ctx, []UndoOutcome{{Row: 2, Status: UndoKept}}) },
		"no status":              func() error { return r.UndoJournal().Note(ctx, []UndoOutcome{{Row: 1}}) },
		"an unknown status":      func() error { return r.UndoJournal().Note(ctx, []UndoOutcome{{Row: 1, Status: UndoUnknown + 1}}) },
		"a create":               func() error { _, err := r.UndoJournal().Intend(ctx, ChunkCreate, []int32{0}, time.Time{}); return err },
		"no rows":                func() error { _, err := r.UndoJournal().Intend(ctx, ChunkDelete, nil, time.Time{}); return err },
		"rows out of range": func() error {
			_, err := r.UndoJournal().Intend(ctx, ChunkDelete, []int32{-1}, time.Time{})
			return err
		},
		"settled twice":  func() error { return r.UndoJournal().Settle(ctx, chunk, nil) },
		"no such chunk":  func() error { return r.UndoJournal().Settle(ctx, 99, nil) },
		"cancelled":      func() error { return r.UndoJournal().Note(cancelled, []UndoOutcome{{Row: 0, Status: UndoKept}}) },
		"applying again": func() error { return r.SetMeta(func(m *Meta) { m.State = Applying }) },
	} {
		if do() == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if got, want := undoStates(t, r), []UndoStatus{UndoUnknown, UndoNone}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestBeginUndoWhole: an undo of a run that may not be undone leaves no trace.
func TestBeginUndoWhole(t *testing.T) {
	r := newTestRun(t)
	fill(t, r, 1)
	if err := r.BeginUndo([]UndoOutcome{{Row: 0, Status: UndoNotReached}}); err == nil {
		t.Error("a run that is planning is undone")
	}
	if got := undoStates(t, r); got[0] != UndoNone || r.Meta().State != Planning {
		t.Errorf("%v, %s", got, r.Meta().State)
	}
}

// TestUndoOfOlderRun: a run of the first schema is undone like any other.
func TestUndoOfOlderRun(t *testing.T) {
	old := access{steps: schemas[:1]}
	r, err := old.create(t.TempDir(), testMeta())
	must(t, err)
	fill(t, r, 1)
	for _, state := range []State{Ready, Applying, Done} {
		must(t, r.SetMeta(func(m *Meta) { m.State = state }))
	}
	must(t, r.Close())
	read, err := OpenReadOnly(r.Dir())
	must(t, err)
	if b, err := read.UndoBooks(); err != nil || b != (UndoBooks{}) {
		t.Errorf("its undo is %v, %v", b, err)
	}
	must(t, read.Close())
	r, err = Open(r.Dir())
	must(t, err)
	must(t, r.BeginUndo([]UndoOutcome{{Row: 0, Status: UndoKept}}))
	must(t, r.Close())
	_, err = old.open(r.Dir())
	var newer *VersionError
	if !errors.As(err, &newer) {
		t.Errorf("an orgbatch that knows no undo opens it: %v", err)
	}
}

// TestUndoDamage: bytes that no undo wrote are named, not believed.
func TestUndoDamage(t *testing.T) {
	for name, damage := range map[string]string{
		"intent":       `UPDATE undo_chunk SET intent = x'00'`,
		"outcomes":     `UPDATE undo_chunk SET outcomes = x'0102'`,
		"other status": "",
	} {
		r := applied(t, 1)
		must(t, r.BeginUndo([]UndoOutcome{{Row: 0, Status: UndoKept}}))
		must(t, r.db.write(func() error {
			if damage == "" {
				return r.db.exec(`UPDATE undo_chunk SET outcomes = ?`, nil, appendOutcomes(nil, []Outcome{{Row: 0, Status: Status(9)}}))
			}
			return r.db.exec(damage, nil)
		}))
		var damaged *DamagedError
		if _, err := UndoStates(r); !errors.As(err, &damaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestUndoBooks: each status has its place in the line, and books that don't
// close are named.
func TestUndoBooks(t *testing.T) {
	var b UndoBooks
	for s := UndoNone; s <= UndoUnknown; s++ {
		b.Add(s, 1000*int(s))
	}
	want := "15,000 written = 2,000 reversed + 3,000 kept + 4,000 failed + 5,000 unknown + 1,000 not reached"
	if b.String() != want || b.Close() != nil || b.Left() != 6000 {
		t.Errorf("%v (%v), %d left", b, b.Close(), b.Left())
	}
	b.Kept++
	if err := b.Close(); !errors.Is(err, errBooks) {
		t.Errorf("they close: %v", err)
	}
}
