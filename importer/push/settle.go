package push

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// unsettled are the rows whose writes got no answer, or whose process ended
// before it was entered.
type unsettled struct {
	creates, updates []piece
	last             time.Time // when the last of them was sent
}

func (u *unsettled) count() int { return len(u.creates) + len(u.updates) }

// Settle finds out what an import left open that was cut off: its writes without an answer and, as at its end, whether the ids that
// it was told are true.
func Settle(ctx context.Context, e *Engine) error {
	p := newPush(e)
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
	u, err := p.unsettled()
	if err != nil || u.count() == 0 {
		return err
	}
	w := &worker{push: p}
	err = p.engine.SettleOpen(ctx, u.count(), u.last, func(ctx context.Context) (int, error) {
		err := w.lookUpUnsettled(ctx, u)
		return u.count(), err
	})
	if err != nil {
		return err
	}
	// They stay unknown until they are sent: who goes on after another cut must know that they may be there.
	for _, piece := range append(u.creates, u.updates...) {
		p.sentBefore[piece.row] = piece.sent
	}
	return nil
}

// unsettled gathers the unknown rows with the time of their first sending: what
// is found from then on may be the run's own.
func (p *push) unsettled() (*unsettled, error) {
	u := &unsettled{}
	var err error
	if p.status, p.ids, err = p.engine.Run.States(); err != nil {
		return u, err
	}
	first := map[int32]time.Time{}
	for c, err := range p.engine.Run.Journal().Chunks() {
		if err != nil {
			return u, err
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
			if c.SentAt.After(u.last) {
				u.last = c.SentAt
			}
		}
	}
	return u, p.readUnsettled(u, first)
}

// answeredIn gives the rows of a chunk of which an answer told what became of them.
func answeredIn(c *run.Chunk) map[int32]bool {
	answered := map[int32]bool{}
	for _, o := range c.Outcomes {
		answered[o.Row] = o.Status != run.Unknown
	}
	return answered
}

func (p *push) readUnsettled(u *unsettled, first map[int32]time.Time) error {
	w := &worker{push: p}
	pieces, err := w.pieces(slices.Sorted(maps.Keys(first)))
	if err != nil {
		return err
	}
	for _, piece := range pieces {
		piece.sent = first[piece.row]
		if piece.creates() {
			u.creates = append(u.creates, piece)
		} else {
			u.updates = append(u.updates, piece)
		}
	}
	return nil
}

// lookUpUnsettled enters what is found now, durably, and leaves the rest in u.
// An error leaves the rows that it met.
func (w *worker) lookUpUnsettled(ctx context.Context, u *unsettled) error {
	var failed error
	settle := func(pieces []piece, some func(context.Context, []piece) ([]piece, error)) (open []piece) {
		for part := range slices.Chunk(pieces, settleAtOnce) {
			left, err := some(ctx, part)
			if open = append(open, left...); err != nil {
				failed = err
			}
		}
		return open
	}
	u.creates, u.updates = settle(u.creates, w.settleCreates), settle(u.updates, w.settleChanged)
	return failed
}

func (w *worker) settleCreates(ctx context.Context, pieces []piece) ([]piece, error) {
	found, err := w.push.engine.Reader().ByName(ctx, namesOf(pieces))
	if err != nil {
		return pieces, err
	}
	outcomes, open, _, _ := adoptFound(batch{pieces: pieces}, found, nil, time.Time{}, false)
	return open.pieces, w.note(ctx, outcomes)
}

func (w *worker) settleChanged(ctx context.Context, pieces []piece) ([]piece, error) {
	now, err := w.push.engine.Reader().ByID(ctx, idsOf(pieces))
	if err != nil {
		return pieces, err
	}
	outcomes, open := sortUpdated(pieces, now, true)
	return open, w.note(ctx, outcomes)
}
