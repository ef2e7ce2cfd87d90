package backup

import (
	"bytes"
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

const (
	maxNamed  = 1000 // ids in each list of a manifest
	maxLookup = 10 * pigello.MaxIDsPerFilter
)

// hashSeed makes the hashes of this process; they are compared with each other alone.
var hashSeed = maphash.MakeSeed()

// hash is that of a row's value, where the check compares values.
func (c *creation) hash(org *pigello.Organization) (uint64, error) {
	if c.o.Check != CheckFull {
		return 0, nil
	}
	value, err := Canonical(org.Raw)
	return maphash.Bytes(hashSeed, value), err
}

// Canonical is the form that all equal objects share.
func Canonical(raw []byte) (jsontext.Value, error) {
	value := jsontext.Value(bytes.Clone(raw))
	// The text of numbers counts: 1.10 and a long number may mean more than their value.
	asWritten := jsontext.CanonicalizeRawFloats(false)
	if err := value.Canonicalize(jsontext.CanonicalizeRawInts(false), asWritten); err != nil {
		return nil, fmt.Errorf("compare an organization: %w", err)
	}
	return value, nil
}

// check reads again what the first pass read.
//
//	slim pass ──► short? ──► the whole list, for its ids ─┐
//	full: the whole list, for its values ─────────────────┤
//	                                                      ▼
//	      what the pass lacked is looked up: still there, or gone
//	                                                      │ any gone?
//	                                                      ▼
//	      slim: the list once more; full: all anew; in pieces that are too small to lose a row
//
// A list that the server streams in batches loses rows while others are deleted: a batch begins as
// many rows too late as are gone from those before it. What is deleted while the first pass goes on
// is missing in the second, which shows that the first pass may have lost rows.
func (c *creation) check(ctx context.Context) error {
	k := &c.m.Check
	if k.Made = c.o.Check; k.Made == CheckSlim {
		short, err := c.slimPass(ctx)
		if err != nil {
			return err
		}
		if short {
			k.Made = checkReread
		}
	}
	if k.Made != CheckSlim {
		if err := c.wholePass(ctx); err != nil {
			return err
		}
	}
	if err := c.lookUpUnseen(ctx); err != nil {
		return err
	}
	if (c.lost > 0 || c.slipped > 0) && c.pieces.ends == nil && len(c.pieces.found) > 0 {
		if err := c.readAgain(ctx); err != nil {
			return err
		}
	}
	if c.slipped > 0 {
		c.addNote("%d organizations that were there all the time were missing in the list while others "+
			"were deleted; further passes found them", c.slipped)
	}
	c.o.Logger.Info("the list was checked", "profile", c.m.Profile, "check", k.Made, "ids", k.IDs,
		"fetched", k.Appended, "gone", c.lost, "fuzzy", k.Fuzzy, "note", k.Note)
	return nil
}

// addNote adds to what is said of the check.
func (c *creation) addNote(format string, args ...any) {
	if c.m.Check.Note != "" {
		c.m.Check.Note += "; "
	}
	c.m.Check.Note += fmt.Sprintf(format, args...)
}

// wholePass reads the whole list again, by the list loop. With a full check, rows are compared; a
// row that both passes read alike had that value in all the time between them.
func (c *creation) wholePass(ctx context.Context) error {
	rows := 0
	for org, err := range c.pieces.list(ctx, c.client, new(pigello.ListReport)) {
		if err != nil {
			return fmt.Errorf("read the list a second time, after %d rows: %w", rows, err)
		}
		rows++
		if rows%tellEvery == 0 {
			c.tell(rows)
		}
		if err := c.compare(&org); err != nil {
			return err
		}
	}
	c.m.Check.IDs = rows
	return nil
}

// compare takes a row of a later pass.
func (c *creation) compare(org *pigello.Organization) error {
	entry := c.ids.find(org.ID)
	if entry == nil {
		return c.appendLate(org)
	}
	entry.mark()
	hash, err := c.hash(org)
	if err != nil || entry.is(hash) || c.changed[org.ID] {
		return err
	}
	c.changed[org.ID] = true
	return c.addFuzzy(org.ID, whyChanged, org)
}

// appendLate keeps a row that the first pass lacked: it was created since, or it slipped through.
func (c *creation) appendLate(org *pigello.Organization) error {
	if c.late[org.ID] {
		return nil
	}
	c.late[org.ID] = true
	begun := c.m.Window.From.Add(-time.Second)
	if created, err := org.CreatedTime(); err == nil && created.Before(begun) {
		c.slipped++
	}
	c.m.Check.Appended++
	c.m.Check.Fetched = c.listed(c.m.Check.Fetched, org.ID)
	if err := c.addFuzzy(org.ID, whyCreated, nil); err != nil {
		return err
	}
	return c.write(org)
}

// lookUpUnseen looks up what the later passes lacked. Those that are still there had been passed
// over; the others are gone.
func (c *creation) lookUpUnseen(ctx context.Context) error {
	var ids []uuid.UUID
	for id := range c.ids.unseen() {
		ids = append(ids, id)
		if len(ids) == maxLookup {
			if err := c.fetch(ctx, ids); err != nil {
				return err
			}
			ids = ids[:0]
		}
	}
	return c.fetch(ctx, ids)
}

// fetch takes organizations by their ids as a later pass would; those that aren't there any more
// are named.
func (c *creation) fetch(ctx context.Context, ids []uuid.UUID) error {
	for some := range slices.Chunk(ids, pigello.MaxIDsPerFilter) {
		asked := map[uuid.UUID]bool{}
		for _, id := range some {
			asked[id] = true
		}
		for org, err := range c.client.ListAll(ctx, where(pigello.FieldID.In(some...)), nil) {
			if err != nil {
				return fmt.Errorf("look for organizations that a pass lacked: %w", err)
			}
			if !asked[org.ID] {
				continue
			}
			delete(asked, org.ID)
			if err := c.compare(&org); err != nil {
				return err
			}
		}
		for id := range asked {
			c.lost++
			c.m.Check.Gone = c.listed(c.m.Check.Gone, id)
			if err := c.addFuzzy(id, whyDeleted, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// where asks for the organizations that a filter selects.
func where(filter pigello.Filter) pigello.Query {
	return pigello.Query{Filters: []pigello.Filter{filter}}
}

// listed puts an id on a list of the manifest, while there is room.
func (c *creation) listed(list []string, id uuid.UUID) []string {
	if len(list) == maxNamed {
		c.m.Check.More++
		return list
	}
	return append(list, id.String())
}
