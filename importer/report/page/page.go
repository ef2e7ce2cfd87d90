package page

import (
	"cmp"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Page is what a report says beside its rows. Counts that are 0 and texts that are "" are left out
// of it.
type Page struct {
	// Created is when the plan was made or the file checked; it is shown in its own zone.
	Created time.Time
	// Run is the run's short id; without one the page is of a check, and nothing of target, plan
	// and approval stands in it.
	Run     string
	Version string
	// Target is where the plan would write, LiveRows how many organizations are there.
	Target   run.Target
	LiveRows int
	// Sources are the files, Readings say of each how it was read beyond its format.
	Sources  []run.Source
	Readings []Reading
	// Books say where the rows would end. Checked does so for a check.
	Books   run.Books
	Checked Checked
	// Groups are the issues by code and column, errors first.
	Groups         []run.Group
	MissingParents []run.MissingParent
	Forecast       run.Forecast
	// Code is the plan's code, Apply the command that applies exactly it and Again the one that
	// plans again.
	Code, Apply, Again string
	// Signed says that the target takes what another person has signed alone.
	Signed bool
	// Blocked says that errors stop the plan, WrongCustomer that most of the file's ids don't exist
	// there.
	Blocked, WrongCustomer bool
	// IDsGiven counts rows with an id, IDsMissing those whose id doesn't exist there.
	IDsGiven, IDsMissing int
	// Twins counts rows that resemble live ones, BlankKept blank cells that keep what is there,
	// Fixed cells that were mended while reading, UntoldParents live rows whose parent the API
	// doesn't tell.
	Twins, BlankKept, Fixed, UntoldParents int
	// Held says for each reason how many rows are held and what decides them. Accepted are reasons
	// that were accepted for all rows.
	Held     []Reason
	Accepted []Reason
	// Restore says that a snapshot is brought back, Kept how many rows of it differ from what is
	// there, which stays.
	Restore bool
	Kept    int
	// Since is what changed since the same files were planned last.
	Since Since
	// Places are where all is that the page has too much of.
	Places Places

	uncovered string // what the code says nothing of
	plannedBy run.Person
	plan      string // for programs, see Plan
}

// Reason is why rows are held, or would be, and how many are.
type Reason struct {
	Rows int
	Text string
}

// Since is a plan beside an earlier one. The zero value is that there is none.
type Since struct {
	// Run is the short id of the earlier plan's run, Text what changed since, in one line.
	Run, Text string
	// IsNew says of a row that would be rejected or held, by its index, that it wasn't so then; nil
	// when that isn't known.
	IsNew func(row int) bool
}

// Reading says how a file was read, beyond the format in its run.Source.
type Reading struct {
	// Columns are those that feed a field; the others are not sent.
	Columns []MappedColumn
	// Unsent are indexes of columns that a person should know aren't sent.
	Unsent []int
	// Perhaps are sentences on columns that may be meant for a field.
	Perhaps []string
	// Parts are what in the file isn't a row of the table, MoreParts how many there are beside
	// them.
	Parts     []tabular.Part
	MoreParts int
	// Doubt is a sentence on another way to read the file that was nearly as good.
	Doubt string
}

// MappedColumn is a column and the field that it feeds.
type MappedColumn struct {
	// Column counts from 0.
	Column int
	Field  string
	// How says how the field was found: exact, synonym, normalised, content or the flag that says
	// so.
	How string
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
