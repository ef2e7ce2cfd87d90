package event

import (
	"time"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// BackupFate tells what a prune does with one snapshot.
type BackupFate struct {
	Profile  string   `json:"profile" doc:"whose snapshot it is"`
	Snapshot string   `json:"snapshot" doc:"its name"`
	State    string   `json:"state" doc:"good, accepted, suspect or damaged"`
	Keep     bool     `json:"keep" doc:"true: it stays; false: it goes"`
	Why      []string `json:"why" doc:"why it stays: last 2, daily 2026-11-23, …"`
	Bytes    int64    `json:"bytes" doc:"its bytes on disk"`
	DryRun   bool     `json:"dry_run" doc:"true: nothing was removed, this is what would be"`
	Error    string   `json:"error,omitempty" doc:"why it is still there though it was to go"`
}

// BackupPrune tells what a prune did with one profile's snapshots.
type BackupPrune struct {
	Profile string `json:"profile" doc:"whose snapshots they are"`
	DryRun  bool   `json:"dry_run" doc:"true: nothing was removed, this is what would be"`
	Kept    int    `json:"kept" doc:"snapshots that stay"`
	Removed int    `json:"removed" doc:"snapshots that went"`
	Bytes   int64  `json:"bytes" doc:"bytes on disk that this freed, those of what dead processes had left included"`
}

// OfFate is what a prune does with a snapshot.
func OfFate(s backup.Store, fate backup.Fate) BackupFate {
	e := BackupFate{
		Profile: s.Profile(), Snapshot: fate.Snapshot.Name, State: string(fate.Snapshot.State()),
		Keep: fate.Keep, Why: []string{}, Bytes: fate.Bytes,
	}
	for _, why := range fate.Why {
		e.Why = append(e.Why, why.String())
	}
	if fate.Failed != nil {
		e.Error = fate.Failed.Error()
	}
	return e
}

// OfSnapshot is a snapshot for a script.
func OfSnapshot(s backup.Store, snap *backup.Snapshot) Snapshot {
	m := &snap.Manifest
	e := Snapshot{
		Profile: s.Profile(), Snapshot: snap.Name, Path: snap.Dir, Taken: snap.Time, State: string(snap.State()), Reasons: m.Reasons,
		Rows: m.Rows, Bytes: snap.Bytes(), Check: m.Check.Made, Encrypted: len(m.Recipients) > 0, Future: snap.Future,
	}
	if snap.Accepted != nil {
		e.Accepted = snap.Accepted.Reason
	}
	if p := snap.Proven; p != nil {
		e.Proven, e.ProvenAt = p.By, p.When.Format(time.RFC3339)
	}
	if snap.Err != nil {
		e.Error = snap.Err.Error()
	}
	return e
}
