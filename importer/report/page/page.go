package page

import (
	"cmp"
	"time"

	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Page is what a report says beside its rows. Counts that are 0 and texts that are "" are left out
// of it.
type Page struct {
	// Summary is the plan; of a check it holds the files, how they were read, and their issues.
	plan.Summary
	// Created is when the plan was made or the file checked; it is shown in its own zone.
	Created time.Time
	// Run is the run's short id; without one the page is of a check, and nothing of target, plan
	// and approval stands in it.
	Run     string
	Version string
	// Checked says where the rows of a check would end.
	Checked Checked
	// Apply is the command that applies exactly the plan, Again the one that plans again.
	Apply, Again string
	// Signed says that the target takes what another person has signed alone.
	Signed bool
	// SinceText says in one line what changed since the same files were planned last.
	SinceText string
	// Doubts are, by file, sentences on another way to read it that was nearly as good.
	Doubts []string
	// Places are where all is that the page has too much of.
	Places Places

	uncovered string // what the code says nothing of
	plannedBy run.Person
	plan      string // for programs, see Plan
}

// Checked counts the rows of a check: Read = Sound + Warned + Bad.
type Checked struct {
	Read, Sound, Warned, Bad int
}

// Places name what holds everything. The zero value names the files of a run.
type Places struct {
	Issues, Changes, Rejects string
}

func (p *Places) setDefaults() {
	p.Issues, p.Changes, p.Rejects = cmp.Or(p.Issues, "issues.csv"), cmp.Or(p.Changes, "changes.csv"), cmp.Or(p.Rejects, "rejects.csv")
}

// check says that the page is of a check and not of a plan.
func (p *Page) check() bool { return p.Run == "" }
