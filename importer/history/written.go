package history

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
)

// writtenRow is a row of this file that an earlier run has written.
type writtenRow struct {
	row    int32
	short  string // that run
	status run.Status
	id     uuid.UUID
	name   string // as that run had it
}

// noteWritten remembers the run that wrote a row: the newest one that made or changed something, else one that found it so.
func (c *mendedCheck) noteWritten(r *run.Run, s *mendedState, a attempt) error {
	if s.written > 0 && (a.status == run.Unchanged || c.mended.written[s.written-1].status != run.Unchanged) {
		return nil
	}
	row, err := r.Row(a.row)
	if err != nil {
		return err
	}
	w := writtenRow{s.row, r.Meta().Short, a.status, a.id, row.Values.Name}
	if s.written > 0 {
		c.mended.written[s.written-1] = w
		return nil
	}
	c.mended.written = append(c.mended.written, w)
	s.written = len(c.mended.written)
	return nil
}

// Now is what a row means by what is there now.
type Now int

// What a row may mean that an earlier run has written.
const (
	NothingSound Now = iota // it is in error
	TheSame                 // the organization that it was written to, or that its id names
	NotTheSame              // none, or another one
)

// CheckWritten says of rows that an earlier run has written what they mean, once it is known: now is asked of each, with the organization that
// it was written to. One that means what it made goes on: it is unchanged, or a change that a person sees in the plan. One that means no
// organization, or another, would make a second one out of one row, so it waits for a person.
func (m *Mended) CheckWritten(now func(row int32, was uuid.UUID) Now, enter func(Finding)) {
	slices.SortFunc(m.written, func(a, b writtenRow) int { return int(a.row) - int(b.row) })
	for _, w := range m.written {
		said, means := w.says(), Warns
		switch now(w.row, w.id) {
		case NothingSound:
			said += "; take the row away"
		case TheSame:
			said += "; it is compared with what is there now"
		default:
			said += ", and this row doesn't find that organization any more; " + w.ways() + ", or for all such rows "
			means = Asks
		}
		enter(ofIdentity(w.row, means, codes.WrittenBefore, said, ""))
	}
}

// says tells what the earlier run did, as the beginning of a sentence.
func (w *writtenRow) says() string {
	did := w.status.String()
	if w.status == run.Unchanged {
		did = "found"
	}
	text := fmt.Sprintf("run %s has %s this row already", w.short, did)
	if w.name != "" {
		text += fmt.Sprintf(" as %q", w.name)
	}
	if w.id != uuid.Nil {
		text += fmt.Sprintf(" (%s)", w.id)
	}
	return text
}

// ways tells how a person decides.
func (w *writtenRow) ways() string {
	return "to change it, write that id in the row; to make another one, empty the cell under orgbatch_row"
}

// HoldWritten holds rows of a kept plan that another run has written since it was planned.
func HoldWritten(ctx context.Context, r *run.Run) error {
	m := r.Meta()
	if !carry(m.Sources) {
		return nil
	}
	news, err := newRows(r)
	if err != nil || len(news) == 0 {
		return err
	}
	infos, err := run.Others(r)
	if err != nil {
		return err
	}
	a := newAttempts(infos)
	ids := make([]run.Identity, len(news))
	for i, n := range news {
		ids[i] = n.id
	}
	a.want(ids)
	byPlace := map[int]writtenRow{}
	for _, info := range a.infos {
		if info.InUse || info.Err != nil || !applied(info.Meta) || !info.Meta.Target.Same(m.Target) || !a.concerns(info.Meta) {
			continue
		}
		if err := a.findWritten(info, byPlace); err != nil {
			return err
		}
	}
	var outcomes []run.Outcome
	for _, n := range news {
		if place, ok := a.place(n.id); ok {
			if w, written := byPlace[place]; written {
				outcomes = append(outcomes, run.Outcome{Row: n.row, Status: run.Held, Message: w.says() + " since this was planned; " + w.ways()})
			}
		}
	}
	return r.Journal().Note(ctx, outcomes)
}

// newRows gives the rows with an identity that are still to be created.
func newRows(r *run.Run) ([]mendedRow, error) {
	status, _, err := r.States()
	if err != nil {
		return nil, err
	}
	var news []mendedRow
	i := -1
	for d, err := range r.Decisions(0) {
		if err != nil {
			return nil, err
		}
		if i++; d.Action != run.ActionCreate || status[i] != run.NotReached {
			continue
		}
		row, err := r.Row(i)
		if err != nil {
			return nil, err
		}
		if id, ok := run.ParseIdentity(row.Identity); ok {
			news = append(news, mendedRow{id: id, row: int32(i)})
		}
	}
	return news, nil
}

// findWritten enters the rows that a run has written.
func (a *attempts) findWritten(info run.Info, byPlace map[int]writtenRow) error {
	return readingFree(info.Path, func(r *run.Run) error {
		return a.in(r, func(at attempt) error {
			if !at.status.IsWritten() {
				return nil
			}
			row, err := r.Row(at.row)
			byPlace[at.place] = writtenRow{short: info.Meta.Short, status: at.status, id: at.id, name: row.Values.Name}
			return err
		})
	})
}
