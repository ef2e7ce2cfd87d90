package importer

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// batch is pieces that go in one bulk request, and how often they went before.
type batch struct {
	pieces []piece
	tries  int
}

// maxTries bounds how often rows are sent again after an answer that left them
// open. The unique name is the fence: a row that was written after all is
// refused the next time, never doubled.
const maxTries = 3

// create writes new organizations by bulk requests, splitting what is refused
// until every row has its own answer.
func (w *worker) create(ctx context.Context, rows []int32) error {
	pieces, err := w.pieces(rows)
	if err != nil {
		return err
	}
	if !w.client.KnowsServerNow() {
		// Whose a row is that is found later goes by the server's clock; any answer tells it, and this one is short.
		if _, err := w.lookUpNames(ctx, pieces[:1]); err != nil {
			return err
		}
	}
	todo := w.cut(batch{pieces: pieces})
	for len(todo) > 0 {
		b := todo[0]
		more, err := w.sendCreates(ctx, b)
		if err != nil {
			return err
		}
		todo = append(todo[1:], more...)
	}
	return nil
}

// cut splits a batch so that no body is larger than the bound and none has more
// rows than the API takes at once.
func (w *worker) cut(b batch) []batch {
	w.push.mu.Lock()
	limit := w.chunkSize
	w.push.mu.Unlock()
	most := w.o.Hints.bodyLimit()
	var parts []batch
	start, size := 0, 0
	var buf []byte
	for n := range b.pieces {
		buf = b.pieces[n].write.AppendJSON(buf[:0])
		if n > start && (size+len(buf) > most || n-start >= limit) {
			parts = append(parts, batch{pieces: b.pieces[start:n], tries: b.tries})
			start, size = n, 0
		}
		size += len(buf) + 1
	}
	return append(parts, batch{pieces: b.pieces[start:], tries: b.tries})
}

func (b batch) writes() []pigello.Write {
	writes := make([]pigello.Write, len(b.pieces))
	for n, p := range b.pieces {
		writes[n] = p.write
	}
	return writes
}

// sendCreates sends one batch and settles every row of it, or gives back what
// is to be sent again.
func (w *worker) sendCreates(ctx context.Context, b batch) ([]batch, error) {
	sent := w.client.ServerNow() // kept by its clock, since what is found later is dated by it
	chunk, err := w.run.Intend(ctx, run.ChunkCreate, rowsOf(b.pieces), sent)
	if err != nil {
		return nil, err
	}
	answer, err := w.client.BulkWrite(ctx, b.writes())
	w.o.Logger.Debug("bulk write", "chunk", chunk, "rows", len(b.pieces), "status", answer.Status, "error", err)
	switch {
	case err == nil:
		return w.confirm(ctx, chunk, b, answer, sent)
	case pigello.IsTooLarge(err):
		return w.shrink(ctx, chunk, b)
	case pigello.IsBadRequest(err) && len(b.pieces) == 1:
		outcomes, err := w.reject(ctx, b, map[int]string{0: messageOf(err, 0)}, sent)
		if err != nil {
			return nil, err
		}
		return nil, w.settle(ctx, chunk, outcomes)
	case pigello.IsBadRequest(err):
		return w.refused(ctx, chunk, b, err, sent)
	case pigello.FateOf(err) == pigello.NotWritten:
		return nil, errors.Join(err, w.settle(context.WithoutCancel(ctx), chunk, all(b.pieces, run.NotReached, "")))
	}
	return w.lookUpLater(ctx, chunk, b, err, sent)
}

// reject gives refused rows their reasons. One whose name is said to be taken is
// looked up first: it may be this run's own, written by a request that got no
// answer, or what somebody else wrote just now.
func (w *worker) reject(ctx context.Context, b batch, reasons map[int]string, sent time.Time) ([]run.Outcome, error) {
	found, err := w.lookUpNames(ctx, b.pieces)
	if err != nil {
		return nil, err
	}
	outcomes, open, reasons := adoptFound(b, found, reasons, sent)
	for n, p := range open.pieces {
		outcomes = append(outcomes, run.Outcome{Row: p.row, Status: run.Rejected, Message: reasons[n]})
	}
	return outcomes, nil
}

