package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// nameTime is the form of a snapshot's name. All names have one length and sort by time.
const nameTime = "20060102T150405Z"

// Store is the snapshots of one profile.
type Store struct {
	Dir string           // its folder, DIR/<profile>
	Now func() time.Time // which snapshots are of the future; nil is time.Now
}

// clockSlack is how far a snapshot's name may be ahead of the clock: names are a second apart, and
// clocks aren't equal.
const clockSlack = time.Minute

// ofFuture reports whether a time is later than the clock can have shown.
func (s Store) ofFuture(t time.Time) bool {
	now := s.Now
	if now == nil {
		now = time.Now
	}
	return t.Sub(now()) > clockSlack
}

// Profile is the name of the store's folder.
func (s Store) Profile() string {
	dir, err := filepath.Abs(s.Dir)
	if err != nil {
		dir = s.Dir
	}
	return filepath.Base(dir)
}

// Stores finds the stores of a folder: the folder itself, if snapshots or the lock of a store lie
// in it, or else those of its subfolders that are stores.
func Stores(dir string) ([]Store, error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil, &NotFoundError{Dir: dir, Why: "the folder doesn't exist",
			Hint: "check how it is written"}
	}
	if isStore(dir) {
		return []Store{{Dir: dir}}, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("look for snapshots: %w", err)
	}
	var stores []Store
	for _, e := range entries {
		if sub := filepath.Join(dir, e.Name()); isStore(sub) {
			stores = append(stores, Store{Dir: sub})
		}
	}
	if len(stores) == 0 {
		return nil, &NotFoundError{Dir: dir,
			Hint: "orgbatch backup create " + dir + " makes the first"}
	}
	return stores, nil
}

func isStore(dir string) bool {
	if info, err := os.Lstat(filepath.Join(dir, lockName)); err == nil && info.Mode().IsRegular() {
		return true
	}
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return e.IsDir() && isName(e.Name())
	})
}

// isName says whether a folder's name is that of a snapshot.
func isName(name string) bool {
	t, err := time.Parse(nameTime, name)
	return err == nil && t.Format(nameTime) == name
}

// List opens the manifest of every snapshot, the oldest first. One that can't be opened is listed
// too, with its Err, and one of the future with Future.
func (s Store) List() ([]*Snapshot, error) {
	entries, err := os.ReadDir(s.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the snapshots: %w", err)
	}
	var list []*Snapshot
	for _, e := range entries { // sorted by name, which is by time
		if !isName(e.Name()) {
			continue
		}
		snap := Open(filepath.Join(s.Dir, e.Name()))
		if snap.Err != nil && !snap.Exists() {
			continue // it was pruned meanwhile
		}
		snap.Future = s.ofFuture(snap.Time)
		list = append(list, snap)
	}
	return list, nil
}

// Find gives the snapshot of a name: "latest" is the newest trusted one that is not of the future,
// a date or the start of one (20261123, 2026-11-23, 20261123T0215) is the newest that begins so,
// whatever its state, and a folder is the snapshot in it.
func (s Store) Find(name string) (*Snapshot, error) {
	if name != "" && isName(filepath.Base(name)) && strings.ContainsAny(name, `/\`) {
		return found(Open(filepath.Clean(name)), name, filepath.Dir(name))
	}
	list, err := s.List()
	if err != nil {
		return nil, err
	}
	present, future := apart(list)
	want := strings.NewReplacer("-", "", ":", "").Replace(name)
	for _, snap := range slices.Backward(append(future, present...)) {
		switch {
		case name == "" || name == "latest":
			if snap.Trusted() && !snap.Future {
				return snap, nil
			}
		case strings.HasPrefix(snap.Name, want):
			return found(snap, name, s.Dir)
		}
	}
	return nil, s.notFound(name, list)
}

// apart splits a list into snapshots of the past and of the future.
func apart(list []*Snapshot) (present, future []*Snapshot) {
	for _, snap := range list {
		if snap.Future {
			future = append(future, snap)
		} else {
			present = append(present, snap)
		}
	}
	return present, future
}

func found(snap *Snapshot, name, dir string) (*Snapshot, error) {
	if errors.Is(snap.Err, fs.ErrNotExist) && !snap.Exists() {
		return nil, &NotFoundError{Name: name, Dir: dir,
			Hint: "orgbatch backup list " + dir + " shows those there are"}
	}
	return snap, nil
}

func (s Store) notFound(name string, list []*Snapshot) error {
	e := &NotFoundError{Name: name, Dir: s.Dir,
		Hint: "orgbatch backup list " + s.Dir + " shows those there are"}
	switch {
	case len(list) == 0:
		e.Name, e.Hint = "", "orgbatch backup create makes the first"
	case name == "" || name == "latest":
		e.Name, e.Why = "latest", fmt.Sprintf("none of its %d is to be trusted", len(list))
		if _, future := apart(list); len(future) > 0 {
			e.Why += fmt.Sprintf(", and %d of them are dated in the future", len(future))
		}
	}
	return e
}

// Strays are folders of the store that hold a manifest and aren't named as a snapshot is: nobody
// lists them. What is hidden is none.
func (s Store) Strays() ([]string, error) {
	entries, err := os.ReadDir(s.Dir)
	if err != nil {
		return nil, fmt.Errorf("list the snapshots: %w", err)
	}
	var strays []string
	for _, e := range entries {
		if !e.IsDir() || isName(e.Name()) || e.Name()[0] == '.' {
			continue
		}
		if _, err := os.Lstat(filepath.Join(s.Dir, e.Name(), manifestName)); err == nil {
			strays = append(strays, filepath.Join(s.Dir, e.Name()))
		}
	}
	return strays, nil
}
