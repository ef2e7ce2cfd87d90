package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/ncruces/go-sqlite3"
)

// LockedError says that another living process uses the run.
type LockedError struct {
	// Path is the run's folder, Hint what to do.
	Path, Hint string
	Err        error
}

// Error names the run.
func (e *LockedError) Error() string { return "open run " + e.Path + ": another orgbatch is using it" }

// Unwrap gives the cause, if any.
func (e *LockedError) Unwrap() error { return e.Err }

// VersionError says that a run was written by a newer orgbatch than this one.
type VersionError struct {
	Path             string
	Found, Supported int
	Hint             string
}

// Error names the run and both versions.
func (e *VersionError) Error() string {
	return fmt.Sprintf("open run %s: its journal has version %d, this orgbatch knows up to %d", e.Path, e.Found, e.Supported)
}

// DamagedError says that a run's journal is missing, is something else or can't be read.
type DamagedError struct {
	// Path is the run's folder, Problem what is wrong, Hint what to do.
	Path, Problem, Hint string
	Err                 error
}

// Error names the run and the problem.
func (e *DamagedError) Error() string {
	s := "read run " + e.Path + ": " + e.Problem
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause, if any.
func (e *DamagedError) Unwrap() error { return e.Err }

// StorageError says that the disk didn't take what was to be kept: it is full, or the folder can't be written.
type StorageError struct {
	// Op is what was tried, Path on what, Hint what to do. Full says that there is no room.
	Op, Path, Hint string
	Full           bool
	Err            error
}

// Error is operation, path and cause.
func (e *StorageError) Error() string { return e.Op + " " + e.Path + ": " + e.Err.Error() }

// Unwrap gives the cause.
func (e *StorageError) Unwrap() error { return e.Err }

// NotFoundError says that no run, or more than one, answers to a reference.
type NotFoundError struct {
	// Ref is the reference, Runs the folder that was looked in.
	Ref, Runs string
	// Matches are the ids of all runs that it may mean; empty when there is none.
	Matches []string
	Hint    string
}

// Error says what was looked for and what was found.
func (e *NotFoundError) Error() string {
	if len(e.Matches) > 0 {
		return fmt.Sprintf("find run %q in %s: %d runs begin so", e.Ref, e.Runs, len(e.Matches))
	}
	return fmt.Sprintf("find run %q in %s: there is no such run", e.Ref, e.Runs)
}

const (
	hintFull      = "the disk is full: free some space, then go on; nothing that was entered before is lost"
	hintForbidden = "this folder can't be written: choose another with --runs DIR, or ask its owner"
	hintReadOnly  = "this disk is read-only: choose a folder elsewhere with --runs DIR"
	// SQLite doesn't always tell why the system refused to write.
	hintFailed    = "the disk is full or failed: free some space, see that it is connected and sound, then go on; nothing that was entered before is lost"
	hintLocked    = "wait until the other has ended, or stop it, or close the program that shows its run.db; a killed one leaves no lock behind"
	hintDamaged   = "plan the import again from its file: what is there already will be found unchanged"
	hintElsewhere = "it was cut off and must be put in order before it can be read: copy its whole folder, run.db-wal with it, to where you may write, and name that by --runs DIR"
	hintNoLog     = "copy the run's whole folder, run.db-wal with it; or, if nothing was written yet, plan the import again from its file"
	hintUnplanned = "import the file again: nothing was written"
	hintNewer     = "use the newer orgbatch that made it"
)

// classify turns an error of SQLite or of the file system into one of this package's, for a run in the folder dir.
func classify(op, dir string, err error) error {
	if err == nil || isOurs(err) {
		return err
	}
	storage := &StorageError{Op: op, Path: dir, Err: plain(err)}
	switch {
	case errors.Is(err, sqlite3.FULL) || isFull(err):
		storage.Full, storage.Hint = true, hintFull
	case isReadOnly(err):
		storage.Hint = hintReadOnly
	case errors.Is(err, fs.ErrPermission), errors.Is(err, sqlite3.READONLY), errors.Is(err, sqlite3.CANTOPEN):
		storage.Hint = hintForbidden
	case errors.Is(err, sqlite3.BUSY), errors.Is(err, sqlite3.LOCKED):
		return &LockedError{Path: dir, Hint: hintLocked, Err: err}
	case errors.Is(err, sqlite3.NOTADB), errors.Is(err, sqlite3.CORRUPT), errors.Is(err, sqlite3.IOERR_DATA):
		return &DamagedError{Path: dir, Problem: "its journal is damaged", Hint: hintDamaged, Err: err}
	case errors.Is(err, sqlite3.IOERR):
		storage.Hint = hintFailed
	default:
		return fmt.Errorf("%s %s: %w", op, dir, err)
	}
	return storage
}

// isOurs says that an error has its place and its hint already.
func isOurs(err error) bool {
	var locked *LockedError
	var version *VersionError
	var damaged *DamagedError
	var storage *StorageError
	return errors.As(err, &locked) || errors.As(err, &version) || errors.As(err, &damaged) || errors.As(err, &storage)
}

// plain drops the operation and path that the file system put around an error: they are told once.
func plain(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
