package plan

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// A run may delete what a list of ids names. Planning it is planning an import whose rows are matched by their ids alone; carrying it out
// is an undo, with its survey, its order and its journal:
//
//	ids ─► Plan, Delete ─► undo.NewPlan: children, tags, what changed ─► undo.Apply ─► Deleted: the input of a restore

// forDeletion has the rows say which organizations are meant, and no more: the id, and the name, so that ids that slid beside other names
// are noticed.
func (o *Options) forDeletion() {
	if o.Mode != Delete {
		return
	}
	o.Key = KeyID
	fed := map[string]string{}
	for _, field := range columns.Fields() {
		if columns.Fills(field) == pigello.NameOrganization || field == pigello.NameCustomID {
			fed[field] = ""
		}
	}
	maps.Copy(fed, o.Map)
	o.Map, o.IDsAlone, o.Fix = fed, true, true
}

// decideDeletes settles what the rows of a list to delete would do. Their names were only to confirm the ids.
func (m *matching) decideDeletes(ctx context.Context, c *pigello.Client) error {
	if m.mode != Delete {
		return nil
	}
	for i := range m.index.rows {
		e, l, name := &m.index.rows[i], &liveRow{}, ""
		if e.live != none {
			l = &m.live.rows[e.live]
			name, _ = check.Tidied(l.name) // as the row's own is
		}
		switch {
		case e.is(inError):
		case !e.is(hasID):
			m.issues.reject(int32(i), codes.IDMissing, pigello.NameID, "this row has no id of an organization to delete; fill it in, or take the row away", "")
		case e.live != none && e.is(hasName) && keyOf(name) != e.name:
			m.issues.reject(int32(i), codes.IDContradicts, pigello.NameName, fmt.Sprintf("the organization %s is called %q; correct the id or the name", l.id, l.name), l.name)
		default:
			e.marks = e.marks&^(hasName|doubtful) | deletes
		}
		if e.is(deletes) && e.live != none && l.parent.IsAbsent() { // the list didn't tell it, and it is to be made anew with it
			org, err := c.Get(ctx, l.id)
			if err != nil && !pigello.IsNotFound(err) {
				return fmt.Errorf("read the parent of what is to be deleted: %w", err)
			}
			l.parent = org.Parent
		}
	}
	return nil
}

// Deleted is the input of a restore that brings back what a run deleted, and how many organizations that are. It leaves out what was gone
// before the run came to it.
//
// Memory is that of the input: some 150 bytes for each organization.
func Deleted(r *run.Run) (in intake.Input, reading columns.Reading, count int, err error) {
	reading = columns.Reading{Format: tabular.FormatJSONL, Encoding: "utf-8"}
	_, ids, err := r.States()
	if err != nil {
		return in, reading, 0, err
	}
	var rows bytes.Buffer
	err = run.Reversed(r, func(i int, before bool) error {
		d, err := r.Decision(i)
		if err != nil || before {
			return err
		}
		count++
		return json.NewEncoder(&rows).Encode(objectOf(ids[i], d.Before))
	})
	return intake.Input{Name: "what run " + r.Meta().Short + " deleted", Stream: &rows}, reading, count, err
}

// objectOf is an organization as the API writes it.
func objectOf(id uuid.UUID, s run.Snapshot) map[string]any {
	object := map[string]any{pigello.NameID: id, pigello.NameName: s.Name}
	for field, t := range map[string]run.Text{pigello.NameCustomID: s.CustomID, pigello.NameOrganization: s.Parent} {
		if t.Kind == run.Value {
			object[field] = t.Text
		}
	}
	return object
}
