package event

import "github.com/go-json-experiment/json/jsontext"

// Diff is a comparison as a whole; a change event for each organization
// that differs precedes it.
type Diff struct {
	A             string   `json:"a" doc:"what was compared"`
	B             string   `json:"b" doc:"with what"`
	RowsA         int      `json:"rows_a" doc:"organizations in A: same + changed + removed"`
	RowsB         int      `json:"rows_b" doc:"organizations in B: same + changed + added"`
	Same          int      `json:"same" doc:"organizations in both without a difference"`
	Added         int      `json:"added" doc:"organizations in B alone"`
	Removed       int      `json:"removed" doc:"organizations in A alone"`
	Changed       int      `json:"changed" doc:"organizations in both that differ"`
	Renamed       int      `json:"renamed" doc:"of the changed: with another name"`
	Moved         int      `json:"moved" doc:"of the changed: with another parent"`
	UntoldParents int      `json:"untold_parents" doc:"organizations of which a side doesn't tell the parent, so it wasn't compared"`
	SameName      int      `json:"same_name" doc:"of the added: those with the name of a removed one, as after a restore"`
	Skipped       []string `json:"skipped,omitempty" doc:"columns of a file that were not compared"`
}

// Change is an organization that differs, in the order of the ids.
type Change struct {
	Change string         `json:"change" doc:"added (in B alone), removed (in A alone) or changed"`
	ID     string         `json:"id" doc:"the organization; empty for a row of a file that has none"`
	Name   string         `json:"name" doc:"its name in B; of a removed one, in A"`
	Was    string         `json:"was,omitempty" doc:"its name in A, where that is another"`
	Fields []ChangedField `json:"fields" doc:"those that differ; of an added or removed one, all"`
}

// ChangedField is one field of a Change.
type ChangedField struct {
	Field      string         `json:"field" doc:"as the API calls it"`
	Before     jsontext.Value `json:"before,omitempty" doc:"left out where A has no such field; a parent is its id"`
	After      jsontext.Value `json:"after,omitempty" doc:"left out where B has no such field; a parent is its id"`
	BeforeName string         `json:"before_name,omitempty" doc:"of a parent, where it is known"`
	AfterName  string         `json:"after_name,omitempty" doc:"of a parent, where it is known"`
}
