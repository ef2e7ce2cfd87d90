package undo

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// send sends one request for each row, and gives back those that are to be sent
// again.
func (w *undoer) send(ctx context.Context, batch []try) (again []try, err error) {
	kind := run.ChunkPatch
	if batch[0].part == partDelete {
		kind = run.ChunkDelete
		if batch, err = w.childless(ctx, batch); err != nil || len(batch) == 0 {
			return nil, err
		}
	}
	rows := make([]int32, len(batch))
	for n := range batch {
		rows[n] = batch[n].row
	}
	chunk, err := w.undo.engine.Run.UndoJournal().Intend(ctx, kind, rows, w.undo.engine.Client.ServerNow())
	if err != nil {
		return nil, err
	}
	if kind == run.ChunkPatch {
		w.undo.touch(rows)
	}
	var told []stepOutcome
	var fatal error
	for n := range batch {
		a := &batch[n]
		if fatal != nil {
			told = append(told, a.open())
			continue
		}
		o, repeat, err := w.one(ctx, a)
		w.undo.tell(o)
		told, fatal = append(told, o), err
		if repeat {
			again = append(again, *a)
		}
	}
	if err := w.undo.engine.Run.UndoJournal().Settle(context.WithoutCancel(ctx), chunk, plain(told)); err != nil {
		return nil, errors.Join(fatal, err)
	}
	w.outcomes = append(w.outcomes, told...)
	return again, fatal
}

// open is the outcome of a row that is still to be undone.
func (a *try) open() stepOutcome {
	if a.unknown {
		return a.came(run.UndoUnknown, wording.English.Undo.NoAnswer)
	}
	o := a.came(run.UndoNotReached, "")
	o.done = false
	return o
}

// childless keeps the rows below which organizations lie, and gives back the
// others.
func (w *undoer) childless(ctx context.Context, batch []try) ([]try, error) {
	ids := make([]uuid.UUID, len(batch))
	for n := range batch {
		ids[n] = batch[n].id
	}
	below, err := w.undo.engine.Reader().Below(ctx, ids, nil)
	if err != nil || len(below) == 0 {
		return batch, err
	}
	var bare, doubtful []try
	var told []stepOutcome
	for _, a := range batch {
		children := below[a.id]
		switch {
		case len(children) == 0:
			bare = append(bare, a)
		case a.unknown:
			a.kept = keepFor(children).why
			doubtful = append(doubtful, a)
		default:
			told = append(told, a.came(run.UndoKept, keepFor(children).why))
		}
	}
	if err := w.tell(ctx, told); err != nil {
		return nil, err
	}
	return bare, w.waitOut(ctx, doubtful)
}

// one sends one request and says what came of it: an outcome, whether it is to
// be sent again, and an error that ends the undo.
func (w *undoer) one(ctx context.Context, a *try) (o stepOutcome, again bool, fatal error) {
	err := w.request(ctx, a)
	a.asked++
	w.undo.engine.Progressed()
	w.undo.engine.Options.Logger.Debug("undo a row", "row", a.row, "id", a.id, "delete", a.part == partDelete, "error", err)
	switch {
	case err == nil && a.part == partFields:
		return a.came(run.UndoNotReached, ""), false, nil
	case err == nil, pigello.IsNotFound(err) && a.part == partDelete:
		return a.came(run.UndoReversed, ""), false, nil
	case pigello.IsNotFound(err):
		return a.came(run.UndoKept, wording.English.Undo.Gone), false, nil
	case pigello.IsAuth(err):
		return a.open(), false, err
	case isRefusal(err):
		why, err := w.refusal(ctx, a, err)
		if a.part == partDelete {
			return a.came(run.UndoFailed, why), false, err
		}
		o = a.came(run.UndoNotReached, why) // what stands in its way may still go
		o.refused = true
		return o, false, err
	case ctx.Err() != nil:
		a.unknown = a.unknown || pigello.FateOf(err) != pigello.NotWritten
		return a.open(), false, ctx.Err()
	case pigello.FateOf(err) == pigello.NotWritten && a.asked >= maxAsked:
		return a.open(), false, err
	case pigello.FateOf(err) == pigello.NotWritten:
		return a.open(), true, nil
	}
	a.unknown = true
	if a.asked < maxUnanswered || a.asked < maxAsked && pigello.IsUnavailable(err) {
		return a.open(), true, nil
	}
	if a.part == partDelete && pigello.IsServerError(err) {
		return w.stillThere(ctx, a, err), false, nil
	}
	return a.came(run.UndoUnknown, wording.English.Undo.CameTo(pigello.CameTo(err))), false, nil
}

// stillThere looks at what the API failed over each time: what is there all the same
// is what it refuses to delete.
func (w *undoer) stillThere(ctx context.Context, a *try, failed error) stepOutcome {
	_, err := w.undo.engine.Client.Get(ctx, a.id)
	switch {
	case err == nil:
		return a.came(run.UndoFailed, wording.English.Undo.StillThere(pigello.CameTo(failed)))
	case pigello.IsNotFound(err):
		return a.came(run.UndoReversed, "")
	}
	return a.came(run.UndoUnknown, wording.English.Undo.CameTo(pigello.CameTo(failed)))
}

// errOtherValues says that the API answered a change with other values: what is
// true is read.
//
//lint:ignore ST1005 Pigello is a name
var errOtherValues = errors.New("Pigello answered with other values than were sent")

func (w *undoer) request(ctx context.Context, a *try) error {
	if a.part == partDelete {
		return w.undo.engine.Client.DeleteOnce(ctx, a.id)
	}
	org, err := w.undo.engine.Client.UpdateOnce(ctx, a.id, a.body)
	if err == nil && (org.ID != a.id || !live.Agrees(org, a.body)) {
		return errOtherValues
	}
	return err
}

// isRefusal says that the API understood a request and won't carry it out, now
// or later.
func isRefusal(err error) bool {
	var e *pigello.Error
	if !errors.As(err, &e) || e.Status < 400 || e.Status > 499 {
		return false
	}
	return e.Status != http.StatusRequestTimeout && e.Status != http.StatusTooManyRequests
}

// refusal says why the API refuses. A name that is taken is looked up: by whom
// is what a person needs to know.
func (w *undoer) refusal(ctx context.Context, a *try, refused error) (string, error) {
	if a.part == partDelete {
		return wording.English.Undo.RefusesDelete(engine.MessageOf(refused, 0)), nil
	}
	why := wording.English.Undo.RefusesFormer(engine.MessageOf(refused, 0))
	if !a.decision.SetName || a.part == partFields {
		return why, nil
	}
	taken, err := w.undo.engine.Reader().ByName(ctx, []string{a.body.Name})
	if err != nil {
		return why, err
	}
	if other, ok := taken[a.body.Name]; ok && other.ID != a.id {
		why = wording.English.Undo.FormerTaken(a.body.Name, other.ID.String())
	}
	return why, nil
}
