// Package verify proves snapshots: that the files are what was published, byte by byte and row by
// row ([Snapshot]), and that they can be brought back ([Rehearse]).
//
//	folder ─► each file: seal or checksum ─► each row ─► counts, ids that stand twice
//	rows ─► restored into an empty target ─► read again ─► compared record by record
package verify

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// maxProblems bounds what one verification names; More counts the rest.
const maxProblems = 20

// Options say how a snapshot is proven.
type Options struct {
	Identities []age.Identity // for an encrypted snapshot
	Progress   func(rows int) // called now and then
	held       int            // ids that are compared in one reading; 0: heldIDs
}

// Result is what proving a snapshot came to.
type Result struct {
	Snapshot *backup.Snapshot
	Rows     int // that were read and are as they should be
	// Locked says that the rows were not looked at, for want of an identity: the files are byte
	// for byte what was published all the same.
	Locked   bool
	Problems []error  // *DamageError, the first twenty; none: the snapshot is whole
	More     int      // problems beyond those
	Warnings []string // what is odd and damages nothing
}

// Whole says that nothing is wrong with what lies there.
func (v *Result) Whole() bool { return len(v.Problems) == 0 }

// Snapshot proves that a snapshot is what was published: the seals, the length and the checksum of
// every file, and every row – each an organization with an id of its own, in order, all of them as
// many and with the fields that the manifest says. Everything that is wrong is in the Result.
// Memory doesn't depend on the rows.
//
// The error is one that prevented looking: a *backup.KeyError for identities that don't open it, a
// *backup.NewerError, a *backup.NotFoundError for one that was pruned meanwhile, one of the file
// system, or ctx's.
func Snapshot(ctx context.Context, s *backup.Snapshot, o Options) (*Result, error) {
	if o.Progress == nil {
		o.Progress = func(int) {}
	}
	if o.held == 0 {
		o.held = heldIDs
	}
	v, err := verify(ctx, s, o)
	if ctx.Err() == nil && (err != nil || !v.Whole()) && !s.Exists() {
		return nil, &backup.NotFoundError{Name: s.Name, Dir: filepath.Dir(s.Dir),
			Why: "it was removed while it was looked at"}
	}
	return v, err
}

func verify(ctx context.Context, s *backup.Snapshot, o Options) (*Result, error) {
	v := &verifier{Result: Result{Snapshot: s}, o: o}
	if err := v.record(s.Err); err != nil {
		return nil, err
	}
	if err := v.folder(); err != nil {
		return nil, err
	}
	if s.Seal == "" {
		return &v.Result, nil // nobody knows what the files should be
	}
	for at := range s.Manifest.Files {
		if err := v.file(ctx, at); err != nil {
			return nil, err
		}
	}
	return &v.Result, nil
}

// verifier is a verification under way.
type verifier struct {
	Result
	o Options
}

// record keeps damage, and returns any other error, which prevented looking.
func (v *verifier) record(err error) error {
	if _, damage := errors.AsType[*backup.DamageError](err); !damage {
		return err
	}
	if len(v.Problems) == maxProblems {
		v.More++
	} else {
		v.Problems = append(v.Problems, err)
	}
	return nil
}

// damaged records damage of a file, and of a row in it unless that is 0.
func (v *verifier) damaged(file string, row int, format string, args ...any) {
	_ = v.record(&backup.DamageError{Snapshot: v.Snapshot.Dir, File: file, Row: row,
		Err: fmt.Errorf(format, args...)})
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
	case strings.TrimSuffix(entry.Name, ".age") == backup.FuzzyFile:
		return v.fuzzy(ctx, at)
	}
	return nil
}

// bytes compares a file with its checksum. If it is broken, the damage says whose file it is, or up
// to which row it can be read.
func (v *verifier) bytes(ctx context.Context, at int) (whole bool, err error) {
	sum, err := v.Snapshot.CheckFile(ctx, at)
	damage, ok := errors.AsType[*backup.DamageError](err)
	if !ok || sum == "" { // it can't be read at all
		return err == nil, v.record(err)
	}
	if owner := v.ownerOf(sum); owner != "" {
		damage.Err = fmt.Errorf("it is the file of the snapshot %s", owner)
	} else {
		damage.Row = v.firstUnreadable(at)
	}
	return false, v.record(damage)
}

// ownerOf finds the snapshot beside this one that has a file with a checksum.
func (v *verifier) ownerOf(sum string) string {
	list, err := backup.Store{Dir: filepath.Dir(v.Snapshot.Dir)}.List()
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
