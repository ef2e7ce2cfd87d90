package event

import (
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
)

// UndoPlan is what an undo would do; its books follow as an event of their
// own.
type UndoPlan struct {
	Run      string `json:"run" doc:"the run's short id"`
	Code     string `json:"code" doc:"of what would be done; --code CODE holds an undo to it"`
	Deletes  int    `json:"deletes" doc:"organizations to be deleted: the N of --delete"`
	PutBacks int    `json:"put_backs" doc:"organizations that get their former values back"`
	Gone     int    `json:"gone" doc:"rows that are as before already"`
	Kept     []Kept `json:"kept" doc:"rows that stay as they are"`
}

// Kept is a row that an undo leaves as it is.
type Kept struct {
	Row    int    `json:"row" doc:"as Excel shows it at the left"`
	ID     string `json:"id" doc:"the organization"`
	Name   string `json:"name" doc:"as the run wrote it"`
	Reason string `json:"reason" doc:"why it stays"`
}

// UndoBooks are the closed books of an undo.
type UndoBooks struct {
	Run        string `json:"run" doc:"the run's short id"`
	Planned    bool   `json:"planned" doc:"true: what would be; false: what was"`
	Closed     bool   `json:"closed" doc:"the buckets add up to written"`
	Written    int    `json:"written" doc:"rows that the run wrote or may have written"`
	Reversed   int    `json:"reversed" doc:"rows whose organization is as before the run"`
	Kept       int    `json:"kept" doc:"rows whose organization stays as it is"`
	Failed     int    `json:"failed" doc:"rows that the API refused to undo"`
	Unknown    int    `json:"unknown" doc:"rows whose request got no answer yet"`
	NotReached int    `json:"not_reached" doc:"rows that are still to be undone"`
}

// UndoRow is a row that an undo didn't take back.
type UndoRow struct {
	Run    string `json:"run" doc:"the run's short id"`
	Row    int    `json:"row" doc:"as Excel shows it at the left"`
	ID     string `json:"id" doc:"the organization"`
	Name   string `json:"name" doc:"as the run wrote it"`
	Status string `json:"status" doc:"kept, failed or unknown"`
	Reason string `json:"reason" doc:"why"`
}

// OfUndoPlan is the plan of an undo for a script.
func OfUndoPlan(short string, plan *undo.Plan) UndoPlan {
	e := UndoPlan{Run: short, Code: plan.Code, Deletes: plan.Deletes, PutBacks: plan.PutBacks, Gone: plan.Gone, Kept: []Kept{}}
	for _, k := range plan.Kept {
		e.Kept = append(e.Kept, Kept{Row: k.Number, ID: k.ID.String(), Name: k.Name, Reason: k.Why})
	}
	return e
}

// OfPlannedUndo are the books of an undo that would be.
func OfPlannedUndo(short string, b run.UndoBooks) UndoBooks {
	e := OfUndo(short, b)
	e.Planned = true
	return e
}

// OfUndo are the books of an undo.
func OfUndo(short string, b run.UndoBooks) UndoBooks {
	return UndoBooks{
		Run: short, Closed: b.Close() == nil, Written: b.Written, Reversed: b.Reversed, Kept: b.Kept,
		Failed: b.Failed, Unknown: b.Unknown, NotReached: b.NotReached,
	}
}
