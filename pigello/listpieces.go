package pigello

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// longestTime is about as long as a created_at gets that the list loop sends as a bound.
const longestTime = "2006-01-02T15:04:05.999999999+00:00"

// pieces is the query, or, where a list of values in it doesn't fit the longest request
// line that the loop sends, several that ask for parts of it. What can't be split is
// the error before anything is sent.
func (c *caller) pieces(q Query) ([]Query, error) {
	l := loop{q: q, any: true, lastText: longestTime}
	tooLong := c.checkLine(listing{params: l.params(descending)}.call())
	if tooLong == nil {
		return []Query{q}, nil
	}
	longest := -1
	for i, f := range q.Filters {
		if f.Op == OpIn && !f.Negate && strings.Contains(f.Value, ",") && (longest < 0 || len(f.Value) > len(q.Filters[longest].Value)) {
			longest = i
		}
	}
	if longest < 0 {
		return nil, tooLong
	}
	var all []Query
	values := strings.Split(q.Filters[longest].Value, ",")
	for _, half := range [][]string{values[:len(values)/2], values[len(values)/2:]} {
		part := q
		part.Filters = slices.Clone(q.Filters)
		part.Filters[longest].Value = strings.Join(half, ",")
		pieces, err := c.pieces(part)
		if err != nil {
			return nil, err
		}
		all = append(all, pieces...)
	}
	return all, nil
}

// gather reads the pieces of a query one after the other and hands out their rows in
// the loop's order, each once, when all are read: they are kept until then.
func (r *reading) gather(ctx context.Context, pieces []Query, yield rowFunc) error {
	type row struct {
		at         time.Time
		org        Organization
		unreadable error
	}
	var rows []row
	seen := map[uuid.UUID]bool{}
	for _, q := range pieces {
		err := r.loop(q).run(ctx, func(o Organization, unreadable error) bool {
			if !seen[o.ID] {
				at, _ := parseTime(o.CreatedAt) // the loop has read it
				rows = append(rows, row{at, o, unreadable})
			}
			seen[o.ID] = true
			return true
		})
		if err != nil {
			return err
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(a.at.Compare(b.at), compareIDs(a.org.ID, b.org.ID)) })
	for _, row := range rows {
		if !yield(row.org, row.unreadable) {
			return errStopped
		}
	}
	return nil
}
