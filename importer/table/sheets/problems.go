package sheets

import (
	"github.com/orgbatch/orgbatch/importer/tabular"

	"github.com/orgbatch/orgbatch/importer/wording"
)

// NoResult is the problem of a formula without a result. One for which the file has an empty value was taken for a blank cell by other readers
// too, so that it stops nothing in a column that isn't sent.
func NoResult(valued bool) *tabular.Problem {
	return &tabular.Problem{
		Code: tabular.CodeNoStored, Warning: valued, ErrorIfSent: valued,
		Message:    wording.English.Sheets.NoResult,
		Suggestion: wording.English.Sheets.SaveInOffice,
	}
}

// StandIn is the problem of a formula whose result is the 0 that some libraries write for whatever is to be calculated later.
func StandIn(value string) *tabular.Problem {
	return &tabular.Problem{
		Code: tabular.CodeStandIn, Value: value, Warning: true, ErrorIfSent: true,
		Message:    wording.English.Sheets.StandIn,
		Suggestion: wording.English.Sheets.SaveInExcel,
	}
}
