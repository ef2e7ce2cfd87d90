package undo

import (
	"context"
	"errors"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// What is looked at together is undone a few rows at a time, so that little
// happens between looking for children and deleting.
const undoAtOnce = 10

// stepOutcome is what came of a step; done says that what waits for it may go.
type stepOutcome struct {
	step    int32
	outcome run.UndoOutcome
	done    bool
	refused bool // by the API: worth another try when others were put back
}

// loop sends until nothing is left to send.
func (s *schedule) loop(ctx context.Context) error {
	s.Tell()
	err := errors.Join(engine.Loop(ctx, s.undo.engine, "undoing some rows", s), ctx.Err())
	if err != nil || s.undo.engine.Stopped() {
		return err
	}
	return errors.Join(s.giveUp(ctx), s.breakRings(ctx))
}

// Next makes the next job. What puts back goes first: it may free rows to be
// deleted, and never the other way round but for names.
func (s *schedule) Next(underWay int) (*undoer, bool) {
	for {
		for _, kind := range [...]int{restoring, deleting} {
			if steps := s.pick(kind); len(steps) > 0 {
				return &undoer{undo: s.undo, schedule: s, steps: steps}, true
			}
		}
		if underWay > 0 || !s.tryAgain() {
			return nil, false
		}
	}
}

// Tell reports how far the undo has come.
func (s *schedule) Tell() { s.undo.tell() }

// pick takes the workers' fair share of what is ready, and passes over the steps
// of rows whose fate was sealed by an earlier step.
func (s *schedule) pick(kind int) (steps []int32) {
	size := max(undoAtOnce, min(live.MaxLookup, len(s.ready[kind])/s.undo.engine.Options.Concurrency))
	for len(steps) < size && len(s.ready[kind]) > 0 {
		n := s.ready[kind][0]
		s.ready[kind] = s.ready[kind][1:]
		if s.closed[s.steps[n].row] {
			s.pass(n)
		} else {
			steps = append(steps, n)
		}
	}
	return steps
}

// tryAgain lines up the steps that the API refused, if others were carried out
// since: what stood in their way may be gone. When nothing helps them, what waits
// for them goes on without.
func (s *schedule) tryAgain() bool {
	switch {
	case len(s.refused) == 0:
		return false
	case s.progress > s.tried:
		s.tried = s.progress
		for _, o := range s.refused {
			s.enqueue(o.step)
		}
		s.refused = nil
		return true
	}
	some := false
	for _, o := range s.refused {
		some = some || s.waiting.Left(o.step) >= 0
		s.pass(o.step)
	}
	return some
}

// Take enters what came of a job.
func (s *schedule) Take(_ context.Context, w *undoer, err error) error {
	for _, o := range w.outcomes {
		s.takeStep(o)
	}
	return err
}

func (s *schedule) takeStep(o stepOutcome) {
	row := s.steps[o.step].row
	if final(o.outcome.Status) && !s.closed[row] {
		s.closed[row] = true
	}
	if !o.done {
		return
	}
	if o.refused {
		s.refused = append(s.refused, o)
		return
	}
	if o.outcome.Status != run.UndoKept {
		s.progress++
	}
	s.pass(o.step)
}

// giveUp enters what the API refuses for good.
func (s *schedule) giveUp(ctx context.Context) error {
	var outcomes []run.UndoOutcome
	for _, o := range s.refused {
		if row := o.outcome.Row; !s.closed[row] {
			s.closed[row] = true
			outcomes = append(outcomes, run.UndoOutcome{Row: row, Status: run.UndoFailed, Message: o.outcome.Message})
		}
	}
	return s.undo.engine.Run.UndoJournal().Note(ctx, outcomes)
}

// breakRings says of rows that wait for each other that nothing can be done. The
// import holds rings, so that only changes by others can make one.
func (s *schedule) breakRings(ctx context.Context) error {
	var outcomes []run.UndoOutcome
	for n, step := range s.steps {
		switch {
		case s.waiting.Left(int32(n)) == 0:
			return nil // others wait for this one, which got no answer
		case s.waiting.Left(int32(n)) > 0 && !s.closed[step.row]:
			s.closed[step.row] = true
			outcomes = append(outcomes, run.UndoOutcome{Row: step.row, Status: run.UndoFailed, Message: wording.English.Undo.WaitsInRing})
		}
	}
	return s.undo.engine.Run.UndoJournal().Note(ctx, outcomes)
}
