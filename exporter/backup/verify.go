package backup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"
)

// VerifyOptions say how a snapshot is proven.
type VerifyOptions struct {
	Identities []age.Identity // for an encrypted snapshot
	Progress   func(rows int) // called now and then
}

// Verification is what proving a snapshot came to.
type Verification struct {
	Snapshot *Snapshot
	Rows     int // that were read and proven
	// Locked says that the rows were not looked at, for want of an identity: the
	// files are byte for byte what was published all the same.
	Locked   bool
	Problems []error  // *DamageError, *NewerError; none: the snapshot is whole
	Warnings []string // what is odd and damages nothing
}

// Whole says that nothing is wrong with what lies there.
func (v *Verification) Whole() bool { return len(v.Problems) == 0 }

// Verify proves that a snapshot is what was published: the seals, the length and
// the checksum of every file, and every row – each an organization with an id of
// its own, in order, all of them as many and with the fields that the manifest
// says. What is wrong is in the Verification; the error is one that kept from
// looking. Memory doesn't depend on the rows.
func (s *Snapshot) Verify(ctx context.Context, o VerifyOptions) (*Verification, error) {
	v := &Verification{Snapshot: s}
	if err := v.lookAtFolder(); err != nil {
		return nil, err
	}
	if s.Err != nil {
		v.Problems = append(v.Problems, s.Err)
		return v, nil
	}
	for at := range s.Manifest.Files {
		if err := v.take(v.verifyFile(ctx, at, &o)); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// take sorts an error into what is wrong with the snapshot and what kept from
// looking.
func (v *Verification) take(err error) error {
	var damage *DamageError
	if errors.As(err, &damage) {
		v.Problems = append(v.Problems, err)
		return nil
	}
	return err
}

// lookAtFolder names what doesn't belong into the folder, and what others can read.
func (v *Verification) lookAtFolder() error {
	s := v.Snapshot
	entries, err := os.ReadDir(s.Dir)
	if err != nil {
		return fmt.Errorf("verify the snapshot: %w", err)
	}
	known := []string{manifestName, acceptedName}
	for _, f := range s.Manifest.Files {
		known = append(known, f.Name)
	}
	for _, e := range entries {
		if s.Err == nil && !slices.Contains(known, e.Name()) {
			v.Problems = append(v.Problems, s.damage(e.Name(), errors.New("the manifest doesn't know this file")))
		}
		info, err := e.Info()
		if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			v.Warnings = append(v.Warnings, fmt.Sprintf("%s can be read by other accounts: chmod 600 mends it", filepath.Join(s.Dir, e.Name())))
		}
	}
	return nil
}

// verifyFile proves one file of the manifest.
func (v *Verification) verifyFile(ctx context.Context, at int, o *VerifyOptions) error {
	f := v.Snapshot.Manifest.Files[at]
	locked := f.Encryption != "" && len(o.Identities) == 0
	v.Locked = v.Locked || locked
	if f.Encryption != "" || at > 0 { // a changed byte may look like another key
		if err := v.Snapshot.checksum(at); err != nil {
			return err
		}
	}
	if locked || at > 0 {
		return nil
	}
	return v.verifyRows(ctx, o)
}

// verifyRows proves every row, and then them all together.
func (v *Verification) verifyRows(ctx context.Context, o *VerifyOptions) error {
	s, p := v.Snapshot, &proving{fields: fieldCounter{}}
	p.ordered = s.Manifest.Rows - s.Manifest.Check.Appended
	for row, err := range s.Rows(o.Identities...) {
		if err == nil {
			err = p.row(&row)
			if err != nil {
				err = &DamageError{Snapshot: s.Dir, File: s.Manifest.Files[0].Name, Row: row.Number, Err: err}
			}
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if v.Rows++; o.Progress != nil && v.Rows%tellEvery == 0 {
			o.Progress(v.Rows)
		}
	}
	if err := p.all(s); err != nil {
		return s.damage(s.Manifest.Files[0].Name, err)
	}
	return p.apart(s, o.Identities)
}

// proving is what is known of the rows so far. Most stand in the order of their
// created_at, so that a twin could only be among those of one time; the few that
// create appended are remembered, and the others compared with them.
type proving struct {
	ordered  int // rows before those that were appended
	rows     int
	untold   int
	last     time.Time
	at       map[uuid.UUID]bool // ids of the rows of that time
	appended map[uuid.UUID]bool
	fields   fieldCounter
}

var errTwin = errors.New("an organization of this id stands in the file already")

func (p *proving) row(row *Row) error {
	created, err := row.CreatedTime()
	switch {
	case row.Name == "":
		return errors.New("it has no name")
	case err != nil:
		return err
	}
	if row.Parent.IsAbsent() {
		p.untold++
	}
	if p.rows++; p.rows > p.ordered {
		return cmp.Or(remember(&p.appended, row.ID), p.fields.add(row.Raw))
	}
	switch created.Compare(p.last) {
	case -1:
		return fmt.Errorf("it was created %s, and the row before it later", row.CreatedAt)
	case 1:
		p.last, p.at = created, nil
	}
	return cmp.Or(remember(&p.at, row.ID), p.fields.add(row.Raw))
}

// remember puts an id into a set that it isn't in yet.
func remember(set *map[uuid.UUID]bool, id uuid.UUID) error {
	if *set == nil {
		*set = map[uuid.UUID]bool{}
	}
	if (*set)[id] {
		return errTwin
	}
	(*set)[id] = true
	return nil
}

// all compares what the rows were with what the manifest says.
func (p *proving) all(s *Snapshot) error {
	m := &s.Manifest
	if m.Fields != nil && !slices.EqualFunc(m.Fields, p.fields.fields(), sameField) {
		return errors.New("the rows have other fields than the manifest says")
	}
	if p.untold != m.UntoldParents {
		return fmt.Errorf("%d rows don't tell their parent, and the manifest says %d", p.untold, m.UntoldParents)
	}
	return nil
}

func sameField(a, b Field) bool {
	for _, k := range kinds {
		if a.Kinds[k] != b.Kinds[k] {
			return false
		}
	}
	return a.Name == b.Name
}

// apart proves that no appended row was among the others.
func (p *proving) apart(s *Snapshot, identities []age.Identity) error {
	if len(p.appended) == 0 {
		return nil
	}
	for row, err := range s.Rows(identities...) {
		if err != nil {
			return err
		}
		if row.Number <= p.ordered && p.appended[row.ID] {
			return &DamageError{Snapshot: s.Dir, File: s.Manifest.Files[0].Name, Row: row.Number, Err: errTwin}
		}
	}
	return nil
}
