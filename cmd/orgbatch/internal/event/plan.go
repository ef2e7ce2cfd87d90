package event

import (
	"time"

	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/validate"
)

// Since is a plan beside the last one of files of the same names.
type Since struct {
	Run         string    `json:"run" doc:"the short id of the run that was planned before"`
	Created     time.Time `json:"created" doc:"when it was planned"`
	WasRejected int       `json:"was_rejected" doc:"rows that it would have rejected"`
	Rejected    int       `json:"rejected" doc:"rows that this plan would reject"`
	WasHeld     int       `json:"was_held" doc:"rows that it would have held"`
	Held        int       `json:"held" doc:"rows that this plan would hold"`
	Mended      int       `json:"mended" doc:"of those rejected or held then, how many are there and are neither any more"`
	New         int       `json:"new" doc:"of those rejected or held now, how many weren't then, or weren't there"`
	Gone        int       `json:"gone" doc:"of those rejected or held then, how many the files don't have any more"`
	TooMany     bool      `json:"too_many,omitempty" doc:"there were more than are compared one by one, so mended, new and gone aren't known"`
}

// ofSince is the same for a script.
func ofSince(c *history.Comparison) *Since {
	if c == nil {
		return nil
	}
	return &Since{
		Run: c.Run, Created: c.Created.UTC(), WasRejected: c.WasRejected, Rejected: c.Rejected, WasHeld: c.WasHeld, Held: c.Held,
		Mended: c.Mended, New: c.New, Gone: c.Gone, TooMany: c.TooMany,
	}
}

// OfPlan is the plan for a script.
func OfPlan(short string, s *plan.Summary) Plan {
	e := Plan{
		Run: short, Code: s.Code, Blocked: s.Blocked, WrongCustomer: s.WrongCustomer, Kept: s.Kept, BlankKept: s.BlankKept, Fixed: s.Fixed,
		Twins: s.Twins, Held: ofHeld(s.Held), UntoldParents: s.UntoldParents, Requests: s.Forecast.Requests, RequestBytes: s.Forecast.Bytes,
		Seconds: s.Forecast.Duration.Seconds(), Since: ofSince(s.Since), Sources: []Source{}, Issues: []Issues{}, MissingParents: []MissingParent{},
	}
	for _, src := range s.Sources {
		e.Sources = append(e.Sources, Source{
			Name: src.Name, Rows: src.Rows, Bytes: src.Bytes, SHA256: src.SHA256, Format: src.Format.Name,
			Encoding: src.Format.Encoding, Delimiter: src.Format.Delimiter, HeaderRow: src.Format.HeaderRow,
			Columns: src.Header, Mapping: src.Mapping,
		})
	}
	for _, a := range s.Accepted {
		e.Accepted = append(e.Accepted, Accepted(a))
	}
	for _, g := range s.Groups {
		e.Issues = append(e.Issues, Issues{Code: g.Code, Column: g.ColumnName, Letter: g.Letter, Severity: g.Severity.String(), Count: g.Count, Rows: g.Rows})
	}
	for _, p := range s.MissingParents {
		e.MissingParents = append(e.MissingParents, MissingParent{Name: p.Name, Count: p.Count, Nearest: p.Nearest, AsNear: p.AsNear, Perhaps: p.Perhaps})
	}
	return e
}

// ofHeld are the reasons for a script.
func ofHeld(held []plan.HeldReason) []Held {
	var list []Held
	for _, h := range held {
		list = append(list, Held(h))
	}
	return list
}

// SummaryOf is what a check has in common with a plan.
func SummaryOf(s *validate.Summary) *plan.Summary {
	return &plan.Summary{Sources: s.Sources, Seen: s.Seen, Mappings: s.Mappings, Groups: s.Groups, MissingParents: s.MissingParents, Books: run.Books{Rejected: s.BadRows}}
}

// OfValidation is what a check found, for a script.
func OfValidation(s *validate.Summary) Validation {
	plan := OfPlan("", SummaryOf(s))
	return Validation{
		Rows: s.Rows, BadRows: s.BadRows, WarnedRows: s.WarnedRows, Errors: s.Errors, Warnings: s.Warnings, Fixed: s.Fixed,
		Held: ofHeld(s.Held), Sources: plan.Sources, Issues: plan.Issues,
	}
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
