package report

import (
	"strconv"

	"github.com/orgbatch/orgbatch/importer/run"
)

// WriteUndo writes undo.csv: every row that the run wrote, with the columns row, orgbatch_row (its identity), id, name (as the run wrote it),
// undo (delete or put back), status (where it ended) and reason. A run that nobody undid has none.
func WriteUndo(r *run.Run) ([]File, error) {
	o := &output{path: pathOf(r, "undo", "csv", 0), format: ours(r.Meta())}
	to := &marshaller[undoRow]{to: o}
	status, err := r.UndoStates()
	if err != nil {
		return o.finish(err)
	}
	short := r.Meta().Short
	for e, err := range entries(r) {
		if err == nil && status[e.Index] == run.UndoNone {
			continue
		}
		if err == nil {
			err = writeUndo(r, to, e, short, status[e.Index])
		}
		if err != nil {
			return o.finish(err)
		}
	}
	return o.finish(to.flush())
}

func writeUndo(r *run.Run, to *marshaller[undoRow], e *entry, short string, status run.UndoStatus) error {
	reason, err := r.UndoMessage(e.Index)
	if err != nil {
		return err
	}
	row := undoRow{Row: strconv.Itoa(e.Number), Identity: e.IdentityIn(short), ID: idText(e.id), Name: nameIn(e),
		Undo: "delete", Status: status.String(), Reason: reason}
	if e.decision.Action == run.ActionUpdate {
		row.Undo, row.Name = "put back", e.decision.After.Name
	}
	return to.add(row)
}
