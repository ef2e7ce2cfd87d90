package page

import (
	"cmp"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// UndoPlan is what undo.html says beside the rows.
type UndoPlan struct {
	// Looked is when the organizations were looked at; it and the other times are shown in its
	// zone.
	Looked time.Time
	// Code is the plan's, Undo the command that does exactly what it says.
	Code, Undo string
	// Outcomes are the rows that the run wrote, in their order: not reached are those to be undone.
	Outcomes []run.UndoOutcome
}

// WriteUndoPlan writes undo.html: what an undo would delete and put back, and what stays, for a
// person who decides on it. It replaces only such a page.
//
// It reads the run twice at most. What it keeps grows by a byte a row beside the 17 of their
// states.
func WriteUndoPlan(r *run.Run, p UndoPlan) ([]report.File, error) {
	b := newUndoPlanBuilder(r.Meta(), p)
	if err := b.addRun(r); err != nil {
		return nil, fmt.Errorf("read the run for the plan of its undo: %w", err)
	}
	return writeRunPage(r, "undo", replacesUndoPlan, b.view)
}

// undoPlanBuilder gathers the page in the lists that a result has: what is to be deleted, what
// stays and what is as before by their status, and what is to be put back as its updates.
type undoPlanBuilder struct {
	rows   *resultBuilder
	plan   UndoPlan
	moved  int // to another parent
	marked int // to be deleted with what can't be brought back
}

func newUndoPlanBuilder(m run.Meta, p UndoPlan) *undoPlanBuilder {
	return &undoPlanBuilder{rows: newResultBuilder(m, Result{Written: p.Looked}), plan: p}
}

func (b *undoPlanBuilder) addRun(r *run.Run) error {
	b.rows.adopted = make([]bool, r.RowCount())
	left := b.plan.Outcomes
	for e, err := range report.Entries(r) {
		if err != nil {
			return err
		}
		if len(left) > 0 && int(left[0].Row) == e.Index {
			b.add(e, left[0])
			left = left[1:]
		}
	}
	return b.rows.nameParents(r)
}

func (b *undoPlanBuilder) add(e *report.Entry, o run.UndoOutcome) {
	if o.Status != run.UndoNotReached || e.Decision.Action != run.ActionUpdate {
		b.addLine(e, o)
		return
	}
	if e.Decision.SetParent {
		b.moved++
	}
	b.rows.updated.add(func() change { return putBackOf(e) })
}

// addLine adds what isn't put back. What is deleted is shown with its parent, as far as the file or
// the run names it.
func (b *undoPlanBuilder) addLine(e *report.Entry, o run.UndoOutcome) {
	deletes := o.Status == run.UndoNotReached
	if deletes && o.Message != "" {
		b.marked++
	}
	b.rows.undone[o.Status].add(func() line {
		v := b.rows.lineOf(e, o.Message)
		if deletes {
			v.Parent = cmp.Or(e.ParentName(), report.IDText(e.Decision.ParentID), e.Decision.Before.Parent.Text)
		}
		return v.short()
	})
}

// putBackOf is an update the other way: from what the run wrote, which is there now, to what was
// there before.
func putBackOf(e *report.Entry) change {
	c := changeOf(&e.Row, &e.Decision)
	c.Name = shorten(e.Decision.After.Name, messageLength)
	for i := range c.fields {
		f := &c.fields[i]
		f.before, f.after, f.beforeID, f.afterID = f.after, f.before, f.afterID, f.beforeID
		if f.beforeID != uuid.Nil {
			f.beforeName = shorten(e.ParentName(), messageLength)
		}
	}
	return c
}
