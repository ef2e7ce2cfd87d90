package backup

import (
	"context"
	"fmt"

	"github.com/orgbatch/orgbatch/pigello"
)

const (
	// pieceRows is how many rows are read at once where none may be lost: fewer than
	// a batch is thought to have, see "rows changed while a list is streamed" among
	// what is assumed of the API.
	pieceRows = 400
	// mostPasses bounds the passes where the list can't be read in pieces.
	mostPasses = 6
)

// cut notes where a piece of the list ends.
func (c *creation) cut(org *pigello.Organization) {
	if c.m.Rows%pieceRows != 0 || org.CreatedAt == "" {
		return
	}
	if n := len(c.cuts); n == 0 || c.cuts[n-1] != org.CreatedAt {
		c.cuts = append(c.cuts, org.CreatedAt)
	}
}

// piecewise reads the list in pieces by created_at. Each is one batch of the
// server's, and so one state, which lacks no row that is there.
func (c *creation) piecewise(ctx context.Context) error {
	for i := range len(c.cuts) + 1 {
		var piece []pigello.Filter
		if i > 0 {
			piece = append(piece, pigello.Filter{Field: pigello.NameCreatedAt, Op: pigello.OpGte, Value: c.cuts[i-1]})
		}
		if i < len(c.cuts) {
			piece = append(piece, pigello.Filter{Field: pigello.NameCreatedAt, Op: pigello.OpLt, Value: c.cuts[i]})
		}
		for org, err := range c.client.ListAll(ctx, pigello.Query{Filters: piece}, nil) {
			if pigello.IsBadRequest(err) { // a date-time is refused
				return c.untilClean(ctx)
			}
			if err != nil {
				return fmt.Errorf("read the list in pieces: %w", err)
			}
			if err := c.compare(&org); err != nil {
				return err
			}
		}
	}
	return nil
}

// untilClean reads the whole list until a pass finds nothing that slipped through
// all others.
func (c *creation) untilClean(ctx context.Context) error {
	for range mostPasses {
		slipped := c.slipped
		if err := c.wholePass(ctx); err != nil {
			return err
		}
		if c.slipped == slipped {
			return nil
		}
	}
	return fmt.Errorf("read the list again: %d organizations that were there all the time were missing in it, and each of %d further passes found more", c.slipped, mostPasses)
}
