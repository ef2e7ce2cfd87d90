package diff

import (
	"context"
	"fmt"

	"filippo.io/age"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/pigello"
)

// Side is one of the two that are compared: a snapshot, a file, or what is there now. It is made by
// [SnapshotSide], [FileSide] or [LiveSide].
type Side struct {
	// Name is what people are told.
	Name string
	// Skipped are the columns of a table that aren't compared.
	Skipped []string

	columns   map[string]int // of a table, by field: see Compare; nil of objects
	each      func(ctx context.Context, do func(sideRow) error) error
	duplicate func(id uuid.UUID, first, second int) error
}

// has reports whether the rows of the side may have a field at all.
func (s *Side) has(field string) bool {
	_, there := s.columns[field]
	return there || s.columns == nil
}

// sideRow is a row of a side. Its raw may be overwritten by the next.
type sideRow struct {
	id     uuid.UUID
	number int // as people are told
	raw    []byte
}

// SnapshotSide is a snapshot. Reading it to its end proves it: what isn't as it was published is a
// *backup.DamageError.
func SnapshotSide(s *backup.Snapshot, identities ...age.Identity) Side {
	return Side{
		Name: s.Name,
		each: func(_ context.Context, do func(sideRow) error) error {
			for row, err := range s.Rows(identities...) {
				if err == nil {
					err = do(sideRow{row.ID, row.Number, row.Raw})
				}
				if err != nil {
					return err
				}
			}
			return nil
		},
		duplicate: func(id uuid.UUID, _, second int) error {
			err := fmt.Errorf("the organization %s stands there twice", id)
			return &backup.DamageError{Snapshot: s.Dir, File: s.Manifest.Files[0].Name, Row: second,
				Err: err}
		},
	}
}

// LiveSide is all organizations that the client's target has now, read by the list loop. name is
// what the target is called.
func LiveSide(c *pigello.Client, name string) Side {
	return Side{
		Name: name,
		each: func(ctx context.Context, do func(sideRow) error) error {
			number := 0
			for org, err := range c.ListAll(ctx, pigello.Query{}, nil) {
				number++
				if err == nil {
					err = do(sideRow{org.ID, number, org.Raw})
				}
				if err != nil {
					return err
				}
			}
			return nil
		},
		duplicate: func(id uuid.UUID, _, _ int) error {
			return fmt.Errorf("read %s: the organization %s came twice, and not the same", name, id)
		},
	}
}
