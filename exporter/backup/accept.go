package backup

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// NotSuspectError says that a snapshot is not one that can be accepted.
type NotSuspectError struct {
	Snapshot string
	State    State
}

// Error names the snapshot and what it is.
func (e *NotSuspectError) Error() string {
	return e.Snapshot + " is " + string(e.State) + ", and only a suspect snapshot can be accepted"
}

// Accept declares a suspect snapshot good, for a reason that is kept. Its files must be what was
// published. From then on new snapshots are compared with it.
func (s *Snapshot) Accept(ctx context.Context, reason, version string, now time.Time) error {
	if strings.TrimSpace(reason) == "" {
		return errors.New("accept a snapshot: no reason was given")
	}
	store := Store{Dir: filepath.Dir(s.Dir)}
	release, err := store.lock()
	if err != nil {
		return err
	}
	defer func() { _ = release() }() // nothing was written to it
	// somebody may have accepted it, or removed it, before the lock was ours
	*s = *Open(s.Dir)
	if s.Err != nil {
		return s.Err
	}
	if s.State() != Suspect {
		return &NotSuspectError{Snapshot: s.Dir, State: s.State()}
	}
	for at := range s.Manifest.Files {
		if _, err := s.CheckFile(ctx, at); err != nil {
			return err
		}
	}
	a := &Acceptance{Backup: manifestVersion, Name: s.Name, Manifest: s.Seal,
		When: now.UTC().Truncate(time.Second), Reason: reason, Version: version}
	if err := s.publishBeside(store, acceptedName, a); err != nil {
		return err
	}
	s.Accepted = a
	return nil
}

// publishBeside puts a statement about a snapshot beside its manifest. It is written in a hidden
// folder, so that a crash leaves nothing strange in a whole snapshot.
func (s *Snapshot) publishBeside(store Store, name string, said any) (err error) {
	f, err := store.newPartial(s.Name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.abort()) }()
	partial, path := filepath.Join(f.partial, name), filepath.Join(s.Dir, name)
	if err := writeSealed(partial, said); err != nil {
		return err
	}
	if err := sink.Rename(partial, path); err != nil {
		return sink.Explain("write", path, err)
	}
	return sink.Explain("sync", s.Dir, sink.SyncDir(s.Dir))
}
