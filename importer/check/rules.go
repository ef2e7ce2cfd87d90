package check

import (
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/rules"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// What a person asks of columns in a mapping file or by a schema (package rules), where rows are read: the transforms before all else, the
// checks after the importer's own, what is to be unique when all rows are known.

// checkRules adds what a person's rules say of a row, and says of all that was found since the row was read what the file has, where a
// transform changed it. A suggestion is for the changed cell then, and would be changed once more.
func (c *Checker) checkRules(rec *Record, cells []tabular.Cell, read int) {
	w := c.mapping.Rules()
	if w == nil {
		return
	}
	findings, failed := w.Check(cells)
	for i, f := range findings {
		code := codes.OwnCheck
		if i < failed {
			code = codes.NotChanged
		}
		c.found.issues = append(c.found.issues, RuleIssue(&c.mapping, c.found.row.Number, c.found.row.Line, code, f))
	}
	rec.Unique, c.cells = w.Keys(), cells
	for i := read; i < len(c.found.issues); i++ {
		issue := &c.found.issues[i]
		if column := issue.Column; column >= 0 && column < len(cells) {
			was := tabular.TextIn(c.found.row.Cells, column)
			switch {
			case was == cells[column].Text:
				continue
			case tabular.TrimEnds(was) == "":
				issue.Message += wording.English.Rules.BlankThen
			default:
				issue.Message += wording.English.Rules.InFile(strconv.Quote(orgnumber.Mask(tabular.Shorten(was))))
			}
			if !codes.Advises(issue.Code) {
				issue.Suggestion = ""
			}
		}
	}
}

// RuleIssue is the issue of what a person's rule found in a row.
func RuleIssue(m *columns.Mapping, number, line int, code string, f rules.Finding) run.Issue {
	issue := run.Issue{
		Number: number, Line: line, Column: f.Column, ColumnName: m.NameOf(f.Column), Code: code, Severity: run.Error,
		Message: f.Message, Value: tabular.Shorten(f.Value), Suggestion: tabular.Shorten(f.Suggestion),
	}
	if f.Warning {
		issue.Severity = run.Warning
	}
	return issue
}

// Shared is what a check that wants something unique compares of the newest row.
func (c *Checker) Shared(check int) string { return c.mapping.Rules().Shared(check, c.cells) }

// WholeIssues is what there is to say of a source as a whole, some of it at its end alone: what is odd about the table, how many cells the
// transforms changed, and what isn't checked.
func WholeIssues(n int, source *run.Source, t *table.Table, m *columns.Mapping) []run.Issue {
	var issues []run.Issue
	for _, problem := range t.Problems() {
		issues = append(issues, tableIssue(n, source, problem))
	}
	add := func(code, message string, column int) {
		issues = append(issues, tableIssue(n, source, tabular.Problem{Code: code, Column: column, Message: message, Warning: true}))
	}
	for _, c := range m.Rules().Changes() {
		show := func(text string) string { return strconv.Quote(orgnumber.Mask(tabular.Shorten(text))) }
		add(codes.Transformed, wording.English.Rules.Changed(c.Count, run.Thousands(c.Count), c.Kind, show(c.Before), show(c.After)), c.Column)
	}
	for _, note := range m.Rules().Notes() {
		add(codes.SchemaNote, note, -1)
	}
	return issues
}

// tableIssue makes an issue of what is odd about a table as a whole: a warning on its header.
func tableIssue(n int, source *run.Source, problem tabular.Problem) run.Issue {
	name, number := "", problem.Number
	if number == 0 && (problem.Column >= 0 || problem.Code == tabular.CodeHeaderRows) {
		number = max(1, source.Format.HeaderRow)
	}
	if problem.Column >= 0 && problem.Column < len(source.Header) {
		name = source.Header[problem.Column]
	}
	return run.Issue{
		Row: -1, Source: n, Number: number, Column: problem.Column, ColumnName: strings.TrimSpace(name),
		Code: problem.Code, Severity: run.Warning, Message: problem.Message, Value: problem.Value, Suggestion: problem.Suggestion,
	}
}
