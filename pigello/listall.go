package pigello

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/google/uuid"
)

// ListAll reads every organization of a query, and ends without an error only
// when the list was proven whole: the list loop.
//
//	ascending from the start ──► rows ──► cut? failed? ──► wait, go on from the last seen
//	        │ ended                                             │
//	        ▼                                                   │
//	ascending, created_at >= last seen ──► anything new? ──yes──┘
//	        │ no
//	        ▼
//	is it []? ──yes──► whole
//	        │ no
//	        ▼
//	descending, same bound ──► an id not seen? ──yes──► ascending again; that id
//	        │ no                                        still unseen: ErrCapped
//	        ▼
//	      whole
//
// The descending question is what finds a list that always gives the same
// first rows of one time. Rows come in the order created_at, id; memory is
// constant (16 bytes for each row of one created_at). Where the API refuses a
// date-time as the bound, the day of the last row is sent and its earlier
// rows are dropped again. The query's own created_at__gte is merged.
//
// A query with another OrderBy is read by the loop for its ids first (16
// bytes a row), then in its order; when that list lacks one that is there, a *RestartError
// says so and everything begins anew, three times, then ErrChanging.
//
// Slim queries and pages are refused: neither can be proven whole. report may
// be nil. Errors are *Error, *IncompleteError or *UsageError, and an *UnreadableError in
// the place of a row that can't be taken, after which the list may be ranged on.
func (c *Client) ListAll(ctx context.Context, q Query, report *ListReport) iter.Seq2[Organization, error] {
	return func(yield rowFunc) {
		if report == nil {
			report = &ListReport{}
		}
		*report = ListReport{}
		if err := checkListAll(q); err != nil {
			yield(Organization{}, err)
			return
		}
		defer func() { report.Finished = c.ServerNow() }()
		r := &reading{c.caller, report}
		pieces, err := r.c.pieces(q)
		switch {
		case err != nil:
		case !loopOrdered(q.OrderBy):
			r.ordered(ctx, q, pieces, yield)
			return
		case len(pieces) > 1:
			err = r.gather(ctx, pieces, report.counting(yield))
		default:
			err = r.loop(q).run(ctx, report.counting(yield))
		}
		if err != nil && err != errStopped {
			yield(Organization{}, err)
		}
	}
}

func checkListAll(q Query) error {
	var e UsageError
	switch {
	case q.Slim:
		e = UsageError{"slim", "a slim list has no created_at and cannot be proven whole", "", "List reads a slim list once."}
	case q.Page != 0 || q.PageSize != 0:
		e = UsageError{"page", "a whole list has no pages", "", "List reads one page."}
	case q.Array:
		e = UsageError{"array", "a whole list is asked for as JSON lines", "", "List reads the documented array once."}
	default:
		return q.Validate()
	}
	return &e
}

// loopOrdered reports whether the loop's own order is the one asked for.
func loopOrdered(orders []Order) bool {
	return len(orders) <= len(loopOrder) && slices.Equal(orders, loopOrder[:len(orders)])
}

// counting adds the rows that are handed out to the report.
func (r *ListReport) counting(yield rowFunc) rowFunc {
	return func(o Organization, unreadable error) bool {
		if unreadable != nil {
			return yield(Organization{}, unreadable)
		}
		r.Rows++
		if o.Parent.IsAbsent() {
			r.UntoldParents++
		}
		return yield(o, nil)
	}
}

// reading is one ListAll: what sends its requests, and what it says of them. One or
// several loops read it.
type reading struct {
	c      *caller
	report *ListReport
}

// try sends a list request once and counts it.
func (r *reading) try(ctx context.Context, k call) (*answer, error) {
	r.report.Requests++
	a, err := r.c.try(ctx, k)
	if err != nil {
		return nil, err
	}
	return a, nil
}

