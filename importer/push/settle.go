package push

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Settle finds out what an import left open that was cut off: its writes without an answer and, as
// at its end, whether the ids that it was told are true.
func Settle(ctx context.Context, e *engine.Engine) error {
	p := newPush(e, Options{})
	if err := p.settleUnknown(ctx); err != nil || e.Run.Meta().State != run.Interrupted {
		return err
	}
	var err error
	if p.status, p.ids, err = e.Run.States(); err != nil {
		return err
	}
	p.proven = make([]bool, len(p.status))
	return p.proveCreated(ctx)
}

// settleAtOnce is how many rows are looked up before what was found is entered.
const settleAtOnce = 500

// settleUnknown finds out what became of the writes that got no answer: creates
// by their unique name, updates by id. What is there is adopted. What isn't,
// although a slow server has had its time, is to be sent again; the unique name
// is the fence that keeps a write which comes later still from making a twin.
//
// Rows stay unknown only when the API can't be asked, which is an error.
func (p *push) settleUnknown(ctx context.Context) error {
	open, last, err := p.unsettled()
	if err != nil || len(open) == 0 {
		return err
	}
	w := &worker{push: p}
	err = p.engine.SettleOpen(ctx, len(open), last, func(ctx context.Context) (left int, err error) {
		open, err = w.lookUpUnsettled(ctx, open)
		return len(open), err
	})
	if err != nil {
		return err
	}
	// They stay unknown until they are sent: who goes on after another cut must know that they may be there.
	for _, piece := range open {
		p.sentBefore[piece.row] = piece.sent
	}
	return nil
}

// unsettled gathers the unknown rows with the time of their first sending – what
// is found from then on may be the run's own – and when the last of them was sent.
func (p *push) unsettled() (open []piece, last time.Time, err error) {
	if p.status, p.ids, err = p.engine.Run.States(); err != nil {
		return nil, last, err
	}
	first := map[int32]time.Time{}
	for c, err := range p.engine.Run.Journal().Chunks() {
		if err != nil {
			return nil, last, err
		}
		if c.Kind == run.ChunkNote || c.Kind == run.ChunkDelete {
			continue
		}
		answered := answeredIn(&c)
		for _, row := range c.Rows {
			if p.status[row] != run.Unknown || answered[row] {
				continue
			}
			if _, ok := first[row]; !ok {
				first[row] = c.SentAt
			}
			if c.SentAt.After(last) {
				last = c.SentAt
			}
		}
	}
	w := &worker{push: p}
	open, err = w.pieces(slices.Sorted(maps.Keys(first)))
	for n := range open {
		open[n].sent = first[open[n].row]
	}
	return open, last, err
}

// answeredIn gives the rows of a chunk of which an answer told what became of them.
func answeredIn(c *run.Chunk) map[int32]bool {
	answered := map[int32]bool{}
	for _, o := range c.Outcomes {
		answered[o.Row] = o.Status != run.Unknown
	}
	return answered
}

// lookUpUnsettled enters what is found now, durably, and gives back the rest. An
// error leaves the rows that it met.
func (w *worker) lookUpUnsettled(ctx context.Context, pieces []piece) (open []piece, failed error) {
	for part := range slices.Chunk(pieces, settleAtOnce) {
		left, err := w.lookUpSome(ctx, part)
		open = append(open, left...)
		if err != nil {
			failed = err
		}
	}
	return open, failed
}

func (w *worker) lookUpSome(ctx context.Context, pieces []piece) ([]piece, error) {
	var creates, updates []piece
	for _, p := range pieces {
		if p.creates() {
			creates = append(creates, p)
		} else {
			updates = append(updates, p)
		}
	}
	found, err := w.push.engine.Reader().ByName(ctx, namesOf(creates))
	now, err2 := w.push.engine.Reader().ByID(ctx, idsOf(updates))
	if err := errors.Join(err, err2); err != nil {
		return pieces, err
	}
	made, open, _, _ := adoptFound(batch{pieces: creates}, found, nil, time.Time{})
	changed, unchanged := sortUpdated(updates, now, foundUpdated())
	return append(open.pieces, unchanged...), w.note(ctx, append(made, changed...))
}
