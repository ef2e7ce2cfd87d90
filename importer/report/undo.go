package report

import (
	"strconv"

	"github.com/orgbatch/orgbatch/importer/run"
)

// WriteUndo writes undo.csv: every row that the run wrote, with the columns row, orgbatch_row (its
// identity), id, name (as the run wrote it), undo (delete or put back), status (where it ended) and
// reason. A run that nobody undid has none.
func WriteUndo(r *run.Run) ([]File, error) {
	to := tableOf[undoRow](r, "undo")
	status, err := run.UndoStates(r)
	if err != nil {
		return to.Finish(err)
	}
	short := r.Meta().Short
	return writeRows(to, Entries(r), func(e *Entry) ([]undoRow, error) {
		if status[e.Index] == run.UndoNone {
			return nil, nil
		}
		reason, err := r.UndoJournal().Message(e.Index)
		row := undoRow{
			Row: strconv.Itoa(e.Number), Identity: e.IdentityIn(short), ID: IDText(e.ID), Name: e.Name(),
			Undo: "delete", Status: status[e.Index].String(), Reason: reason,
		}
		if e.Decision.Action == run.ActionUpdate {
			row.Undo, row.Name = "put back", e.Decision.After.Name
		}
		return []undoRow{row}, err
	})
}
