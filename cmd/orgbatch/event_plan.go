package main

import (
	"time"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/run"
)

// planSince is a plan beside the last one of files of the same names.
type planSince struct {
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

// sinceEvent is the same for a script.
func sinceEvent(c *importer.Comparison) *planSince {
	if c == nil {
		return nil
	}
	return &planSince{
		Run: c.Run, Created: c.Created.UTC(), WasRejected: c.WasRejected, Rejected: c.Rejected, WasHeld: c.WasHeld, Held: c.Held,
		Mended: c.Mended, New: c.New, Gone: c.Gone, TooMany: c.TooMany,
	}
}

// planEvent is the plan for a script.
func planEvent(short string, s *importer.Summary) eventPlan {
	e := eventPlan{
		Run: short, Code: s.Code, Blocked: s.Blocked, WrongCustomer: s.WrongCustomer, Kept: s.Kept, BlankKept: s.BlankKept, Fixed: s.Fixed,
		Twins: s.Twins, Held: heldEvents(s.Held), UntoldParents: s.UntoldParents, Requests: s.Forecast.Requests, RequestBytes: s.Forecast.Bytes,
		Seconds: s.Forecast.Duration.Seconds(), Since: sinceEvent(s.Since), Sources: []planSource{}, Issues: []planIssues{}, MissingParents: []planParent{},
	}
	for _, src := range s.Sources {
		e.Sources = append(e.Sources, planSource{
			Name: src.Name, Rows: src.Rows, Bytes: src.Bytes, SHA256: src.SHA256, Format: src.Format.Name,
			Encoding: src.Format.Encoding, Delimiter: src.Format.Delimiter, HeaderRow: src.Format.HeaderRow,
			Columns: src.Header, Mapping: src.Mapping,
		})
	}
	for _, a := range s.Accepted {
		e.Accepted = append(e.Accepted, planAccepted(a))
	}
	for _, g := range s.Groups {
		e.Issues = append(e.Issues, planIssues{Code: g.Code, Column: g.ColumnName, Letter: g.Letter, Severity: g.Severity.String(), Count: g.Count, Rows: g.Rows})
	}
	for _, p := range s.MissingParents {
		e.MissingParents = append(e.MissingParents, planParent{Name: p.Name, Count: p.Count, Nearest: p.Nearest, AsNear: p.AsNear, Perhaps: p.Perhaps})
	}
	return e
}

// heldEvents are the reasons for a script.
func heldEvents(held []importer.HeldReason) []planHeld {
	var list []planHeld
	for _, h := range held {
		list = append(list, planHeld(h))
	}
	return list
}

// summaryOf is what a check has in common with a plan.
func summaryOf(s *importer.ValidateSummary) *importer.Summary {
	return &importer.Summary{Sources: s.Sources, Seen: s.Seen, Mappings: s.Mappings, Groups: s.Groups, MissingParents: s.MissingParents, Books: run.Books{Rejected: s.BadRows}}
}

// validationEvent is what a check found, for a script.
func validationEvent(s *importer.ValidateSummary) eventValidation {
	plan := planEvent("", summaryOf(s))
	return eventValidation{
		Rows: s.Rows, BadRows: s.BadRows, WarnedRows: s.WarnedRows, Errors: s.Errors, Warnings: s.Warnings, Fixed: s.Fixed,
		Held: heldEvents(s.Held), Sources: plan.Sources, Issues: plan.Issues,
	}
}

// issueEvent is one issue for a script.
func issueEvent(i run.Issue, sources []run.Source) eventIssue {
	e := eventIssue{
		Row: i.Number, Line: i.Line, Column: i.ColumnName, Code: i.Code, Severity: i.Severity.String(),
		Message: i.Message, Value: i.Value, Suggestion: i.Suggestion,
	}
	if i.Source < len(sources) {
		e.File, e.Letter = sources[i.Source].Name, sources[i.Source].Letter(i.Column)
	}
	return e
}
