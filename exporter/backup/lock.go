package backup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

const (
	lockName = ".lock"
	lockWait = 5 * time.Second // a finishing process is waited for
)

// lock makes the store's folder and takes its lock, which a dead process doesn't hold. release
// gives it back; the file stays.
func (s Store) lock() (release func() error, err error) {
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return nil, sink.Explain("make", s.Dir, err)
	}
	path := filepath.Join(s.Dir, lockName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, sink.Explain("lock", path, err)
	}
	for deadline := time.Now().Add(lockWait); ; time.Sleep(50 * time.Millisecond) {
		held, err := tryLock(f)
		switch {
		case err != nil:
			return nil, errors.Join(fmt.Errorf("lock the folder of snapshots: %w", err), f.Close())
		case !held:
			return f.Close, nil
		case time.Now().After(deadline):
			return nil, errors.Join(&LockedError{Dir: s.Dir}, f.Close())
		}
	}
}
