package run

// Severity tells what stops a row from what doesn't.
type Severity uint8

const (
	// Warning is worth a look; the row goes all the same.
	Warning Severity = iota
	// Error rejects the row.
	Error
)

// String names the severity in one lower-case word, as issues.csv has it.
func (s Severity) String() string { return nameOf(s, "warning", "error") }

// Issue is an error or a warning on a row.
type Issue struct {
	// Row is the row's index, -1 for a source as a whole (then Source says which); Number and Line are its position in the file.
	Row, Number, Line int
	// Source is the index of the source. It is only needed when Row is -1.
	Source int
	// Column is the index of the column, -1 for the whole row, ColumnName its header.
	Column     int
	ColumnName string
	// Code is stable, Message a plain English sentence.
	Code     string
	Severity Severity
	Message  string
	// Value is what was found, Suggestion what might be meant; either may be "".
	Value, Suggestion string
}

// Group gathers the issues of one code on one column with one severity.
type Group struct {
	Code       string `json:"code" kept:"Code" doc:"stable code"`
	ColumnName string `json:"column,omitempty" kept:"ColumnName" doc:"the column's header"`
	// Letter is "" also when it isn't the same in all sources.
	Letter   string   `json:"column_letter,omitempty" kept:"Letter" doc:"the column as a spreadsheet names it"`
	Severity Severity `json:"severity" kept:"Severity" doc:"error or warning"`
	Count    int      `json:"count" kept:"Count" doc:"how many"`
	RowCount int      `json:"-" kept:"RowCount"` // on how many rows
	// Rows is "3, 5-9, 14", at most 20 ranges and then "and 12 more rows"; with several sources each
	// source's name stands before its rows.
	Rows string `json:"rows" kept:"Rows" doc:"row numbers, as ranges"`
	// Examples are at most three, one for each value, those that are met most often first; Counts says how often each was met.
	Examples []Issue `json:"-" kept:"Examples"`
	Counts   []int   `json:"-" kept:"Counts,omitempty"`
}
