package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
)

// insistence, behind an identity, says that what the row holds now is meant.
const insistence = "!"

// mendedRow is a row of this file that carries an identity.
type mendedRow struct {
	id      run.Identity
	row     int32
	insists bool
}

// takeIdentity reads what a row has under orgbatch_row. What is none is taken away, and bad.
func (p *planner) takeIdentity(n int, rec *check.Record) (issue run.Issue, bad bool) {
	if rec.Identity == "" {
		return run.Issue{}, false
	}
	text, insists := strings.CutSuffix(rec.Identity, insistence)
	id, ok := run.ParseIdentity(text)
	if ok {
		rec.Identity = id.String()
		p.mended = append(p.mended, mendedRow{id, int32(len(p.index.rows)), insists})
		return run.Issue{}, false
	}
	issue = run.Issue{
		Code: codes.IdentityBad, Severity: run.Error, Value: rec.Identity,
		Message: "this names no row of a run, such as k7f3:347; write it as the file of rows to correct has it, or empty the cell to import the row as a new one",
	}
	issue.Column, issue.ColumnName = p.mappings[n].ColumnOf(columns.FieldIdentity)
	rec.Identity = ""
	return issue, true
}

// mendedCheck asks the runs before about rows that carry an identity. It goes from the newest run to the oldest, with one of them open at a
// time, and keeps a few bytes for each such row.
type mendedCheck struct {
	planner  *planner
	attempts *attempts
	runsDir  string
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

// checkMended looks through the rows that carry an identity.
func (p *planner) checkMended(runsDir string) error {
	if len(p.mended) == 0 {
		return nil
	}
	infos, err := p.run.Others()
	if err != nil {
		return err
	}
	c := &mendedCheck{planner: p, attempts: newAttempts(infos), runsDir: runsDir}
	c.sort()
	c.findUnknownRuns()
	for n := range c.attempts.infos {
		if err := c.askRun(n); err != nil {
			return err
		}
	}
	c.findStrangers()
	p.mended = nil
	return nil
}

// sort puts the rows in the order of their identities, and refuses those that carry the same.
func (c *mendedCheck) sort() {
	ids := make([]run.Identity, len(c.planner.mended))
	for i, m := range c.planner.mended {
		ids[i] = m.id
	}
	c.attempts.want(ids)
	slices.SortFunc(c.planner.mended, func(a, b mendedRow) int {
		return cmp.Or(c.attempts.original(a.id).Compare(c.attempts.original(b.id)), cmp.Compare(a.row, b.row))
	})
	for i, m := range c.planner.mended {
		if i == 0 || c.attempts.original(m.id) != c.attempts.original(c.planner.mended[i-1].id) {
			c.state = append(c.state, mendedState{mendedRow: m})
			continue
		}
		first := c.state[len(c.state)-1]
		if c.planner.mended[i-1].row == first.row {
			c.rejectTwice(first.mendedRow, m.row)
		}
		c.rejectTwice(m, first.row)
	}
}

func (c *mendedCheck) rejectTwice(m mendedRow, other int32) {
	c.planner.reject(m.row, codes.IdentityTwice, columns.FieldIdentity, fmt.Sprintf(
		"%s carries this identity too, so both are one row; keep the right one, and if the other is a row of its own, empty its orgbatch_row",
		c.planner.where(other)), m.id.String())
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
			reason = "isn't in " + c.runsDir
		}
		m.unread = true
		c.planner.warn(m.row, codes.IdentityNoRun, columns.FieldIdentity, fmt.Sprintf(
			"run %s %s, so it can't be checked whether a spreadsheet changed this row, or an earlier run wrote it", m.id.Run(), reason), m.id.String())
	}
}

// findStrangers refuses identities that no row of their run has.
func (c *mendedCheck) findStrangers() {
	for i := range c.state {
		m := &c.state[i]
		if m.found || m.unread {
			continue
		}
		c.planner.reject(m.row, codes.IdentityStranger, columns.FieldIdentity, fmt.Sprintf(
			"run %s has no such row; write the identity as the file of rows to correct has it, or empty the cell to import the row as a new one", m.id.Run()), m.id.String())
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
	here := m.Target.Same(c.planner.run.Meta().Target) && applied(m)
	if here && a.status.Written() {
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
	case isReject(status), here && status.Written():
	case here && status == run.Unknown:
		c.planner.hold(s.row, codes.NotRejected, columns.FieldIdentity, fmt.Sprintf(
			"run %s sent this row and got no answer; settle it first: orgbatch resume %[1]s", s.id.Run()), id)
	default:
		c.planner.warn(s.row, codes.NotRejected, columns.FieldIdentity, fmt.Sprintf("run %s did not reject this row", s.id.Run()), id)
	}
}
