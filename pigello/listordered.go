package pigello

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/google/uuid"
)

// maxRestarts is how often an ordered list begins anew before it is given up.
const maxRestarts = 3

// ordered reads a query in the user's order: the ids by the loop, then
// the rows, which must hold every one of the ids.
func (r *reading) ordered(ctx context.Context, q Query, pieces []Query, yield rowFunc) {
	if err := r.c.checkLine(listing{params: q.params()}.call()); err != nil { // rows can't be read in parts
		yield(Organization{}, err)
		return
	}
	for {
		ids, err := r.readIDs(ctx, pieces)
		if err != nil {
			yield(Organization{}, err)
			return
		}
		r.report.Rows, r.report.UntoldParents = 0, 0
		o := &ordered{
			r: r, q: q, ids: ids, seen: make([]uint64, (len(ids)+63)/64), extra: map[uuid.UUID]struct{}{},
		}
		missing, err := o.run(ctx, r.report.counting(yield))
		switch {
		case err == errStopped:
			return
		case err != nil:
			yield(Organization{}, err)
			return
		case missing == "":
			return
		}
		if r.report.Restarts == maxRestarts {
			yield(Organization{}, &IncompleteError{Reason: ErrChanging, Detail: missing,
				Hint: "Leave the order out, or sort what was exported."})
			return
		}
		r.report.Restarts++
		if !yield(Organization{}, &RestartError{Reason: missing}) {
			return
		}
	}
}

// readIDs reads the ids of a query's pieces by the loop, sorted.
func (r *reading) readIDs(ctx context.Context, pieces []Query) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	for _, q := range pieces {
		err := r.loop(q).run(ctx, func(o Organization, _ error) bool {
			ids = append(ids, o.ID)
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(ids, compareIDs)
	return slices.Compact(ids), nil
}

func compareIDs(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }

// ordered is the state of one pass in the user's order.
type ordered struct {
	r     *reading
	q     Query
	ids   []uuid.UUID            // sorted: all that must come
	seen  []uint64               // a bit for each
	extra map[uuid.UUID]struct{} // rows made since the ids were read

	rows int    // received, over all requests of the pass
	sum  uint64 // of their ids in order, so that a resumed list is known to be the same
}

// run reads the list, resuming it after cuts as long as its beginning stays
// the same. missing says, when not empty, why the pass has to begin anew.
func (o *ordered) run(ctx context.Context, yield rowFunc) (missing string, err error) {
	l := o.r.loop(o.q) // for its bookkeeping of failures
	for {
		before := o.rows
		changed, err := o.request(ctx, yield)
		switch {
		case changed:
			return "rows moved while the list was read on after a cut", nil
		case err == nil:
			return o.lacking(ctx)
		}
		if o.rows > before {
			l.progressed()
		}
		if err := l.recover(ctx, err); err != nil {
			return "", err
		}
	}
}

// request reads the list once; rows received by an earlier request are
// compared and passed over.
func (o *ordered) request(ctx context.Context, yield rowFunc) (changed bool, err error) {
	send := func(k call) (*answer, error) { return o.r.try(ctx, k) }
	h := fnv.New64a()
	known, n := o.rows, 0
	l := listing{params: o.q.params(), send: send, proven: true}
	err = o.r.c.readList(l, func(org Organization, unreadable error) bool {
		_, _ = h.Write(org.ID[:])
		n++
		if n <= known {
			changed = n == known && h.Sum64() != o.sum
			return !changed
		}
		o.rows, o.sum = n, h.Sum64()
		if !o.first(org.ID) {
			return true
		}
		return yield(org, unreadable)
	})
	return changed || err == nil && n < known, err
}

// first reports whether an id comes for the first time, and notes it.
func (o *ordered) first(id uuid.UUID) bool {
	i, found := slices.BinarySearchFunc(o.ids, id, compareIDs)
	if !found {
		_, again := o.extra[id]
		o.extra[id] = struct{}{}
		return !again
	}
	word, bit := i/64, uint64(1)<<(i%64)
	again := o.seen[word]&bit != 0
	o.seen[word] |= bit
	return !again
}

// mostLookedUp is how many ids that didn't come are asked for.
const mostLookedUp = 5 * MaxIDsPerFilter

// lacking names how many of the ids didn't come; empty when all did. Those that were
// deleted since they were read don't count: what didn't come is asked for, unless it
// is so much that it was hardly deleted.
func (o *ordered) lacking(ctx context.Context) (string, error) {
	var missing []uuid.UUID
	for i, id := range o.ids {
		if o.seen[i/64]&(1<<(i%64)) == 0 {
			missing = append(missing, id)
		}
	}
	if n := len(missing); n > 0 && n <= mostLookedUp {
		there, err := o.there(ctx, missing)
		if err == nil {
			missing = there
		} else if _, tooLong := errors.AsType[*UsageError](err); !tooLong { // else there is no room for ids beside the filters
			return "", err
		}
	}
	if len(missing) == 0 {
		return "", nil
	}
	return fmt.Sprintf("%d of %d rows, %s the first", len(missing), len(o.ids), missing[0]), nil
}

// there gives those of the ids that the query still has.
func (o *ordered) there(ctx context.Context, ids []uuid.UUID) (there []uuid.UUID, err error) {
	for _, filter := range FieldID.InEach(ids...) {
		q := o.q
		q.Filters = append(slices.Clone(q.Filters), filter)
		err := o.r.loop(q).run(ctx, func(org Organization, _ error) bool {
			if slices.Contains(ids, org.ID) && !slices.Contains(there, org.ID) {
				there = append(there, org.ID)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	return there, nil
}
