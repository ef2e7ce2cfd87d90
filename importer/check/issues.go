package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// rowIssues collects what is wrong with a row.
type rowIssues struct {
	mapping    *columns.Mapping
	column     map[string]int // by field: index in mapping.Columns
	severities map[string]run.Severity
	row        tabular.Row
	issues     []run.Issue
}

// noteProblem makes an issue of what the reading found.
func (f *rowIssues) noteProblem(p tabular.Problem) {
	issue := run.Issue{
		Number: f.row.Number, Line: f.row.Line, Column: p.Column, Code: p.Code, Severity: run.Error,
		Message: p.Message, Value: p.Value, Suggestion: p.Suggestion,
	}
	if p.Warning && !(p.ErrorIfSent && f.mapping.Sends(p.Column)) {
		issue.Severity = run.Warning
	}
	if p.Column >= 0 && p.Column < len(f.mapping.Header) {
		issue.ColumnName = f.mapping.Header[p.Column]
	}
	f.issues = append(f.issues, issue)
}

// note adds an issue on the column that feeds a field, or on the whole row when none does.
func (f *rowIssues) note(field, code, message, value, suggestion string) {
	issue := run.Issue{
		Number: f.row.Number, Line: f.row.Line, Column: -1, Code: code, Severity: f.severities[code],
		Message: message, Value: tabular.Shorten(value), Suggestion: suggestion,
	}
	if i, ok := f.column[field]; ok {
		issue.Column, issue.ColumnName = f.mapping.Columns[i].Column, f.mapping.Columns[i].Header
	}
	f.issues = append(f.issues, issue)
}

// noteAt adds an issue on a column that need not feed a field.
func (f *rowIssues) noteAt(column int, code, message, value string) {
	f.issues = append(f.issues, run.Issue{
		Number: f.row.Number, Line: f.row.Line, Column: column, ColumnName: f.mapping.NameOf(column), Code: code, Severity: f.severities[code],
		Message: message, Value: tabular.Shorten(value),
	})
}

func (f *rowIssues) has(code string) bool {
	return slices.ContainsFunc(f.issues, func(i run.Issue) bool { return i.Code == code })
}

// noteSpelling warns of an id that the API would write otherwise.
func (f *rowIssues) noteSpelling(field, text string, id uuid.UUID) {
	if usual := id.String(); usual != text {
		f.note(field, codes.IDSpelling, wording.English.IDSpelling, text, usual)
	}
}

// checkControl names control characters. NUL, which the API refuses, is an error that the table finds for all cells; one that some other
// source let through is found here.
func (f *rowIssues) checkControl(field, text string) {
	for i := 0; i < len(text); i++ {
		if b := text[i]; b >= ' ' && b != 0x7f && b != 0xc2 { // 0xc2 begins U+0080–U+00BF, of which the first half are controls
			continue
		}
		if at := strings.IndexFunc(text[i:], unicode.IsControl); at >= 0 {
			f.noteControl(field, text, text[i+at:])
		}
		return
	}
}

func (f *rowIssues) noteControl(field, text, from string) {
	if strings.IndexByte(text, 0) >= 0 {
		if !f.has(tabular.CodeNUL) {
			f.note(field, tabular.CodeNUL, wording.English.Cells.NUL, text, "")
		}
		return
	}
	said := ""
	switch r, _ := utf8.DecodeRuneInString(from); r {
	case '\n', '\r':
		said = wording.English.Check.LineBreak
	case '\t':
		said = wording.English.Check.Tab
	default:
		said = wording.English.Check.Control(r)
	}
	spaced := strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r == ' ' }), " ")
	f.note(field, codes.Control, said, fmt.Sprintf("%q", tabular.Shorten(text)), tabular.Shorten(spaced))
}
