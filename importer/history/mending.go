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
	// Mended is how many of them ended created, updated or unchanged in a later run on the same
	// target; Left are the others.
	Mended, Left int
	// By are the runs that mended some, or would, the oldest first.
	By []MendedBy
	// LeftIn are the runs in whose rejects those that are left stand last, the newest first.
	LeftIn []LeftIn
	// Elsewhere is how many of those that are left a run on another target has written.
	Elsewhere int
	// Unreadable are later runs that can't be asked; Gone are runs that are not here any more, in
	// which rows of this one were read first.
	Unreadable []Unreadable
	Gone       []string
}

// MendedBy is what one run mended.
type MendedBy struct {
	Meta run.Meta
	// Mended is how many rows it was the first to write. Would is how many of those that are left
	// it would write: it was only planned.
	Mended, Would int
	// Undone says that it was taken back, so that its rows count no more: there were Mended of
	// them.
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

// none is no run, or no row.
const none int32 = -1

// fate is what is known of a row that was left. The numbers are places in the list of runs, none
// for no run.
type fate struct {
	mended, would, last int32
	rows                int32 // how many of the run carry the identity: one, unless it was there twice
	elsewhere           bool  // a run on another target has written it
	open                bool  // the last run got no answer, or didn't come to it
}

// mending is the state of one MendingOf.
type mending struct {
	Mending
	attempts *attempts
	own      run.Meta
	fates    []fate
	by       []MendedBy // by place in the list of runs, as is left
	left     []LeftIn
}

// MendingOf counts, for an open run, what became of the rows that it rejected or held. It keeps a
// few bytes for each of them. The later runs are those in the same folder.
func MendingOf(r *run.Run) (Mending, error) {
	m := mending{own: r.Meta()}
	ids, err := m.rejects(r)
	if err != nil || len(ids) == 0 {
		return m.Mending, err
	}
	infos, err := run.List(filepath.Dir(r.Dir()))
	if err != nil {
		return m.Mending, err
	}
	m.attempts = newAttempts(infos)
	m.by, m.left = make([]MendedBy, len(infos)), make([]LeftIn, len(infos))
	m.attempts.want(ids)
	m.fates = slices.Repeat([]fate{{mended: none, would: none, last: none}}, len(m.attempts.wants))
	for _, id := range ids {
		place, _ := m.attempts.place(id)
		m.fates[place].rows++
	}
	own := slices.IndexFunc(infos, func(i run.Info) bool { return i.Meta.ID == m.own.ID })
	for n := own - 1; n >= 0; n-- { // from the next one to the newest
		if err := m.readRun(n); err != nil {
			return m.Mending, err
		}
	}
	infos[own].Meta, infos[own].Path = m.own, r.Dir()
	m.count(int32(own))
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
	info := &m.attempts.infos[n]
	unreadable := info.InUse || info.Err != nil
	if !unreadable && m.attempts.concerns(&info.Meta) {
		err := reading(info.Path, func(r *run.Run) error {
			return m.attempts.in(r, func(a attempt) error {
				m.enter(n, a)
				return nil
			})
		})
		var locked *run.LockedError
		if info.InUse = errors.As(err, &locked); err != nil && !info.InUse {
			return err
		}
		unreadable = info.InUse // since the list was made
	}
	if unreadable {
		m.Unreadable = append(m.Unreadable,
			Unreadable{info.Meta.Short, info.Meta.Created, info.InUse, info.Err})
	}
	return nil
}

func (m *mending) enter(n int, a attempt) {
	f, meta := &m.fates[a.place], &m.attempts.infos[n].Meta
	switch written, wrote := a.status.IsWritten(), applied(meta); {
	case !meta.Target.Same(m.own.Target):
		f.elsewhere = f.elsewhere || written && wrote
	case written && wrote:
		if f.mended == none {
			f.mended = int32(n)
		}
	case written && planned(meta):
		f.would = int32(n)
	case written:
		m.by[n].Undone = true
		m.by[n].Mended++
	case wrote, planned(meta) && a.status.IsReject():
		f.last, f.open = int32(n), !a.status.IsReject()
	}
}

// count adds the fates up.
func (m *mending) count(own int32) {
	for _, f := range m.fates {
		rows := int(f.rows)
		if f.mended != none {
			m.Mended += rows
			m.by[f.mended].Mended += rows
			continue
		}
		// The newest run has the lowest number.
		if f.would != none && (f.last == none || f.would < f.last) {
			m.by[f.would].Would += rows
		}
		if f.elsewhere {
			m.Elsewhere += rows
		}
		if f.last == none {
			f.last = own
		}
		m.left[f.last].Rows += rows
		if f.open {
			m.left[f.last].Open += rows
		}
	}
	m.Left = m.Rejected + m.Held - m.Mended
	for n, info := range m.attempts.infos {
		if by := m.by[n]; by.Undone || by.Mended+by.Would > 0 {
			by.Meta = info.Meta
			m.By = append(m.By, by)
		}
		if in := m.left[n]; in.Rows > 0 {
			in.Meta, in.Path = info.Meta, info.Path
			m.LeftIn = append(m.LeftIn, in)
		}
	}
	slices.Reverse(m.By)
	for _, id := range m.attempts.wants {
		isRun := func(i run.Info) bool { return i.Meta.Short == id.Run() }
		if !slices.Contains(m.Gone, id.Run()) && !slices.ContainsFunc(m.attempts.infos, isRun) {
			m.Gone = append(m.Gone, id.Run())
		}
	}
}