// shrink halves the chunk size after a 413, for good.
func (w *worker) shrink(ctx context.Context, chunk int64, b batch) ([]batch, error) {
	if len(b.pieces) == 1 {
		return nil, w.settle(ctx, chunk, all(b.pieces, run.Rejected, "the API says that this row alone is too large"))
	}
	if err := w.settle(ctx, chunk, all(b.pieces, run.NotReached, "")); err != nil {
		return nil, err
	}
	w.push.mu.Lock()
	w.chunkSize = max(1, min(w.chunkSize, len(b.pieces)/2))
	w.push.mu.Unlock()
	return w.cut(b), nil
}

// halves splits a batch in two.
func (b batch) halves() []batch {
	half := len(b.pieces) / 2
	return []batch{{pieces: b.pieces[:half], tries: b.tries}, {pieces: b.pieces[half:], tries: b.tries}}
}

// refused deals with a 400 to several rows. Until the run has seen that the API
// refuses whole arrays, the rows are looked up first: it may have written the
// good ones.
func (w *worker) refused(ctx context.Context, chunk int64, b batch, refusal error, sent time.Time) ([]batch, error) {
	named := namedRows(refusal, len(b.pieces))
	var outcomes []run.Outcome
	open := b
	if !w.knowsRefusesWhole() || len(named) == len(b.pieces) {
		found, err := w.lookUpNames(ctx, b.pieces)
		if err != nil {
			return nil, err
		}
		outcomes, open, named = adoptFound(b, found, named, sent)
		w.learnRefusal(len(outcomes) > 0, len(named) > 0 && len(named) < len(open.pieces))
	}
	more := []batch{}
	switch {
	case len(open.pieces) == 0:
	case len(named) == len(open.pieces):
		// Each has its own message: nothing is gained by sending them again.
		for n, p := range open.pieces {
			outcomes = append(outcomes, run.Outcome{Row: p.row, Status: run.Rejected, Message: named[n]})
		}
	case len(named) > 0:
		bad, good := open.divide(named)
		more = append(more, good, bad)
	case len(open.pieces) < len(b.pieces) || len(open.pieces) == 1:
		more = append(more, open)
	default:
		more = open.halves()
	}
	for _, m := range more {
		outcomes = append(outcomes, all(m.pieces, run.NotReached, "")...)
	}
	return more, w.settle(ctx, chunk, outcomes)
}

// divide puts the rows that the answer named apart: sent on their own, each
// gets the reason that is its own, whatever order the answer was in.
func (b batch) divide(named map[int]string) (bad, good batch) {
	bad.tries, good.tries = b.tries, b.tries
	for n, p := range b.pieces {
		if _, ok := named[n]; ok {
			bad.pieces = append(bad.pieces, p)
		} else {
			good.pieces = append(good.pieces, p)
		}
	}
	return bad, good
}

func (w *worker) knowsRefusesWhole() bool {
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	return w.learnt.refusesWhole && !w.learnt.writesPart
}

func (w *worker) learnRefusal(foundSome, someWereGood bool) {
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	w.learnt.writesPart = w.learnt.writesPart || foundSome
	w.learnt.refusesWhole = w.learnt.refusesWhole || someWereGood && !foundSome
}

// namedRows gives the messages of the rows that a refusal names.
func namedRows(err error, rows int) map[int]string {
	named := map[int]string{}
	var e *pigello.Error
	if !errors.As(err, &e) {
		return named
	}
	for _, r := range e.Rows {
		if r.Index >= 0 && r.Index < rows {
			named[r.Index] = r.Error()
		}
	}
	return named
}

// messageOf is what a refusal says of row n, or of all.
func messageOf(err error, n int) string {
	var e *pigello.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if i := slices.IndexFunc(e.Rows, func(r pigello.RowError) bool { return r.Index == n }); i >= 0 {
		return e.Rows[i].Error()
	}
	if len(e.Fields) > 0 {
		return pigello.RowError{Fields: e.Fields}.Error()
	}
	return e.Detail
}
