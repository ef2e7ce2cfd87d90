package report

import (
	"strconv"

	"github.com/orgbatch/orgbatch/importer/run"
)

// WriteUndo writes undo.csv: every row that the run wrote, with the columns row, orgbatch_row (its identity), id, name (as the run wrote it),
// undo (delete or put back), status (where it ended) and reason. A run that nobody undid has none.
func WriteUndo(r *run.Run) ([]File, error) {
	o := &output{path: PathOf(r, "undo", "csv", 0), format: ours(r.Meta())}
	to := &marshaller[undoRow]{to: o}
	status, err := r.UndoStates()
	if err != nil {
		return o.Finish(err)
	}
	short := r.Meta().Short
	for e, err := range Entries(r) {
		if err == nil && status[e.Index] == run.UndoNone {
			continue
		}
		if err == nil {
			err = writeUndo(r, to, e, short, status[e.Index])
		}
		if err != nil {
			return o.Finish(err)
		}
	}
	return o.Finish(to.flush())
}

func writeUndo(r *run.Run, to *marshaller[undoRow], e *Entry, short string, status run.UndoStatus) error {
	reason, err := r.UndoMessage(e.Index)
	if err != nil {
		return err
	}
	row := undoRow{Row: strconv.Itoa(e.Number), Identity: e.IdentityIn(short), ID: IDText(e.ID), Name: e.Name(),
		Undo: "delete", Status: status.String(), Reason: reason}
	if e.Decision.Action == run.ActionUpdate {
		row.Undo, row.Name = "put back", e.Decision.After.Name
	}
	return to.add(row)
}
