package event

import (
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/validate"
)

// OfPlan is the plan for a script.
func OfPlan(short string, s *plan.Summary) Plan {
	e := Plan{Run: short, Summary: *s}
	e.Sources, e.Groups = listed(s.Sources), listed(s.Groups)
	e.MissingParents = listed(s.MissingParents)
	return e
}

// ofSource is a file of a plan for a script.
func ofSource(s run.Source) Source {
	return Source{
		Name: s.Name, Rows: s.Rows, Bytes: s.Bytes, SHA256: s.SHA256, Format: s.Format.Name,
		Encoding: s.Format.Encoding, Delimiter: s.Format.Delimiter, HeaderRow: s.Format.HeaderRow,
		Columns: s.Header, Mapping: s.Mapping,
	}
}

// listed is a list that is [] in JSON when it is empty.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// SummaryOf is what a check has in common with a plan.
func SummaryOf(s *validate.Summary) *plan.Summary {
	return &plan.Summary{Sources: s.Sources, Seen: s.Seen, Mappings: s.Mappings, Groups: s.Groups, MissingParents: s.MissingParents, Books: run.Books{Rejected: s.BadRows}}
}

// OfValidation is what a check found, for a script.
func OfValidation(s *validate.Summary) Validation {
	e := Validation{*s}
	e.Sources, e.Groups = listed(s.Sources), listed(s.Groups)
	return e
}

// OfIssue is one issue for a script.
func OfIssue(i run.Issue, sources []run.Source) Issue {
	e := Issue{
		Row: i.Number, Line: i.Line, Column: i.ColumnName, Code: i.Code, Severity: i.Severity.String(),
		Message: i.Message, Value: i.Value, Suggestion: i.Suggestion,
	}
	if i.Source < len(sources) {
		e.File, e.Letter = sources[i.Source].Name, sources[i.Source].Letter(i.Column)
	}
	return e
}
