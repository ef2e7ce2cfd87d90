package undo

import (
	"context"
	"errors"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
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
func (u *undo) loop(ctx context.Context) error {
	u.Tell()
	err := errors.Join(engine.Loop(ctx, u.engine, "undoing some rows", u), ctx.Err())
	if err != nil || u.engine.Stopped() {
		return err
	}
	return errors.Join(u.giveUp(ctx), u.breakRings(ctx))
}

// Next makes the next job. What puts back goes first: it may free rows to be
// deleted, and never the other way round but for names.
func (u *undo) Next(underWay int) (*undoer, bool) {
	for {
		for _, kind := range [...]int{restoring, deleting} {
			if steps := u.pick(kind); len(steps) > 0 {
				return &undoer{undo: u, steps: steps}, true
			}
		}
		if underWay > 0 || !u.tryAgain() {
			return nil, false
		}
	}
}

// pick takes the workers' fair share of what is ready, and passes over the steps
// of rows whose fate was sealed by an earlier step.
func (u *undo) pick(kind int) (steps []int32) {
	size := max(undoAtOnce, min(live.MaxLookup, len(u.ready[kind])/u.engine.Options.Concurrency))
	for len(steps) < size && len(u.ready[kind]) > 0 {
		n := u.ready[kind][0]
		u.ready[kind] = u.ready[kind][1:]
		if u.closed[u.steps[n].row] {
			u.pass(n)
		} else {
			steps = append(steps, n)
		}
	}
	return steps
}

// tryAgain lines up the steps that the API refused, if others were carried out
// since: what stood in their way may be gone. When nothing helps them, what waits
// for them goes on without.
func (u *undo) tryAgain() bool {
	switch {
	case len(u.refused) == 0:
		return false
	case u.progress > u.tried:
		u.tried = u.progress
		for _, o := range u.refused {
			u.enqueue(o.step)
		}
		u.refused = nil
		return true
	}
	some := false
	for _, o := range u.refused {
		some = some || u.waiting.Left(o.step) >= 0
		u.pass(o.step)
	}
	return some
}

// Take enters what came of a job.
func (u *undo) Take(_ context.Context, w *undoer, err error) error {
	last := map[int32]stepOutcome{}
	var order []int32
	for _, o := range w.outcomes {
		if _, seen := last[o.step]; !seen {
			order = append(order, o.step)
		}
		last[o.step] = o
	}
	for _, n := range order {
		u.takeStep(last[n])
	}
	return err
}

func (u *undo) takeStep(o stepOutcome) {
	row := u.steps[o.step].row
	if final(o.outcome.Status) && !u.closed[row] {
		u.closed[row] = true
	}
	if !o.done {
		return
	}
	if o.refused {
		u.refused = append(u.refused, o)
		return
	}
	if o.outcome.Status != run.UndoKept {
		u.progress++
	}
	u.pass(o.step)
}

// giveUp enters what the API refuses for good.
func (u *undo) giveUp(ctx context.Context) error {
	var outcomes []run.UndoOutcome
	for _, o := range u.refused {
		if row := o.outcome.Row; !u.closed[row] {
			u.closed[row] = true
			outcomes = append(outcomes, run.UndoOutcome{Row: row, Status: run.UndoFailed, Message: o.outcome.Message})
		}
	}
	return u.engine.Run.UndoJournal().Note(ctx, outcomes)
}

// breakRings says of rows that wait for each other that nothing can be done. The
// import holds rings, so that only changes by others can make one.
func (u *undo) breakRings(ctx context.Context) error {
	var outcomes []run.UndoOutcome
	for n, s := range u.steps {
		switch {
		case u.waiting.Left(int32(n)) == 0:
			return nil // others wait for this one, which got no answer
		case u.waiting.Left(int32(n)) > 0 && !u.closed[s.row]:
			u.closed[s.row] = true
			outcomes = append(outcomes, run.UndoOutcome{Row: s.row, Status: run.UndoFailed, Message: "it waits for a row that waits for it"})
		}
	}
	return u.engine.Run.UndoJournal().Note(ctx, outcomes)
}
