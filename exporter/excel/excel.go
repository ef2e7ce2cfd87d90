// Package excel says how a text stands in a CSV file that people open in a spreadsheet program: so that none is taken for a formula. It also
// has what all workbooks need that we write.
//
// A cell that begins like a formula, or with an apostrophe, gets one apostrophe in front. Where a file may be imported again, its column
// [Column] says in each row whether that was done, and only there is one taken away.
package excel

import "strings"

const (
	// Column is the column that says how the cells of a row were written.
	Column = "orgbatch_format"
	// Form is what stands in it where each cell is as [Guard] gives it.
	Form = "excel-1"
)

// Guard puts an apostrophe before a text that a spreadsheet program would calculate or leave one out of.
func Guard(text string) string {
	if text != "" && strings.IndexByte("=+-@'\t\r", text[0]) >= 0 {
		return "'" + text
	}
	return text
}

// Unguard gives back what [Guard] was given.
func Unguard(text string) string { return strings.TrimPrefix(text, "'") }
