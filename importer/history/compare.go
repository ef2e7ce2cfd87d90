package history

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// Comparison is a plan beside the last one of files of the same names on the same target: what
// became of the rows that were rejected or held.
//
//	WasRejected + WasHeld = Mended + Gone + those that still are
//	Rejected + Held       = New + those that still are
type Comparison struct {
	Run         string    `json:"run" kept:"Run" doc:"the short id of the run that was planned before"`
	Created     time.Time `json:"created" kept:"Created" doc:"when it was planned"`
	WasRejected int       `json:"was_rejected" kept:"WasRejected" doc:"rows that it would have rejected"`
	Rejected    int       `json:"rejected" kept:"Rejected" doc:"rows that this plan would reject"`
	WasHeld     int       `json:"was_held" kept:"WasHeld" doc:"rows that it would have held"`
	Held        int       `json:"held" kept:"Held" doc:"rows that this plan would hold"`
	Mended      int       `json:"mended" kept:"Mended" doc:"of those rejected or held then, how many are there and are neither any more"`
	New         int       `json:"new" kept:"New" doc:"of those rejected or held now, how many weren't then, or weren't there"`
	Gone        int       `json:"gone" kept:"Gone" doc:"of those rejected or held then, how many the files don't have any more"`
	TooMany     bool      `json:"too_many,omitempty" kept:"TooMany" doc:"there were more than are compared one by one, so mended, new and gone aren't known"`
	// Still are the rows that are rejected or held in both, sorted.
	Still []int32 `json:"-"`
}

// comparedRows is how many rejected and held rows of the earlier plan are compared one by one: as
// many as rejects.xlsx holds. What is kept grows with them, and by one byte with each row of the
// file.
const comparedRows = 50_000

// comparedRuns is how many runs, from the newest on, are looked at for one of the same names: each
// costs a few milliseconds.
const comparedRuns = 50

// IsNew says whether a row that this plan rejects or holds wasn't so in the earlier one. It knows
// none when that one had none, where all are, or too many.
func (c *Comparison) IsNew(row int) bool {
	if c.TooMany || c.WasRejected+c.WasHeld == 0 {
		return false
	}
	_, still := slices.BinarySearch(c.Still, int32(row))
	return !still
}

// Compare finds the last plan of files of the same names as a run's and compares, by the books of
// this one; nil is that there is none, or nothing to say. It is a courtesy: where the earlier run
// can't be read, nothing is said.
func Compare(r *run.Run, now run.Books) (*Comparison, error) {
	m := r.Meta()
	last, found, err := run.FindOther(r, comparedRuns, func(i run.Info) bool { return isLike(&i, &m) })
	if err != nil || !found {
		return nil, err
	}
	var was struct{ Books run.Books } // of the summary of its plan
	if json.Unmarshal(last.Meta.Summary, &was) != nil {
		return nil, nil
	}
	c := &comparison{rejects: carry(m.Sources), Comparison: Comparison{
		Run: last.Meta.Short, Created: last.Meta.Created,
		WasRejected: was.Books.Rejected, WasHeld: was.Books.Held,
		Rejected: now.Rejected, Held: now.Held,
	}}
	switch all := c.WasRejected + c.WasHeld; {
	case all == 0 && now.Rejected+now.Held == 0:
		return nil, nil
	case all == 0:
		c.New = now.Rejected + now.Held
	case all > comparedRows:
		c.TooMany = true
	default:
		return c.compareWith(last.Path, r)
	}
	return &c.Comparison, nil
}

// compareWith compares a plan with that of an earlier run. Rejects are named as all rejects are, so
// these may have nothing else in common.
func (c *comparison) compareWith(path string, r *run.Run) (*Comparison, error) {
	var err error
	if c.is, err = plannedRowsOf(r); err != nil {
		return nil, err
	}
	err = reading(path, func(before *run.Run) error {
		var err error
		if c.was, err = plannedRowsOf(before); err != nil {
			return err
		}
		return c.compare()
	})
	if err != nil || c.rejects && len(c.taken) == 0 {
		return nil, nil
	}
	return &c.Comparison, nil
}

// isLike says whether a run planned files of the same names for the same target. Standard input has
// no name to go by.
func isLike(i *run.Info, m *run.Meta) bool {
	if i.InUse || i.Err != nil || i.Meta.State == run.Planning || !i.Meta.Target.Same(m.Target) {
		return false
	}
	return slices.EqualFunc(i.Meta.Sources, m.Sources, func(a, b run.Source) bool {
		return a.Path != "" && b.Path != "" && filepath.Base(a.Name) == filepath.Base(b.Name)
	})
}
