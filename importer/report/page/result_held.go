package page

import (
	"cmp"
	"html/template"
	"strings"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// metRow is a row that was held for what it met: its organization as it was planned on, as it was
// met and as the file wants it.
type metRow struct {
	Number        int
	Name, ID      string
	Why           string
	isNew         bool // it wasn't there when the plan was made
	planned, met  run.Snapshot
	wants         run.Snapshot // absent is what the file says nothing of
	wantedParent  run.Text     // as an id, a value without a text for one that isn't known
	parents       [2]uuid.UUID // as planned and as met
	parentsCalled [2]string    // their names, where the file has them
}

// metOf describes a held row.
func metOf(e *report.Entry, met run.Snapshot, reason string) metRow {
	d := &e.Decision
	why, _, _ := strings.Cut(reason, ": ") // the values stand beside it
	m := metRow{
		Number: e.Number, Name: shorten(cmp.Or(e.Name(), met.Name), messageLength), ID: report.IDText(e.ID), Why: shorten(why, messageLength),
		planned: short(d.Before), met: short(met), isNew: d.Action == run.ActionCreate,
	}
	m.wants, m.wantedParent = wantedBy(e)
	for i, s := range [...]run.Text{d.Before.Parent, met.Parent} {
		if s.Kind == run.Value {
			m.parents[i], _ = uuid.Parse(s.Text)
		}
	}
	return m
}

// wantedBy is what the file wants of a row's organization, and the parent among that as an id.
func wantedBy(e *report.Entry) (wants run.Snapshot, parent run.Text) {
	d := &e.Decision
	wants = run.Snapshot{Name: e.Name(), CustomID: e.Values.CustomID, Parent: e.Values.Parent}
	parent = d.After.Parent
	switch {
	case d.Action == run.ActionCreate:
		wants.CustomID, wants.Parent = orNull(wants.CustomID), orNull(wants.Parent)
		parent = wants.Parent
	case wants.Parent.Kind == run.Absent:
		parent = run.Text{}
	}
	if parent.Kind == run.Value && (d.Action == run.ActionCreate || d.SetParent) {
		parent.Text = report.IDText(d.ParentID)
	}
	return short(wants), parent
}

// orNull is what a new organization has in a field: what isn't sent is empty.
func orNull(t run.Text) run.Text {
	if t.Kind != run.Value {
		return run.Text{Kind: run.Null}
	}
	return t
}

func short(s run.Snapshot) run.Snapshot {
	return run.Snapshot{Name: shorten(s.Name, messageLength), CustomID: cut(s.CustomID), Parent: cut(s.Parent)}
}

// metFieldView is one field in its three versions.
type metFieldView struct {
	Field                string
	Planned, Now, Wanted template.HTML
}

// Fields are those in which the versions differ.
func (m metRow) Fields() (views []metFieldView) {
	versions := m.versions()
	for _, f := range versions {
		asWanted := (f.wanted.Kind == run.Absent || f.met == f.wanted) && (m.isNew || f.met == f.planned)
		if f.met.Kind != run.Absent && !asWanted {
			views = append(views, m.field(f))
		}
	}
	if len(views) == 0 { // what differs isn't known any more: the name stands for it
		views = append(views, m.field(versions[0]))
	}
	return views
}

// version is a field as planned, as met and as wanted; the file may show what it wants otherwise,
// such as a parent by its name.
type version struct {
	field                       string
	planned, met, wanted, shown run.Text
}

const parentField = "parent"

// versions are the fields, the name first.
func (m *metRow) versions() [3]version {
	name, custom := valueOf(m.wants.Name), m.wants.CustomID
	return [...]version{
		{"name", valueOf(m.planned.Name), valueOf(m.met.Name), name, name},
		{"custom_id", m.planned.CustomID, m.met.CustomID, custom, custom},
		{parentField, m.planned.Parent, m.met.Parent, m.wantedParent, m.wants.Parent},
	}
}

func (m *metRow) field(f version) metFieldView {
	v := metFieldView{Field: f.field}
	touched := f.planned != f.met // by somebody
	var notes [2]template.HTML
	if f.field == parentField {
		for i, t := range [...]*run.Text{&f.planned, &f.met} {
			if m.parentsCalled[i] != "" {
				t.Text, notes[i] = m.parentsCalled[i], idNote(t.Text)
			}
		}
	}
	v.Planned, v.Now, v.Wanted = plainText(f.planned), plainText(f.met), plainText(f.shown)
	switch {
	case m.isNew:
		v.Planned = `<i class="none">not there</i>`
	case touched:
		change := fieldChange{before: f.planned, after: f.met}
		sides := change.view()
		v.Planned, v.Now = sides.Before, sides.After
	}
	v.Planned, v.Now = v.Planned+notes[0], v.Now+notes[1]
	if f.shown.Kind == run.Absent {
		v.Wanted = `<i class="none">doesn’t say</i>`
	}
	return v
}

// plainText shows a text that may be none.
func plainText(t run.Text) template.HTML {
	switch {
	case t.Kind == run.Absent:
		return `<i class="none">not known</i>`
	case t.Kind == run.Null || t.Text == "":
		return `<i class="none">empty</i>`
	}
	return visible(t.Text)
}
