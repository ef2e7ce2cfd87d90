package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Snapshot is one snapshot as its folder shows it. Its manifest was read and its seal held, or Err
// says why not; its files weren't looked at: that is [Snapshot.Rows] and verify.
type Snapshot struct {
	Dir      string
	Name     string    // of its folder
	Time     time.Time // when it was begun, as the name says; UTC
	Manifest Manifest
	Seal     string      // of the manifest, by which it can be known again
	Accepted *Acceptance // nil unless a person accepted it
	Proven   *Proof      // how it was proven last, nil if it never was
	Err      error       // *DamageError, *NewerError, or of the file system
	// Future says that it is dated later than the clock of its store, so that one of the two is
	// or was wrong: it never takes the place of another snapshot. Store.List sets it.
	Future bool
}

// Open reads the manifest of a snapshot's folder.
func Open(dir string) *Snapshot {
	s := &Snapshot{Dir: dir, Name: filepath.Base(dir)}
	s.Time, _ = time.Parse(nameTime, s.Name) // zero for what isn't named as one
	if s.Err = s.readManifest(); s.Err == nil {
		s.Err = s.readAcceptance()
		s.Proven = s.readProof()
	}
	return s
}

// Previous is the snapshot that this one was compared with when it was made, nil without one, if it
// isn't there any more, or if a wrong clock dated it later.
func (s *Snapshot) Previous() *Snapshot {
	if s.Manifest.Previous == "" || s.Manifest.Previous > s.Name {
		return nil
	}
	if before := Open(filepath.Join(filepath.Dir(s.Dir), s.Manifest.Previous)); before.Err == nil {
		return before
	}
	return nil
}

// Exists says whether its folder is there.
func (s *Snapshot) Exists() bool {
	info, err := os.Stat(s.Dir)
	return err == nil && info.IsDir()
}

// Owns says whether a file of its folder belongs to it.
func (s *Snapshot) Owns(file string) bool {
	return file == manifestName || file == acceptedName || file == provenName ||
		slices.ContainsFunc(s.Manifest.Files, func(f File) bool { return f.Name == file })
}

func (s *Snapshot) readManifest() error {
	var m Manifest
	sum, err := s.openSealed(manifestName, &m, func() int { return m.Backup })
	if err != nil {
		return s.damage(manifestName, err)
	}
	if m.Name != s.Name {
		return s.damage(manifestName, fmt.Errorf("it is the manifest of %s: the folder was renamed, "+
			"or the manifest is that of another snapshot", m.Name))
	}
	if len(m.Files) == 0 || m.State != Good && m.State != Suspect {
		return s.damage(manifestName, errForeign)
	}
	s.Manifest, s.Seal = m, sum
	return nil
}

// NamedAs is the name that the manifest of a folder says it should have, "" if it can't be read.
func (s *Snapshot) NamedAs() string {
	var m Manifest
	_, err := s.openSealed(manifestName, &m, func() int { return m.Backup })
	if err != nil || !isName(m.Name) {
		return ""
	}
	return m.Name
}

func (s *Snapshot) readAcceptance() error {
	var a Acceptance
	_, err := s.openSealed(acceptedName, &a, func() int { return a.Backup })
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return s.damage(acceptedName, err)
	case a.Manifest != s.Seal:
		return s.damage(acceptedName, errors.New("it accepts another snapshot"))
	}
	s.Accepted = &a
	return nil
}

// damage gives an error of reading its place. An error that only prevents reading is no damage.
func (s *Snapshot) damage(file string, err error) error {
	if _, newer := errors.AsType[*NewerError](err); newer || errors.Is(err, fs.ErrPermission) {
		return err
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("the file is missing: %w", fs.ErrNotExist)
	}
	return &DamageError{Snapshot: s.Dir, File: file, Err: err}
}

// State says how far the snapshot can be trusted, judging by its manifest.
func (s *Snapshot) State() State {
	switch {
	case s.Err != nil:
		return Damaged
	case s.Manifest.State == Suspect && s.Accepted != nil:
		return Accepted
	}
	return s.Manifest.State
}

// Trusted says whether the snapshot is good or accepted.
func (s *Snapshot) Trusted() bool { return s.State() == Good || s.State() == Accepted }

// OnDisk is the size of its folder on disk: what pruning it frees.
func (s *Snapshot) OnDisk() int64 { return folderBytes(s.Dir) }

// Bytes is the length of its files on disk, without the manifest.
func (s *Snapshot) Bytes() int64 {
	var n int64
	for _, f := range s.Manifest.Files {
		n += f.Bytes
	}
	return n
}
