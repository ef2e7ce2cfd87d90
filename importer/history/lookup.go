package history

import (
	"cmp"
	"errors"
	"slices"

	"github.com/orgbatch/orgbatch/importer/run"
)

// lookup asks the runs before about rows that carry an identity. It goes from the newest run to the
// oldest, with one of them open at a time, and keeps a few bytes for each such row.
type lookup struct {
	run      *run.Run // the import
	target   run.Target
	attempts *attempts
	rows     []rowState // by place; of rows that carry the same identity, the first
}

// earlierRun is a run that is open to be asked.
type earlierRun struct {
	*run.Run
	meta *run.Meta
	here bool // it has written to the target of the import, and that was not taken back
}

// rowState is what is known of a row that carries an identity.
type rowState struct {
	mendedRow
	unread  bool        // its first run can't be asked
	found   bool        // its first run has it
	written *writtenRow // what an earlier run wrote
	settled uint64      // columns that an earlier run had, bit by bit in the order of columnPair
}

// newLookup begins with some rows, which it puts in the order of their identities.
func newLookup(r *run.Run, rows []mendedRow) (*lookup, error) {
	infos, err := run.Others(r)
	if err != nil {
		return nil, err
	}
	l := &lookup{run: r, target: r.Meta().Target, attempts: newAttempts(infos)}
	ids := make([]run.Identity, len(rows))
	for i, m := range rows {
		ids[i] = m.id
	}
	l.attempts.want(ids)
	slices.SortFunc(rows, func(a, b mendedRow) int {
		x, y := l.attempts.original(a.id), l.attempts.original(b.id)
		return cmp.Or(x.Compare(y), cmp.Compare(a.row, b.row))
	})
	for i, m := range rows {
		if i == 0 || l.attempts.original(m.id) != l.attempts.original(rows[i-1].id) {
			l.rows = append(l.rows, rowState{mendedRow: m})
		}
	}
	return l, nil
}

// askRuns calls do with what each run did with each of the rows. A run in use is passed over.
func (l *lookup) askRuns(do func(*earlierRun, *rowState, attempt) error) error {
	for _, info := range l.attempts.infos {
		if info.InUse || info.Err != nil || !l.attempts.concerns(&info.Meta) {
			continue
		}
		err := reading(info.Path, func(r *run.Run) error {
			m := r.Meta()
			earlier := &earlierRun{r, &m, m.Target.Same(l.target) && applied(&m)}
			return l.attempts.in(r, func(a attempt) error { return do(earlier, &l.rows[a.place], a) })
		})
		var locked *run.LockedError
		if err != nil && !errors.As(err, &locked) {
			return err
		}
	}
	return nil
}

// noteWritten remembers the run that wrote a row: the newest one that made or changed something, else
// one that found it so.
func noteWritten(r *earlierRun, s *rowState, a attempt) error {
	known := s.written != nil && (a.status == run.Unchanged || s.written.status != run.Unchanged)
	if known || !r.here || !a.status.IsWritten() {
		return nil
	}
	row, err := r.Row(a.row)
	s.written = &writtenRow{s.mendedRow, r.meta.Short, a.status, a.id, row.Values.Name}
	return err
}

// written gives the rows that an earlier run wrote, in their order.
func (l *lookup) written() (rows []writtenRow) {
	for _, s := range l.rows {
		if s.written != nil {
			rows = append(rows, *s.written)
		}
	}
	slices.SortFunc(rows, func(a, b writtenRow) int { return int(a.row - b.row) })
	return rows
}
