package undo

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/run"
)

// drain carries out all steps in the order of a schedule.
func drain(s *schedule) (steps []step) {
	for {
		w, ok := s.Next(0)
		if !ok {
			return steps
		}
		for _, n := range w.steps {
			steps = append(steps, s.steps[n])
			s.pass(n)
		}
	}
}

func scheduleOf(all []surveyed) *schedule {
	u := &undo{engine: engine.New(nil, nil, Options{}), status: make([]run.Status, len(all))}
	return newSchedule(u, all)
}

// TestChildrenGoFirst: whatever forest a run made, no organization is deleted before those below it, and
// all are.
func TestChildrenGoFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := make([]surveyed, rapid.IntRange(1, 40).Draw(t, "rows"))
		for n := range all {
			all[n] = surveyed{row: int32(n), id: uuid.New(), creates: true, name: uuid.NewString()}
			if above := rapid.IntRange(-1, n-1).Draw(t, "parent"); above >= 0 {
				all[n].parent = all[above].id
			}
		}
		steps := drain(scheduleOf(all))
		if len(steps) != len(all) {
			t.Fatalf("%d of %d are deleted", len(steps), len(all))
		}
		at := func(row int32) int {
			return slices.IndexFunc(steps, func(s step) bool { return s.row == row })
		}
		for n := range all {
			for m := range all {
				if all[n].parent == all[m].id && at(int32(n)) > at(int32(m)) {
					t.Errorf("%d was deleted before %d, which lay below it", m, n)
				}
			}
		}
	})
}

// TestNamesAreFreedFirst: a name is given back once the row that has it now has given it up.
func TestNamesAreFreedFirst(t *testing.T) {
	a, b := uuid.New(), uuid.New()
	steps := drain(scheduleOf([]surveyed{
		{row: 0, id: a, name: "two", renames: true, formerName: "one"},
		{row: 1, id: b, name: "one", creates: true},
	}))
	if len(steps) != 2 || steps[0].row != 1 || steps[0].part != partDelete || steps[1].row != 0 {
		t.Errorf("the steps are %v", steps)
	}
}

// TestRowsMoveAwayFirst: what the run moved below its own organization is moved back before that is deleted.
func TestRowsMoveAwayFirst(t *testing.T) {
	made, moved := uuid.New(), uuid.New()
	steps := drain(scheduleOf([]surveyed{
		{row: 0, id: made, name: "new", creates: true},
		{row: 1, id: moved, name: "old", parent: made, moves: true},
	}))
	if len(steps) != 2 || steps[0].row != 1 || steps[1].part != partDelete {
		t.Errorf("the steps are %v", steps)
	}
}
