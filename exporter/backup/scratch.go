package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const scratchMark = ".scratch-"

// Scratch is a hidden folder beside the snapshots for temporary copies of their data. Close removes
// it; what a killed process leaves is removed by the next one that makes or prunes snapshots.
type Scratch struct {
	Dir  string
	lock *os.File
}

// NewScratch makes a scratch folder, which only its owner can read.
func (s Store) NewScratch() (*Scratch, error) {
	dir, err := os.MkdirTemp(s.Dir, scratchMark)
	if err != nil {
		return nil, fmt.Errorf("make a folder for a while: %w", err)
	}
	c := &Scratch{Dir: dir}
	path := filepath.Join(dir, lockName)
	if c.lock, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err == nil {
		_, err = tryLock(c.lock)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", dir, err), os.RemoveAll(dir))
	}
	return c, nil
}

// Close removes the folder.
func (c *Scratch) Close() error { return errors.Join(c.lock.Close(), os.RemoveAll(c.Dir)) }

// isDeadScratch says whether a folder is scratch of a process that is gone.
func isDeadScratch(path string) bool {
	if !strings.HasPrefix(filepath.Base(path), scratchMark) {
		return false
	}
	f, err := os.OpenFile(filepath.Join(path, lockName), os.O_RDWR, 0)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	held, err := tryLock(f)
	return errors.Join(err, f.Close()) == nil && !held
}
