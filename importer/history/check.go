package history

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
)

// mendedCheck asks the runs before about rows that carry an identity. It goes from the newest run to the oldest, with one of them open at a
// time, and keeps a few bytes for each such row.
type mendedCheck struct {
	mended   *Mended
	sources  []run.Source
	enter    func(Finding)
	attempts *attempts
	state    []mendedState // by place
	columns  map[[2]int][]columnPair
}

// mendedState is what is known of a row that carries an identity.
type mendedState struct {
	mendedRow
	unread  bool   // its first run can't be asked
	found   bool   // its first run has it
	written int    // an earlier run wrote it: its place in the list of those, counted from 1
	settled uint64 // columns that an earlier run had, bit by bit in the order of columnPair
}

// Check asks the earlier runs about the rows, once all are read and their sources are known, and enters what they say.
func (m *Mended) Check(sources []run.Source, enter func(Finding)) error {
	if len(m.rows) == 0 {
		return nil
	}
	infos, err := run.Others(m.run)
	if err != nil {
		return err
	}
	c := &mendedCheck{mended: m, sources: sources, enter: enter, attempts: newAttempts(infos)}
	if err := c.sort(); err != nil {
		return err
	}
	c.findUnknownRuns()
	for n := range c.attempts.infos {
		if err := c.askRun(n); err != nil {
			return err
		}
	}
	c.findStrangers()
	m.rows = nil
	return nil
}

// sort puts the rows in the order of their identities, and refuses those that carry the same.
func (c *mendedCheck) sort() error {
	rows := c.mended.rows
	ids := make([]run.Identity, len(rows))
	for i, m := range rows {
		ids[i] = m.id
	}
	c.attempts.want(ids)
	slices.SortFunc(rows, func(a, b mendedRow) int {
		return cmp.Or(c.attempts.original(a.id).Compare(c.attempts.original(b.id)), cmp.Compare(a.row, b.row))
	})
	for i, m := range rows {
		if i == 0 || c.attempts.original(m.id) != c.attempts.original(rows[i-1].id) {
			c.state = append(c.state, mendedState{mendedRow: m})
			continue
		}
		first := c.state[len(c.state)-1].mendedRow
		if rows[i-1].row == first.row {
			if err := c.rejectTwice(first, m.row); err != nil {
				return err
			}
		}
		if err := c.rejectTwice(m, first.row); err != nil {
			return err
		}
	}
	return nil
}

func (c *mendedCheck) rejectTwice(m mendedRow, other int32) error {
	row, err := c.mended.run.Row(int(other))
	c.enter(ofIdentity(m.row, Rejects, codes.IdentityTwice, fmt.Sprintf(
		"%s carries this identity too, so both are one row; keep the right one, and if the other is a row of its own, empty its orgbatch_row",
		run.Where(c.sources, row.Source, row.Number)), m.id.String()))
	return err
}

// findUnknownRuns warns of rows whose first run can't be asked.
func (c *mendedCheck) findUnknownRuns() {
	why := map[string]string{}
	for _, info := range c.attempts.infos {
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
	for i := range c.state {
		m := &c.state[i]
		reason, here := why[m.id.Run()]
		if here && reason == "" {
			continue
		}
		if !here {
			reason = "isn't in " + c.mended.runsDir
		}
		m.unread = true
		c.enter(ofIdentity(m.row, Warns, codes.IdentityNoRun, fmt.Sprintf(
			"run %s %s, so it can't be checked whether a spreadsheet changed this row, or an earlier run wrote it", m.id.Run(), reason), m.id.String()))
	}
}

// findStrangers refuses identities that no row of their run has.
func (c *mendedCheck) findStrangers() {
	for i := range c.state {
		m := &c.state[i]
		if m.found || m.unread {
			continue
		}
		c.enter(ofIdentity(m.row, Rejects, codes.IdentityStranger, fmt.Sprintf(
			"run %s has no such row; write the identity as the file of rows to correct has it, or empty the cell to import the row as a new one", m.id.Run()), m.id.String()))
	}
}

// askRun looks up what one run did with the rows.
func (c *mendedCheck) askRun(n int) error {
	info := c.attempts.infos[n]
	if info.InUse || info.Err != nil || !c.attempts.concerns(info.Meta) {
		return nil
	}
	c.columns = map[[2]int][]columnPair{}
	return readingFree(info.Path, func(r *run.Run) error {
		return c.attempts.in(r, func(a attempt) error { return c.take(r, a) })
	})
}

// take enters what a run did with one row.
func (c *mendedCheck) take(r *run.Run, a attempt) error {
	s, m := &c.state[a.place], r.Meta()
	here := m.Target.Same(c.mended.run.Meta().Target) && applied(m)
	if here && a.status.IsWritten() {
		if err := c.noteWritten(r, s, a); err != nil {
			return err
		}
	}
	if m.Short == s.id.Run() {
		s.found = true
		c.noteFirst(s, a.status, here)
	}
	return c.compare(r, s, a)
}

// noteFirst looks at how a row ended in the run that read it first.
func (c *mendedCheck) noteFirst(s *mendedState, status run.Status, here bool) {
	id := s.id.String()
	switch {
	case status.IsReject(), here && status.IsWritten():
	case here && status == run.Unknown:
		c.enter(ofIdentity(s.row, Holds, codes.NotRejected, fmt.Sprintf(
			"run %s sent this row and got no answer; settle it first: orgbatch resume %[1]s", s.id.Run()), id))
	default:
		c.enter(ofIdentity(s.row, Warns, codes.NotRejected, fmt.Sprintf("run %s did not reject this row", s.id.Run()), id))
	}
}
