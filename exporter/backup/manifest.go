package backup

import (
	"time"

	"github.com/orgbatch/orgbatch/exporter"
)

// manifestVersion is the version of the manifest's form. A reader that knows it also reads smaller
// ones; fixtures of each are kept in testdata.
const manifestVersion = 1

// Names of the files of a snapshot.
const (
	manifestName = "manifest.json"
	acceptedName = "accepted.json"
	provenName   = "proven.json"
	rowsName     = "organizations.jsonl.zst"
	ageEnding    = ".age"
)

// Manifest says what a snapshot holds, how it was checked, and whether there is reason to doubt it.
// All times are UTC. Its last field on disk seals it.
type Manifest struct {
	Backup   int       `json:"orgbatch_backup"` // manifestVersion
	Name     string    `json:"snapshot"`        // of its folder
	Profile  string    `json:"profile"`         // of the store's folder
	Source   Source    `json:"source"`
	Started  time.Time `json:"started"` // local clock
	Finished time.Time `json:"finished"`
	// Window is the time, by the server's clock, in which everything was read.
	Window exporter.Window `json:"window"`
	Rows   int             `json:"rows"` // in the file of organizations
	// UntoldParents counts rows of which the answer didn't tell the parent.
	UntoldParents int `json:"untold_parents"`
	// Files are all files of the snapshot but the manifest and its acceptance, the
	// organizations first.
	Files      []File   `json:"files"`
	Recipients []string `json:"recipients,omitempty"` // age recipients; none: not encrypted
	Check      Check    `json:"check"`
	Fields     []Field  `json:"fields"`          // of the objects, in alphabetical order
	Drift      []Drift  `json:"drift,omitempty"` // against the last trusted snapshot
	Previous   string   `json:"previous,omitempty"`
	State      State    `json:"state"` // Good or Suspect
	Reasons    []string `json:"reasons,omitempty"`
	Version    string   `json:"orgbatch_version"`
}

// Source is where a snapshot came from. It holds no credential.
type Source struct {
	URL        string `json:"url"`
	Name       string `json:"name,omitempty"`
	Customer   string `json:"customer,omitempty"`
	Activation string `json:"activation,omitempty"`
}

// File is one file of a snapshot, as it lies on disk.
type File struct {
	Name        string `json:"name"`
	Bytes       int64  `json:"bytes"`
	SHA256      string `json:"sha256"` // of those bytes, lower-case hexadecimal
	Compression string `json:"compression,omitempty"`
	Encryption  string `json:"encryption,omitempty"` // "age"
}

// Check says which proof of completeness was made, beside the list loop.
type Check struct {
	// Made is "slim" (the ids of a second pass), "full" (everything was read twice and
	// compared), or "reread": the second pass was short, so everything was read twice for its
	// ids.
	Made string `json:"made"`
	// Note says why a pass proved nothing, and how many rows a list had lacked.
	Note string `json:"note,omitempty"`
	IDs  int    `json:"ids"` // distinct ids of the second pass
	// Appended is how many rows only the second pass had: they stand at the end of the file,
	// behind those in the order created_at, id. Fetched names them.
	Appended int      `json:"appended,omitempty"`
	Fetched  []string `json:"fetched,omitempty"`
	// Gone are ids that one pass had, and that were not there any more in the end.
	Gone []string `json:"gone,omitempty"`
	// Fuzzy counts rows that were created, changed or deleted meanwhile, as far as the check
	// could see: fuzzy.jsonl.zst has them all.
	Fuzzy int `json:"fuzzy,omitempty"`
	// More counts ids that Fetched and Gone are too short for.
	More int `json:"more,omitempty"`
}

// Lost counts the organizations that were gone in the end, whether Gone had room for their ids or
// not.
func (c *Check) Lost() int { return len(c.Gone) + c.More - (c.Appended - len(c.Fetched)) }

// Field is a field of the objects, as the rows of a snapshot have it.
type Field struct {
	Name  string         `json:"name"`
	Kinds map[string]int `json:"kinds"` // JSON kind (string, number, bool, null, object, array) → rows
}

// Drift is a field that isn't as it was in the last trusted snapshot.
type Drift struct {
	Field  string `json:"field"`
	Change string `json:"change"` // new, lost or retyped
	Was    string `json:"was,omitempty"`
	Now    string `json:"now,omitempty"`
}

// State says how far a snapshot can be trusted.
type State string

// The states. Manifests say Good or Suspect; the others follow from what lies beside the manifest.
const (
	Good     State = "good"
	Suspect  State = "suspect"
	Accepted State = "accepted"
	Damaged  State = "damaged"
)

// Acceptance says that a person accepted a suspect snapshot. It is bound to one manifest.
type Acceptance struct {
	Backup   int       `json:"orgbatch_acceptance"` // manifestVersion
	Name     string    `json:"snapshot"`
	Manifest string    `json:"manifest_sha256"` // the seal of the manifest
	When     time.Time `json:"accepted"`
	Reason   string    `json:"reason"`
	Version  string    `json:"orgbatch_version"`
}
