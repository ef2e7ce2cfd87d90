package page

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// codeKept is the code of an issue that says of a field that it differs from the snapshot and
// stays.
const codeKept = "differs-kept"

// differs adds a row of a snapshot that differs from what is there, which stays, and removes the
// issues that say so.
func (w *planWalk) differs(row *Row, i int, d *run.Decision) error {
	fields := map[string]bool{}
	row.Issues = slices.DeleteFunc(row.Issues, func(issue run.Issue) bool {
		fields[issue.ColumnName] = fields[issue.ColumnName] || issue.Code == codeKept
		return issue.Code == codeKept
	})
	w.b.kept.total++
	if !w.b.kept.wants() {
		return nil
	}
	read, err := w.r.Row(i)
	if err == nil {
		w.b.kept.rows = append(w.b.kept.rows, keptChange(&read, d, fields))
	}
	return err
}

// keptChange shows what is there, and what the snapshot has.
func keptChange(row *run.Row, d *run.Decision, fields map[string]bool) change {
	c := change{Number: row.Number, Name: shorten(d.Before.Name, messageLength), ID: report.IDText(d.ID)}
	if fields["organization"] {
		f := fieldOf("parent", d.Before.Parent, row.Values.Parent)
		f.beforeID, _ = uuid.Parse(d.Before.Parent.Text)
		f.afterID, _ = uuid.Parse(row.Values.Parent.Text)
		c.fields = append(c.fields, f)
	}
	if fields["custom_id"] {
		c.fields = append(c.fields, fieldOf("custom_id", d.Before.CustomID, row.Values.CustomID))
	}
	if fields["name"] || len(c.fields) == 0 {
		c.fields = append(c.fields, fieldOf("name", valueOf(d.Before.Name), valueOf(row.Values.Name)))
	}
	return c
}

// names are the places on a page that wait for the name of an organization, by its id.
type names map[uuid.UUID][]*string

func (n names) ask(id uuid.UUID, to *string) {
	if id != uuid.Nil {
		n[id] = append(n[id], to)
	}
}

// inPlace asks for a name that replaces an id.
func (n names) inPlace(text *string) {
	id, _ := uuid.Parse(*text)
	n.ask(id, text)
}

func (n names) ofChanges(changes []change) {
	for i := range changes {
		for j := range changes[i].fields {
			f := &changes[i].fields[j]
			n.ask(f.beforeID, &f.beforeName)
			if f.after.Text == report.IDText(f.afterID) {
				n.ask(f.afterID, &f.after.Text)
			}
		}
	}
}

// nameIDs names the parents that the page knows by id alone, where they are rows of the file: the
// journal knows no others.
func (w *planWalk) nameIDs() error {
	wanted := names{}
	wanted.ofChanges(w.b.parents.rows)
	wanted.ofChanges(w.b.kept.rows)
	for i := range w.b.branches {
		wanted.inPlace(&w.b.branches[i].Name)
	}
	for i := range w.b.created {
		wanted.inPlace(&w.b.created[i].Parent)
	}
	if len(wanted) == 0 {
		return nil
	}
	i := -1
	for d, err := range w.r.Decisions(0) {
		if err != nil {
			return err
		}
		i++
		if err := w.nameOne(wanted, i, &d); err != nil {
			return err
		}
	}
	return nil
}

// nameOne fills in the name of a row's organization. Rows of a snapshot are known by their former
// ids, too.
func (w *planWalk) nameOne(wanted names, i int, d *run.Decision) error {
	asked := wanted[d.ID]
	if len(asked) == 0 && !w.b.Page.Restore {
		return nil
	}
	name := d.Before.Name
	if name == "" || w.b.Page.Restore {
		row, err := w.r.Row(i)
		if err != nil {
			return err
		}
		if id, _ := uuid.Parse(row.Values.ID); id != d.ID {
			asked = append(slices.Clone(asked), wanted[id]...)
		}
		if name == "" {
			name = row.Values.Name
		}
	}
	for _, to := range asked {
		*to = shorten(name, messageLength)
	}
	return nil
}

// snapshotForm is how snapshots are named, by their time.
const snapshotForm = "20060102T150405Z"

// heading is what a plan, or what became of it, is called.
func (p *Page) heading(zone *time.Location) string {
	subject := p.subject()
	if at, err := time.Parse(snapshotForm, strings.TrimSpace(subject)); p.Restore && err == nil {
		return "Restore " + p.place() + " to " + at.In(zone).Format("2 January 2006, 15:04")
	}
	what := "Import"
	if p.Restore {
		what = "Restore"
	}
	return what + " of " + subject + " into " + p.place()
}
