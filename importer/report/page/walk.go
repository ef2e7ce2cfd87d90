package page

import (
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// addRun takes the plan of a run: decisions and issues side by side, and of the rows those that may
// be shown.
func (b *Builder) addRun(r *run.Run) error {
	w := &planWalk{b: b, r: r, issues: report.Follow(r.Issues(), func(i run.Issue) int { return i.Row })}
	defer w.issues.Stop()
	ofFiles, err := w.issues.At(-1)
	if err != nil {
		return err
	}
	for _, issue := range ofFiles {
		b.AddIssue(issue)
	}
	for d, err := range r.Decisions(0) {
		if err == nil {
			err = w.decided(&d)
		}
		if err != nil {
			return err
		}
	}
	if err := w.creations(); err != nil {
		return err
	}
	if err := w.branches(); err != nil {
		return err
	}
	return w.nameIDs()
}

// planWalk is one reading of a plan.
type planWalk struct {
	b      *Builder
	r      *run.Run
	issues report.Follower[run.Issue]
	tree   tree
	fates  []run.Action // of the rows so far; one that follows has that of its row
}

func (w *planWalk) decided(d *run.Decision) error {
	i := len(w.fates)
	action := d.Action
	if action == run.ActionFollow {
		action = w.fates[d.SameAs]
	}
	w.fates = append(w.fates, action)
	w.tree.add(d)
	if d.Action == run.ActionUpdate {
		if err := w.update(i, d); err != nil {
			return err
		}
	}
	return w.flaws(i, action, d)
}

// flaws takes what was found on a row. Of a row that won't be shown nothing but its issues is read.
func (w *planWalk) flaws(i int, action run.Action, d *run.Decision) error {
	issues, err := w.issues.At(i)
	if err != nil {
		return err
	}
	row := Row{Fate: fateOf(action), Issues: issues}
	if d.Action == run.ActionUnchanged && d.Before != (run.Snapshot{}) {
		if err := w.differs(&row, i, d); err != nil {
			return err
		}
	}
	if row.Fate == Warned && len(row.Issues) == 0 {
		return nil
	}
	if s := w.b.Page.Since; row.Fate != Warned && s != nil && s.IsNew(i) {
		row.Mark = "new since run " + s.Run
	}
	if w.b.list(row.Fate).wants(row.Issues) {
		if err := w.fill(&row, i, d); err != nil {
			return err
		}
	}
	w.b.AddRow(row)
	return nil
}

func (w *planWalk) fill(row *Row, i int, d *run.Decision) error {
	read, err := w.r.Row(i)
	if err != nil {
		return err
	}
	row.Source, row.Number, row.Cells = read.Source, read.Number, read.Cells
	if d.Action == run.ActionFollow && len(row.Issues) == 0 {
		first, err := w.r.Row(int(d.SameAs))
		if err != nil {
			return err
		}
		row.Reason = wording.English.Outcome.SharesFate(first.Number)
	}
	return nil
}

func fateOf(a run.Action) Fate {
	switch a {
	case run.ActionReject:
		return Rejected
	case run.ActionHold:
		return Held
	}
	return Warned
}

func (w *planWalk) update(i int, d *run.Decision) error {
	list := w.b.changesOf(d)
	list.total++
	if d.SetName {
		w.b.renamed++
	}
	if d.SetCustomID {
		w.b.renumbered++
	}
	if !list.wants() {
		return nil
	}
	row, err := w.r.Row(i)
	if err == nil {
		list.rows = append(list.rows, changeOf(&row, d))
	}
	return err
}

// creations reads some of the new organizations.
func (w *planWalk) creations() error {
	creations := w.tree.creations()
	w.b.creates = len(creations)
	for _, i := range even(creations, rowsShown) {
		row, err := w.r.Row(int(i))
		if err != nil {
			return err
		}
		v := row.Values
		w.b.created = append(w.b.created, created{
			Number: row.Number, Name: shorten(v.Name, 2*cellLength),
			CustomID: shorten(v.CustomID.Text, 2*cellLength), Parent: shorten(v.Parent.Text, 2*cellLength),
		})
	}
	return nil
}
