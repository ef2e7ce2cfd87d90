// Package history tells what earlier runs did with the same rows: rejects that come back corrected, rows
// that were written already, what has changed since the last plan of a file, and what restores made anew.
// It returns what it finds; plans enter it.
package history

import (
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
)

// attempts finds out what the runs of a folder did with certain rows, whose identities they know:
//
//	the run that read a row first ─► its rejects ─mended─► a run whose file carries the identity ─► its rejects ─► …
//
// A dry run and the import of the same file read the same rows: there, the identity that one of them gave holds for the other too.
type attempts struct {
	infos []run.Info        // newest first
	kin   map[string]string // by a run's short id: the oldest run that read the same files
	wants []run.Identity    // sorted, as of the oldest of their kin
}

// newAttempts takes the runs that there are in a folder, the newest first.
func newAttempts(infos []run.Info) *attempts {
	a := &attempts{infos: infos, kin: map[string]string{}}
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
	}
	slices.SortFunc(a.wants, run.Identity.Compare)
	a.wants = slices.Compact(a.wants)
}

// place finds a row among those that are looked for.
func (a *attempts) place(id run.Identity) (place int, ok bool) {
	return slices.BinarySearchFunc(a.wants, a.original(id), run.Identity.Compare)
}

// concerns says whether a run may have to do with what is looked for.
func (a *attempts) concerns(m run.Meta) bool {
	if m.State == run.Planning {
		return false
	}
	if carry(m.Sources) {
		return true
	}
	first, _ := slices.BinarySearchFunc(a.wants, a.kin[m.Short], func(id run.Identity, short string) int {
		if id.Run() < short {
			return -1
		}
		return 1
	})
	return first < len(a.wants) && a.wants[first].Run() == a.kin[m.Short]
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
	take := func(place, row int) error {
		if row >= len(status) {
			return nil
		}
		return yield(attempt{place, row, status[row], ids[row]})
	}
	if !carry(m.Sources) {
		return a.ownRows(r, take)
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
			if err := take(place, row.Index); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownRows finds rows in the run that read them first. Both follow the order of source and number, so that each is near the one before.
func (a *attempts) ownRows(r *run.Run, take func(place, row int) error) error {
	short := a.kin[r.Meta().Short]
	from := 0
	for place, id := range a.wants {
		if id.Run() != short {
			continue
		}
		row, found, err := seekRow(r, id, from)
		if err != nil {
			return err
		}
		if from = row; !found {
			continue
		}
		if err := take(place, row); err != nil {
			return err
		}
	}
	return nil
}

// seekRow finds the first row that isn't before a place in the files, beginning at index from, and says whether it is that one. The numbers
// of a source's rows grow by one or more from row to row, which bounds where it can be.
func seekRow(r *run.Run, id run.Identity, from int) (at int, found bool, err error) {
	sources := r.Meta().Sources
	first := 0
	for i := range sources[:min(int(id.Source), len(sources))] {
		first += sources[i].Rows
	}
	if int(id.Source) >= len(sources) {
		return from, false, nil
	}
	low, high := max(from, first), first+sources[id.Source].Rows // it is at low or later, and before high
	for next := low; low < high; next = (low + high) / 2 {
		row, err := r.Row(next)
		if err != nil {
			return from, false, err
		}
		switch ahead := int(id.Number) - row.Number; {
		case ahead == 0:
			return next, true, nil
		case ahead < 0:
			high = next
		default:
			low, high = next+1, min(high, next+ahead+1)
			if at := next + ahead; at < high { // it is there, unless some rows are blank
				if row, err := r.Row(at); err != nil || row.Number == int(id.Number) {
					return at, err == nil, err
				}
			}
		}
	}
	return low, false, nil
}

// applied says whether a run has written, and what it wrote was not taken back.
func applied(m run.Meta) bool {
	return m.State == run.Applying || m.State == run.Done || m.State == run.Interrupted
}

// fatesOf gives the status of each row and its organization: where it ended, or of a run that was only planned, where it would.
func fatesOf(r *run.Run) ([]run.Status, []uuid.UUID, error) {
	if s := r.Meta().State; s != run.Ready && s != run.Blocked {
		return r.States()
	}
	status, ids := make([]run.Status, 0, r.RowCount()), make([]uuid.UUID, 0, r.RowCount())
	for d, err := range r.Decisions(0) {
		if err != nil {
			return nil, nil, err
		}
		s := wouldBe(d.Action)
		if d.Action == run.ActionFollow {
			if s = status[d.SameAs]; s == run.Created || s == run.Updated {
				s = run.Unchanged
			}
		}
		status, ids = append(status, s), append(ids, d.ID)
	}
	return status, ids, nil
}

// wouldBe is where a planned row would end.
func wouldBe(a run.Action) run.Status {
	switch a {
	case run.ActionCreate:
		return run.Created
	case run.ActionUpdate:
		return run.Updated
	case run.ActionUnchanged:
		return run.Unchanged
	case run.ActionReject:
		return run.Rejected
	case run.ActionHold:
		return run.Held
	}
	return run.NotReached
}

// reading opens a run to look at it, as long as do takes.
func reading(path string, do func(*run.Run) error) error {
	r, err := run.OpenReadOnly(path)
	if err != nil {
		return err
	}
	return errors.Join(do(r), r.Close())
}

// readingFree is reading, but passes over a run that is in use.
func readingFree(path string, do func(*run.Run) error) error {
	err := reading(path, do)
	var locked *run.LockedError
	if errors.As(err, &locked) {
		return nil
	}
	return err
}
