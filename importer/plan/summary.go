package plan

import (
	"encoding/json"
	"fmt"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Summary is a plan as a person decides on it. It is kept in the run, so that
// whoever opens the run later reads the same.
type Summary struct {
	Target         run.Target
	LiveRows       int               // organizations the activation sees now
	Sources        []run.Source      // how each file was read, and its mapping
	Mappings       []columns.Mapping // how each column was found, one a source
	Seen           []intake.Seen     // what else the reading of each source showed
	Books          run.Books         // what would be
	Groups         []run.Group       // issues by code and column
	Twins          int               // held as possible twins
	Held           []HeldReason      // rows that are held, by reason
	Accepted       []AcceptedReason  // reasons for holding that were accepted for all rows
	Restore        bool              // a snapshot is brought back
	Kept           int               // of a snapshot: rows that differ from what is there, which stays
	Changes        Changes           // what the updates would change
	BlankKept      int               // blank cells of rows that are there, which keep a value
	Fixed          int               // cells that --fix changed, once for each repair
	UntoldParents  int               // live rows whose parent the API did not tell
	Unmapped       []string          // columns that are not sent
	MissingParents []MissingParent
	Forecast       Forecast
	Blocked        bool                // the file has errors: applied only with --skip-invalid
	WrongCustomer  bool                // most of the file's ids do not exist there
	IDsGiven       int                 // rows with an id
	IDsMissing     int                 // of those, how many do not exist there
	Same           int                 `json:",omitempty"` // of the unchanged: rows that say what another row of the file says
	Code           string              // the start of the plan's hash
	Since          *history.Comparison // with the last run of the same names, nil for none
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

// SummaryOf reads the plan's summary that a run keeps.
func SummaryOf(m run.Meta) (Summary, error) {
	var s Summary
	if err := json.Unmarshal(m.Summary, &s); err != nil {
		return Summary{}, fmt.Errorf("read the summary of run %s: %w", m.Short, err)
	}
	return s, nil
}
