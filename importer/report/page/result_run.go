package page

import (
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// resultBuilder gathers a result in memory that doesn't grow with the rows: what is beyond its
// bounds is counted. It borrows from the report what shows rows of a spreadsheet.
type resultBuilder struct {
	page   *Builder
	meta   run.Meta // of its target and sources what is shown
	code   string
	result Result
	books  run.Books
	undo   run.UndoBooks

	first, last time.Time // of the requests that wrote
	requests    int

	refused                              rowList // by the API
	met                                  list[metRow]
	unknown, notReached, made, unchanged list[line]
	updated                              list[change]
	undone                               [run.UndoUnknown + 1]list[line]
	found                                int    // rows that were adopted
	adopted                              []bool // by row
	fates                                []run.Status
}

func newResultBuilder(m run.Meta, p Result) *resultBuilder {
	if p.Written.IsZero() {
		p.Written = time.Now()
	}
	m.Target, m.Sources = m.Target.Shown(), withoutFolders(m.Sources)
	b := &resultBuilder{
		page: NewBuilder(Page{
			Run: m.Short, Summary: plan.Summary{Target: m.Target, Sources: m.Sources, Restore: p.Restore},
		}),
		meta: m, code: run.CodeOf(m.PlanHash), result: p,
	}
	b.page.Page.Places.setDefaults()
	return b
}

// addRun reads what became of each row.
func (b *resultBuilder) addRun(r *run.Run) error {
	var err error
	if b.books, err = r.Books(); err != nil {
		return err
	}
	if err := b.readJournal(r); err != nil {
		return err
	}
	var undo []run.UndoStatus
	if b.isUndo() {
		if undo, err = run.UndoStates(r); err != nil {
			return err
		}
		if b.undo, err = r.UndoBooks(); err != nil {
			return err
		}
	}
	why := report.NewReasons(r)
	defer why.Stop()
	for e, err := range report.Entries(r) {
		if err == nil {
			err = b.add(r, why, e)
		}
		if err == nil && undo != nil {
			err = b.addUndone(r, e, undo[e.Index])
		}
		if err != nil {
			return err
		}
	}
	return b.nameParents(r)
}

// removal is how the page calls what takes rows away.
func (b *resultBuilder) removal() *removal {
	if b.meta.Deletes {
		return &deleting
	}
	return &undoing
}

// isUndo says that the page is of an undo, or of a deletion.
func (b *resultBuilder) isUndo() bool {
	return b.meta.State == run.Undoing || b.meta.State == run.Undone
}

// readJournal finds out when was written, and which rows were found after their write had got no
// answer.
func (b *resultBuilder) readJournal(r *run.Run) error {
	b.adopted = make([]bool, r.RowCount())
	for c, err := range r.Journal().Chunks() {
		if err != nil {
			return err
		}
		if c.Kind != run.ChunkNote {
			b.sent(c.SentAt)
		}
		for _, o := range c.Outcomes {
			b.adopted[o.Row] = o.Adopted && o.Status != run.Held
		}
	}
	if !b.isUndo() {
		return nil
	}
	b.first, b.last, b.requests = time.Time{}, time.Time{}, 0
	for c, err := range r.UndoJournal().Chunks() {
		if err != nil {
			return err
		}
		if c.Kind != run.ChunkNote {
			b.sent(c.SentAt)
		}
	}
	return nil
}

func (b *resultBuilder) sent(at time.Time) {
	b.requests++
	if b.first.IsZero() || at.Before(b.first) {
		b.first = at
	}
	if at.After(b.last) {
		b.last = at
	}
}

// add takes one row.
func (b *resultBuilder) add(r *run.Run, why *report.Reasons, e *report.Entry) error {
	b.fates = append(b.fates, e.Status)
	adopted := b.adopted[e.Index]
	if adopted {
		b.found++
	}
	switch e.Status {
	case run.Rejected, run.Held:
		f, err := why.About(e)
		if err != nil {
			return err
		}
		return b.addFlawed(r, e, f)
	case run.Updated:
		add := b.updated.add
		if adopted {
			add = b.updated.addRare
		}
		add(func() change {
			c := changeOf(&e.Row, &e.Decision)
			c.Adopted = adopted
			return c
		})
	case run.Created:
		b.addLine(&b.made, e, "")
	case run.Unchanged:
		if !b.meta.Deletes { // what a list names stands as deleted, or as kept
			b.addLine(&b.unchanged, e, b.sameRow(r, e))
		}
	case run.Unknown:
		reason, err := why.Ended(e)
		if err != nil {
			return err
		}
		b.addLine(&b.unknown, e, reason)
	default:
		b.addLine(&b.notReached, e, "")
	}
	return nil
}

func (b *resultBuilder) addLine(l *list[line], e *report.Entry, reason string) {
	add := l.add
	if b.adopted[e.Index] {
		add = l.addRare
	}
	add(func() line { return b.lineOf(e, reason).short() })
}

// sameRow says of a row that equals an earlier one which that is, and what became of that.
func (b *resultBuilder) sameRow(r *run.Run, e *report.Entry) string {
	at := int(e.Decision.SameAs)
	if e.Decision.Action != run.ActionFollow || at < 0 || at >= len(b.fates) {
		return ""
	}
	first, err := r.Row(at)
	if err != nil {
		return ""
	}
	return report.SameAs(first, b.fates[at])
}

// addFlawed takes a row that was rejected or held.
func (b *resultBuilder) addFlawed(r *run.Run, e *report.Entry, f *report.Findings) error {
	if e.Status == run.Held {
		met, ok, err := run.Met(r, e.Index)
		if err != nil {
			return err
		}
		if ok {
			b.met.add(func() metRow { return metOf(e, met, strings.Join(f.Pushed, "; ")) })
			return nil
		}
	}
	list := b.page.list(Held)
	if e.Status == run.Rejected {
		list = b.page.list(Rejected)
		if len(f.Pushed) > 0 {
			list = &b.refused
		}
	}
	row := Row{Source: e.Source, Number: e.Number, Cells: e.Cells, Issues: f.Issues, Reason: strings.Join(f.Pushed, "; ")}
	if len(f.Issues)+len(f.Pushed) == 0 {
		row.Reason = f.Same
	}
	if list.wants(row.Issues) {
		list.addRow(row)
	}
	list.total++
	return nil
}

// addUndone takes what an undo did with one row.
func (b *resultBuilder) addUndone(r *run.Run, e *report.Entry, s run.UndoStatus) error {
	if s == run.UndoNone {
		return nil
	}
	list := &b.undone[s]
	list.total++
	if !list.wants() {
		return nil
	}
	reason, err := r.UndoJournal().Message(e.Index)
	if err != nil {
		return err
	}
	if s == run.UndoReversed && reason == "" {
		reason = wording.English.Undo.Deleted
		if e.Decision.Action == run.ActionUpdate {
			reason = wording.English.Undo.PutBack
		}
	}
	list.rows = append(list.rows, b.lineOf(e, reason).short())
	return nil
}

// nameParents names the parents that are rows of the file or that a row names; of others only the
// id is known.
func (b *resultBuilder) nameParents(r *run.Run) error {
	wanted := names{}
	wanted.ofChanges(b.updated.rows)
	for i := range b.met.rows {
		for side, id := range b.met.rows[i].parents {
			wanted.ask(id, &b.met.rows[i].parentsCalled[side])
		}
	}
	deletes := b.undone[run.UndoNotReached].rows
	for i := range deletes {
		wanted.inPlace(&deletes[i].Parent)
	}
	if len(wanted) == 0 {
		return nil
	}
	for e, err := range report.Entries(r) {
		if err != nil {
			return err
		}
		for _, to := range wanted[e.ID] {
			*to = shorten(e.Name(), messageLength)
		}
		for _, to := range wanted[e.Decision.ParentID] {
			if name := shorten(e.ParentName(), messageLength); name != "" && (*to == "" || *to == report.IDText(e.Decision.ParentID)) {
				*to = name
			}
		}
	}
	return nil
}
