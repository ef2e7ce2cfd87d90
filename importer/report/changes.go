package report

import (
	"strconv"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
)

// WriteChanges writes changes.csv: every field that the planned updates change, with the columns
// row, id, name, field, before and after. A parent is its id; one that the run itself is to create
// is its name until it has one.
func WriteChanges(r *run.Run) ([]File, error) {
	to := tableOf[changeRow](r, "changes")
	_, ids, err := r.States()
	if err != nil {
		return to.Finish(err)
	}
	index := -1
	return writeRows(to, r.Decisions(0), func(d run.Decision) ([]changeRow, error) {
		index++
		if d.Action != run.ActionUpdate {
			return nil, nil
		}
		return changesOf(r, index, d, ids)
	})
}

func changesOf(r *run.Run, index int, d run.Decision, ids []uuid.UUID) ([]changeRow, error) {
	row, err := r.Row(index)
	if err != nil {
		return nil, err
	}
	parent, err := parentAfter(r, d, ids)
	if err != nil {
		return nil, err
	}
	var changes []changeRow
	for _, c := range [...]struct {
		set                  bool
		field, before, after string
	}{
		{d.SetName, "name", d.Before.Name, d.After.Name},
		{d.SetCustomID, "custom_id", d.Before.CustomID.Text, d.After.CustomID.Text},
		{d.SetParent, "organization", d.Before.Parent.Text, parent},
	} {
		if c.set {
			changes = append(changes, changeRow{
				Row: strconv.Itoa(row.Number), ID: IDText(d.ID), Name: d.Before.Name,
				Field: c.field, Before: c.before, After: c.after,
			})
		}
	}
	return changes, nil
}

// parentAfter gives the parent that an update sets.
func parentAfter(r *run.Run, d run.Decision, ids []uuid.UUID) (string, error) {
	switch {
	case !d.SetParent || d.ParentRow < 0:
		return d.After.Parent.Text, nil
	case ids[d.ParentRow] != uuid.Nil:
		return ids[d.ParentRow].String(), nil
	}
	row, err := r.Row(int(d.ParentRow))
	return row.Values.Name, err
}
