package event

import (
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/exporter/backup"
)

// Backup is how the backup of one profile ended. What watches over backups
// – heartbeat, metrics, log – is told nothing but this.
type Backup struct {
	Profile   string     `json:"profile" doc:"the profile, sandbox, or the host"`
	Target    string     `json:"target,omitempty" doc:"as people are shown it"`
	Snapshot  string     `json:"snapshot,omitempty" doc:"the snapshot's name; empty if none was made"`
	Path      string     `json:"path,omitempty" doc:"its folder"`
	State     string     `json:"state" doc:"good, suspect (made, but not to be trusted until somebody accepts it), or failed (none was made)"`
	Reasons   []string   `json:"reasons,omitempty" doc:"why it is suspect"`
	Rows      int        `json:"rows" doc:"organizations in it"`
	Previous  *int       `json:"previous_rows,omitempty" doc:"organizations in the last snapshot to be trusted; absent without one"`
	Bytes     int64      `json:"bytes" doc:"bytes of it on disk"`
	Started   time.Time  `json:"started" doc:"when the backup was begun"`
	Seconds   float64    `json:"seconds" doc:"how long it took, with all that was asked for beside it"`
	Check     string     `json:"check,omitempty" doc:"the proof that nothing is missing: full, slim, or reread when the second pass was short and everything was read twice for its ids"`
	Fetched   int        `json:"fetched,omitempty" doc:"organizations that only the second pass had, and that are among the rows"`
	Gone      int        `json:"gone,omitempty" doc:"organizations that were deleted meanwhile"`
	Fuzzy     int        `json:"fuzzy,omitempty" doc:"organizations that changed meanwhile"`
	Note      string     `json:"note,omitempty" doc:"what a pass of the check lacked, and what was done about it"`
	Untold    int        `json:"untold_parents,omitempty" doc:"organizations whose parent the API didn't tell"`
	Drift     []string   `json:"drift,omitempty" doc:"fields that are new, lost or of another type since the last snapshot"`
	Verified  *bool      `json:"verified,omitempty" doc:"it was proven whole, or not; absent if that wasn't asked for"`
	Pruned    int        `json:"pruned,omitempty" doc:"older snapshots that were removed"`
	Snapshots int        `json:"snapshots,omitempty" doc:"snapshots that are kept now"`
	Newest    *time.Time `json:"newest_trusted,omitempty" doc:"when the newest snapshot that is to be trusted was begun; absent without one"`
	Error     string     `json:"error,omitempty" doc:"what went wrong"`
	Hint      string     `json:"hint,omitempty" doc:"what to do about it"`
	Exit      int        `json:"exit" doc:"the exit code, as if it had been the only profile"`
}

// BackupTotal tells how all backups of a command ended.
type BackupTotal struct {
	Profiles int     `json:"profiles" doc:"profiles that were to be backed up"`
	Good     int     `json:"good" doc:"of those, with a good snapshot and all that was asked for beside it"`
	Suspect  int     `json:"suspect" doc:"of those, with a snapshot that is not to be trusted"`
	Failed   int     `json:"failed" doc:"the others"`
	Rows     int     `json:"rows" doc:"organizations in the snapshots that were made"`
	Bytes    int64   `json:"bytes" doc:"bytes of them on disk"`
	Pruned   int     `json:"pruned,omitempty" doc:"older snapshots that were removed"`
	Seconds  float64 `json:"seconds" doc:"how long it took"`
	Exit     int     `json:"exit" doc:"the exit code"`
}

// States of an eventBackup.
const (
	Good    = "good"
	Suspect = "suspect"
	Failed  = "failed"
)

// Add counts a profile. One that made a good snapshot and then failed, at
// verifying or pruning it, counts as failed.
func (t *BackupTotal) Add(b Backup) {
	t.Profiles++
	switch {
	case b.State == Suspect:
		t.Suspect++
	case b.State == Good && b.Exit == int(problem.ExitDone):
		t.Good++
	default:
		t.Failed++
	}
	t.Rows += b.Rows
	t.Bytes += b.Bytes
	t.Pruned += b.Pruned
	t.Exit = int(problem.Decide(problem.Code(t.Exit), problem.Code(b.Exit)))
}

// Fill takes over what the manifest says.
func (b *Backup) Fill(snap *backup.Snapshot) {
	m := &snap.Manifest
	b.Snapshot, b.Path, b.State, b.Reasons, b.Rows, b.Bytes = snap.Name, snap.Dir, string(m.State), m.Reasons, m.Rows, snap.Bytes()
	b.Check, b.Fetched, b.Gone, b.Fuzzy = m.Check.Made, m.Check.Appended, m.Check.Lost(), m.Check.Fuzzy
	b.Note, b.Untold = m.Check.Note, m.UntoldParents
	for _, d := range m.Drift {
		b.Drift = append(b.Drift, d.String())
	}
	if before := snap.Previous(); before != nil {
		b.Previous = &before.Manifest.Rows
	}
}
