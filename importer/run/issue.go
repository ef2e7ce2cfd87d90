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
	Code, ColumnName string
	Severity         Severity
	// Letter is the column as a spreadsheet names it, "" for none, or when it isn't the same in all sources.
	Letter string
	// Count is how many issues there are, RowCount on how many rows.
	Count, RowCount int
	// Rows are their row numbers as text, "3, 5-9, 14", at most 20 ranges and then "and 12 more rows"; with several sources each
	// source's name stands before its rows.
	Rows string
	// Examples are at most three, one for each value, those that are met most often first; Counts says how often each was met.
	Examples []Issue
	Counts   []int `json:",omitempty"`
}
