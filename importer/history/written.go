package history

import (
	"context"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// writtenRow is a row of an import that an earlier run has written.
type writtenRow struct {
	mendedRow
	short        string // that run
	status       run.Status
	organization uuid.UUID
	name         string // as that run had it
}

// Now is what a row means by what is there now.
type Now int

// What a row may mean that an earlier run has written.
const (
	NothingSound Now = iota // it is in error
	TheSame                 // the organization that it was written to, or that its id names
	NotTheSame              // none, or another one
)

// CheckWritten says of rows that an earlier run has written what they mean, once that is known: now
// is asked of each, with the organization that it was written to. One that means what it made goes
// on: it is unchanged, or a change that a person sees in the plan. One that means no organization,
// or another, would make a second one out of one row, so it waits for a person.
func (m *Mended) CheckWritten(now func(row int32, was uuid.UUID) Now, enter func(Finding)) {
	for _, w := range m.written {
		said, means := w.says(), Warns
		switch now(w.row, w.organization) {
		case NothingSound:
			said = wording.English.History.WrittenTakeAway(said)
		case TheSame:
			said = wording.English.History.WrittenCompared(said)
		default:
			said = wording.English.History.WrittenNotFound(said) + " "
			means = Asks
		}
		issue := run.Issue{Code: codes.WrittenBefore, Message: said}
		enter(Finding{Row: w.row, Means: means, Issue: issue})
	}
}

// says tells what the earlier run did, as the beginning of a sentence.
func (w *writtenRow) says() string {
	did, id := w.status.String(), ""
	if w.status == run.Unchanged {
		did = wording.English.History.WrittenFound
	}
	if w.organization != uuid.Nil {
		id = w.organization.String()
	}
	return wording.English.History.Written(w.short, did, w.name, id)
}

// HoldWritten holds rows of a kept plan that another run has written since it was planned.
func HoldWritten(ctx context.Context, r *run.Run) error {
	if !carry(r.Meta().Sources) {
		return nil
	}
	rows, err := newRows(r)
	if err != nil || len(rows) == 0 {
		return err
	}
	l, err := newLookup(r, rows)
	if err != nil {
		return err
	}
	if err := l.askRuns(noteWritten); err != nil {
		return err
	}
	var outcomes []run.Outcome
	for _, w := range l.written() {
		outcomes = append(outcomes, run.Outcome{
			Row: w.row, Status: run.Held, Message: wording.English.History.WrittenSince(w.says()),
		})
	}
	return r.Journal().Note(ctx, outcomes)
}

// newRows gives the rows with an identity that are still to be created.
func newRows(r *run.Run) ([]mendedRow, error) {
	status, _, err := r.States()
	if err != nil {
		return nil, err
	}
	var rows []mendedRow
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
			rows = append(rows, mendedRow{id: id, row: int32(i)})
		}
	}
	return rows, nil
}
