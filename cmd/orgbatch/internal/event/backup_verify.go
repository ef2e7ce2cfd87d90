package event

import "time"

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
