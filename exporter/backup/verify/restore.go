package verify

import (
	"context"
	"errors"
	"fmt"

	"filippo.io/age"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// maxDifferences bounds the list of differences of a restored snapshot.
const maxDifferences = 20

// Rehearsal is the outcome of a restore into an empty target. What the API assigns itself or
// doesn't accept – ids, created_at, tags, customer_columns – isn't compared.
type Rehearsal struct {
	Rows        int      // organizations that were restored and compared
	Differences []string // what came out otherwise, the first of them; none: it can be restored
	More        int      // differences that the list is too short for
	// Orphans counts rows below an organization that the snapshot doesn't have, since its
	// activation doesn't see it: an empty target can't have them.
	Orphans int
}

// RehearseOptions say where a restore is rehearsed.
type RehearseOptions struct {
	Identities []age.Identity
	RunsDir    string // a folder for the run; it holds customer data afterwards
	Version    string
	Progress   func(run.Progress)
}

// Rehearse restores a snapshot into an empty target by the importer, as a person would, reads that
// again, and compares it record by record. Memory is what an import takes, and some 150 bytes a
// row.
func Rehearse(
	ctx context.Context, s *backup.Snapshot, c *pigello.Client, o RehearseOptions,
) (*Rehearsal, error) {
	want := &estate{names: map[uuid.UUID]digest{}, records: map[digest]digest{}}
	parents := map[uuid.UUID]uuid.UUID{}
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
		if endsOutside(parents, row.ID) {
			r.Orphans++
			continue
		}
		want.records[digestOf(row.Name)] = want.record(&row.Organization)
	}
	books, err := restoreAll(ctx, s, c, &o)
	if err != nil {
		return nil, fmt.Errorf("restore into an empty target: %w", err)
	}
	n := books.Held + books.Unknown + books.NotReached + books.Updated + books.Unchanged
	if n += max(0, books.Rejected-r.Orphans); n > 0 {
		r.differ("of %d rows, %d were not restored: %s", books.Read, n, books)
	}
	odd, err := r.compare(ctx, c, want)
	if err != nil {
		return nil, err
	}
	return r, r.nameDifferences(s, odd, want.records, o.Identities)
}

// restoreAll is an import of the whole snapshot, as backup restore makes it.
func restoreAll(
	ctx context.Context, s *backup.Snapshot, c *pigello.Client, o *RehearseOptions,
) (books run.Books, err error) {
	if s.Manifest.Rows == 0 {
		return run.Books{}, nil
	}
	restoring, err := s.Restore(ctx, c, backup.RestoreOptions{Identities: o.Identities})
	if err != nil {
		return run.Books{}, err
	}
	defer restoring.Close()
	r, _, err := plan.Make(ctx, c, plan.Options{
		Reading:  restoring.Reading(),
		Inputs:   []intake.Input{restoring.Input()},
		RunsDir:  o.RunsDir,
		Target:   run.Target{Name: "rehearsal", URL: c.BaseURL()},
		Version:  o.Version,
		Restore:  &plan.RestoreOptions{},
		Progress: o.Progress,
	})
	if err != nil {
		return run.Books{}, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return importer.Apply(ctx, c, r, push.Options{SkipInvalid: true, Progress: o.Progress})
}

// endsOutside reports whether an ancestor of an organization isn't in the snapshot.
func endsOutside(parents map[uuid.UUID]uuid.UUID, id uuid.UUID) bool {
	for range len(parents) { // and no further, should it be a ring
		parent, known := parents[id]
		switch {
		case !known:
			return true
		case parent == uuid.Nil:
			return false
		}
		id = parent
	}
	return false
}
