package undo

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// undoer carries out one job of an undo.
type undoer struct {
	undo     *undo
	schedule *schedule
	steps    []int32 // of one kind
	outcomes []stepOutcome
}

// try is a step on its way.
type try struct {
	past
	step    int32
	part    part
	body    pigello.Write // of what is put back
	asked   int           // how often it was sent
	unknown bool          // a try got no answer and may still be carried out
	kept    string        // why it stays, of one that may be carried out nevertheless
}

// How often a step is sent: a refusal for now is waited out, a lost answer is
// looked up each time.
const (
	maxAsked      = 8
	maxUnanswered = 3
)

// Do carries out a job: look at its rows, send what is still to be sent, a few
// at a time, and again what got no answer.
func (w *undoer) Do(ctx context.Context) error {
	batch, err := w.tries()
	if err != nil {
		return err
	}
	if batch, err = w.look(ctx, batch); err != nil {
		return err
	}
	for some := range slices.Chunk(batch, undoAtOnce) {
		if w.undo.engine.Stopped() {
			return nil
		}
		if err := w.doSome(ctx, some); err != nil {
			return err
		}
	}
	return nil
}

func (w *undoer) doSome(ctx context.Context, batch []try) error {
	for len(batch) > 0 {
		again, err := w.send(ctx, batch)
		if err != nil || len(again) == 0 {
			return err
		}
		if err := engine.Sleep(ctx, w.pauseBefore(again)); err != nil {
			return err
		}
		if batch, err = w.look(ctx, again); err != nil {
			return err
		}
	}
	return nil
}

// pauseBefore is how long to wait before rows are looked at and sent again.
func (w *undoer) pauseBefore(again []try) (longest time.Duration) {
	delays := w.undo.engine.Delays(nil)
	for _, a := range again {
		d := delays[0] << min(a.asked, 4) / 4
		if a.unknown {
			d = delays[min(a.asked, len(delays))-1]
		}
		longest = max(longest, d)
	}
	return longest
}

func (w *undoer) tries() ([]try, error) {
	rows := make([]int32, len(w.steps))
	for n, s := range w.steps {
		rows[n] = w.schedule.steps[s].row
	}
	pasts, err := w.undo.pasts(rows)
	batch := make([]try, len(pasts))
	for n, p := range pasts {
		batch[n] = try{past: p, step: w.steps[n], part: w.schedule.steps[w.steps[n]].part}
	}
	return batch, err
}

// look reads the rows again, enters what they show, and gives back those that
// are to be sent.
func (w *undoer) look(ctx context.Context, batch []try) ([]try, error) {
	now, err := w.readTries(ctx, batch)
	if err != nil {
		return nil, err
	}
	var send, doubtful []try
	var told []stepOutcome
	for _, a := range batch {
		org, there := now[a.id]
		v := a.judge(found{org: org, there: there, touched: w.undo.isTouched(a.row)})
		switch {
		case v.status == run.UndoNotReached && !a.stepDone(org):
			a.body = a.putBack(a.part, org)
			send = append(send, a)
		case v.status == run.UndoKept && a.unknown:
			a.kept = v.why
			doubtful = append(doubtful, a)
		default:
			if a.unknown {
				v.why = "" // this undo did it
			}
			told = append(told, a.came(v.status, v.why))
		}
	}
	if err := w.tell(ctx, told); err != nil {
		return nil, err
	}
	return send, w.waitOut(ctx, doubtful)
}

func (w *undoer) readTries(ctx context.Context, batch []try) (map[uuid.UUID]pigello.Organization, error) {
	pasts := make([]past, len(batch))
	for n := range batch {
		pasts[n] = batch[n].past
	}
	return w.undo.readWhole(ctx, pasts)
}

// stepDone tells whether a row that isn't as before yet has what its step gives
// back: the name may be another step's.
func (a *try) stepDone(org pigello.Organization) bool {
	f := a.compare(org)
	return a.part == partFields && f[atCustomID].before && f[atParent].before
}

// came is what came of a step, which is over unless that isn't known.
func (a *try) came(status run.UndoStatus, why string) stepOutcome {
	return stepOutcome{step: a.step, done: status != run.UndoUnknown, outcome: run.UndoOutcome{Row: a.row, Status: status, Message: why}}
}

// waitOut deals with rows that are to be kept although an earlier request for
// them got no answer: a slow server may still carry it out, so that they are
// looked at once more before they are said to stay.
func (w *undoer) waitOut(ctx context.Context, doubtful []try) error {
	if len(doubtful) == 0 {
		return nil
	}
	for _, d := range w.undo.engine.Delays(nil) {
		if err := engine.Sleep(ctx, d); err != nil {
			return err
		}
	}
	now, err := w.readTries(ctx, doubtful)
	if err != nil {
		return err
	}
	var told []stepOutcome
	for _, a := range doubtful {
		org, there := now[a.id]
		if v := a.judge(found{org: org, there: there, touched: true}); v.status == run.UndoReversed {
			told = append(told, a.came(run.UndoReversed, ""))
		} else {
			told = append(told, a.came(run.UndoKept, a.kept))
		}
	}
	return w.tell(ctx, told)
}

// tell makes outcomes durable that no request brought about.
func (w *undoer) tell(ctx context.Context, told []stepOutcome) error {
	err := w.undo.engine.Run.UndoJournal().Note(ctx, plain(told))
	if err == nil {
		w.outcomes = append(w.outcomes, told...)
		w.undo.tell(told...)
	}
	return err
}

func plain(told []stepOutcome) []run.UndoOutcome {
	outcomes := make([]run.UndoOutcome, len(told))
	for n, o := range told {
		outcomes[n] = o.outcome
	}
	return outcomes
}
