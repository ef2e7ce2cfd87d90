package importer

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
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
func (o *RestoreOptions) translate(rec *Record) {
	if o == nil || len(o.IDs) == 0 {
		return
	}
	if id, ok := o.IDs[rec.ID]; ok && rec.HasID {
		rec.ID = id
	}
	if rec.Parent.Kind != run.Value {
		return
	}
	if parent, ok := parentID(rec); ok {
		if id, ok := o.IDs[parent]; ok {
			rec.Parent.Text = id.String()
		}
	}
}

// keepLive leaves an organization as it is, and names what differs.
func (p *planner) keepLive(i int32) {
	e, l := &p.rows[i], &p.live.rows[p.rows[i].live]
	warn := func(field, what string) {
		e.marks |= differs
		p.warn(i, codeDiffersKept, field, what+"; it stays, --revert puts the former value back", "")
	}
	if e.is(hasName) && keyOf(l.name) != e.name {
		warn(fieldName, fmt.Sprintf("the name is %q now", l.name))
	}
	if p.changesCustom(e, l) {
		now := "the custom_id is empty now"
		if l.custom.Kind == run.Value {
			now = fmt.Sprintf("the custom_id is %q now", l.custom.Text)
		}
		warn(fieldCustomID, now)
	}
	if p.changesParent(e, l) || p.lostParent(e, l) {
		now := "it has no parent now"
		if id, ok := l.parent.Get(); ok {
			now = fmt.Sprintf("its parent is %s now", id)
		}
		warn(fieldOrganization, now)
	}
	if e.is(differs) {
		p.kept++
	}
}

// lostParent says whether the snapshot has a parent that isn't there, and that
// the organization doesn't have.
func (p *planner) lostParent(e *entry, l *liveRow) bool {
	return e.parent != none && p.parents[e.parent].resolved.code != "" && !l.parent.IsAbsent() && l.parent != pigello.Some(p.parents[e.parent].id)
}
