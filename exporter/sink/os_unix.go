//go:build !windows

package sink

import (
	"errors"
	"os"
	"syscall"
)

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

func isLocked(err error) bool {
	return errors.Is(err, syscall.ETXTBSY) || errors.Is(err, syscall.EBUSY)
}

func isTooLarge(err error) bool    { return errors.Is(err, syscall.EFBIG) }
func isReadOnly(err error) bool    { return errors.Is(err, syscall.EROFS) }
func isNotFolder(err error) bool   { return errors.Is(err, syscall.ENOTDIR) }
func isNameTooLong(err error) bool { return errors.Is(err, syscall.ENAMETOOLONG) }

// probe has nothing to ask: an open file can be replaced here.
func probe(string) error { return nil }

// Rename gives a file or a folder another name, in place of a file that has it.
func Rename(from, to string) error { return os.Rename(from, to) }

// SyncDir makes the names in a folder durable. Some network and FUSE file systems
// don't know how to; they are taken at their word.
func SyncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	err = dir.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, dir.Close())
}
