package sheets

import "github.com/orgbatch/orgbatch/importer/tabular"

// NoResult is the problem of a formula without a result. One for which the file has an empty value was taken for a blank cell by other readers
// too, so that it stops nothing in a column that isn't sent.
func NoResult(valued bool) *tabular.Problem {
	return &tabular.Problem{
		Code: tabular.CodeNoStored, Warning: valued, ErrorIfSent: valued,
		Message:    "the cell holds a formula whose result isn't stored in the file, so it can't be known here",
		Suggestion: "open the workbook in Excel or LibreOffice and save it, which stores the results",
	}
}

// StandIn is the problem of a formula whose result is the 0 that some libraries write for whatever is to be calculated later.
func StandIn(value string) *tabular.Problem {
	return &tabular.Problem{
		Code: tabular.CodeStandIn, Value: value, Warning: true, ErrorIfSent: true,
		Message:    "the cell holds a formula, and the program that made the workbook wrote 0 for its result, to be calculated by Excel",
		Suggestion: "open the workbook in Excel and save it, which stores the results; where 0 is right, write it as a number",
	}
}
