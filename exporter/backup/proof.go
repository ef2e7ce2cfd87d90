package backup

import (
	"os"
	"path/filepath"
	"time"
)

// What a snapshot can be proven by.
const (
	ByRows    = "rows"    // every file and row was read
	ByRestore = "restore" // it was restored into an empty sandbox, too, and compared
)

// Proof says when a snapshot was found whole, and by what. It is bound to one manifest and lies
// beside it.
type Proof struct {
	Backup   int       `json:"orgbatch_proof"` // manifestVersion
	Name     string    `json:"snapshot"`
	Manifest string    `json:"manifest_sha256"` // the seal of the manifest
	When     time.Time `json:"proven"`
	By       string    `json:"by"` // ByRows or ByRestore
	Rows     int       `json:"rows"`
	Version  string    `json:"orgbatch_version"`
}

// KeepProof stores that the snapshot was proven. A proof by rows doesn't replace one by restoring.
// [Snapshot.Disprove] removes the proof of a snapshot that turned out to be damaged.
func (s *Snapshot) KeepProof(p Proof) error {
	if s.Proven != nil && s.Proven.By == ByRestore && p.By != ByRestore {
		return nil
	}
	store := Store{Dir: filepath.Dir(s.Dir)}
	release, err := store.lock()
	if err != nil {
		return err
	}
	defer func() { _ = release() }() // nothing was written to it
	if now := Open(s.Dir); now.Seal != s.Seal {
		return &NotFoundError{Name: s.Name, Dir: store.Dir,
			Why: "it was removed while it was looked at"}
	}
	p.Backup, p.Name, p.Manifest = manifestVersion, s.Name, s.Seal
	p.When = p.When.UTC().Truncate(time.Second)
	if err := s.publishBeside(store, provenName, &p); err != nil {
		return err
	}
	s.Proven = &p
	return nil
}

// Disprove removes the proof, which no longer holds.
func (s *Snapshot) Disprove() error {
	s.Proven = nil
	if err := os.Remove(filepath.Join(s.Dir, provenName)); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

// readProof reads the proof. One that can't be read, or belongs to another snapshot, counts as
// none: nothing depends on it, and the next proof replaces it.
func (s *Snapshot) readProof() *Proof {
	var p Proof
	_, err := s.openSealed(provenName, &p, func() int { return p.Backup })
	if err != nil || p.Manifest != s.Seal {
		return nil
	}
	return &p
}
