package backup

import (
	"context"
	"fmt"
	"hash/maphash"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

const (
	maxNamed  = 1000 // ids in each list of a manifest
	maxLookup = 10 * pigello.MaxIDsPerFilter
	// passTries is how often a second pass of one request is begun.
	passTries = 3
)

// hashSeed makes the hashes of this process; they are compared with each other
// alone.
var hashSeed = maphash.MakeSeed()

// hash is that of a row's value, where the check compares values.
func (c *creation) hash(org *pigello.Organization) (uint64, error) {
	if c.o.Check != CheckFull {
		return 0, nil
	}
	value, err := canonical(org.Raw)
	return maphash.Bytes(hashSeed, value), err
}

// check is the second pass.
func (c *creation) check(ctx context.Context) error {
	check := c.checkSlim
	if c.o.Check == CheckFull {
		check = c.checkFull
	}
	if err := check(ctx); err != nil {
		return err
	}
	k := &c.m.Check
	c.o.Logger.Info("the list was checked", "profile", c.m.Profile, "check", k.Made, "ids", k.IDs, "fetched", k.Appended, "gone", len(k.Gone), "fuzzy", k.Fuzzy, "note", k.Note)
	return nil
}

// checkSlim compares the ids of a pass that gives nothing else. What only it has
// was made since, or hidden from the list: it is fetched. What it lacks is gone,
// or else the pass was short and proves nothing.
func (c *creation) checkSlim(ctx context.Context) error {
	more, err := c.slimPass(ctx)
	if err != nil {
		return err
	}
	if err := c.fetch(ctx, more); err != nil {
		return err
	}
	missing, all := c.ids.unseen(maxLookup)
	short := all > len(missing) // so many aren't looked up
	if !short {
		var err error
		if short, err = c.anyThere(ctx, missing); err != nil {
			return err
		}
	}
	if short {
		c.m.Check.Note = fmt.Sprintf("the second pass had %d of %d ids, so it proves nothing", c.ids.n-all, c.ids.n)
		return nil
	}
	for _, id := range missing {
		if err := c.gone(id); err != nil {
			return err
		}
	}
	c.m.Check.Made = CheckSlim
	return nil
}

// slimPass marks the rows that a slim list has, and gives the ids of others.
func (c *creation) slimPass(ctx context.Context) (more []uuid.UUID, err error) {
	for try := 1; ; try++ {
		more = nil
		other := map[uuid.UUID]bool{}
		for org, e := range c.client.List(ctx, pigello.Query{Slim: true}) {
			if err = e; err != nil {
				break
			}
			if entry := c.ids.find(org.ID); entry != nil {
				if !entry.seen() {
					c.m.Check.IDs++
				}
				entry.mark()
			} else if !other[org.ID] {
				other[org.ID] = true
				more = append(more, org.ID)
			}
		}
		if err == nil || try == passTries || !pigello.CanRepeat(err) || ctx.Err() != nil {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read the ids a second time: %w", err)
	}
	c.m.Check.IDs += len(more)
	return more, nil
}

// fetch appends organizations by their ids; those that aren't there any more are
// named.
func (c *creation) fetch(ctx context.Context, ids []uuid.UUID) error {
	for _, filter := range pigello.FieldID.InEach(ids...) {
		n := min(len(ids), pigello.MaxIDsPerFilter)
		asked := map[uuid.UUID]bool{}
		for _, id := range ids[:n] {
			asked[id] = true
		}
		ids = ids[n:]
		for org, err := range c.client.ListAll(ctx, pigello.Query{Filters: []pigello.Filter{filter}}, nil) {
			if err != nil {
				return fmt.Errorf("read organizations that the list lacked: %w", err)
			}
			if !asked[org.ID] {
				continue
			}
			delete(asked, org.ID)
			if err := c.appendLate(&org); err != nil {
				return err
			}
		}
		for id := range asked {
			if err := c.gone(id); err != nil {
				return err
			}
		}
	}
	return nil
}

// anyThere says whether one of the ids is there now.
func (c *creation) anyThere(ctx context.Context, ids []uuid.UUID) (bool, error) {
	for _, filter := range pigello.FieldID.InEach(ids...) {
		for _, err := range c.client.ListAll(ctx, pigello.Query{Filters: []pigello.Filter{filter}}, nil) {
			if err != nil {
				return false, fmt.Errorf("look for organizations that the second pass lacked: %w", err)
			}
			return true, nil
		}
	}
	return false, nil
}

// checkFull reads everything again and compares. A row that both passes read
// alike had that value in all the time between them; every other one is named,
// and so the rest is what was there at one moment.
func (c *creation) checkFull(ctx context.Context) error {
	rows := 0
	for org, err := range c.client.ListAll(ctx, pigello.Query{}, nil) {
		if err != nil {
			return fmt.Errorf("read the list a second time, after %d rows: %w", rows, err)
		}
		if rows++; rows%tellEvery == 0 {
			c.tell(rows)
		}
		if err := c.compare(&org); err != nil {
			return err
		}
	}
	c.m.Check.IDs = rows
	for _, block := range c.ids.blocks {
		for i := range block {
			if block[i].seen() {
				continue
			}
			if err := c.gone(block[i].id); err != nil {
				return err
			}
		}
	}
	c.m.Check.Made = CheckFull
	return nil
}

// compare takes a row of the second pass.
func (c *creation) compare(org *pigello.Organization) error {
	entry := c.ids.find(org.ID)
	if entry == nil {
		return c.appendLate(org)
	}
	entry.mark()
	hash, err := c.hash(org)
	if err != nil || entry.is(hash) {
		return err
	}
	return c.fuzzy.add(org.ID, whyChanged, org)
}

// appendLate keeps a row that the first pass lacked.
func (c *creation) appendLate(org *pigello.Organization) error {
	c.m.Check.Appended++
	c.m.Check.Fetched = c.name(c.m.Check.Fetched, org.ID)
	if err := c.fuzzy.add(org.ID, whyCreated, nil); err != nil {
		return err
	}
	return c.keep(org)
}

// gone names a row that a pass had and that isn't there any more.
func (c *creation) gone(id uuid.UUID) error {
	c.m.Check.Gone = c.name(c.m.Check.Gone, id)
	return c.fuzzy.add(id, whyDeleted, nil)
}

// name puts an id on a list of the manifest, while there is room.
func (c *creation) name(list []string, id uuid.UUID) []string {
	if len(list) == maxNamed {
		c.m.Check.More++
		return list
	}
	return append(list, id.String())
}
