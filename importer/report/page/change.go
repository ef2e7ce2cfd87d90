package page

import (
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// change is an update that may be shown.
type change struct {
	Number   int
	Name, ID string
	Back     string // the command that brings back this one alone
	Groups   string // the numbers of its fields, on the page of a comparison
	Adopted  bool   // it was found after its write had got no answer
	fields   []fieldChange
}

// fieldChange is a field before and after. Of a parent the ids are kept, which are named at the end
// where that is known.
type fieldChange struct {
	field             string
	before, after     run.Text
	beforeName        string // of a parent, "" when only its id is known
	beforeID, afterID uuid.UUID
	lacking           string // what an absent side is, "" for not known
}

// created is a planned creation that is shown as an example.
type created struct {
	Number                 int
	Name, CustomID, Parent string
}

// changesOf gives the list for an update by the riskiest field that it changes.
func (b *Builder) changesOf(d *run.Decision) *list[change] {
	switch {
	case d.SetParent:
		return &b.parents
	case d.SetName:
		return &b.names
	}
	return &b.customs
}

// changeOf describes an update, the riskiest field first.
func changeOf(row *run.Row, d *run.Decision) change {
	c := change{Number: row.Number, Name: shorten(d.Before.Name, messageLength), ID: report.IDText(d.ID)}
	if d.SetParent {
		c.fields = append(c.fields, parentChange(row, d))
	}
	if d.SetName {
		c.fields = append(c.fields, fieldOf("name", valueOf(d.Before.Name), valueOf(d.After.Name)))
	}
	if d.SetCustomID {
		c.fields = append(c.fields, fieldOf("custom_id", d.Before.CustomID, d.After.CustomID))
	}
	return c
}

// parentChange names the new parent as the file does. The old one is an id until names are looked
// up.
func parentChange(row *run.Row, d *run.Decision) fieldChange {
	f := fieldOf("parent", d.Before.Parent, d.After.Parent)
	if d.Before.Parent.Kind == run.Value {
		f.beforeID, _ = uuid.Parse(d.Before.Parent.Text)
	}
	f.afterID = d.ParentID
	if d.ParentRow >= 0 || d.ParentID != uuid.Nil {
		f.after = cut(valueOf(row.Values.Parent.Text))
	}
	return f
}

// fieldOf is a change of one field, as much of it as is shown.
func fieldOf(name string, before, after run.Text) fieldChange {
	return fieldChange{field: name, before: cut(before), after: cut(after)}
}

func valueOf(s string) run.Text { return run.Text{Kind: run.Value, Text: s} }

func cut(t run.Text) run.Text {
	t.Text = shorten(t.Text, messageLength)
	return t
}
