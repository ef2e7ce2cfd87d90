package page

import (
	"fmt"
	"time"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Result is what result.html says beside what its run knows.
type Result struct {
	// Written is when the page was, the zero time for now; it and the other times are shown in its
	// zone.
	Written time.Time
	// Restore says that the plan brings a snapshot back.
	Restore bool
	// Stopped is what ended the writing before all was tried, "" for nothing.
	Stopped string
	// Resume is the command that settles the rows without an answer and goes on; Next is what to do
	// now.
	Resume string
	Next   []Next
}

// Next is one thing to do: a sentence, and the command that does it.
type Next struct{ Text, Command string }

// WriteResult writes result.html: what apply and resume, or undo, did against the plan, for a
// person, in one file like report.html, which stays as it is.
//
// It reads the run twice at most. What it keeps grows by three bytes a row beside the 17 of their
// states.
func WriteResult(r *run.Run, p Result) ([]report.File, error) {
	b := newResultBuilder(r.Meta(), p)
	if err := b.addRun(r); err != nil {
		return nil, fmt.Errorf("read the run for its result: %w", err)
	}
	return writeRunPage(r, "result", nil, b.view)
}
