//go:build windows

package sink

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// Codes of Windows that package syscall doesn't name.
const (
	errSharingViolation = syscall.Errno(32)
	errLockViolation    = syscall.Errno(33)
	errHandleDiskFull   = syscall.Errno(39)
	errDiskFull         = syscall.Errno(112)
	errWriteProtect     = syscall.Errno(19)
	errFileTooLarge     = syscall.Errno(223)
	errFilenameTooLong  = syscall.Errno(206)
)

func isFull(err error) bool {
	return errors.Is(err, errDiskFull) || errors.Is(err, errHandleDiskFull)
}

func isLocked(err error) bool {
	return errors.Is(err, errSharingViolation) || errors.Is(err, errLockViolation)
}

func isTooLarge(err error) bool    { return errors.Is(err, errFileTooLarge) }
func isReadOnly(err error) bool    { return errors.Is(err, errWriteProtect) }
func isNotFolder(err error) bool   { return errors.Is(err, syscall.ENOTDIR) }
func isNameTooLong(err error) bool { return errors.Is(err, errFilenameTooLong) }

// probe opens the existing file for writing, so that one that Excel holds is
// told before an hour of work and not after.
func probe(target string) error {
	file, err := os.OpenFile(target, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return file.Close()
}

// Rename gives a file or a folder another name, in place of a file that has it. It tries again for
// two seconds: virus scanners and indexers open fresh files for a moment, and a folder with an open
// file in it can't be renamed either.
func Rename(from, to string) error {
	var err error
	for delay := 20 * time.Millisecond; delay < 2*time.Second; delay *= 2 {
		if err = os.Rename(from, to); err == nil || !busy(err) {
			break
		}
		time.Sleep(delay)
	}
	var link *os.LinkError
	if busy(err) && errors.As(err, &link) {
		return errSharingViolation // access denied, too, means that somebody holds the file
	}
	return err
}

func busy(err error) bool {
	return isLocked(err) || errors.Is(err, syscall.ERROR_ACCESS_DENIED)
}

// SyncDir has nothing to do: NTFS journals its names, and a folder can't be synced.
func SyncDir(string) error { return nil }
