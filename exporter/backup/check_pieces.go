package backup

import (
	"context"
	"errors"
	"fmt"
	"iter"

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

// errAnew says that what was read may lack rows, and that it is read again in pieces.
var errAnew = errors.New("rows were deleted while the list was read")

// readAndCheck reads the list, and once more in pieces if that is needed.
func (c *creation) readAndCheck(ctx context.Context) error {
	for {
		err := c.read(ctx)
		if err == nil {
			err = c.check(ctx)
		}
		switch {
		case err == nil:
			return nil
		case c.pieces != nil && !c.refused && pigello.IsBadRequest(err): // a date-time is refused
			c.refused = true
		case !errors.Is(err, errAnew):
			return err
		}
		if err := c.anew(); err != nil {
			return err
		}
	}
}

// anew forgets all that was read but where the pieces end.
func (c *creation) anew() error {
	c.pieces, c.cuts = c.cuts, nil
	if c.refused {
		c.pieces = nil
	}
	if err := errors.Join(c.fuzzy.abort(), c.out.Reset()); err != nil {
		return err
	}
	c.fuzzy, c.fields, c.ids = &fuzzyFile{creation: c}, FieldCounter{}, idTable{}
	clear(c.late)
	clear(c.changed)
	c.lost, c.slipped, c.bytes = 0, 0, 0
	c.m.Rows, c.m.UntoldParents, c.m.Check = 0, 0, Check{}
	if !c.refused {
		c.note("rows were deleted while the list was read, so it was read again in %d pieces", len(c.pieces)+1)
	}
	return nil
}

// cut notes where a piece of the list ends.
func (c *creation) cut(org *pigello.Organization) {
	if c.m.Rows%pieceRows != 0 || c.m.Rows == 0 || org.CreatedAt == "" {
		return
	}
	if n := len(c.cuts); n == 0 || c.cuts[n-1] != org.CreatedAt {
		c.cuts = append(c.cuts, org.CreatedAt)
	}
}

// mend is what follows a pass that may have lost rows. With a full check nothing
// of it is kept: what slipped through and was deleted then, nobody would name.
func (c *creation) mend(ctx context.Context) error {
	switch {
	case c.refused:
		return c.untilClean(ctx)
	case c.o.Check == CheckFull:
		return errAnew
	}
	c.pieces = c.cuts
	err := c.wholePass(ctx)
	if pigello.IsBadRequest(err) {
		c.pieces = nil
		return c.untilClean(ctx)
	}
	return err
}

// list is all organizations: in one list, or in pieces by created_at, each of
// which is one batch of the server's, and so one state, which lacks no row that
// is there.
func (c *creation) list(ctx context.Context, report *pigello.ListReport) iter.Seq2[pigello.Organization, error] {
	if c.pieces == nil {
		return c.client.ListAll(ctx, pigello.Query{}, report)
	}
	return func(yield func(pigello.Organization, error) bool) {
		var all pigello.ListReport
		for i := range len(c.pieces) + 1 {
			var one pigello.ListReport
			for org, err := range c.client.ListAll(ctx, pigello.Query{Filters: c.piece(i)}, &one) {
				if !yield(org, err) || err != nil {
					return
				}
			}
			if all.Started.IsZero() {
				all.Started = one.Started
			}
			all.Finished = one.Finished
			all.Requests, all.Resumes = all.Requests+one.Requests, all.Resumes+one.Resumes
		}
		if report != nil {
			*report = all
		}
	}
}

// piece selects the rows of the ith piece.
func (c *creation) piece(i int) []pigello.Filter {
	var bounds []pigello.Filter
	if i > 0 {
		bounds = append(bounds, pigello.Filter{Field: pigello.NameCreatedAt, Op: pigello.OpGte, Value: c.pieces[i-1]})
	}
	if i < len(c.pieces) {
		bounds = append(bounds, pigello.Filter{Field: pigello.NameCreatedAt, Op: pigello.OpLt, Value: c.pieces[i]})
	}
	return bounds
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
