package problem

import (
	"fmt"
	"io/fs"
	"runtime"
	"syscall"
	"testing"
)

// TestHeldHint: a file that another program shares with nobody is closed there first, whatever else would be done about it.
func TestHeldHint(t *testing.T) {
	held, other := error(syscall.EBUSY), error(syscall.EIO)
	if runtime.GOOS == "windows" {
		held, other = syscall.Errno(32), syscall.Errno(23) // sharing violation, data error
	}
	for _, c := range []struct {
		err         error
		named, read string
	}{
		{held, heldHint, heldHint},
		{other, "--save-mapping FILE writes one", ""},
	} {
		err := &fs.PathError{Op: "open", Path: "kunder å.csv", Err: c.err}
		if got := HintOf(NoFile("kunder å.csv", "--save-mapping FILE writes one", err)); got != c.named {
			t.Errorf("%v of a file that a flag names: %q", c.err, got)
		}
		if got := HintOf(fmt.Errorf("read: %w", err)); got != c.read {
			t.Errorf("%v of any: %q", c.err, got)
		}
	}
}
