// Package undo takes a run back: it deletes what the run created and puts back the
// fields that it changed, in an order in which nothing that the run didn't make
// can be lost, whatever the API does to the children of what is deleted.
//
//	written rows ─► as they are there now ─► to be undone | kept, with a reason ─► run.db
//	                                               │
//	      outcomes ◄─ DELETE, PATCH ◄─ looked at once more ◄─ ready steps
//
// A step is ready when what hangs on its row is gone or moved away, and when the
// name and the parent that it gives back are free and there. See order.go.
package undo

import (
	"context"
	"errors"
	"sync"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// Options say how to undo a run. The zero value is the documented default.
type Options = engine.Options

// Apply does what plan, which [NewPlan] made of this run just now, says. Each
// row is looked at once more just before: what somebody changed since is kept.
// It returns the books of the undo, whatever ended it, and [Resume] goes on
// with what was not reached. The books of the import stay as they are. Of a run
// that is undone it tries the rows that stayed; those that were undone stay so.
func Apply(ctx context.Context, c *pigello.Client, r *run.Run, plan *Plan, o Options) (run.UndoBooks, error) {
	u := newUndo(c, r, o)
	if err := u.loadBefore(); err != nil {
		return run.UndoBooks{}, err
	}
	if err := r.BeginUndo(plan.looked); err != nil {
		return run.UndoBooks{}, err
	}
	return u.finish(u.engine.Watched(ctx, newSchedule(u, plan.found).loop))
}

// Resume goes on with a run whose [Apply] was cut off: it first finds out
// what became of the requests that got no answer, then goes on with what wasn't
// reached. It never writes what the run was to write, and undoes no row that
// wasn't to be undone when the undo began.
func Resume(ctx context.Context, c *pigello.Client, r *run.Run, o Options) (run.UndoBooks, error) {
	u := newUndo(c, r, o)
	if err := u.loadImport(); err != nil {
		return u.finish(err)
	}
	return u.finish(u.engine.Watched(ctx, func(ctx context.Context) error {
		return engine.InTurn(ctx, u.settleUnanswered, u.goOn)
	}))
}

// undo is the state of undoing one run. The loop owns all of it but what mu
// guards.
type undo struct {
	engine *engine.Engine
	status []run.Status // per row: where the import ended
	ids    []uuid.UUID

	mu      sync.Mutex
	touched map[int32]bool // rows of which a part may have been put back
	told    []bool         // per row: its fate counts in the progress
	done    int            // rows that are told
	total   int            // rows to be undone
}

func newUndo(c *pigello.Client, r *run.Run, o Options) *undo {
	return &undo{engine: engine.New(c, r, o), touched: map[int32]bool{}}
}

// loadImport reads where the import ended.
func (u *undo) loadImport() (err error) {
	u.status, u.ids, err = u.engine.Run.States()
	return err
}

// loadBefore reads where the import ended, and of which rows an undo that is over
// may have put back a part.
func (u *undo) loadBefore() error {
	if err := u.loadImport(); err != nil {
		return err
	}
	_, _, err := u.unanswered()
	return err
}

// finish closes the books; a run is undone when nothing is left to be tried.
func (u *undo) finish(err error) (run.UndoBooks, error) {
	books, berr := u.engine.Run.UndoBooks()
	if berr == nil {
		berr = books.Close()
	}
	if err == nil && books.NotReached > 0 && u.engine.Stopped() {
		err = engine.ErrStopped
	}
	if berr == nil && books.Left() == 0 {
		berr = u.engine.Run.SetMeta(func(m *run.Meta) { m.State, m.Unreported = run.Undone, true })
	}
	return books, errors.Join(err, berr)
}

func (u *undo) touch(rows []int32) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, row := range rows {
		u.touched[row] = true
	}
}

// tell reports how far the undo has come, after some more outcomes: a job may take
// a minute, so that its worker tells of each row.
func (u *undo) tell(more ...stepOutcome) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, o := range more {
		if row := o.outcome.Row; final(o.outcome.Status) && !u.told[row] {
			u.told[row] = true
			u.done++
		}
	}
	stage := "undo"
	if u.engine.Run.Meta().Deletes {
		stage = "delete"
	}
	u.engine.Options.Progress(run.Progress{Stage: stage, Rows: u.done, Total: u.total, Note: u.engine.Client.Limiter().State().Reason})
}

func (u *undo) isTouched(row int32) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.touched[row]
}
