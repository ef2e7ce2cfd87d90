package push

import (
	"context"
	"errors"
	"time"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// Rows that the API refuses. A batch with bad rows is split until they stand
// alone: by what the answer names where it names rows, else in halves, and one
// by one where so many are bad that halving would cost more.

// refusal is a row that the API refused, and why.
type refusal struct {
	piece  piece
	reason string
}

// refuse keeps a row that stands alone in its refusal. It isn't rejected at
// once: its name may be taken by this run's own request that got no answer, or
// by what somebody else wrote just now, and a look-up serves many rows.
func (w *worker) refuse(b batch, n int, reason string) {
	w.push.tally.refuses(1)
	w.refusals = append(w.refusals, refusal{b.pieces[n], reason})
}

// A job waits so long, at first and at most, for what others look up.
const (
	shortly = 5 * time.Millisecond
	atMost  = time.Second
)

// rejectMany rejects what was refused as soon as a look-up is filled, or the
// limit may be passed, and stops when that is too much. Rows that are still to
// be sent again count as sent. Where the limit hangs on what other jobs have to
// look up, nothing more is sent until they have.
func (w *worker) rejectMany(ctx context.Context, todo []batch) error {
	open := 0
	for _, b := range todo {
		open += len(b.pieces)
	}
	if len(w.refusals) < live.MaxLookup && !w.push.tally.nearLimit() {
		return nil
	}
	if err := w.rejectRefused(ctx); err != nil {
		return err
	}
	for pause := shortly; ; pause = min(2*pause, atMost) {
		if err := w.push.tally.tooMany(open); err != nil || !w.push.tally.nearLimit() {
			return err
		}
		if err := engine.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// rejectRefused gives refused rows their reasons, or adopts what is there under
// their names.
func (w *worker) rejectRefused(ctx context.Context) error {
	if len(w.refusals) == 0 {
		return nil
	}
	pieces := make([]piece, len(w.refusals))
	for n, r := range w.refusals {
		pieces[n] = r.piece
	}
	found, err := w.push.engine.Reader().ByName(ctx, namesOf(pieces))
	if err != nil {
		return err
	}
	outcomes := make([]run.Outcome, len(w.refusals))
	for n, r := range w.refusals {
		if org, ok := found[r.piece.write.Name]; ok {
			outcomes[n] = adopt(r.piece, org, run.Unchanged)
		} else {
			outcomes[n] = run.Outcome{Row: r.piece.row, Status: run.Rejected, Message: r.reason}
		}
	}
	if err := w.note(ctx, outcomes); err != nil {
		return err
	}
	w.count(outcomes)
	w.push.tally.refuses(-len(w.refusals))
	w.refusals = nil
	return nil
}

// refused deals with a 400 to several rows. Until the run has seen that the API
// refuses whole arrays, the rows are looked up first: it may have written the
// good ones. Rows that were looked up after a refusal are not again: what such
// an API could write of them it wrote then.
func (c creates) refused(ctx context.Context, chunk int64, b batch, refusal error, sent time.Time) ([]batch, error) {
	named := namedRows(refusal, len(b.pieces))
	c.worker.push.learnt.named(b, len(named))
	var outcomes []run.Outcome
	open, made := b, 0
	if !b.looked && !c.worker.push.learnt.wholeArraysAlone() {
		found, err := c.worker.push.engine.Reader().ByName(ctx, namesOf(b.pieces))
		if err != nil {
			return nil, err
		}
		outcomes, open, named, made = adoptFound(b, found, named, sent)
		if len(named) > 0 {
			c.worker.push.learnt.refusal(made, len(open.pieces)-len(named))
		} else {
			c.worker.push.learnt.refusal(made, 0)
		}
		open.looked = true
	}
	more := c.split(open, named, len(b.pieces)-len(open.pieces), made)
	for _, m := range more {
		outcomes = append(outcomes, unsent(m.pieces)...)
	}
	return more, c.worker.settle(ctx, chunk, outcomes)
}

// split says how the open rows of a refused batch go on. found of it were
// there, made of them by this very request.
func (c creates) split(open batch, named map[int]string, found, made int) []batch {
	switch rows := len(open.pieces); {
	case rows == 0:
		return nil
	case len(named) == rows: // each has its own message: nothing is gained by sending them again
		for n := range open.pieces {
			c.worker.refuse(open, n, named[n])
		}
		return nil
	case len(named) > 0:
		return c.splitNamed(open, named)
	case made > 0 || rows > 1 && c.worker.mostlyBad(): // the API writes the good ones, or few are good
		return open.singles()
	case found > 0 || rows == 1:
		return []batch{open}
	}
	return open.halved()
}

// splitNamed puts the rows that an answer named apart. The first time in a run
// they are sent on their own: only then is it certain that it names the right
// ones, whatever order it was in.
func (c creates) splitNamed(open batch, named map[int]string) []batch {
	bad, good := open.divide(named)
	if read(&c.worker.push.learnt, &c.worker.push.learnt.namesRows) != yes {
		return []batch{good, bad}
	}
	for n, reason := range named {
		c.worker.refuse(open, n, reason)
	}
	return []batch{good}
}

// divide puts the rows that the answer named apart.
func (b batch) divide(named map[int]string) (bad, good batch) {
	bad, good = b.with(nil), b.with(nil)
	bad.named = true
	for n, p := range b.pieces {
		if _, ok := named[n]; ok {
			bad.pieces = append(bad.pieces, p)
		} else {
			good.pieces = append(good.pieces, p)
		}
	}
	return bad, good
}

// halved splits an array of which nothing was written, as halves does.
func (b batch) halved() []batch {
	b.tries, b.of = 0, &array{len(b.pieces), len(b.pieces)}
	return b.halves()
}

// halves splits a batch in two.
func (b batch) halves() []batch {
	half := len(b.pieces) / 2
	return []batch{b.with(b.pieces[:half]), b.with(b.pieces[half:])}
}

// singles splits a batch into its rows.
func (b batch) singles() []batch {
	parts := make([]batch, len(b.pieces))
	for n := range b.pieces {
		parts[n] = b.with(b.pieces[n : n+1])
	}
	return parts
}

// From manyBad bad rows on that make up badShare of those that have their
// answer, halving costs more requests than there are rows.
const (
	manyBad  = 4
	badShare = 0.18
)

// mostlyBad tells whether so many of this job's rows were refused that sending
// them one by one is the shortest way.
func (w *worker) mostlyBad() bool {
	bad := w.bad + len(w.refusals) + len(w.alone)
	return bad >= manyBad && float64(bad) >= badShare*float64(bad+w.good)
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
