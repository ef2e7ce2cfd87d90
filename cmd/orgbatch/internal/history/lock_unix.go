//go:build !windows

package history

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock waits until no other process has the file, which is held until it is closed.
func lock(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX) }
