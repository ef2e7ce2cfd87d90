package sink

import (
	"os"
	"syscall"
)

// writeback asks the kernel to start bringing a range of the file to disk, so
// that the fsync at the end finds little left to wait for. It waits for
// nothing and promises nothing; a refusal (some file systems know nothing of
// it) is no error.
func writeback(f *os.File, offset, length int64) {
	const syncFileRangeWrite = 2
	_ = syscall.SyncFileRange(int(f.Fd()), offset, length, syncFileRangeWrite)
}
