package backup

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"

	"filippo.io/age"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// RestoreOptions say what of a snapshot is brought back.
type RestoreOptions struct {
	// Only are filters that all must hold, as the API has them; none: all rows.
	Only       []pigello.Filter
	Identities []age.Identity // for an encrypted snapshot
}

// Restoring is the part of a snapshot that is brought back, as package plan reads it. Close ends
// it.
type Restoring struct {
	Snapshot *Snapshot
	Selected int // rows that were asked for
	Above    int // of those above them, how many aren't there and are brought back, too
	wanted   map[uuid.UUID]bool
	rows     *rowReader
}

// Restore reads a snapshot to its end and selects its rows, so that nothing of a damaged one is
// ever planned. With a selection, ancestors that aren't there any more are selected, too, since
// nothing can be made below a missing parent; those that are there are left alone. Memory is
// constant, with a selection some 100 bytes for each row of the snapshot.
func (s *Snapshot) Restore(
	ctx context.Context, c *pigello.Client, o RestoreOptions,
) (*Restoring, error) {
	selected, err := newSelection(o.Only)
	if err != nil {
		return nil, err
	}
	r := &Restoring{Snapshot: s}
	parents := above{}
	if len(o.Only) > 0 {
		r.wanted = map[uuid.UUID]bool{}
	}
	for row, err := range s.Rows(o.Identities...) {
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if r.wanted != nil {
			parents[row.ID], _ = row.Parent.Get()
		}
		if selected.has(&row.Organization) {
			r.Selected++
			if r.wanted != nil {
				r.wanted[row.ID] = true
			}
		}
	}
	if err := r.addAbove(ctx, c, parents.of(r.wanted)); err != nil {
		return nil, err
	}
	r.rows = &rowReader{}
	r.rows.next, r.rows.stop = iter.Pull2(r.lines(o.Identities))
	return r, nil
}

// addAbove selects those that aren't there.
func (r *Restoring) addAbove(ctx context.Context, c *pigello.Client, ids []uuid.UUID) error {
	there := map[uuid.UUID]bool{}
	for _, filter := range pigello.FieldID.InEach(ids...) {
		for org, err := range c.ListAll(ctx, where(filter), nil) {
			if err != nil {
				return fmt.Errorf("look for the organizations above those to be restored: %w", err)
			}
			there[org.ID] = true
		}
	}
	for _, id := range ids {
		if !there[id] {
			r.wanted[id] = true
			r.Above++
		}
	}
	return nil
}

// lines are the objects that were selected, one a line.
func (r *Restoring) lines(identities []age.Identity) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for row, err := range r.Snapshot.Rows(identities...) {
			if err == nil && r.wanted != nil && !r.wanted[row.ID] {
				continue
			}
			if !yield(row.Raw, err) || err != nil {
				return
			}
		}
	}
}

// Input is the source of the plan; it can be read once.
func (r *Restoring) Input() intake.Input {
	return intake.Input{Name: r.Snapshot.Dir, Stream: r.rows}
}

// Reading says how the input is written: as the API's objects.
func (r *Restoring) Reading() columns.Reading {
	return columns.Reading{Format: tabular.FormatJSONL, Encoding: "utf-8"}
}

// Close ends the reading of the snapshot.
func (r *Restoring) Close() { r.rows.stop() }

// rowReader gives lines as bytes.
type rowReader struct {
	next func() ([]byte, error, bool)
	stop func()
	rest []byte
	err  error
}

// Read gives the next bytes.
func (r *rowReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		line, err, more := r.next()
		switch {
		case !more:
			r.err = io.EOF
		case err != nil:
			r.err = err
		default:
			r.rest = append(slices.Clip(line), '\n')
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
