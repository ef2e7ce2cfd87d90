// Package history tells what earlier runs did with the same rows: rejects that come back corrected,
// rows that were written already, what has changed since the last plan of a file, and what restores
// made anew. It returns what it finds; plans enter it.
package history

import (
	"errors"
	"fmt"
	"slices"
	"sort"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
)

// attempts finds out what the runs of a folder did with certain rows, whose identities they know:
//
//	the run that read a row first ─► its rejects ─corrected─► a run whose file carries the identity
//
// A dry run and the import of the same file read the same rows: there, the identity that one of
// them gave holds for the other too.
type attempts struct {
	infos []run.Info        // newest first
	kin   map[string]string // by a run's short id: the oldest run that read the same files
	wants []run.Identity    // sorted, as of the oldest of their kin
	of    map[string]bool   // the runs of those
}

// newAttempts takes the runs that there are in a folder, the newest first.
func newAttempts(infos []run.Info) *attempts {
	a := &attempts{infos: infos, kin: map[string]string{}, of: map[string]bool{}}
	oldest := map[string]string{}
	for _, info := range slices.Backward(infos) {
		if info.Err != nil || info.InUse || len(info.Meta.Sources) == 0 {
			continue
		}
		files := ""
		for _, s := range info.Meta.Sources {
			files += fmt.Sprintf("%s %q %d %d\n", s.SHA256, s.Format.Sheet, s.Format.HeaderRow, s.Rows)
		}
		if _, known := oldest[files]; !known {
			oldest[files] = info.Meta.Short
		}
		a.kin[info.Meta.Short] = oldest[files]
	}
	return a
}

// original is the identity as the oldest run of the same files would give it.
func (a *attempts) original(id run.Identity) run.Identity {
	if oldest, ok := a.kin[id.Run()]; ok {
		return id.In(oldest)
	}
	return id
}

// want says which rows are looked for.
func (a *attempts) want(ids []run.Identity) {
	a.wants = make([]run.Identity, len(ids))
	for i, id := range ids {
		a.wants[i] = a.original(id)
		a.of[a.wants[i].Run()] = true
	}
	slices.SortFunc(a.wants, run.Identity.Compare)
	a.wants = slices.Compact(a.wants)
}

// place finds a row among those that are looked for.
func (a *attempts) place(id run.Identity) (place int, ok bool) {
	return slices.BinarySearchFunc(a.wants, a.original(id), run.Identity.Compare)
}

// concerns says whether a run may have to do with what is looked for.
func (a *attempts) concerns(m *run.Meta) bool {
	return m.State != run.Planning && (carry(m.Sources) || a.of[a.kin[m.Short]])
}

// attempt is what one run did with a row that is looked for.
type attempt struct {
	place  int // of the row among those that are looked for
	row    int // in that run
	status run.Status
	id     uuid.UUID // its organization, zero for none
}

// in gives what an open run did with the rows that are looked for, in the order of its rows.
func (a *attempts) in(r *run.Run, yield func(attempt) error) error {
	m := r.Meta()
	status, ids, err := fatesOf(r)
	if err != nil {
		return err
	}
	found := func(place, row int) error {
		if row >= len(status) {
			return nil
		}
		return yield(attempt{place, row, status[row], ids[row]})
	}
	if !carry(m.Sources) {
		return a.ownRows(r, found)
	}
	for row, err := range r.Rows(0) {
		if err != nil {
			return err
		}
		id, ok := row.IdentityOf(m.Short)
		if !ok {
			continue
		}
		if place, ok := a.place(id); ok {
			if err := found(place, row.Index); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownRows finds rows in the run that read them first. Both follow the order of source and number,
// so that each is near the one before.
func (a *attempts) ownRows(r *run.Run, found func(place, row int) error) error {
	short := a.kin[r.Meta().Short]
	from := 0
	for place, id := range a.wants {
		if id.Run() != short {
			continue
		}
		row, ok, err := seekRow(r, id, from)
		if ok && err == nil {
			err = found(place, row)
		}
		if err != nil {
			return err
		}
		from = row
	}
	return nil
}

// seekRow finds the first row that isn't before a place in the files, beginning at index from, and
// says whether it is that one. The numbers of a source's rows grow by one or more from row to row:
// that bounds where it can be, and unless rows are blank it is as far away as its number.
func seekRow(r *run.Run, id run.Identity, from int) (at int, found bool, err error) {
	sources := r.Meta().Sources
	if int(id.Source) >= len(sources) {
		return from, false, nil
	}
	first := 0
	for i := range sources[:id.Source] {
		first += sources[i].Rows
	}
	ahead := func(i int) int { // how far behind a row the place is
		row, problem := r.Row(i)
		err = errors.Join(err, problem)
		return int(id.Number) - row.Number
	}
	low, end := max(from, first), first+sources[id.Source].Rows
	if low >= end || ahead(low) < 0 {
		return low, false, err
	}
	far := low + ahead(low)
	if far >= end || ahead(far) != 0 {
		far = min(far, end)
		far = low + sort.Search(far-low, func(i int) bool { return ahead(low+i) <= 0 })
	}
	return far, far < end && ahead(far) == 0, err
}

// applied says whether a run has written, and what it wrote was not taken back.
func applied(m *run.Meta) bool {
	return m.State == run.Applying || m.State == run.Done || m.State == run.Interrupted
}

// planned says whether a run has written nothing yet.
func planned(m *run.Meta) bool { return m.State == run.Ready || m.State == run.Blocked }

// carry says whether files are rejects, whose rows carry their identity.
func carry(sources []run.Source) bool {
	return slices.ContainsFunc(sources, func(s run.Source) bool { return s.Carries() })
}

// fatesOf gives the status of each row and its organization: where it ended, or of a run that was
// only planned, where it would.
func fatesOf(r *run.Run) ([]run.Status, []uuid.UUID, error) {
	status, ids, err := r.States()
	if m := r.Meta(); err != nil || !planned(&m) {
		return status, ids, err
	}
	row := 0
	for d, err := range r.Decisions(0) {
		if err != nil {
			return nil, nil, err
		}
		switch d.Action {
		case run.ActionCreate:
			status[row] = run.Created
		case run.ActionUpdate:
			status[row] = run.Updated
		case run.ActionDelete:
			status[row] = run.NotReached
		case run.ActionFollow:
			if status[row] = status[d.SameAs]; status[row].IsWritten() {
				status[row] = run.Unchanged
			}
		}
		row++
	}
	return status, ids, nil
}

// reading opens a run to look at it, as long as do takes.
func reading(path string, do func(*run.Run) error) error {
	r, err := run.OpenReadOnly(path)
	if err != nil {
		return err
	}
	return errors.Join(do(r), r.Close())
}
