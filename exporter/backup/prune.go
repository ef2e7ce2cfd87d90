package backup

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// PruneOptions say which snapshots go.
type PruneOptions struct {
	Policy   Policy
	Location *time.Location // whose hours, days, … count; nil is UTC
	DryRun   bool           // decide, and remove nothing
}

// Pruned is what a prune did, or with DryRun would do.
type Pruned struct {
	Fates     []Fate // of all snapshots, the oldest first
	Removed   int
	Freed     int64 // bytes on disk, leftovers included
	Leftovers int64 // bytes of what dead processes had left; 0 with DryRun
}

// errKeepsNone says that a policy would keep nothing, or counts below 0.
var errKeepsNone = errors.New("the policy keeps no snapshot")

// NewestError says that nothing is pruned, because the newest snapshot isn't trusted: whatever is
// wrong may have been wrong for longer, so the older ones may be needed.
type NewestError struct {
	Snapshot string // its folder
	State    State
	Reasons  []string // of the manifest
	Err      error    // of what can't be opened, or isn't what was published
}

// Error names the snapshot and what speaks against it.
func (e *NewestError) Error() string {
	s := "nothing is pruned, because the newest snapshot is not to be trusted: " + e.Snapshot +
		" is " + string(e.State)
	switch {
	case e.Err != nil:
		return s + ": " + e.Err.Error()
	case len(e.Reasons) > 0:
		return s + ": " + strings.Join(e.Reasons, "; ")
	}
	return s
}

// Unwrap returns the cause.
func (e *NewestError) Unwrap() error { return e.Err }

// Prune removes the snapshots that a policy doesn't keep, the oldest first, each at once: it is
// listed whole, or not at all. The newest snapshot must be trusted, and its files are read first
// and must be what was published; else a *NewestError, and nothing is removed. One of the future
// stays, and is not the newest. A snapshot that can't be removed doesn't keep others from being
// removed; its error is in its Fate and joined into err.
//
// Memory doesn't depend on the rows. It takes the lock, but for a dry run.
func (s Store) Prune(ctx context.Context, o PruneOptions) (*Pruned, error) {
	if !o.Policy.Keeps() {
		return nil, errKeepsNone
	}
	p := &Pruned{}
	remove := func(string) error { return nil }
	if !o.DryRun {
		remove = s.remove
		release, err := s.lock()
		if err != nil {
			return nil, err
		}
		defer func() { _ = release() }() // nothing was written to it
		if p.Leftovers, err = s.clean(); err != nil {
			return nil, err
		}
		p.Freed = p.Leftovers
	}
	list, err := s.survey()
	if err != nil || len(list) == 0 {
		return p, err
	}
	if present, _ := apart(list); len(present) > 0 {
		if err := fit(ctx, present[len(present)-1]); err != nil {
			return nil, err
		}
	}
	p.Fates = o.Policy.fates(list, cmp.Or(o.Location, time.UTC))
	return p, p.removeAll(ctx, remove)
}

// WouldFree says how many snapshots a prune would remove now, and how many bytes on disk that would
// free: 0 where nothing would be pruned. It reads manifests only.
func (s Store) WouldFree(o PruneOptions) (snapshots int, bytes int64, err error) {
	list, err := s.survey()
	present, _ := apart(list)
	if err != nil || len(present) == 0 || !present[len(present)-1].Trusted() || !o.Policy.Keeps() {
		return 0, 0, err
	}
	for _, fate := range o.Policy.fates(list, cmp.Or(o.Location, time.UTC)) {
		if !fate.Keep {
			snapshots++
			bytes += fate.Bytes
		}
	}
	return snapshots, bytes, nil
}

func (p *Pruned) removeAll(ctx context.Context, remove func(name string) error) error {
	var failed []error
	for i := range p.Fates {
		fate := &p.Fates[i]
		if fate.Keep {
			continue
		}
		if ctx.Err() != nil {
			return errors.Join(append(failed, ctx.Err())...)
		}
		if fate.Failed = remove(fate.Snapshot.Name); fate.Failed != nil {
			failed = append(failed, fate.Failed)
			continue
		}
		p.Removed++
		p.Freed += fate.Bytes
	}
	return errors.Join(failed...)
}

// survey lists the snapshots. One that lacks a file, or has one of another length, counts as
// damaged: it must not take the place of a whole one.
func (s Store) survey() ([]*Snapshot, error) {
	list, err := s.List()
	for _, snap := range list {
		if snap.Err == nil {
			snap.Err = snap.lengths()
		}
	}
	return list, err
}

// lengths compares the lengths of the files with the manifest.
func (s *Snapshot) lengths() error {
	for _, f := range s.Manifest.Files {
		info, err := os.Lstat(filepath.Join(s.Dir, f.Name))
		switch {
		case err != nil:
			return s.damage(f.Name, err)
		case !info.Mode().IsRegular():
			return s.damage(f.Name, errors.New("it is no file"))
		case info.Size() != f.Bytes:
			return s.damage(f.Name, otherLength(info.Size(), f.Bytes))
		}
	}
	return nil
}

// fit reports whether older snapshots may go when this one is the newest: it must be trusted, and
// every byte must be what was published. That needs no key.
func fit(ctx context.Context, s *Snapshot) error {
	err := s.Err
	for at := 0; err == nil && at < len(s.Manifest.Files); at++ {
		_, err = s.CheckFile(ctx, at)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if s.Err = err; s.Trusted() {
		return nil
	}
	return &NewestError{Snapshot: s.Dir, State: s.State(), Reasons: s.Manifest.Reasons, Err: err}
}
