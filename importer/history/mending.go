package history

import (
	"errors"
	"path/filepath"
	"slices"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// Mending says what became of the rows that a run rejected or held, over all attempts since.
type Mending struct {
	// Rejected and Held are the rows that the run itself left to a person.
	Rejected, Held int
	// Mended is how many of them ended created, updated or unchanged in a later run on the same target; Left are the others.
	Mended, Left int
	// By are the runs that mended some, or would, the oldest first.
	By []MendedBy
	// LeftIn are the runs in whose rejects those that are left stand last, the newest first.
	LeftIn []LeftIn
	// Elsewhere is how many of those that are left a run on another target has written.
	Elsewhere int
	// Unreadable are later runs that can't be asked; Gone are runs that are not here any more, in which rows of this one were read first.
	Unreadable []Unreadable
	Gone       []string
}

// MendedBy is what one run mended.
type MendedBy struct {
	Meta run.Meta
	// Mended is how many rows it was the first to write. Would is how many of those that are left it would write: it was only planned.
	Mended, Would int
	// Undone says that it was taken back, so that its rows count no more: there were Mended of them.
	Undone bool
}

// LeftIn is where rows that are left stand.
type LeftIn struct {
	Meta run.Meta
	Path string // the run's folder
	Rows int
	// Of those, so many got no answer yet or were not reached: resuming the run settles them.
	Open int
}

// Unreadable is a run that can't be asked, and why.
type Unreadable struct {
	Short string
	Since time.Time
	InUse bool
	Err   error
}

// fate is what is known of a row that was left. The numbers are places in the list of runs, -1 for no run.
type fate struct {
	mended, would, elsewhere, last int32
	rows                           int32 // how many rows of the run carry the identity: one, unless it was twice in its file
	open                           bool  // the last run got no answer, or didn't come to it
}

// mending is the state of one MendingOf.
type mending struct {
	Mending
	attempts *attempts
	own      run.Meta
	fates    []fate
	by       map[int]*MendedBy
	left     map[int]*LeftIn
}

// MendingOf counts, for an open run, what became of the rows that it rejected or held. It keeps a few bytes for each of them.
// The later runs are those in the same folder.
func MendingOf(r *run.Run) (Mending, error) {
	m := mending{own: r.Meta(), by: map[int]*MendedBy{}, left: map[int]*LeftIn{}}
	ids, err := m.rejects(r)
	if err != nil || len(ids) == 0 {
		return m.Mending, err
	}
	infos, err := run.List(filepath.Dir(r.Dir()))
	if err != nil {
		return m.Mending, err
	}
	m.attempts = newAttempts(infos)
	m.attempts.want(ids)
	m.fates = slices.Repeat([]fate{{mended: run.NoRow, would: run.NoRow, elsewhere: run.NoRow, last: run.NoRow}}, len(m.attempts.wants))
	for _, id := range ids {
		place, _ := m.attempts.place(id)
		m.fates[place].rows++
	}
	own := slices.IndexFunc(m.attempts.infos, func(i run.Info) bool { return i.Meta.ID == m.own.ID })
	for n := own - 1; n >= 0; n-- { // from the next one to the newest
		if err := m.readRun(n); err != nil {
			return m.Mending, err
		}
	}
	m.count(own, r.Dir())
	return m.Mending, nil
}

// rejects gives the identities of the rows that the run left, and counts them.
func (m *mending) rejects(r *run.Run) ([]run.Identity, error) {
	status, _, err := fatesOf(r)
	if err != nil || !slices.ContainsFunc(status, run.Status.IsReject) {
		return nil, err
	}
	var ids []run.Identity
	for row, err := range r.Rows(0) {
		if err != nil {
			return nil, err
		}
		if row.Index >= len(status) || !status[row.Index].IsReject() {
			continue
		}
		if status[row.Index] == run.Held {
			m.Held++
		} else {
			m.Rejected++
		}
		id, ok := row.IdentityOf(m.own.Short)
		if !ok { // an identity that is none, kept by an older orgbatch
			row.Identity = ""
			id, _ = row.IdentityOf(m.own.Short)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// readRun enters what one later run did.
func (m *mending) readRun(n int) error {
	info := m.attempts.infos[n]
	if info.InUse || info.Err != nil {
		m.Unreadable = append(m.Unreadable, Unreadable{info.Meta.Short, info.Meta.Created, info.InUse, info.Err})
		return nil
	}
	if !m.attempts.concerns(info.Meta) {
		return nil
	}
	err := reading(info.Path, func(r *run.Run) error {
		return m.attempts.in(r, func(a attempt) error {
			m.enter(n, info.Meta, a)
			return nil
		})
	})
	var locked *run.LockedError
	if errors.As(err, &locked) { // since the list was made
		m.Unreadable = append(m.Unreadable, Unreadable{info.Meta.Short, info.Meta.Created, true, nil})
		return nil
	}
	return err
}

func (m *mending) enter(n int, meta run.Meta, a attempt) {
	f := &m.fates[a.place]
	switch same := meta.Target.Same(m.own.Target); {
	case !same && applied(meta) && a.status.IsWritten():
		f.elsewhere = int32(n)
	case !same:
	case !applied(meta) && meta.State != run.Ready && meta.State != run.Blocked:
		if a.status.IsWritten() {
			by := m.of(n)
			by.Undone = true
			by.Mended++
		}
	case a.status.IsWritten() && !applied(meta):
		f.would = int32(n)
	case a.status.IsWritten():
		if f.mended == run.NoRow {
			f.mended = int32(n)
		}
	case a.status.IsReject():
		f.last, f.open = int32(n), false
	case applied(meta):
		f.last, f.open = int32(n), true
	}
}

func (m *mending) of(n int) *MendedBy {
	if m.by[n] == nil {
		m.by[n] = &MendedBy{Meta: m.attempts.infos[n].Meta}
	}
	return m.by[n]
}

// count adds the fates up.
func (m *mending) count(own int, dir string) {
	for _, f := range m.fates {
		if f.mended != run.NoRow {
			m.Mended += int(f.rows)
			m.of(int(f.mended)).Mended += int(f.rows)
			continue
		}
		if f.would != run.NoRow && (f.last == run.NoRow || f.would < f.last) { // the newest run has the lowest number
			m.of(int(f.would)).Would += int(f.rows)
		}
		if f.elsewhere != run.NoRow {
			m.Elsewhere += int(f.rows)
		}
		m.leave(f, own, dir)
	}
	m.Left = m.Rejected + m.Held - m.Mended
	for n := len(m.attempts.infos) - 1; n >= 0; n-- {
		if by := m.by[n]; by != nil {
			m.By = append(m.By, *by)
		}
	}
	for n := range m.attempts.infos {
		if in := m.left[n]; in != nil {
			m.LeftIn = append(m.LeftIn, *in)
		}
	}
	m.findGone()
}

// leave notes where a row that is left stands.
func (m *mending) leave(f fate, own int, dir string) {
	n := int(f.last)
	if f.last == run.NoRow {
		n = own
	}
	in := m.left[n]
	if in == nil {
		in = &LeftIn{Meta: m.attempts.infos[n].Meta, Path: m.attempts.infos[n].Path}
		if n == own {
			in.Meta, in.Path = m.own, dir
		}
		m.left[n] = in
	}
	in.Rows += int(f.rows)
	if f.open {
		in.Open += int(f.rows)
	}
}

// findGone names the runs that rows were read in first and that aren't here.
func (m *mending) findGone() {
	for _, id := range m.attempts.wants {
		short := id.Run()
		if !slices.Contains(m.Gone, short) && !slices.ContainsFunc(m.attempts.infos, func(i run.Info) bool { return i.Meta.Short == short }) {
			m.Gone = append(m.Gone, short)
		}
	}
}
