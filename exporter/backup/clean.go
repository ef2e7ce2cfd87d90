package backup

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const removingMark = ".removing-"

// isRemoving says whether a folder's name is that of a snapshot being removed.
func isRemoving(name string) bool {
	taken, _, found := strings.Cut(name, removingMark)
	return found && strings.HasPrefix(taken, ".") && isName(taken[1:])
}

// remove takes a snapshot away. It loses its name first, durably: nobody ever
// sees a part of one. What a crash leaves is hidden, and clean takes it away.
func (s Store) remove(name string) error {
	var random [4]byte
	_, _ = rand.Read(random[:]) // never fails
	hidden := filepath.Join(s.Dir, "."+name+removingMark+hex.EncodeToString(random[:]))
	if err := os.Rename(filepath.Join(s.Dir, name), hidden); err != nil {
		if isHeld(err) {
			return fmt.Errorf("%s stays: another program has a file of it open (%w)", name, err)
		}
		return fmt.Errorf("%s stays: %w", name, err)
	}
	if err := errors.Join(syncDir(s.Dir), os.RemoveAll(hidden)); err != nil {
		return fmt.Errorf("%s is no snapshot any more, but not all of it could be removed: %w", name, err)
	}
	return nil
}

// clean removes what dead processes left of snapshots they made or removed, and
// says how many bytes that freed. Whoever calls it holds the lock, so nobody is
// at work on any.
func (s Store) clean() (freed int64, err error) {
	entries, err := os.ReadDir(s.Dir)
	if err != nil {
		return 0, fmt.Errorf("look for what was left behind: %w", err)
	}
	for _, e := range entries {
		if !e.IsDir() || !isPartial(e.Name()) && !isRemoving(e.Name()) {
			continue
		}
		path := filepath.Join(s.Dir, e.Name())
		n := folderBytes(path)
		if broken := os.RemoveAll(path); broken != nil {
			err = errors.Join(err, fmt.Errorf("remove what was left behind: %w", broken))
			continue
		}
		freed += n
	}
	return freed, err
}

// folderBytes is the length of all files in a folder that can be read.
func folderBytes(dir string) (n int64) {
	_ = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil // it counts for nothing
		}
		if info, err := e.Info(); err == nil {
			n += info.Size()
		}
		return nil
	})
	return n
}
