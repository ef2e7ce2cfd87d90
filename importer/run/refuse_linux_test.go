package run

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// asNobody calls f without the right to read and write everything. Root gives it up for one thread, which ends with the goroutine.
func asNobody(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		if os.Getuid() == 0 {
			syscall.RawSyscall(syscall.SYS_SETFSUID, 65534, 0, 0)
		}
		f()
	}()
	<-done
}

// letIn lets everybody into a folder of a test.
func letIn(t *testing.T, dir string) {
	t.Helper()
	for range 2 {
		must(t, os.Chmod(dir, 0o755))
		dir = filepath.Dir(dir)
	}
}

// TestForbidden guards that a run which may not be read, or not be written, is told as such.
func TestForbidden(t *testing.T) {
	r := newTestRun(t)
	fill(t, r, 3)
	must(t, r.Close())
	letIn(t, filepath.Dir(r.Dir()))
	for name, mode := range map[string]struct{ folder, file os.FileMode }{
		"unreadable": {0o755, 0}, "closed folder": {0, 0o644}, "unwritable": {0o555, 0o444},
	} {
		t.Run(name, func(t *testing.T) {
			must(t, os.Chmod(filepath.Join(r.Dir(), journalName), mode.file))
			must(t, os.Chmod(r.Dir(), mode.folder))
			defer func() { must(t, os.Chmod(r.Dir(), 0o700)) }()
			asNobody(func() {
				_, err := Open(r.Dir())
				var storage *StorageError
				if !errors.As(err, &storage) || storage.Hint != hintForbidden || storage.Path != r.Dir() {
					t.Errorf("it gives %v", err)
				}
				if name == "unwritable" { // to look at it needs no more
					ro, err := OpenReadOnly(r.Dir())
					if err == nil {
						err = ro.Close()
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		})
	}
	killed := killedRun(t, false)
	letIn(t, filepath.Dir(killed))
	must(t, os.Chmod(killed, 0o555))
	asNobody(func() {
		var storage *StorageError
		if _, err := OpenReadOnly(killed); !errors.As(err, &storage) || storage.Hint != hintElsewhere {
			t.Errorf("one that was cut off gives %v", err)
		}
	})
	must(t, os.Chmod(killed, 0o700))
	runs := t.TempDir()
	letIn(t, runs)
	must(t, os.Chmod(runs, 0o555))
	asNobody(func() {
		_, err := Create(runs, testMeta())
		var storage *StorageError
		if !errors.As(err, &storage) || storage.Hint != hintForbidden || !errors.Is(err, fs.ErrPermission) {
			t.Errorf("it gives %v", err)
		}
	})
}
