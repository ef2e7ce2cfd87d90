package page

import (
	"cmp"
	"fmt"
	"time"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Result is what result.html says beside the rows. Its zero fields are taken from the run where that knows them.
type Result struct {
	// Run, Target, Sources, Planned, Code and Version are the plan's.
	Run     string
	Target  run.Target
	Sources []run.Source
	Planned time.Time
	Code    string
	Version string
	// Uncovered is what the code says nothing of.
	Uncovered string
	// Restore says that the plan brings a snapshot back.
	Restore bool
	// Written is when the page was; it and the other times are shown in its zone. Who is who wrote last, "" for not known.
	Written time.Time
	Who     string
	// PlannedBy is who planned, Approved who approved that, nil for nobody known, and Writes who wrote.
	PlannedBy run.Person
	Approved  *run.Approved
	Writes    []run.Wrote
	// Stopped is what ended the writing before all was tried, "" for nothing.
	Stopped string
	deletes bool // the rows of a list
	// Resume is the command that settles the rows without an answer and goes on; Next is what to do now.
	Resume string
	Next   []Next
}

// Next is one thing to do: a sentence, and the command that does it.
type Next struct{ Text, Command string }

func (p *Result) fill(m run.Meta) {
	p.Run = m.Short
	p.Target, p.Planned, p.Version = cmp.Or(p.Target, m.Target).Shown(), cmp.Or(p.Planned, m.Created), cmp.Or(p.Version, m.Version)
	if p.Sources == nil {
		p.Sources = m.Sources
	}
	p.Code = cmp.Or(p.Code, run.CodeOf(m.PlanHash))
	p.Uncovered = m.Uncovered()
	if p.Written.IsZero() {
		p.Written = time.Now()
	}
	p.deletes = m.Deletes
	p.PlannedBy, p.Approved, p.Writes = m.PlannedBy, m.Approved, m.Writes
	if last := len(m.Writes) - 1; p.Who == "" && last >= 0 {
		p.Who = m.Writes[last].By.String()
	}
}

// WriteResult writes result.html: what apply and resume, or undo, did against the plan, for a person, in one file like report.html, which
// stays as it is.
//
// It reads the run twice at most. What it keeps grows by three bytes a row beside the 17 of their states.
func WriteResult(r *run.Run, p Result) ([]report.File, error) {
	p.fill(r.Meta())
	b := newResultBuilder(p)
	if err := b.addRun(r); err != nil {
		return nil, fmt.Errorf("read the run for its result: %w", err)
	}
	return writeRunPage(r, "result", nil, b.view)
}
