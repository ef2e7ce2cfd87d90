package plan

import (
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Summary is a plan as a person decides on it, and as the event of a plan tells it. It is kept in
// the run, so that whoever opens the run later reads the same: see keep.
type Summary struct {
	Code           string           `json:"code" kept:"Code" doc:"the start of the plan's hash"`
	Blocked        bool             `json:"blocked" kept:"Blocked" doc:"the file has errors: nothing is written without --skip-invalid"`
	WrongCustomer  bool             `json:"wrong_customer" kept:"WrongCustomer" doc:"most of the file's ids don't exist there"`
	Sources        []run.Source     `json:"sources" kept:"Sources" doc:"the files, and how they were read"`
	Groups         []run.Group      `json:"issues" kept:"Groups" doc:"errors and warnings, by code and column"`
	MissingParents []MissingParent  `json:"missing_parents" kept:"MissingParents" doc:"parents found neither in the file nor there"`
	Kept           int              `json:"kept,omitempty" kept:"Kept" doc:"of a snapshot: organizations that differ and stay as they are"`
	BlankKept      int              `json:"blank_kept" kept:"BlankKept" doc:"blank cells that keep a value that is there"`
	Fixed          int              `json:"fixed" kept:"Fixed" doc:"repairs of texts by --fix"`
	Twins          int              `json:"twins" kept:"Twins" doc:"rows held as possible twins"`
	Held           []HeldReason     `json:"held,omitempty" kept:"Held" doc:"rows that are on hold, by reason"`
	Accepted       []AcceptedReason `json:"accepted,omitempty" kept:"Accepted" doc:"reasons for holding that were accepted for all rows"`
	UntoldParents  int              `json:"untold_parents" kept:"UntoldParents" doc:"organizations there whose parent the API doesn't tell"`
	Forecast       `kept:"Forecast"`
	Since          *history.Comparison `json:"since,omitempty" kept:"Since" doc:"what changed since the last plan of files of the same names on this target, when either has rows that it would reject or hold"`

	// The rest is for people alone.
	Target     run.Target        `json:"-" kept:"Target"`
	LiveRows   int               `json:"-" kept:"LiveRows"`       // organizations the activation sees now
	Mappings   []columns.Mapping `json:"-" kept:"Mappings"`       // how each column was found, one a source
	Seen       []intake.Seen     `json:"-" kept:"Seen"`           // what else the reading of each source showed
	Books      run.Books         `json:"-" kept:"Books"`          // what would be
	Restore    bool              `json:"-" kept:"Restore"`        // a snapshot is brought back
	Changes    Changes           `json:"-" kept:"Changes"`        // what the updates would change
	Unmapped   []string          `json:"-" kept:"Unmapped"`       // columns that are not sent
	IDsGiven   int               `json:"-" kept:"IDsGiven"`       // rows with an id
	IDsMissing int               `json:"-" kept:"IDsMissing"`     // of those, how many do not exist there
	Same       int               `json:"-" kept:"Same,omitempty"` // of the unchanged: rows that say what another row of the file says
}

// countMissingID counts a row whose id no organization has.
func (s *Summary) countMissingID() { s.IDsMissing++ }

// speaksOfAnotherPlace says whether so few of the ids exist that the file is another customer's. Where
// organizations are deleted by their ids, some may be gone by an earlier run of the list.
func (s *Summary) speaksOfAnotherPlace(o *Options, rows int) bool {
	switch {
	case o.Mode == Delete:
		return s.IDsGiven > 0 && s.IDsMissing == s.IDsGiven
	case o.Restore != nil:
		return false
	}
	// One or two may be slips.
	return s.IDsMissing*2 > s.IDsGiven && (s.IDsMissing >= 3 || s.IDsGiven == rows)
}

// Changes counts the updates by what they change.
type Changes struct {
	Names     int
	CustomIDs int
	Parents   int
}

// Forecast says what applying the plan would cost.
type Forecast = run.Forecast

// MaxParentRows is how many rows of a missing parent are named.
const MaxParentRows = 20

// MissingParent is a parent that was found neither in the file nor in the API.
type MissingParent = run.MissingParent

// SameRows counts the unchanged rows of a run that say what another row of their file says.
func SameRows(r *run.Run) (same int, err error) {
	status, _, err := r.States()
	if err != nil {
		return 0, err
	}
	i := 0
	for d, err := range r.Decisions(0) {
		if err != nil {
			return 0, err
		}
		if d.Action == run.ActionFollow && status[i] == run.Unchanged {
			same++
		}
		i++
	}
	return same, nil
}
