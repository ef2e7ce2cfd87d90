package audit

import (
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// claim is what a run says of a row: the row, and its organization as it was left. What the run doesn't say is absent, and a name "".
type claim struct {
	row  run.Row
	want run.Snapshot
}

// claimOf reads what the run says of row i. One that equals another was left as that one.
func (a *audit) claimOf(i int32) (claim, error) {
	row, err := a.run.Row(int(i))
	if err != nil {
		return claim{}, err
	}
	d, err := a.run.Decision(int(i))
	values := row.Values
	for err == nil && d.Action == run.ActionFollow {
		at := int(d.SameAs)
		if d, err = a.run.Decision(at); err == nil {
			var first run.Row
			first, err = a.run.Row(at)
			values = first.Values
		}
	}
	return claim{row: row, want: a.wanted(values, d)}, err
}

func (a *audit) wanted(v run.Values, d run.Decision) run.Snapshot {
	switch d.Action {
	case run.ActionCreate:
		// A field that wasn't sent is empty in a new organization.
		want := run.Snapshot{Name: v.Name, CustomID: run.Text{Kind: run.Null}, Parent: run.Text{Kind: run.Null}}
		if v.CustomID.Kind == run.Value {
			want.CustomID = v.CustomID
		}
		if id := a.parentOf(d); id != (uuid.UUID{}) {
			want.Parent = idValue(id)
		}
		return want
	case run.ActionUpdate:
		want := d.After
		if d.SetParent && want.Parent.Kind == run.Absent {
			want.Parent = idValue(a.parentOf(d))
		}
		return want
	}
	want := run.Snapshot{Name: v.Name, CustomID: v.CustomID, Parent: v.Parent}
	if want.Parent.Kind == run.Value { // which that is older runs don't say, unless the file gives its id
		id := a.parentOf(d)
		if id == uuid.Nil {
			id, _ = uuid.Parse(v.Parent.Text)
		}
		if want.Parent = idValue(id); id == uuid.Nil {
			want.Parent = run.Text{}
		}
	}
	return want
}

// parentOf is the parent's id: as planned, or of the row that created it.
func (a *audit) parentOf(d run.Decision) uuid.UUID {
	if d.ParentRow != run.NoRow {
		return a.ids[d.ParentRow]
	}
	return d.ParentID
}

func idValue(id uuid.UUID) run.Text { return run.Text{Kind: run.Value, Text: id.String()} }

// compared is how an organization differs from what a run wrote.
type compared struct {
	differ []Difference
	inPart bool // the API doesn't tell all of it
}

// compare gives the fields that differ, as differences of an organization, and says whether one can't be compared since the API doesn't
// tell it.
func (c *claim) compare(org pigello.Organization) (found compared) {
	now := live.Snapshot(org)
	add := func(field string, wrote, is run.Text) {
		found.differ = append(found.differ, Difference{Finding: Changed, ID: org.ID, Name: c.want.Name, Field: field, Wrote: wrote, Now: is})
	}
	if c.want.Name != "" && c.want.Name != now.Name {
		add(pigello.NameName, run.Text{Kind: run.Value, Text: c.want.Name}, run.Text{Kind: run.Value, Text: now.Name})
	}
	for _, f := range [...]struct {
		field       string
		wrote, told run.Text
	}{{pigello.NameCustomID, c.want.CustomID, now.CustomID}, {pigello.NameOrganization, c.want.Parent, now.Parent}} {
		switch {
		case f.wrote.Kind == run.Absent || f.wrote == f.told:
		case f.told.Kind == run.Absent:
			found.inPart = true
		default:
			add(f.field, f.wrote, f.told)
		}
	}
	return found
}
