package importer

import (
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
)

// Codes of the issues that a Checker finds, beside those of package table. They are part of the tool's output: never rename one.
const (
	codeNameMissing = "name-missing"
	codeTooLong     = "too-long"
	codeTrimmed     = "trimmed"
	codeControl     = "control-character"
	codeBadID       = "bad-id"
	codeBadParentID = "bad-parent-id"
	codeWrongType   = "wrong-type"
	codeNumber      = "number-as-text"
)

// CheckDoc is one line of the catalogue of checks.
type CheckDoc struct {
	Code     string
	Severity run.Severity
	Doc      string // one sentence for a person
}

// Checks gives the catalogue of what is checked row by row, without the API: first what the reading finds, then the field rules. A code
// stands twice where it may be an error or a warning.
func Checks() []CheckDoc {
	return []CheckDoc{
		{table.CodeShortRow, run.Error, "The row has fewer cells than the header has named columns, so values may stand in the wrong column."},
		{table.CodeLongRow, run.Error, "The row has more cells than the header, and one of the extra cells holds something."},
		{table.CodeLongRow, run.Warning, "The row has more cells than the header; the extra ones are blank and left out."},
		{table.CodeBadUTF8, run.Error, "The cell holds bytes that are not UTF-8."},
		{table.CodeNUL, run.Error, "The cell holds a NUL character, which the API refuses."},
		{table.CodeUnclosed, run.Error, "A quote opens a cell and nothing closes it; only this row is lost."},
		{table.CodeBadQuote, run.Error, "Text follows the quote that closes a cell."},
		{table.CodeStrayQuote, run.Warning, "A cell that isn't quoted holds a quote, which is taken as text."},
		{table.CodeLargeCell, run.Error, "The cell is larger than 1 MiB."},
		{table.CodeBadJSON, run.Error, "The line is not JSON."},
		{table.CodeNotObject, run.Error, "The line is JSON but not an object."},
		{table.CodeDuplicateKey, run.Error, "The object has one key twice."},
		{table.CodeEmptyHeader, run.Warning, "A column has no name in the header."},
		{table.CodeSameHeader, run.Warning, "Two columns have the same name."},
		{codeNameMissing, run.Error, "The row has no name, and no id either by which to find the organization that it means."},
		{codeTooLong, run.Error, "The text has more characters than the field takes: 255 for a name, 128 for a custom_id."},
		{codeTrimmed, run.Warning, "The text has white space at its ends; it is sent without, as the API would store it."},
		{codeControl, run.Warning, "The text holds a line break, a tab or another control character."},
		{codeBadID, run.Error, "The id is not a UUID of 36 characters."},
		{codeBadParentID, run.Error, "The parent's id is not a UUID of 36 characters."},
		{codeWrongType, run.Error, "The JSON value is of a type that the field can't take."},
		{codeNumber, run.Warning, "The JSON value is a number or true or false; it is sent as that text."},
	}
}

// severityOf gives the severity of a code that has one only.
func severityOf(code string) run.Severity {
	switch code {
	case codeTrimmed, codeControl, codeNumber:
		return run.Warning
	}
	return run.Error
}
