// Package diff says what was added, removed and changed between two sides, each a snapshot, a file,
// or what is there now.
//
//	two sides, each read whole ─► sorted by id ─► joined ─► changes
package diff

import (
	"context"
	"errors"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

// Options say how two sides are compared. The zero value is ready.
type Options struct {
	// Temp is the folder of a temporary file, which is needed for more than some megabytes of
	// rows. It holds them compressed, and encrypted with a key that is never written. Where
	// nothing can be written, and for "", it is the system's folder for such files.
	Temp string
	// Progress is told how many rows were read, of both sides together; may be nil.
	Progress func(rows int)

	runSize int // of tests
}

// ChangeKind is what happened to an organization from A to B.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"   // in B only
	Removed ChangeKind = "removed" // in A only
	Changed ChangeKind = "changed"
)

// Change is one organization that isn't the same in A and B.
type Change struct {
	Kind ChangeKind `json:"change" doc:"added (in B alone), removed (in A alone) or changed"`
	// ID is uuid.Nil of a row of a file that has none.
	ID   uuid.UUID `json:"id" doc:"the organization; empty for a row of a file that has none"`
	Name string    `json:"name" doc:"its name in B; of a removed one, in A"`
	Was  string    `json:"was,omitempty" doc:"its name in A, where that is another"`
	// Fields are in the order of the API's fields, then alphabetically. The id is none of them.
	Fields []FieldChange `json:"fields" doc:"those that differ; of an added or removed one, all"`
}

// FieldChange is a field before and after.
type FieldChange struct {
	Field string `json:"field" doc:"as the API calls it"`
	// Before and After are compact JSON.
	Before     jsontext.Value `json:"before,omitempty" doc:"left out where A has no such field; a parent is its id"`
	After      jsontext.Value `json:"after,omitempty" doc:"left out where B has no such field; a parent is its id"`
	BeforeName string         `json:"before_name,omitempty" doc:"of a parent, where it is known"`
	AfterName  string         `json:"after_name,omitempty" doc:"of a parent, where it is known"`
}

// Summary counts what was compared.
type Summary struct {
	RowsA         int `json:"rows_a" doc:"organizations in A: same + changed + removed"`
	RowsB         int `json:"rows_b" doc:"organizations in B: same + changed + added"`
	Same          int `json:"same" doc:"organizations in both without a difference"`
	Added         int `json:"added" doc:"organizations in B alone"`
	Removed       int `json:"removed" doc:"organizations in A alone"`
	Changed       int `json:"changed" doc:"organizations in both that differ"`
	Renamed       int `json:"renamed" doc:"of the changed: with another name"`
	Moved         int `json:"moved" doc:"of the changed: with another parent"`
	UntoldParents int `json:"untold_parents" doc:"organizations of which a side doesn't tell the parent, so it wasn't compared"`
	SameName      int `json:"same_name" doc:"of the added: those with the name of a removed one, as after a restore"`
}

// Different says whether anything differs.
func (s Summary) Different() bool { return s.Added+s.Removed+s.Changed > 0 }

// Comparison is what comparing two sides found. It isn't safe for concurrent use.
type Comparison struct {
	// A and B are what was compared, Summary is what was found.
	A, B    Side
	Summary Summary

	rows    *sorter
	spool   *spool
	parents map[uuid.UUID]string
}

// Compare reads both sides once each, matches their organizations by id, and counts what differs;
// [Comparison.Changes] gives it then. Both are read to their ends first, which proves a snapshot.
// The caller closes it.
//
// Every field of the objects counts, also those that this program doesn't know, as a JSON value:
// the order of keys and white space mean nothing, and numbers are compared as they are written.
// With these exceptions:
//   - a parent is compared by its id alone; where a side doesn't say it, it isn't
//     compared, but counted;
//   - created_at is compared as a time, and one given to the second is equal to any
//     in that second;
//   - a side that is a table is compared by the columns that it has, and a blank
//     cell is equal to null and to no such field.
//
// Memory doesn't depend on how much differs, and grows by a few bytes a row.
func Compare(ctx context.Context, a, b Side, o Options) (*Comparison, error) {
	s := &spool{dir: o.Temp}
	d := &Comparison{A: a, B: b, spool: s, rows: newSorter(s, o.runSize),
		parents: map[uuid.UUID]string{}}
	err := d.read(ctx, o.Progress)
	if err == nil {
		err = d.count(ctx, &sameNames{newSorter(s, o.runSize)})
	}
	if err == nil {
		err = d.nameParents(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// Close removes the temporary file.
func (d *Comparison) Close() error { return d.spool.close() }

// read reads both sides to their ends.
func (d *Comparison) read(ctx context.Context, progress func(rows int)) error {
	rows := 0
	var record []byte
	for i, side := range [...]*Side{ofA: &d.A, ofB: &d.B} {
		err := side.each(ctx, func(row sideRow) error {
			rows++
			if progress != nil && rows%1000 == 0 {
				progress(rows)
			}
			record = appendRow(record[:0], byte(i), row)
			return errors.Join(ctx.Err(), d.rows.add(row.id, record))
		})
		if err != nil {
			return err
		}
	}
	return d.rows.end()
}

// Changes gives what differs in the order of the ids, as often as it is asked. A change belongs to
// the caller. Errors are of the temporary file.
func (d *Comparison) Changes(ctx context.Context) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		for p, err := range d.pairs(ctx) {
			var c *Change
			if err == nil {
				c, _, err = d.change(p)
			}
			if err != nil {
				yield(Change{}, err)
				return
			}
			if c == nil {
				continue
			}
			d.setParentNames(c)
			if !yield(*c, nil) {
				return
			}
		}
	}
}

// count goes through all pairs once.
func (d *Comparison) count(ctx context.Context, names *sameNames) error {
	s := &d.Summary
	for p, err := range d.pairs(ctx) {
		if err != nil {
			return err
		}
		c, untold, err := d.glance(p)
		if err != nil {
			return err
		}
		if untold {
			s.UntoldParents++
		}
		if c == nil {
			s.Same++
			continue
		}
		if err := names.add(c); err != nil {
			return err
		}
		d.collectParents(c)
		s.add(c)
	}
	s.RowsA, s.RowsB = s.Same+s.Changed+s.Removed, s.Same+s.Changed+s.Added
	var err error
	s.SameName, err = names.count()
	return err
}

func (s *Summary) add(c *Change) {
	switch c.Kind {
	case Added:
		s.Added++
	case Removed:
		s.Removed++
	case Changed:
		s.Changed++
		for _, f := range c.Fields {
			switch f.Field {
			case fieldName:
				s.Renamed++
			case fieldParent:
				s.Moved++
			}
		}
	}
}
