package backup

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// slimTries is how often the slim pass is begun: it is one request.
const slimTries = 3

// slimPass compares the ids of a list that gives nothing else. What only it has is fetched. short
// reports that it lacked rows that do exist, so that it proves nothing about any others.
func (c *creation) slimPass(ctx context.Context) (short bool, err error) {
	more, err := c.slimIDs(ctx)
	if err != nil {
		return false, err
	}
	if err := c.fetch(ctx, more); err != nil {
		return false, err
	}
	var missing []uuid.UUID
	all := 0
	for id := range c.ids.unseen() {
		all++
		if len(missing) < maxLookup {
			missing = append(missing, id)
		}
	}
	if short = all > len(missing); !short { // so many aren't looked up
		short, err = c.anyThere(ctx, missing)
	}
	if short {
		c.addNote("the second pass had %d of %d ids, so it proves nothing, and everything was read "+
			"a second time", c.ids.n-all, c.ids.n)
	}
	return short, err
}

// slimIDs marks the rows that a slim list has, and gives the ids of others.
func (c *creation) slimIDs(ctx context.Context) (more []uuid.UUID, err error) {
	for try := 1; ; try++ {
		ids := 0
		other := map[uuid.UUID]bool{}
		err = nil
		for org, e := range c.client.List(ctx, pigello.Query{Slim: true}) {
			if err = e; err != nil {
				break
			}
			ids++
			if entry := c.ids.find(org.ID); entry != nil {
				entry.mark()
			} else {
				other[org.ID] = true
			}
		}
		if err == nil {
			c.m.Check.IDs = ids
			return slices.Collect(maps.Keys(other)), nil
		}
		if try == slimTries || !pigello.CanRepeat(err) || ctx.Err() != nil {
			return nil, fmt.Errorf("read the ids a second time: %w", err)
		}
	}
}

// anyThere says whether one of the ids is there now.
func (c *creation) anyThere(ctx context.Context, ids []uuid.UUID) (bool, error) {
	for _, filter := range pigello.FieldID.InEach(ids...) {
		for _, err := range c.client.ListAll(ctx, where(filter), nil) {
			if err != nil {
				err = fmt.Errorf("look for organizations that the second pass lacked: %w", err)
			}
			return err == nil, err
		}
	}
	return false, nil
}
