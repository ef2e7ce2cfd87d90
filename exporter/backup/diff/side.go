package diff

import (
	"context"
	"fmt"
	"iter"

	"filippo.io/age"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/pigello"
)

// Side is one of the two that are compared: a snapshot, a file, or what is
// there now. It is made by [SnapshotSide], [FileSide] or [LiveSide].
type Side struct {
	// Name is what people are told.
	Name string
	// Skipped are the columns of a table that aren't compared.
	Skipped []string

	table bool // cells, not objects: see Compare
	has   map[string]bool
	rows  func(context.Context) iter.Seq2[sideRow, error]
	twice func(id uuid.UUID, first, second int) error
}

// sideRow is a row of a side. Its raw may be overwritten by the next.
type sideRow struct {
	id     uuid.UUID
	number int // as people are told
	raw    []byte
}

// SnapshotSide is a snapshot. Reading it to its end proves it: what isn't as it
// was published is a *backup.DamageError.
func SnapshotSide(s *backup.Snapshot, identities ...age.Identity) Side {
	return Side{
		Name: s.Name,
		rows: func(context.Context) iter.Seq2[sideRow, error] {
			return func(yield func(sideRow, error) bool) {
				for row, err := range s.Rows(identities...) {
					if !yield(sideRow{row.ID, row.Number, row.Raw}, err) || err != nil {
						return
					}
				}
			}
		},
		twice: func(id uuid.UUID, _, second int) error {
			return &backup.DamageError{Snapshot: s.Dir, File: s.Manifest.Files[0].Name, Row: second, Err: fmt.Errorf("the organization %s stands there twice", id)}
		},
	}
}

// LiveSide is all organizations that the client's target has now, read by the
// list loop. name is what the target is called.
func LiveSide(c *pigello.Client, name string) Side {
	return Side{
		Name: name,
		rows: func(ctx context.Context) iter.Seq2[sideRow, error] {
			return func(yield func(sideRow, error) bool) {
				number := 0
				for org, err := range c.ListAll(ctx, pigello.Query{}, nil) {
					number++
					if !yield(sideRow{org.ID, number, org.Raw}, err) || err != nil {
						return
					}
				}
			}
		},
		twice: func(id uuid.UUID, _, _ int) error {
			return fmt.Errorf("read %s: the organization %s came twice, and not the same", name, id)
		},
	}
}

// loader reads sides into sorters.
type loader struct {
	ctx   context.Context
	spool *spool
	o     Options
	read  int
}

func (l *loader) sorter() *sorter {
	s := newSorter(l.spool)
	if l.o.runSize > 0 {
		s.bound = l.o.runSize
	}
	return s
}

// load reads a side to its end and gives its rows by their ids.
func (l *loader) load(side Side) (*sorter, error) {
	s := l.sorter()
	var value []byte
	for row, err := range side.rows(l.ctx) {
		if err == nil {
			err = l.ctx.Err()
		}
		if err == nil {
			value = appendRow(value[:0], row)
			err = s.add(row.id, value)
		}
		if err != nil {
			return nil, err
		}
		if l.read++; l.o.Progress != nil && l.read%1000 == 0 {
			l.o.Progress(l.read)
		}
	}
	return s, s.end()
}
