package push

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// Bodies reads from a plan what is written for its rows.
type Bodies struct {
	Run *run.Run
	IDs []uuid.UUID // per row: its organization, as far as that is known
}

// Of is what is written for a row, and the decision to do so.
func (b Bodies) Of(i int32) (body pigello.Write, d run.Decision, err error) {
	row, err := b.Run.Row(int(i))
	if err != nil {
		return body, d, err
	}
	if d, err = b.Run.Decision(int(i)); err != nil {
		return body, d, err
	}
	if d.Action == run.ActionCreate {
		body, err = b.createBody(row, d)
	} else {
		body, err = b.updateBody(d)
	}
	if err != nil {
		err = fmt.Errorf("row %d: %w", row.Number, err)
	}
	return body, d, err
}

// createBody tells every field that has a value; what is absent or null is left
// out, since a new organization has neither.
func (b Bodies) createBody(row run.Row, d run.Decision) (pigello.Write, error) {
	body := pigello.Write{Name: row.Values.Name}
	if row.Values.CustomID.Kind == run.Value {
		body.CustomID = pigello.Some(row.Values.CustomID.Text)
	}
	parent, err := b.parent(d)
	if parent != (uuid.UUID{}) {
		body.Parent = pigello.Some(parent)
	}
	return body, err
}

// updateBody tells all three fields, unchanged ones as planning read them, so
// that it means the same whatever the API does to a field left out. A field
// that the API didn't tell stays out.
func (b Bodies) updateBody(d run.Decision) (pigello.Write, error) {
	body := pigello.Write{ID: d.ID, Name: d.After.Name, CustomID: live.Optional(d.After.CustomID)}
	if d.SetParent && d.After.Parent.Kind == run.Absent {
		parent, err := b.parent(d)
		body.Parent = pigello.Some(parent)
		return body, err
	}
	switch d.After.Parent.Kind {
	case run.Value:
		parent, err := uuid.Parse(d.After.Parent.Text)
		if err != nil {
			return body, fmt.Errorf("read the parent from the plan: %w", err)
		}
		body.Parent = pigello.Some(parent)
	case run.Null:
		body.Parent = pigello.Null[uuid.UUID]()
	}
	return body, nil
}

// parent is the parent's id: as planned, or of the row that created it.
func (b Bodies) parent(d run.Decision) (uuid.UUID, error) {
	if d.ParentRow == run.NoRow {
		return d.ParentID, nil
	}
	id := b.IDs[d.ParentRow] // written before this job was handed out: the loop doesn't touch it any more
	if id == (uuid.UUID{}) {
		return id, fmt.Errorf("its parent has no id yet")
	}
	return id, nil
}
