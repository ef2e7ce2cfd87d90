package backup

import (
	"fmt"
	"strconv"
)

// DamageError says that something of a snapshot isn't what was published.
type DamageError struct {
	Snapshot string // its folder
	File     string // in that folder; empty: the folder itself
	Row      int    // from 1; 0: no row is meant
	Err      error
}

// Error names snapshot, file and row.
func (e *DamageError) Error() string {
	s := e.Snapshot
	if e.File != "" {
		s += ", " + e.File
	}
	if e.Row > 0 {
		s += ", row " + strconv.Itoa(e.Row)
	}
	return s + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *DamageError) Unwrap() error { return e.Err }

// NewerError says that a file was written by a newer version of the program. It is not damage.
type NewerError struct {
	Path    string
	Version int
}

// Error names the file and both versions.
func (e *NewerError) Error() string {
	return fmt.Sprintf("%s has form %d, and this program knows %d: a newer orgbatch wrote it",
		e.Path, e.Version, manifestVersion)
}

// NotFoundError says that no snapshot is meant by a name.
type NotFoundError struct {
	Name string // as it was asked for
	Dir  string // of the store, or where stores were looked for
	Why  string // completes "… in DIR: "; may be empty
	Hint string
}

// Error names what was looked for and where.
func (e *NotFoundError) Error() string {
	s := fmt.Sprintf("there is no snapshot %q in %s", e.Name, e.Dir)
	if e.Name == "" {
		s = "there are no snapshots in " + e.Dir
	}
	if e.Why != "" {
		s += ": " + e.Why
	}
	return s
}

// LockedError says that another process is making or removing snapshots.
type LockedError struct{ Dir string }

// Error names the store.
func (e *LockedError) Error() string {
	return "another orgbatch is at work in " + e.Dir
}

// KeyError says that an encrypted snapshot can't be read with the identities given.
type KeyError struct {
	Snapshot string
	Given    int // how many identities were given
	Err      error
}

// Error names the snapshot, and whether no key or a wrong one was given.
func (e *KeyError) Error() string {
	if e.Given == 0 {
		return e.Snapshot + " is encrypted, and no identity was given"
	}
	return e.Snapshot + " is encrypted, and not for the identities given"
}

// Unwrap returns the cause.
func (e *KeyError) Unwrap() error { return e.Err }
