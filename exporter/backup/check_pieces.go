package backup

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/orgbatch/orgbatch/pigello"
)

const (
	// pieceRows is how many rows are read at once where none may be lost: fewer than a batch is
	// thought to have, see "rows changed while a list is streamed" among what is assumed of the
	// API.
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
		case c.pieces.ends != nil && !c.pieces.refused && pigello.IsBadRequest(err):
			c.pieces.refused = true // a date-time is
		case !errors.Is(err, errAnew):
			return err
		}
		if err := c.restart(); err != nil {
			return err
		}
	}
}

// restart forgets all that was read but where the pieces end.
func (c *creation) restart() error {
	p := &c.pieces
	p.ends, p.found = p.found, nil
	if p.refused {
		p.ends = nil
	}
	if c.fuzzy != nil {
		if err := c.folder.remove(c.fuzzy); err != nil {
			return err
		}
	}
	c.fuzzy, c.fields, c.ids = nil, FieldCounter{}, idTable{}
	clear(c.late)
	clear(c.changed)
	c.lost, c.slipped, c.bytes = 0, 0, 0
	c.m.Rows, c.m.UntoldParents, c.m.Check = 0, 0, Check{}
	if !p.refused {
		c.addNote("rows were deleted while the list was read, so it was read again in %d pieces",
			len(p.ends)+1)
	}
	return c.out.Reset()
}

// readAgain is what follows a pass that may have lost rows. With a full check nothing of that pass
// is kept: a row that slipped through and was then deleted would be named nowhere.
func (c *creation) readAgain(ctx context.Context) error {
	switch {
	case c.pieces.refused:
		return c.untilClean(ctx)
	case c.o.Check == CheckFull:
		return errAnew
	}
	c.pieces.ends = c.pieces.found
	err := c.wholePass(ctx)
	if pigello.IsBadRequest(err) {
		c.pieces.ends = nil
		return c.untilClean(ctx)
	}
	return err
}

// pieces are stretches of the list, by created_at, each of which is one batch of the server's, and
// so one state, which lacks no row that is there.
type pieces struct {
	ends    []string // by which the list is read; none: as one
	found   []string // created_at of every 400th row of the first pass
	refused bool     // the API refuses to be asked for pieces
}

// find notes where a piece of the list may end.
func (p *pieces) find(org *pigello.Organization, rows int) {
	if rows%pieceRows != 0 || rows == 0 || org.CreatedAt == "" {
		return
	}
	if n := len(p.found); n == 0 || p.found[n-1] != org.CreatedAt {
		p.found = append(p.found, org.CreatedAt)
	}
}

// list is all organizations.
func (p *pieces) list(
	ctx context.Context, c *pigello.Client, report *pigello.ListReport,
) iter.Seq2[pigello.Organization, error] {
	return func(yield func(pigello.Organization, error) bool) {
		for i := range len(p.ends) + 1 {
			var one pigello.ListReport
			for org, err := range c.ListAll(ctx, pigello.Query{Filters: p.filters(i)}, &one) {
				if !yield(org, err) || err != nil {
					return
				}
			}
			if i == 0 {
				report.Started = one.Started
			}
			report.Finished = one.Finished
			report.Requests += one.Requests
			report.Resumes += one.Resumes
		}
	}
}

// filters select the rows of the ith piece.
func (p *pieces) filters(i int) []pigello.Filter {
	var bounds []pigello.Filter
	if i > 0 {
		bounds = append(bounds, created(pigello.OpGte, p.ends[i-1]))
	}
	if i < len(p.ends) {
		bounds = append(bounds, created(pigello.OpLt, p.ends[i]))
	}
	return bounds
}

func created(op pigello.Operator, time string) pigello.Filter {
	return pigello.Filter{Field: pigello.NameCreatedAt, Op: op, Value: time}
}

// untilClean reads the whole list until a pass finds nothing that slipped through all others.
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
	return fmt.Errorf("read the list again: %d organizations that were there all the time were missing "+
		"in it, and each of %d further passes found more", c.slipped, mostPasses)
}
