package importer

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
)

// What is looked at together is undone a few rows at a time, so that little
// happens between looking for children and deleting.
const undoAtOnce = 10

// undoJob is a set of steps of one kind; undoResult what came of them.
type undoJob struct {
	kind  int
	steps []int32
}

type undoResult struct {
	outcomes []stepOutcome
	err      error // ends the undo
}

// stepOutcome is what came of a step; done says that what waits for it may go.
type stepOutcome struct {
	step    int32
	outcome run.UndoOutcome
	done    bool
	refused bool // by the API: worth another try when others were put back
}

// loop hands out jobs and takes their results until nothing is left to send.
// Every job sends exactly one result, so none is left behind.
func (u *undo) loop(ctx context.Context) error {
	var workers errgroup.Group
	results := make(chan undoResult, u.push.o.Concurrency) // nobody waits to hand one in
	underWay := 0
	defer func() { _ = workers.Wait() }() // also after a panic: no job goes on in a run that is closed
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	u.tellUndo()
	for {
		for underWay < u.push.o.Concurrency && u.push.fatal == nil && !u.push.stopped() && ctx.Err() == nil {
			j, ok := u.nextJob(underWay)
			if !ok {
				break
			}
			underWay++
			workers.Go(func() error {
				w := &undoer{undo: u}
				err := crash.Do("undoing some rows", func() error { return w.do(ctx, j) })
				results <- undoResult{outcomes: w.outcomes, err: err}
				return nil
			})
		}
		if underWay == 0 {
			break
		}
		select {
		case res := <-results:
			underWay--
			u.takeUndo(res)
		case <-ticker.C:
			u.tellUndo() // a pause that the API asks for is seen while it lasts
		}
	}
	if err := workers.Wait(); err != nil {
		return err
	}
	if err := errors.Join(u.push.fatal, ctx.Err()); err != nil || u.push.stopped() {
		return err
	}
	return errors.Join(u.giveUp(ctx), u.breakRings(ctx))
}

// nextJob makes the next job. What puts back goes first: it may free rows to be
// deleted, and never the other way round but for names.
func (u *undo) nextJob(underWay int) (undoJob, bool) {
	for {
		for _, kind := range [...]int{restoring, deleting} {
			if steps := u.pick(kind); len(steps) > 0 {
				return undoJob{kind: kind, steps: steps}, true
			}
		}
		if underWay > 0 || !u.tryAgain() {
			return undoJob{}, false
		}
	}
}

// pick takes the workers' fair share of what is ready, and passes over the steps
// of rows whose fate was sealed by an earlier step.
func (u *undo) pick(kind int) (steps []int32) {
	size := max(undoAtOnce, min(live.MaxLookup, len(u.ready[kind])/u.push.o.Concurrency))
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
		some = some || u.waits[o.step] != passed
		u.pass(o.step)
	}
	return some
}

// takeUndo enters what came of a job.
func (u *undo) takeUndo(res undoResult) {
	if res.err != nil && u.push.fatal == nil {
		u.push.fatal = res.err
	}
	last := map[int32]stepOutcome{}
	var order []int32
	for _, o := range res.outcomes {
		if _, seen := last[o.step]; !seen {
			order = append(order, o.step)
		}
		last[o.step] = o
	}
	for _, n := range order {
		u.takeStep(last[n])
	}
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
	return u.push.run.NoteUndo(ctx, outcomes)
}

// breakRings says of rows that wait for each other that nothing can be done. The
// import holds rings, so that only changes by others can make one.
func (u *undo) breakRings(ctx context.Context) error {
	var outcomes []run.UndoOutcome
	for n, s := range u.steps {
		switch {
		case u.waits[n] == 0:
			return nil // others wait for this one, which got no answer
		case u.waits[n] > 0 && !u.closed[s.row]:
			u.closed[s.row] = true
			outcomes = append(outcomes, run.UndoOutcome{Row: s.row, Status: run.UndoFailed, Message: "it waits for a row that waits for it"})
		}
	}
	return u.push.run.NoteUndo(ctx, outcomes)
}
