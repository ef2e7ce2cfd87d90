package push

import (
	"context"
	"fmt"
	"time"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// lookUpLater deals with creates whose request got no answer. They may be
// written now, later or never, so they are looked up a few times, adopted when
// they appear, and otherwise sent once more, in smaller arrays: the unique name
// keeps a row that was written after all from being doubled.
func (c creates) lookUpLater(ctx context.Context, chunk int64, b batch, cause error, sent time.Time) ([]batch, error) {
	open := b
	var outcomes []run.Outcome
	var away error // why the last look-up told nothing
	for _, delay := range c.worker.push.engine.Delays(cause) {
		if err := engine.Sleep(ctx, delay); err != nil {
			return nil, err // the chunk stays open: its rows are unknown
		}
		var found map[string]pigello.Organization
		found, away = c.worker.push.engine.Reader().ByName(ctx, namesOf(open.pieces))
		c.worker.push.engine.Options.Logger.Debug("look up unanswered rows", "chunk", chunk, "rows", len(open.pieces), "found", len(found), "error", away)
		if away != nil {
			continue // as long as the API is away there is nothing to know
		}
		var adopted []run.Outcome
		adopted, open, _, _ = adoptFound(open, found, nil, sent)
		outcomes = append(outcomes, adopted...)
		if len(open.pieces) == 0 {
			return nil, c.worker.settle(ctx, chunk, outcomes)
		}
	}
	for n := range open.pieces {
		p := &open.pieces[n]
		if p.why = wording.English.Outcome.CameTo(pigello.CameTo(cause)); p.sent.IsZero() {
			p.sent = sent
		}
	}
	// Here the unique name is the fence: should the server still carry out the
	// first request, one of the two is refused, and the row is found by its name.
	var more []batch
	if away == nil {
		more = c.worker.onward(b, open, cause)
	}
	if more == nil {
		c.worker.push.learnt.failed()
	}
	return more, c.worker.settle(ctx, chunk, append(outcomes, unsent(open.pieces)...)) // those that don't go on stay unknown
}

// onward says how rows go on that aren't there although their request was sent:
// nil is not at all. A gateway without time is asked again, for so long; what came
// to nothing is halved, which shows whether it was too much.
func (w *worker) onward(b, open batch, cause error) []batch {
	if open.tries++; !pigello.IsUnavailable(cause) {
		open.busy = time.Time{}
	} else if open.busy.IsZero() {
		open.busy = time.Now()
	}
	switch several := len(open.pieces) > 1; {
	case !open.busy.IsZero() && time.Since(open.busy) < w.patience():
		open.tries--
		return []batch{open}
	case w.push.learnt.allFail():
		return nil
	case len(open.pieces) < len(b.pieces):
		open.tries--
		return []batch{open}
	case several && pigello.IsFailure(cause):
		return open.halved()
	case open.tries == 1:
		return []batch{open}
	}
	return nil
}

// readBack reads the first row that was written and compares it with what was
// sent.
func (c creates) readBack(ctx context.Context, p piece, o *run.Outcome) error {
	org, err := c.worker.push.engine.Client.Get(ctx, o.ID)
	if pigello.IsNotFound(err) {
		var found map[string]pigello.Organization
		if found, err = c.worker.push.engine.Reader().ByName(ctx, []string{p.write.Name}); err == nil {
			var ok bool
			if org, ok = found[p.write.Name]; !ok {
				return &StopError{Reason: "Pigello said that the first row was written, but it isn't there"}
			}
		}
	}
	if err != nil {
		return fmt.Errorf("read the first row back: %w", err)
	}
	o.ID, c.worker.proven = org.ID, append(c.worker.proven, p.row)
	if !live.Agrees(org, p.write) {
		*o = heldFor(p, org, wording.English.Outcome.Keeps)
	}
	return nil
}

// settleFirst settles outcomes, and ends the run when the first row of all was
// kept with other values: the rest would fare no better.
func (c creates) settleFirst(ctx context.Context, chunk int64, outcomes []run.Outcome) error {
	if err := c.worker.settle(ctx, chunk, outcomes); err != nil {
		return err
	}
	for _, o := range outcomes {
		if o.Status == run.Held {
			return &StopError{Reason: "the first row that was written isn't there as it was sent: " + o.Message}
		}
	}
	return nil
}
