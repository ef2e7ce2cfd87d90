package history

import (
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
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
	said := wording.English.History.IdentityTwice(run.Where(c.sources, row.Source, row.Number))
	c.enter(ofIdentity(m, Rejects, codes.IdentityTwice, said))
	return err
}

// findUnknownRuns warns of rows whose first run can't be asked, or isn't in the folder of runs.
func (c *check) findUnknownRuns(runsDir string) {
	said := wording.English.History
	why := map[string]string{}
	for _, info := range c.lookup.attempts.infos {
		switch {
		case info.InUse:
			why[info.Meta.Short] = said.RunInUse
		case info.Err != nil:
			why[info.Meta.Short] = said.RunUnreadable
		case info.Meta.State == run.Planning:
			why[info.Meta.Short] = said.RunUnplanned
		default:
			why[info.Meta.Short] = ""
		}
	}
	for i := range c.lookup.rows {
		s := &c.lookup.rows[i]
		reason, here := why[s.id.Run()]
		if !here {
			reason = said.RunNotIn(runsDir)
		}
		if s.unread = reason != ""; s.unread {
			c.enter(ofIdentity(&s.mendedRow, Warns, codes.IdentityNoRun, said.RunNotAsked(s.id.Run(), reason)))
		}
	}
}

// findStrangers refuses identities that no row of their run has.
func (c *check) findStrangers() {
	for i := range c.lookup.rows {
		if s := &c.lookup.rows[i]; !s.found && !s.unread {
			said := wording.English.History.NoSuchRow(s.id.Run())
			c.enter(ofIdentity(&s.mendedRow, Rejects, codes.IdentityStranger, said))
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
		said := wording.English.History.Unanswered(r.meta.Short, "orgbatch resume "+r.meta.Short)
		c.enter(ofIdentity(&s.mendedRow, Holds, codes.NotRejected, said))
	default:
		said := wording.English.History.NotRejected(r.meta.Short)
		c.enter(ofIdentity(&s.mendedRow, Warns, codes.NotRejected, said))
	}
}
