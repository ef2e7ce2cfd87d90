package sink

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Error is a failure of the file system. Err is what the system said, for
// [errors.Is]; Hint is a sentence that tells a person what to do.
type Error struct {
	Op   string // create, write, replace, sync, remove
	Path string // as given to Create
	Hint string // may be empty
	Err  error
}

// Error is the operation, the path and the cause.
func (e *Error) Error() string { return e.Op + " " + e.Path + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

var (
	errIsFolder   = errors.New("is a folder")
	errNotRegular = errors.New("is not an ordinary file")
	errForeign    = errors.New("it is no such file of orgbatch's")
)

// ErrInTheWay is, for [errors.Is], what an [*Error] is when something has the
// name that is never replaced, or not without leave: only another name helps.
var ErrInTheWay = errors.New("something else has this name")

// Is makes such an error an [ErrInTheWay].
func (e *Error) Is(target error) bool {
	return target == ErrInTheWay && (e.Err == errIsFolder || e.Err == errNotRegular || e.Err == errForeign || e.Err == fs.ErrExist)
}

// Explain gives a failure of the file system – of a file, of its folder, of a name –
// its place and its hint: an [*Error]. nil stays nil. The system's own error may name
// a partial, which nobody asked for: only its cause is kept.
func Explain(op, path string, err error) error {
	if err == nil {
		return nil
	}
	if _, known := errors.AsType[*Error](err); known {
		return err
	}
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathErr.Err
	} else if linkErr, ok := errors.AsType[*os.LinkError](err); ok {
		err = linkErr.Err
	}
	return &Error{Op: op, Path: path, Hint: hint(path, err), Err: err}
}

// Locked says that another program has the file open, and shares it with nobody.
func Locked(err error) bool { return isLocked(err) }

func hint(path string, err error) string {
	dir := filepath.Dir(path)
	switch {
	case isFull(err):
		return "the disk is full: free some space or choose a folder on another disk; nothing was left under this name"
	case isLocked(err):
		return "another program, perhaps Excel, has this file open: close it there and try again"
	case isTooLarge(err):
		return "the file grew larger than this disk or account allows: choose another folder, or a name ending in .zst"
	case isReadOnly(err):
		return "the disk is read-only: choose a folder on another disk"
	case isNotFolder(err):
		return dir + " is a file, not a folder: choose another folder"
	case errors.Is(err, fs.ErrNotExist):
		return "the folder " + dir + " doesn't exist: create it first, or choose another"
	case errors.Is(err, fs.ErrPermission):
		return "you may not write in the folder " + dir + ": choose another, or ask its owner"
	case isNameTooLong(err):
		return "the name is too long for this disk: choose a shorter one"
	}
	return ""
}