// loop is the state of one list loop.
type loop struct {
	r     *reading
	q     Query
	wait  *backoff.ExponentialBackOff
	began time.Time

	any      bool // a row was seen
	last     time.Time
	lastText string                 // created_at of the last row seen, as received
	at       map[uuid.UUID]struct{} // ids seen at that time
	byDay    bool                   // a date-time was refused
	ended    bool                   // the last ascending question brought nothing new
	whole    bool                   // and the descending one no unseen id
	failures int                    // in a row, without a new row
	moved    time.Time              // when there last was one
	before   time.Time              // the failure before the last one
	asked    time.Duration          // by these, to wait
	stuck    int                    // descending questions in a row that showed an unseen id
	same     int                    // of these, the last ones, which showed the same id

	unseen uuid.UUID // that id; while somebody is writing, others come and go
}

func (r *reading) loop(q Query) *loop {
	now := time.Now()
	return &loop{r: r, q: q, wait: r.c.retry.newBackOff(), began: now, moved: now, before: now}
}

// run reads until the list is whole (nil), cannot be (an error), or yield had
// enough (errStopped).
func (l *loop) run(ctx context.Context, yield rowFunc) error {
	for {
		err := l.step(ctx, yield)
		switch {
		case err == nil && l.whole:
			return nil
		case err != nil:
			if err := l.recover(ctx, err); err != nil {
				return err
			}
		}
	}
}

// step asks the next question: ascending until that brings nothing new, then
// descending. One that failed is asked again.
func (l *loop) step(ctx context.Context, yield rowFunc) error {
	if !l.ended {
		fresh, err := l.ascend(ctx, yield)
		l.ended = err == nil && fresh == 0
		if fresh > 0 {
			l.stuck, l.same, l.unseen = 0, 0, uuid.Nil
		}
		if fresh > 0 || l.ended { // an answered question is progress too
			l.progressed()
		}
		return err
	}
	unseen, err := l.descend(ctx)
	switch {
	case err != nil:
		return err
	case unseen == uuid.Nil:
		l.whole = true
		return nil
	}
	l.ended = false
	if unseen != l.unseen {
		l.same, l.unseen = 0, unseen
	}
	l.stuck++
	if l.same++; l.same > 1 || l.stuck > mostStuck {
		return l.capped()
	}
	return nil
}

// ascend reads on from the last row seen and hands out what is new.
func (l *loop) ascend(ctx context.Context, yield rowFunc) (fresh int, err error) {
	var broken error
	rows := sequence{direction: ascending}
	err = l.request(ctx, ascending, func(o Organization, unreadable error) bool {
		at, wrong := rows.next(o)
		if wrong != nil {
			if unreadable == nil || !at.IsZero() || yield(o, unreadable) {
				broken = wrong
			}
			return false
		}
		if l.seen(at, o) {
			return true
		}
		if !l.any || !at.Equal(l.last) {
			l.forget()
			l.any, l.last, l.lastText = true, at, o.CreatedAt
		}
		l.at[o.ID] = struct{}{}
		fresh++
		return yield(o, unreadable)
	})
	if broken != nil {
		err = broken
	}
	l.whole = err == nil && rows.n == 0 // [], and no list is cut to nothing
	return fresh, err
}

// seen reports whether a row was handed out before. What stands before the
// last row was: an earlier request passed it in order.
func (l *loop) seen(at time.Time, o Organization) bool {
	order := at.Compare(l.last)
	_, has := l.at[o.ID]
	return l.any && (order < 0 || order == 0 && has)
}

// forget empties the ids of the last time. To clear a map that was large takes long.
func (l *loop) forget() {
	if len(l.at) > 64 || l.at == nil {
		l.at = map[uuid.UUID]struct{}{}
	}
	clear(l.at)
}

// mostStuck bounds the descending questions that show an unseen id, another one
// each time, which no ascending one then does: rows that were made and deleted in
// between.
const mostStuck = 20

// descend asks for the same rows from the other end, and gives the id of the first
// that was not seen; none is uuid.Nil. It reads no further than it has to.
func (l *loop) descend(ctx context.Context) (unseen uuid.UUID, err error) {
	var broken error
	rows := sequence{direction: descending}
	err = l.request(ctx, descending, func(o Organization, _ error) bool {
		at, wrong := rows.next(o)
		if broken = wrong; broken != nil {
			return false
		}
		if !l.seen(at, o) {
			unseen = o.ID
		}
		return unseen == uuid.Nil && !at.Before(l.last)
	})
	switch {
	case broken != nil:
		return uuid.Nil, broken
	case err == errStopped:
		return unseen, nil
	}
	return unseen, err
}

