package push

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// batch is pieces that go in one bulk request, and what is known of them.
type batch struct {
	pieces []piece
	tries  int  // how often they were sent and left open
	looked bool // after they were refused, none was found to be there
	named  bool // an answer named just these as the bad ones
	first  bool // of the first rows that go together in this run
	said   bool // the answer refused none of them: what is there of them was created

	of   *array    // the larger one that its rows were part of, of which nothing was written
	busy time.Time // since when it has been answered by 503
}

// array is one that was split, and how many of its rows weren't taken yet.
type array struct{ rows, left int }

// with is the batch with other pieces of the same history.
func (b batch) with(pieces []piece) batch {
	b.pieces = pieces
	return b
}

// maxTries bounds how often rows are sent again after an answer that left them
// open. The unique name is the fence: a row that was written after all is
// refused the next time, never doubled.
const maxTries = 3

// creates is a worker that writes new organizations.
type creates struct{ worker *worker }

// do writes new organizations by bulk requests, splitting what is refused
// until every row has its own answer. What was split goes first: how many of
// its rows are bad tells how to split the next.
func (c creates) do(ctx context.Context) error {
	pieces, err := c.worker.pieces(c.worker.rows)
	if err != nil {
		return err
	}
	for todo := []batch{{pieces: pieces, first: c.worker.first}}; len(todo) > 0; {
		parts := c.worker.cut(todo[0]) // by what is known now
		more, err := c.send(ctx, parts[0])
		if err != nil {
			return err
		}
		todo = slices.Concat(more, parts[1:], todo[1:])
		if err := c.worker.rejectMany(ctx, todo); err != nil {
			return err
		}
	}
	return c.worker.rejectRefused(ctx)
}

// cut splits a batch so that no body is larger than the bound and none has more
// rows than the API takes at once.
func (w *worker) cut(b batch) []batch {
	limit, most := w.push.learnt.chunks.size(), w.push.hints.bodyLimit()
	var parts []batch
	start, size := 0, 0
	var buf []byte
	for n := range b.pieces {
		buf = b.pieces[n].write.AppendJSON(buf[:0])
		if n > start && (size+len(buf) > most || n-start >= limit) {
			parts = append(parts, b.with(b.pieces[start:n]))
			start, size = n, 0
		}
		size += len(buf) + 1
	}
	return append(parts, b.with(b.pieces[start:]))
}

func (b batch) writes() []pigello.Write {
	writes := make([]pigello.Write, len(b.pieces))
	for n, p := range b.pieces {
		writes[n] = p.write
	}
	return writes
}

// send sends one batch and settles every row of it, or gives back what
// is to be sent again.
func (c creates) send(ctx context.Context, b batch) ([]batch, error) {
	sent := c.worker.push.engine.Client.ServerNow() // kept by its clock, since what is found later is dated by it
	chunk, err := c.worker.intend(ctx, run.ChunkCreate, b.pieces, sent)
	if err != nil {
		return nil, err
	}
	answer, err := c.post(ctx, b)
	c.worker.push.engine.Options.Logger.Debug("bulk write", "chunk", chunk, "rows", len(b.pieces), "status", answer.Status, "error", err)
	c.worker.push.learnt.size(b, err)
	switch {
	case err == nil:
		return c.confirm(ctx, chunk, b, answer, sent)
	case pigello.IsTooLarge(err) && len(b.pieces) == 1:
		return nil, c.worker.settle(ctx, chunk, all(b.pieces, run.Rejected, wording.English.Outcome.TooLarge))
	case pigello.IsTooLarge(err):
		return c.worker.cut(b), c.worker.settle(ctx, chunk, unsent(b.pieces)) // smaller ones are sent
	case pigello.IsBadRequest(err) && len(b.pieces) == 1:
		c.worker.push.learnt.named(b, 1)
		c.worker.refuse(b, 0, engine.MessageOf(err, 0))
		return nil, c.worker.settle(ctx, chunk, nil)
	case pigello.IsBadRequest(err):
		return c.refused(ctx, chunk, b, err, sent)
	case pigello.FateOf(err) == pigello.NotWritten:
		return nil, errors.Join(err, c.worker.settle(context.WithoutCancel(ctx), chunk, unsent(b.pieces)))
	}
	return c.lookUpLater(ctx, chunk, b, err, sent)
}

// post writes new organizations: the only row of a run by the API's call for one, others by its call for many.
func (c creates) post(ctx context.Context, b batch) (pigello.BulkAnswer, error) {
	if c.worker.push.total > 1 {
		return c.worker.push.engine.Client.BulkWrite(ctx, b.writes())
	}
	org, err := c.worker.push.engine.Client.Create(ctx, b.pieces[0].write)
	if err != nil {
		return pigello.BulkAnswer{}, err
	}
	return pigello.BulkAnswer{Organizations: []pigello.Organization{org}}, nil
}
