package importer

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// pieces reads the bodies of rows from the plan.
func (w *worker) pieces(rows []int32) ([]piece, error) {
	pieces := make([]piece, len(rows))
	for n, i := range rows {
		row, err := w.push.run.Row(int(i))
		if err != nil {
			return nil, err
		}
		d, err := w.push.run.Decision(int(i))
		if err != nil {
			return nil, err
		}
		pieces[n] = piece{row: i, before: d.Before, sent: w.push.sentBefore[i]}
		if !pieces[n].sent.IsZero() {
			if pieces[n].why, err = w.push.run.Message(int(i)); err != nil {
				return nil, err
			}
		}
		if d.Action == run.ActionCreate {
			pieces[n].write, err = w.createBody(row, d)
		} else {
			pieces[n].write, err = w.updateBody(d)
		}
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", row.Number, err)
		}
	}
	return pieces, nil
}

// createBody tells every field that has a value; what is absent or null is left
// out, since a new organization has neither.
func (w *worker) createBody(row run.Row, d run.Decision) (pigello.Write, error) {
	body := pigello.Write{Name: row.Values.Name}
	if row.Values.CustomID.Kind == run.Value {
		body.CustomID = pigello.Some(row.Values.CustomID.Text)
	}
	parent, err := w.parent(d)
	if parent != (uuid.UUID{}) {
		body.Parent = pigello.Some(parent)
	}
	return body, err
}

// updateBody tells all three fields, unchanged ones as planning read them, so
// that it means the same whatever the API does to a field left out. A field
// that the API didn't tell stays out.
func (w *worker) updateBody(d run.Decision) (pigello.Write, error) {
	body := pigello.Write{ID: d.ID, Name: d.After.Name, CustomID: live.Optional(d.After.CustomID)}
	if d.SetParent && d.After.Parent.Kind == run.Absent {
		parent, err := w.parent(d)
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

// changed leaves out of an update what is there already: the API's call for one leaves a field alone that it isn't told, and
// somebody else may be changing it.
func changed(p piece) pigello.Write {
	if p.write.CustomID == live.CustomID(p.before) {
		p.write.CustomID = pigello.Optional[string]{}
	}
	if p.write.Parent == live.Parent(p.before) {
		p.write.Parent = pigello.Optional[uuid.UUID]{}
	}
	return p.write
}

// parent is the parent's id: as planned, or of the row that created it.
func (w *worker) parent(d run.Decision) (uuid.UUID, error) {
	if d.ParentRow == run.NoRow {
		return d.ParentID, nil
	}
	id := w.push.ids[d.ParentRow] // written before this job was handed out: the loop doesn't touch it any more
	if id == (uuid.UUID{}) {
		return id, fmt.Errorf("its parent has no id yet")
	}
	return id, nil
}