// direction is the order in which a list is asked for.
type direction bool

const (
	ascending  direction = false
	descending direction = true
)

// sequence is the rows of one answer so far.
type sequence struct {
	direction direction
	n         int
	last      time.Time
}

// next takes a row. Its error is of one by which nothing can be proven; at is zero then
// if the row tells no time.
func (s *sequence) next(o Organization) (at time.Time, err error) {
	at, ok := parseTime(o.CreatedAt)
	if !ok {
		return time.Time{}, &IncompleteError{
			Reason: ErrNoCreatedAt, Detail: fmt.Sprintf("organization %s has %s", o.ID, quoteShort(o.CreatedAt)),
		}
	}
	order := at.Compare(s.last)
	if s.n > 0 && (s.direction == ascending && order < 0 || s.direction == descending && order > 0) {
		return at, &IncompleteError{
			Reason: ErrOutOfOrder, Detail: fmt.Sprintf("organization %s of %s", o.ID, o.CreatedAt),
		}
	}
	s.n++
	s.last = at
	return at, nil
}

// request sends one list request from the last row seen on.
func (l *loop) request(ctx context.Context, d direction, yield rowFunc) error {
	send := func(k call) (*answer, error) {
		if l.any && l.byDay {
			l.r.report.Fallbacks++
		}
		a, err := l.r.try(ctx, k)
		if err == nil && l.r.report.Started.IsZero() {
			l.r.report.Started = l.r.c.clock.now().Add(-time.Since(l.began))
		}
		return a, err
	}
	return l.r.c.readList(listing{params: l.params(d), send: send, proven: true}, yield)
}

// params is the query with the loop's order and bound; the bound replaces the
// user's own lower one, which every row seen fulfils.
func (l *loop) params(d direction) []param {
	q := l.q
	q.OrderBy = slices.Clone(loopOrder[:])
	for i := range q.OrderBy {
		q.OrderBy[i].Descending = d == descending
	}
	if l.any {
		bound := Filter{Field: NameCreatedAt, Op: OpGte, Value: l.lastText}
		if l.byDay {
			bound.Value = dayOf(l.last)
		}
		others := slices.DeleteFunc(slices.Clone(q.Filters), func(f Filter) bool { return f.Param() == bound.Param() })
		q.Filters = append(others, bound)
	}
	return q.params()
}

func (l *loop) progressed() {
	l.failures, l.asked, l.moved = 0, 0, time.Now()
	l.wait.Reset()
}

// recover decides whether the loop goes on after an error; nil means it does.
func (l *loop) recover(ctx context.Context, err error) error {
	if l.any && !l.byDay && dateTimeRefused(err) {
		l.byDay = true
		return nil
	}
	if err == errStopped || !CanRepeat(err) || ctx.Err() != nil {
		return err
	}
	e, answered := errors.AsType[*Error](err)
	if answered {
		l.asked += e.RetryAfter
	}
	if !answered || !l.r.c.tooFast(e, l.before) || time.Since(l.moved) > l.r.c.timeouts.Total {
		l.failures++
	}
	l.before = time.Now()
	if l.failures >= l.r.c.retry.MaxTries || l.asked > l.r.c.timeouts.Total {
		return fmt.Errorf("%w (given up after %d tries without a new row)", err, l.failures)
	}
	l.r.report.Resumes++
	if cause := sleep(ctx, l.wait.NextBackOff()); cause != nil {
		return fmt.Errorf("%w, after: %w", cause, err)
	}
	return nil
}

// capped is the error of a list that hides rows of one time.
func (l *loop) capped() error {
	where := "at created_at " + l.lastText
	if !l.any {
		where = "from the start"
	} else if l.byDay {
		where = "on the day " + dayOf(l.last)
	}
	return &IncompleteError{
		Reason: ErrCapped, Detail: where,
		Hint: "The rows behind cannot be reached by this list: narrow the query by a filter on the name, " +
			"or ask Pigello's owner to lift the cap.",
	}
}
