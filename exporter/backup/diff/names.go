package diff

import (
	"context"
	"crypto/sha256"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// namedParents bounds how many parents are called by their names; the others
// are known by their ids alone.
const namedParents = 1 << 13

// wantParents notes the parents whose names a change needs.
func (d *Comparison) wantParents(c *Change) {
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

// nameParents looks their names up on both sides; B's count.
func (d *Comparison) nameParents(ctx context.Context) error {
	if len(d.parents) == 0 {
		return nil
	}
	for p, err := range d.pairs(ctx) {
		if err != nil {
			return err
		}
		for _, row := range [...]*sideRow{p.a, p.b} {
			if row == nil {
				continue
			}
			if _, wanted := d.parents[row.id]; !wanted {
				continue
			}
			if org, err := pigello.ParseOrganization(row.raw); err == nil && org.Name != "" {
				d.parents[row.id] = org.Name
			}
		}
	}
	return nil
}

func (d *Comparison) callParents(c *Change) {
	for i := range c.Fields {
		if f := &c.Fields[i]; f.Field == fieldParent {
			f.BeforeName, f.AfterName = d.parents[idIn(f.Before)], d.parents[idIn(f.After)]
		}
	}
}

// twins counts the added that are called as a removed one was.
type twins struct{ names *sorter }

var (
	nameRemoved = []byte{0}
	nameAdded   = []byte{1}
)

func (t *twins) note(c *Change) error {
	side := nameAdded
	switch {
	case c.Kind == Changed || c.Name == "":
		return nil
	case c.Kind == Removed:
		side = nameRemoved
	}
	sum := sha256.Sum256([]byte(c.Name))
	return t.names.add([keySize]byte(sum[:keySize]), side)
}

func (t *twins) count() (n int, err error) {
	if err := t.names.end(); err != nil {
		return 0, err
	}
	var key [keySize]byte
	added, removed := 0, 0
	settle := func() {
		if removed > 0 {
			n += added
		}
		added, removed = 0, 0
	}
	for r, err := range t.names.sorted() {
		if err != nil {
			return 0, err
		}
		if r.key != key {
			settle()
			key = r.key
		}
		if r.value[0] == nameAdded[0] {
			added++
		} else {
			removed++
		}
	}
	settle()
	return n, nil
}
