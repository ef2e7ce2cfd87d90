package importer

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/rules"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// What a person asks of columns in a mapping file or by a schema (package rules), where rows are read: the transforms before all else, the
// checks after the importer's own, what is to be unique when all rows are known.

// AddSchema adds the checks of a Table Schema or JSON Schema. Errors of what it says are *MappingFileError.
func (r *Reading) AddSchema(src io.Reader, name string) error {
	data, err := io.ReadAll(io.LimitReader(src, maxMappingFile))
	if err != nil {
		return fmt.Errorf("read the schema %s: %w", name, err)
	}
	set, err := rules.ReadSchema(data, name)
	if err != nil {
		return &MappingFileError{Name: name, Problem: err.Error(), Schema: true}
	}
	r.Rules.Checks = append(r.Rules.Checks[:len(r.Rules.Checks):len(r.Rules.Checks)], set.Checks...)
	r.Rules.Notes = append(r.Rules.Notes, set.Notes...)
	return nil
}

// beginRules finds the columns of the transforms in a table, nil where a person asks for nothing.
func (r *Reading) beginRules(t *table.Table) (w *rules.Work, err error) {
	if !r.Rules.Empty() {
		w, err = r.Rules.Begin(finder(t.Header(), t.Format().FirstColumn))
	}
	if err != nil {
		err = &MappingError{Problem: err.Error(), Usage: true}
	}
	return w, err
}

// addRules finds the columns of the checks.
func (m *Mapping) addRules(w *rules.Work) error {
	if m.rules = w; w == nil {
		return nil
	}
	err := w.AddChecks(finder(m.Header, m.FirstColumn), func(field string) int {
		column, _ := m.columnOf(field)
		return column
	})
	if err != nil {
		return &MappingError{Problem: err.Error(), Usage: true}
	}
	return nil
}

// finder finds columns as a mapping file names them. Ours are nobody else's business.
func finder(header []string, first int) func(name string) (int, error) {
	m := newMapper(header, first, nil)
	m.strict = true
	return func(name string) (int, error) {
		column, err := m.columnFor("", name)
		if err == nil && isOwn(header[column]) {
			err = &MappingError{Problem: fmt.Sprintf("the column %q is orgbatch's own", header[column])}
		}
		if e := (*MappingError)(nil); errors.As(err, &e) {
			return -1, errors.New(e.Problem)
		}
		return column, err
	}
}

// checkRules adds what a person's rules say of a row, and says of all that was found since the row was read what the file has, where a
// transform changed it. A suggestion is for the changed cell then, and would be changed once more.
func (c *Checker) checkRules(rec *Record, cells []tabular.Cell, read int) {
	w := c.mapping.rules
	if w == nil {
		return
	}
	findings, failed := w.Check(cells)
	for i, f := range findings {
		code := codeOwnCheck
		if i < failed {
			code = codeNotChanged
		}
		c.issues = append(c.issues, ruleIssue(&c.mapping, c.row.Number, c.row.Line, code, f))
	}
	rec.unique, c.cells = w.Keys(), cells
	for i := read; i < len(c.issues); i++ {
		issue := &c.issues[i]
		if column := issue.Column; column >= 0 && column < len(cells) {
			was := textIn(c.row.Cells, column)
			switch {
			case was == cells[column].Text:
				continue
			case trimEnds(was) == "":
				issue.Message += wording.English.Rules.BlankThen
			default:
				issue.Message += wording.English.Rules.InFile(strconv.Quote(orgnumber.Mask(tabular.Shorten(was))))
			}
			if !Advises(issue.Code) {
				issue.Suggestion = ""
			}
		}
	}
}

func ruleIssue(m *Mapping, number, line int, code string, f rules.Finding) run.Issue {
	issue := run.Issue{
		Number: number, Line: line, Column: f.Column, ColumnName: m.NameOf(f.Column), Code: code, Severity: run.Error,
		Message: f.Message, Value: tabular.Shorten(f.Value), Suggestion: tabular.Shorten(f.Suggestion),
	}
	if f.Warning {
		issue.Severity = run.Warning
	}
	return issue
}

// shared is what a check that wants something unique compares of the newest row.
func (c *Checker) shared(check int) string { return c.mapping.rules.Shared(check, c.cells) }

// wholeIssues is what there is to say of a source as a whole, some of it at its end alone: what is odd about the table, how many cells the
// transforms changed, and what isn't checked.
func wholeIssues(n int, source *run.Source, t *table.Table, m *Mapping) []run.Issue {
	var issues []run.Issue
	for _, problem := range t.Problems() {
		issues = append(issues, tableIssue(n, source, problem))
	}
	add := func(code, message string, column int) {
		issues = append(issues, tableIssue(n, source, tabular.Problem{Code: code, Column: column, Message: message, Warning: true}))
	}
	for _, c := range m.rules.Changes() {
		show := func(text string) string { return strconv.Quote(orgnumber.Mask(tabular.Shorten(text))) }
		add(codeTransformed, wording.English.Rules.Changed(c.Count, run.Thousands(c.Count), c.Kind, show(c.Before), show(c.After)), c.Column)
	}
	for _, note := range m.rules.Notes() {
		add(codeSchemaNote, note, -1)
	}
	return issues
}

// findShared refuses, or warns of, the rows that share what a check wants unique.
func (p *planner) findShared() {
	for _, twin := range p.uniques.Twins() {
		e := &p.rows[twin.Row]
		m := &p.mappings[e.source]
		f := m.rules.Twins(twin.N, twin.Value, p.where(int32(twin.Other)), m.NameOf)
		issue := ruleIssue(m, int(e.number), int(e.line), codeOwnCheck, f)
		if issue.Row = twin.Row; issue.Severity == run.Error {
			e.marks |= inError
		}
		p.keep(issue)
	}
}

// findShared does the same without the API.
func (v *validator) findShared() {
	for _, twin := range v.uniques.Twins() {
		m := &v.sum.Mappings[v.sourceOf(twin.Row)]
		f := m.rules.Twins(twin.N, twin.Value, v.where(twin.Other), m.NameOf)
		severity := run.Error
		if f.Warning {
			severity = run.Warning
		}
		v.noteAt(twin.Row, f.Column, severity, codeOwnCheck, f.Message, f.Value)
	}
}
