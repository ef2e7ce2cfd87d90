package backup

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"filippo.io/age"
)

// maxProblems bounds what one verification names; More counts the rest.
const maxProblems = 20

// VerifyOptions say how a snapshot is proven.
type VerifyOptions struct {
	Identities []age.Identity // for an encrypted snapshot
	Progress   func(rows int) // called now and then
	held       int            // ids that are compared in one reading; 0: heldIDs
}

// Verification is what proving a snapshot came to.
type Verification struct {
	Snapshot *Snapshot
	Rows     int // that were read and are as they should be
	// Locked says that the rows were not looked at, for want of an identity: the
	// files are byte for byte what was published all the same.
	Locked   bool
	Problems []error  // *DamageError, the first twenty; none: the snapshot is whole
	More     int      // problems beyond those
	Warnings []string // what is odd and damages nothing
}

// Whole says that nothing is wrong with what lies there.
func (v *Verification) Whole() bool { return len(v.Problems) == 0 }

// Verify proves that a snapshot is what was published: the seals, the length and
// the checksum of every file, and every row – each an organization with an id of
// its own, in order, all of them as many and with the fields that the manifest
// says. What is wrong is in the Verification, all of it as far as there is
// anything to say. Memory doesn't depend on the rows.
//
// The error is one that kept from looking: a *KeyError for identities that don't
// open it, a *NewerError, a *NotFoundError for one that was pruned meanwhile, one
// of the file system, or ctx's.
func (s *Snapshot) Verify(ctx context.Context, o VerifyOptions) (*Verification, error) {
	if o.Progress == nil {
		o.Progress = func(int) {}
	}
	if o.held == 0 {
		o.held = heldIDs
	}
	v, err := s.verify(ctx, o)
	if ctx.Err() == nil && (err != nil || !v.Whole()) && !s.Exists() {
		return nil, &NotFoundError{Name: s.Name, Dir: filepath.Dir(s.Dir), Why: "it was removed while it was looked at"}
	}
	return v, err
}

func (s *Snapshot) verify(ctx context.Context, o VerifyOptions) (*Verification, error) {
	v := &verifier{Verification: Verification{Snapshot: s}, o: o}
	if err := v.take(s.Err); err != nil {
		return nil, err
	}
	if err := v.lookAround(); err != nil {
		return nil, err
	}
	if s.Seal == "" {
		return &v.Verification, nil // nobody knows what the files should be
	}
	for at := range s.Manifest.Files {
		if err := v.file(ctx, at); err != nil {
			return nil, err
		}
	}
	return &v.Verification, nil
}

// verifier is a verification under way.
type verifier struct {
	Verification
	o VerifyOptions
}

// take keeps damage and gives back what kept from looking.
func (v *verifier) take(err error) error {
	if _, damage := errors.AsType[*DamageError](err); !damage {
		return err
	}
	if len(v.Problems) == maxProblems {
		v.More++
	} else {
		v.Problems = append(v.Problems, err)
	}
	return nil
}

// found keeps damage of a file, and of a row in it unless that is 0.
func (v *verifier) found(file string, row int, format string, args ...any) {
	_ = v.take(&DamageError{Snapshot: v.Snapshot.Dir, File: file, Row: row, Err: fmt.Errorf(format, args...)}) // it is damage
}

// file proves one file of the manifest: its bytes, then what they say.
func (v *verifier) file(ctx context.Context, at int) error {
	entry := &v.Snapshot.Manifest.Files[at]
	locked := entry.Encryption != "" && len(v.o.Identities) == 0
	v.Locked = v.Locked || locked
	whole, err := v.bytes(ctx, at)
	switch {
	case err != nil || locked || !whole:
		return err
	case at == 0:
		return v.rows(ctx)
	case strings.TrimSuffix(entry.Name, ".age") == FuzzyFile:
		return v.fuzzy(ctx, at)
	}
	return nil
}

// bytes compares a file with its checksum. Of a broken one it is said whose it
// is, or up to which row it can be read.
func (v *verifier) bytes(ctx context.Context, at int) (whole bool, err error) {
	sum, err := v.Snapshot.CheckFile(ctx, at)
	damage, ok := errors.AsType[*DamageError](err)
	if !ok || sum == "" { // it can't be read at all
		return err == nil, v.take(err)
	}
	if owner := v.ownerOf(sum); owner != "" {
		damage.Err = fmt.Errorf("it is the file of the snapshot %s", owner)
	} else {
		damage.Row = v.firstUnreadable(at)
	}
	return false, v.take(damage)
}

// ownerOf finds the snapshot beside this one that has a file with a checksum.
func (v *verifier) ownerOf(sum string) string {
	list, err := Store{Dir: filepath.Dir(v.Snapshot.Dir)}.List()
	if err != nil {
		return "" // it would only have made the words better
	}
	for _, other := range list {
		for _, f := range other.Manifest.Files {
			if f.SHA256 == sum && other.Name != v.Snapshot.Name {
				return other.Name
			}
		}
	}
	return ""
}
