package backup

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"filippo.io/age"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// maxDifferences bounds the list of differences of a restored snapshot.
const maxDifferences = 20

// Rehearsal is what a restore into an empty target came to. What the API gives
// anew or doesn't take – ids, created_at, tags, customer_columns – isn't compared.
type Rehearsal struct {
	Rows        int      // organizations that were restored and compared
	Differences []string // what came out otherwise, the first of them; none: it can be restored
	More        int      // differences that the list is too short for
	// Orphans counts rows below an organization that the snapshot doesn't have,
	// since its activation doesn't see it: an empty target can't have them.
	Orphans int
}

// RehearseOptions say where a restore is rehearsed.
type RehearseOptions struct {
	Identities []age.Identity
	RunsDir    string // a folder for the run; it holds customer data afterwards
	Version    string
	Progress   func(importer.Progress)
}

// Rehearse restores a snapshot into an empty target by the importer, as a person
// would, reads that again, and compares it record by record. Memory is what an
// import takes, and some 150 bytes a row.
func (s *Snapshot) Rehearse(ctx context.Context, c *pigello.Client, o RehearseOptions) (*Rehearsal, error) {
	want := &estate{names: map[uuid.UUID]digest{}, records: map[digest]digest{}}
	parents := above{}
	for row, err := range s.Rows(o.Identities...) {
		if err != nil {
			return nil, err
		}
		want.names[row.ID] = digestOf(row.Name)
		parents[row.ID], _ = row.Parent.Get()
	}
	r := &Rehearsal{}
	for row, err := range s.Rows(o.Identities...) {
		if err != nil {
			return nil, err
		}
		if parents.endsOutside(row.ID) {
			r.Orphans++
			continue
		}
		want.add(&row.Organization)
	}
	books, err := s.restoreAll(ctx, c, &o)
	if err != nil {
		return nil, fmt.Errorf("restore into an empty target: %w", err)
	}
	if n := books.Held + books.Unknown + books.NotReached + books.Updated + books.Unchanged + max(0, books.Rejected-r.Orphans); n > 0 {
		r.differ("of %d rows, %d were not restored: %s", books.Read, n, books)
	}
	return r, s.compare(ctx, c, r, want, &o)
}

// restoreAll is an import of the whole snapshot, as backup restore makes it.
func (s *Snapshot) restoreAll(ctx context.Context, c *pigello.Client, o *RehearseOptions) (books run.Books, err error) {
	if s.Manifest.Rows == 0 {
		return run.Books{}, nil
	}
	restoring, err := s.Restore(ctx, c, RestoreOptions{Identities: o.Identities})
	if err != nil {
		return run.Books{}, err
	}
	defer restoring.Close()
	r, _, err := importer.Plan(ctx, c, importer.PlanOptions{
		Reading: restoring.Reading(), Inputs: []importer.Input{restoring.Input()}, RunsDir: o.RunsDir,
		Target: run.Target{Name: "rehearsal", URL: c.BaseURL()}, Version: o.Version,
		Restore: &importer.RestoreOptions{}, Progress: o.Progress,
	})
	if err != nil {
		return run.Books{}, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return importer.Apply(ctx, c, r, importer.ApplyOptions{SkipInvalid: true, Progress: o.Progress})
}

// compare reads what is there now.
func (s *Snapshot) compare(ctx context.Context, c *pigello.Client, r *Rehearsal, want *estate, o *RehearseOptions) error {
	got := &estate{names: map[uuid.UUID]digest{}, records: map[digest]digest{}}
	for org, err := range c.ListAll(ctx, pigello.Query{}, nil) {
		if err != nil {
			return fmt.Errorf("read what was restored: %w", err)
		}
		got.names[org.ID] = digestOf(org.Name)
	}
	for org, err := range c.ListAll(ctx, pigello.Query{}, nil) {
		if err != nil {
			return fmt.Errorf("read what was restored: %w", err)
		}
		name := digestOf(org.Name)
		was, known := want.records[name]
		switch {
		case !known:
			r.differ("%q is not in the snapshot", org.Name)
		case was != got.record(&org):
			r.differ("%q has another custom_id or parent than in the snapshot", org.Name)
		}
		delete(want.records, name)
		r.Rows++
	}
	return s.nameMissing(r, want, o.Identities)
}

// nameMissing names the rows that didn't come back, by reading the snapshot again:
// of their names only digests were kept.
func (s *Snapshot) nameMissing(r *Rehearsal, want *estate, identities []age.Identity) error {
	if len(want.records) == 0 {
		return nil
	}
	for row, err := range s.Rows(identities...) {
		if err != nil {
			return err
		}
		if _, missing := want.records[digestOf(row.Name)]; missing {
			r.differ("row %d, %q, did not come back", row.Number, row.Name)
		}
	}
	return nil
}

func (r *Rehearsal) differ(format string, args ...any) {
	if len(r.Differences) == maxDifferences {
		r.More++
		return
	}
	r.Differences = append(r.Differences, fmt.Sprintf(format, args...))
}

// digest stands for a text, or for what is compared of a record.
type digest [16]byte

func digestOf(text string) digest {
	sum := sha256.Sum256([]byte(text))
	return digest(sum[:])
}

// estate is all records, by their names: ids are others after a restore.
type estate struct {
	names   map[uuid.UUID]digest // of each organization
	records map[digest]digest
}

func (e *estate) add(o *pigello.Organization) { e.records[digestOf(o.Name)] = e.record(o) }

// record is what is compared: custom_id and parent. A parent that isn't told is
// restored as none.
func (e *estate) record(o *pigello.Organization) digest {
	text := "null"
	if custom, ok := o.CustomID.Get(); ok {
		text = "=" + custom
	}
	if parent, ok := o.Parent.Get(); ok {
		name := e.names[parent]
		text += "\x00" + string(name[:])
	}
	return digestOf(text)
}
