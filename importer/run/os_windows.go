package run

import (
	"errors"
	"syscall"
)

// Error numbers of Windows that package syscall doesn't name.
const (
	errHandleDiskFull syscall.Errno = 39
	errDiskFull       syscall.Errno = 112
	errWriteProtect   syscall.Errno = 19
)

func isFull(err error) bool {
	return errors.Is(err, errDiskFull) || errors.Is(err, errHandleDiskFull)
}

func isReadOnly(err error) bool { return errors.Is(err, errWriteProtect) }
