package diff

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// namedParents bounds how many parents are shown by name; the others are shown by id.
const namedParents = 1 << 13

// collectParents collects the parents whose names a change needs.
func (d *Comparison) collectParents(c *Change) {
	for _, f := range c.Fields {
		if f.Field != fieldParent {
			continue
		}
		for _, id := range [...]uuid.UUID{idIn(f.Before), idIn(f.After)} {
			if id != uuid.Nil && len(d.parents) < namedParents {
				d.parents[id] = ""
			}
		}
	}
}

// nameParents looks up their names on both sides; B's name, which comes later, wins.
func (d *Comparison) nameParents(ctx context.Context) error {
	if len(d.parents) == 0 {
		return nil
	}
	for r, err := range d.rows.sorted() {
		if err := cmp.Or(err, ctx.Err()); err != nil {
			return err
		}
		if _, wanted := d.parents[r.key]; !wanted {
			continue
		}
		_, row := rowOf(r)
		if org, err := pigello.ParseOrganization(row.raw); err == nil && org.Name != "" {
			d.parents[r.key] = org.Name
		}
	}
	return nil
}

func (d *Comparison) setParentNames(c *Change) {
	for i := range c.Fields {
		if f := &c.Fields[i]; f.Field == fieldParent {
			f.BeforeName, f.AfterName = d.parents[idIn(f.Before)], d.parents[idIn(f.After)]
		}
	}
}

// sameNames counts the added ones with the name of a removed one. The sorter holds each name as its
// hash, ending in what happened, so that removed ones come first.
type sameNames struct{ names *sorter }

const (
	nameRemoved = 0
	nameAdded   = 1
)

func (s *sameNames) add(c *Change) error {
	if c.Kind == Changed || c.Name == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(c.Name))
	key := [keySize]byte(sum[:keySize])
	key[keySize-1] = nameAdded
	if c.Kind == Removed {
		key[keySize-1] = nameRemoved
	}
	return s.names.add(key, nil)
}

func (s *sameNames) count() (n int, err error) {
	if err := s.names.end(); err != nil {
		return 0, err
	}
	var removed [keySize]byte
	for r, err := range s.names.sorted() {
		if err != nil {
			return 0, err
		}
		if r.key[keySize-1] == nameRemoved {
			removed = r.key
		} else if bytes.Equal(r.key[:keySize-1], removed[:keySize-1]) {
			n++
		}
	}
	return n, nil
}
