package plan

import (
	"strconv"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// RestoreOptions make a plan bring back what a snapshot has: the inputs are the
// API's own objects, one a line, each with its id.
//
// A row whose id isn't there is made anew, under another id, and so are the rows
// below it. One that is there and differs stays as it is, with a warning for each
// field, or gets its former values back.
type RestoreOptions struct {
	// Revert gives rows that differ their former values back.
	Revert bool
	// IDs are the ids that organizations have since an earlier restore made them
	// anew, by the ids that they had.
	IDs map[uuid.UUID]uuid.UUID `json:"-"`
}

// keeps says whether rows that are there stay as they are.
func (o *RestoreOptions) keeps() bool { return o != nil && !o.Revert }

// translate gives a row, and its parent, the ids of today.
func (o *RestoreOptions) translate(rec *check.Record) {
	if o == nil || len(o.IDs) == 0 {
		return
	}
	if id, ok := o.IDs[rec.ID]; ok && rec.HasID {
		rec.ID = id
	}
	if rec.Parent.Kind != run.Value {
		return
	}
	if parent, ok := check.ParentID(rec); ok {
		if id, ok := o.IDs[parent]; ok {
			rec.Parent.Text = id.String()
		}
	}
}

// keepLive leaves an organization as it is, and names what differs: as it is and
// as the snapshot has it.
func (d *deciding) keepLive(i int32) {
	e, l := &d.index.rows[i], &d.live.rows[d.index.rows[i].live]
	var row run.Row
	warn := func(field, what string, now, then run.Text) {
		e.marks |= differs
		d.issues.warn(i, codes.DiffersKept, field, wording.English.Differs(row.Values.Name, what, inQuotes(now), inQuotes(then)), "")
	}
	renamed, numbered, moved := e.is(hasName) && keyOf(l.name) != e.name, d.changesCustom(e, l), d.changesParent(e, l) || d.lostParent(e, l)
	if !renamed && !numbered && !moved {
		return
	}
	row, err := d.run.Row(int(i))
	d.issues.fail(err)
	if renamed {
		warn(pigello.NameName, "the name", run.Text{Kind: run.Value, Text: l.name}, run.Text{Kind: run.Value, Text: row.Values.Name})
	}
	if numbered {
		warn(pigello.NameCustomID, "the custom_id", l.custom, row.Values.CustomID)
	}
	if moved {
		now := run.Text{}
		if id, ok := l.parent.Get(); ok {
			now = d.nameOf(id)
		}
		then := row.Values.Parent
		if id, err := uuid.Parse(then.Text); err == nil {
			then = d.nameOf(id)
		}
		warn(pigello.NameOrganization, "the parent", now, then)
	}
	d.sum.Kept++
}

// inQuotes is a value as a sentence has it.
func inQuotes(t run.Text) string {
	if t.Kind != run.Value || t.Text == "" {
		return "empty"
	}
	return strconv.Quote(t.Text)
}

// nameOf is the name of an organization that is there or in the snapshot, else its id.
func (d *deciding) nameOf(id uuid.UUID) run.Text {
	text := id.String()
	if at, ok := d.live.byID[id]; ok {
		text = d.live.rows[at].name
	} else if at, ok := d.index.byID[id]; ok {
		row, err := d.run.Row(int(at))
		d.issues.fail(err)
		text = row.Values.Name
	}
	return run.Text{Kind: run.Value, Text: text}
}

// lostParent says whether the snapshot has a parent that isn't there, and that
// the organization doesn't have.
func (d *deciding) lostParent(e *entry, l *liveRow) bool {
	return e.parent != none && d.index.parents[e.parent].resolved.code != "" && !l.parent.IsAbsent() && l.parent != pigello.Some(d.index.parents[e.parent].id)
}
