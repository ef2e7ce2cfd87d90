package history

import (
	"math"
	"os"

	"golang.org/x/sys/windows"
)

// lock waits until no other process has the file, which is held until it is closed. What is locked
// is a byte far behind its end: nobody can read one that is.
func lock(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &windows.Overlapped{OffsetHigh: math.MaxInt32})
}
