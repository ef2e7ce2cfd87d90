package undo

import (
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/order"
	"github.com/orgbatch/orgbatch/importer/run"
)

// The order of an undo: a step waits for those that must be done before it.
//
//   - The deletion of an organization waits for every row of the run below it,
//     until that is deleted or moved away.
//   - A name is given back once the row of the run that has it now has given it
//     up, by being deleted or by getting its own former name back.
//   - A parent is given back once that parent itself is where it was, from the
//     top down, so that no organization is ever below itself on the way.
//
// An organization that lies below the one that has its former name would wait for
// itself: its other fields go first, and its name follows as a second step. That
// is done only where others wait for its parent: every body has a name in it, so
// that a first one which a slow server carries out late takes the name back.

// part is what a step gives back.
type part uint8

const (
	partAll    part = iota // all former values
	partFields             // all but the name
	partDelete             // none: the organization is deleted
)

// step is one request of an undo.
type step struct {
	row  int32
	part part
}

// The kinds of steps, which go in jobs of their own.
const (
	deleting = iota
	restoring
)

func (s step) kind() int {
	if s.part == partDelete {
		return deleting
	}
	return restoring
}

// schedule is the steps of an undo in their order. The loop owns it.
type schedule struct {
	undo    *undo
	steps   []step         // what is to be sent for them
	waiting *order.Waiting // per step: those that must be done before it
	ready   [2][]int32     // per kind: steps that wait for nothing
	closed  []bool         // per row: its fate is sealed

	refused  []stepOutcome // of steps that the API refused, to be tried again
	progress int           // steps that were carried out
	tried    int           // what progress was when refused steps were tried last
}

// newSchedule makes the steps of what is to be undone and lines up those that wait for
// nothing.
func newSchedule(u *undo, all []surveyed) *schedule {
	rows := len(u.status)
	u.told, u.total = make([]bool, rows), len(all)
	s := &schedule{undo: u, closed: make([]bool, rows)}
	byID, byName := make(map[uuid.UUID]int, len(all)), make(map[string]int, len(all))
	for n := range all {
		byID[all[n].id] = n
		if all[n].creates || all[n].renames {
			byName[all[n].name] = n
		}
	}
	// Per row: the step that ends it, and the one that gives its parent back.
	last, moving := make([]int32, len(all)), make([]int32, len(all))
	awaited := awaitedMoves(all, byID)
	for n := range all {
		f, whole := &all[n], partAll
		if f.creates {
			whole = partDelete
		}
		_, taken := byName[f.formerName]
		if f.renames && taken && awaited[n] { // its name may have to wait for what waits for its parent
			moving[n] = s.add(f.row, partFields)
			last[n] = s.add(f.row, whole)
		} else {
			last[n] = s.add(f.row, whole)
			moving[n] = last[n]
		}
	}
	s.waiting = order.New(len(s.steps))
	for n := range all {
		f := &all[n]
		if last[n] != moving[n] {
			s.waiting.Add(last[n], moving[n])
		}
		if above, ok := byID[f.parent]; ok && all[above].creates && (f.creates || f.moves) {
			s.waiting.Add(last[above], moving[n])
		}
		if holder, ok := byName[f.formerName]; ok && f.renames && holder != n {
			s.waiting.Add(last[n], last[holder])
		}
		if above, ok := byID[f.formerParent]; ok && f.moves && all[above].moves {
			s.waiting.Add(moving[n], moving[above])
		}
	}
	for n := range s.steps {
		if s.waiting.Left(int32(n)) == 0 {
			s.enqueue(int32(n))
		}
	}
	return s
}

// awaitedMoves tells of which rows others wait until their parent is as it was:
// the parent that they have now, to be deleted, and their children, to come back.
func awaitedMoves(all []surveyed, byID map[uuid.UUID]int) []bool {
	awaited := make([]bool, len(all))
	for n := range all {
		if !all[n].moves {
			continue
		}
		if above, ok := byID[all[n].parent]; ok && all[above].creates {
			awaited[n] = true
		}
		if above, ok := byID[all[n].formerParent]; ok && all[above].moves {
			awaited[above] = true
		}
	}
	return awaited
}

// add appends a step of a row.
func (s *schedule) add(row int32, p part) int32 {
	s.steps = append(s.steps, step{row: row, part: p})
	return int32(len(s.steps) - 1)
}

func (s *schedule) enqueue(n int32) {
	kind := s.steps[n].kind()
	s.ready[kind] = append(s.ready[kind], n)
}

// pass lets go what waited for a step, once. What lies below an organization is
// looked for before it is deleted, so that a step which kept its row or failed
// lets the others go too.
func (s *schedule) pass(n int32) { s.waiting.Pass(n, s.enqueue) }

// final says that nothing more is tried for a row.
func final(s run.UndoStatus) bool {
	return s == run.UndoReversed || s == run.UndoKept || s == run.UndoFailed
}
