package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// remove removes a snapshot. It loses its name first, durably, so that nobody ever sees half of
// one. What a crash leaves behind is hidden, and clean removes it.
func (s Store) remove(name string) error {
	dir, going := filepath.Join(s.Dir, name), filepath.Join(s.Dir, hidden(name, removingMark))
	if err := sink.Rename(dir, going); err != nil {
		if isHeld(err) {
			return fmt.Errorf("%s stays: another program has a file of it open (%w)", name, err)
		}
		return fmt.Errorf("%s stays: %w", name, sink.Explain("rename", dir, err))
	}
	if err := sink.SyncDir(s.Dir); err != nil { // it might come back without its files
		return fmt.Errorf("%s stays: %w", name,
			errors.Join(sink.Explain("sync", s.Dir, err), os.Rename(going, dir)))
	}
	if err := os.RemoveAll(going); err != nil {
		return fmt.Errorf("%s is no snapshot any more, but the next prune has to remove the rest: %w",
			name, sink.Explain("remove", going, err))
	}
	return nil
}

// clean removes what dead processes left of snapshots they made or removed, and says how many bytes
// that freed. The caller holds the lock, so none of it is in use.
func (s Store) clean() (freed int64, err error) {
	entries, err := os.ReadDir(s.Dir)
	if err != nil {
		return 0, fmt.Errorf("look for what was left behind: %w", err)
	}
	for _, e := range entries {
		path := filepath.Join(s.Dir, e.Name())
		if !e.IsDir() || !isHidden(e.Name(), partialMark) && !isHidden(e.Name(), removingMark) &&
			!isDeadScratch(path) {
			continue
		}
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
