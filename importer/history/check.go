package history

import (
	"fmt"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
)

// check looks through the rows of an import that carry an identity.
type check struct {
	lookup  *lookup
	sources []run.Source
	enter   func(Finding)
	pairs   map[runSources][]columnPair
}

// refuseTwice refuses rows that carry the same identity. They stand in the order of these.
func (c *check) refuseTwice(rows []mendedRow) error {
	a := c.lookup.attempts
	for i, first := 1, 0; i < len(rows); i++ {
		if a.original(rows[i].id) != a.original(rows[first].id) {
			first = i
			continue
		}
		if i == first+1 {
			if err := c.rejectTwice(&rows[first], rows[i].row); err != nil {
				return err
			}
		}
		if err := c.rejectTwice(&rows[i], rows[first].row); err != nil {
			return err
		}
	}
	return nil
}

func (c *check) rejectTwice(m *mendedRow, other int32) error {
	row, err := c.lookup.run.Row(int(other))
	c.enter(ofIdentity(m, Rejects, codes.IdentityTwice, run.Where(c.sources, row.Source, row.Number)+
		" carries this identity too, so both are one row; keep the right one, "+
		"and if the other is a row of its own, empty its orgbatch_row"))
	return err
}

// findUnknownRuns warns of rows whose first run can't be asked, or isn't in the folder of runs.
func (c *check) findUnknownRuns(runsDir string) {
	why := map[string]string{}
	for _, info := range c.lookup.attempts.infos {
		switch {
		case info.InUse:
			why[info.Meta.Short] = "is in use"
		case info.Err != nil:
			why[info.Meta.Short] = "can't be read"
		case info.Meta.State == run.Planning:
			why[info.Meta.Short] = "was never planned to its end"
		default:
			why[info.Meta.Short] = ""
		}
	}
	for i := range c.lookup.rows {
		s := &c.lookup.rows[i]
		reason, here := why[s.id.Run()]
		if !here {
			reason = "isn't in " + runsDir
		}
		if s.unread = reason != ""; s.unread {
			c.enter(ofIdentity(&s.mendedRow, Warns, codes.IdentityNoRun, fmt.Sprintf(
				"run %s %s, so it can't be checked whether a spreadsheet changed this row, "+
					"or an earlier run wrote it", s.id.Run(), reason)))
		}
	}
}

// findStrangers refuses identities that no row of their run has.
func (c *check) findStrangers() {
	for i := range c.lookup.rows {
		if s := &c.lookup.rows[i]; !s.found && !s.unread {
			c.enter(ofIdentity(&s.mendedRow, Rejects, codes.IdentityStranger, fmt.Sprintf(
				"run %s has no such row; write the identity as the file of rows to correct has it, "+
					"or empty the cell to import the row as a new one", s.id.Run())))
		}
	}
}

// take enters what a run did with one row.
func (c *check) take(r *earlierRun, s *rowState, a attempt) error {
	if err := noteWritten(r, s, a); err != nil {
		return err
	}
	if r.meta.Short == s.id.Run() {
		s.found = true
		c.noteFirst(r, s, a.status)
	}
	return c.compare(r, s, a)
}

// noteFirst looks at how a row ended in the run that read it first.
func (c *check) noteFirst(r *earlierRun, s *rowState, status run.Status) {
	switch {
	case status.IsReject(), r.here && status.IsWritten():
	case r.here && status == run.Unknown:
		c.enter(ofIdentity(&s.mendedRow, Holds, codes.NotRejected, fmt.Sprintf(
			"run %s sent this row and got no answer; settle it first: orgbatch resume %[1]s", r.meta.Short)))
	default:
		c.enter(ofIdentity(&s.mendedRow, Warns, codes.NotRejected,
			fmt.Sprintf("run %s did not reject this row", r.meta.Short)))
	}
}
