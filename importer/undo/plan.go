package undo

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// Plan is what undoing a run would do, as a person decides on it. It holds
// for the moment: make it just before it is asked about.
type Plan struct {
	Code     string    `json:"code" doc:"of what would be done; --code CODE holds an undo to it"`
	Deletes  int       `json:"deletes" doc:"organizations to be deleted: the N of --delete"`
	PutBacks int       `json:"put_backs" doc:"organizations that get their former values back"`
	Gone     int       `json:"gone" doc:"rows that are as before already"`
	Kept     []KeptRow `json:"kept" doc:"rows that stay as they are"` // in the order of the file

	Books  run.UndoBooks `json:"-"` // what would be: not reached are the rows to be undone
	Before int           `json:"-"` // rows that an earlier undo took back
	Marked int           `json:"-"` // of those to be deleted, those with tags or customer columns, which nothing brings back
	// Outcomes are all rows that the run wrote, in the order of the file. Not reached are those to be undone: each is as the run wrote it.
	Outcomes []run.UndoOutcome `json:"-"`

	found  []surveyed
	looked []run.UndoOutcome // those that were looked at: all but what an earlier undo took back
}

// KeptRow is a row of a run that an undo leaves as it is.
type KeptRow struct {
	Row    int       `json:"-"` // its index
	Number int       `json:"row" doc:"as Excel shows it at the left"`
	ID     uuid.UUID `json:"id" doc:"the organization"`
	Name   string    `json:"name" doc:"as the run wrote it"`
	Why    string    `json:"reason" doc:"why it stays"`
}

// NewPlan says what undoing a run would do, and writes nothing to the API. Package may says which runs
// may be undone; of one that is undone already the rows that stayed are looked at anew. Writes of the
// import that got no answer are looked up first, as [push.Resume] does, and the books of the import say
// what came of them.
func NewPlan(ctx context.Context, c *pigello.Client, r *run.Run, o Options) (*Plan, error) {
	u := newUndo(c, r, o)
	if r.Meta().State == run.Applying { // its process died
		if err := r.SetMeta(func(m *run.Meta) { m.State = run.Interrupted }); err != nil {
			return nil, err
		}
	}
	var plan *Plan
	err := u.engine.Watched(ctx, func(ctx context.Context) (err error) {
		if err = u.settleImport(ctx); err == nil {
			plan, err = u.lookAndPlan(ctx)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if plan.Code = plan.code(r.Meta().ID); r.Meta().Deletes { // which was decided when it was planned
		plan.Code = run.CodeOf(r.Meta().PlanHash)
	}
	return plan, nil
}

// code is the start of a hash over all that the undo would do, and to what as it is now.
func (plan *Plan) code(id string) string {
	h := sha256.New()
	_, _ = fmt.Fprintln(h, id)
	for _, o := range plan.Outcomes {
		_, _ = fmt.Fprintln(h, o.Row, o.Status)
	}
	for _, f := range plan.found {
		_, _ = fmt.Fprintf(h, "%d %s %t %q %s %q %s\n", f.row, f.id, f.creates, f.name, f.parent, f.formerName, f.formerParent)
	}
	return hex.EncodeToString(h.Sum(nil))[:run.CodeLength]
}

// lookAndPlan reads what the run wrote as it is now, and plans.
func (u *undo) lookAndPlan(ctx context.Context) (*Plan, error) {
	rows, against, err := u.candidates()
	if err != nil {
		return nil, err
	}
	before, err := run.UndoStates(u.engine.Run)
	if err != nil {
		return nil, err
	}
	var open []int32
	for _, row := range rows {
		if against[row] == "" && before[row] != run.UndoReversed {
			open = append(open, row)
		}
	}
	all, err := u.survey(ctx, open)
	if err == nil {
		err = u.strays(ctx, all)
	}
	if err != nil {
		return nil, err
	}
	return u.plan(rows, against, before, all)
}

// settleImport finds out what an import left open that was cut off: its writes
// without an answer and, what it does at its end, whether the ids that it was
// told are true. A false one would pass for a row that is gone.
func (u *undo) settleImport(ctx context.Context) error {
	if m := u.engine.Run.Meta(); m.State == run.Undone || m.Deletes { // the first undo has done it, or it wrote nothing
		return u.loadBefore()
	}
	if err := push.Settle(ctx, u.engine); err != nil {
		return err
	}
	return u.loadImport()
}

// plan sums up what a survey found. Rows that the import itself speaks against, and
// those that were taken back before, were not surveyed.
func (u *undo) plan(rows []int32, against map[int32]string, before []run.UndoStatus, all []surveyed) (*Plan, error) {
	plan := &Plan{}
	at := 0
	for _, row := range rows {
		v := keep(against[row])
		switch {
		case before[row] == run.UndoReversed:
			v = verdict{run.UndoReversed, wording.English.Undo.Before}
			plan.Before++
		case against[row] == "":
			v = all[at].verdict
			plan.count(&all[at])
			at++
		}
		o := run.UndoOutcome{Row: row, Status: v.status, Message: v.why}
		if plan.Outcomes = append(plan.Outcomes, o); before[row] != run.UndoReversed {
			plan.looked = append(plan.looked, o)
		}
		plan.Books.Add(v.status, 1)
		if v.status != run.UndoKept {
			continue
		}
		kept, err := u.keptRow(row, v.why)
		if err != nil {
			return nil, err
		}
		plan.Kept = append(plan.Kept, kept)
	}
	return plan, nil
}

func (plan *Plan) count(f *surveyed) {
	switch {
	case f.verdict.status == run.UndoReversed:
		plan.Gone++
	case f.verdict.status != run.UndoNotReached:
	case f.creates:
		if plan.Deletes++; f.verdict.why != "" {
			plan.Marked++
		}
		plan.found = append(plan.found, *f)
	default:
		plan.PutBacks++
		plan.found = append(plan.found, *f)
	}
}

// keptRow names a row by what the run made of it.
func (u *undo) keptRow(row int32, why string) (KeptRow, error) {
	r, err := u.engine.Run.Row(int(row))
	if err != nil {
		return KeptRow{}, err
	}
	kept := KeptRow{Row: int(row), Number: r.Number, ID: u.ids[row], Name: r.Values.Name, Why: why}
	if kept.Name == "" {
		d, err := u.engine.Run.Decision(int(row))
		kept.Name = cmp.Or(d.After.Name, d.Before.Name)
		return kept, err
	}
	return kept, nil
}

// KeptRows lists the rows of a run that its undo kept, or that the API refused
// to undo or gave no answer for, with the reason; in the order of the file.
func KeptRows(r *run.Run) (kept, failed, unknown []KeptRow, err error) {
	u := &undo{engine: &engine.Engine{Run: r}}
	if err := u.loadImport(); err != nil {
		return nil, nil, nil, err
	}
	status, err := run.UndoStates(r)
	if err != nil {
		return nil, nil, nil, err
	}
	for i, s := range status {
		list := map[run.UndoStatus]*[]KeptRow{run.UndoKept: &kept, run.UndoFailed: &failed, run.UndoUnknown: &unknown}[s]
		if list == nil {
			continue
		}
		why, err := r.UndoJournal().Message(i)
		if err != nil {
			return nil, nil, nil, err
		}
		one, err := u.keptRow(int32(i), why)
		if err != nil {
			return nil, nil, nil, err
		}
		*list = append(*list, one)
	}
	return kept, failed, unknown, nil
}
