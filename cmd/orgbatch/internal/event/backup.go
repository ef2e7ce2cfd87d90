package event

import (
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/diff"
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

// Diff is a comparison as a whole; a change event for each organization
// that differs precedes it.
type Diff struct {
	A string `json:"a" doc:"what was compared"`
	B string `json:"b" doc:"with what"`
	diff.Summary
	Skipped []string `json:"skipped,omitempty" doc:"columns of a file that were not compared"`
}

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

// Verification is what proving a snapshot came to.
type Verification struct {
	Profile  string    `json:"profile" doc:"the profile whose snapshot it is"`
	Snapshot string    `json:"snapshot" doc:"its name"`
	Path     string    `json:"path" doc:"its folder"`
	State    string    `json:"state" doc:"good, accepted, suspect or damaged"`
	Whole    bool      `json:"whole" doc:"every byte and row is what was published"`
	Rows     int       `json:"rows" doc:"rows that were read and proven"`
	Locked   bool      `json:"locked,omitempty" doc:"it is encrypted and no identity was given: its checksums were proven, not its rows"`
	Restored bool      `json:"restored,omitempty" doc:"it was restored into an empty target, and compared record by record"`
	Orphans  int       `json:"orphans,omitempty" doc:"rows below organizations that the activation doesn't see: an empty target can't have them"`
	Problems []string  `json:"problems,omitempty" doc:"what is wrong"`
	Warnings []string  `json:"warnings,omitempty" doc:"what is odd and damages nothing"`
	Taken    time.Time `json:"taken" doc:"when it was begun"`
}

// Snapshot is one snapshot, as backup list shows it.
type Snapshot struct {
	Profile   string    `json:"profile" doc:"the profile whose snapshot it is"`
	Snapshot  string    `json:"snapshot" doc:"its name"`
	Path      string    `json:"path" doc:"its folder"`
	Taken     time.Time `json:"taken" doc:"when it was begun"`
	State     string    `json:"state" doc:"good, accepted, suspect or damaged"`
	Reasons   []string  `json:"reasons,omitempty" doc:"why it is or was suspect"`
	Accepted  string    `json:"accepted,omitempty" doc:"the reason for which it was accepted"`
	Rows      int       `json:"rows" doc:"organizations in it"`
	Bytes     int64     `json:"bytes" doc:"bytes of it on disk"`
	Check     string    `json:"check,omitempty" doc:"the proof that nothing is missing: full, slim or reread"`
	Encrypted bool      `json:"encrypted,omitempty" doc:"it is encrypted"`
	Error     string    `json:"error,omitempty" doc:"why it can't be opened"`
	Proven    string    `json:"proven_by,omitempty" doc:"how it was proven last, rows or restore"`
	ProvenAt  string    `json:"proven,omitempty" doc:"when that was"`
	Future    bool      `json:"future,omitempty" doc:"it is dated later than this computer's clock shows, and takes no place of another one"`
}

// Store is one profile's snapshots, as backup list sums them up.
type Store struct {
	Profile    string     `json:"profile" doc:"the profile"`
	Path       string     `json:"path" doc:"the folder of its snapshots"`
	Snapshots  int        `json:"snapshots" doc:"how many there are"`
	Newest     *time.Time `json:"newest_trusted,omitempty" doc:"when the newest to be trusted was begun; absent without one"`
	TooOld     bool       `json:"too_old,omitempty" doc:"with --max-age: that is longer ago, or there is none"`
	Configured bool       `json:"configured" doc:"a profile of this name is configured"`
}
