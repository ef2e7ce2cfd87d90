package history

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Mended are the rows of an import that carry an identity: what an earlier run
// rejected or held, corrected by a person. A plan asks it three times: while
// rows are read, once they all are, and once it is known which organizations
// they mean.
type Mended struct {
	run     *run.Run // the import
	runsDir string
	rows    []mendedRow  // in their order, until they are checked
	written []writtenRow // of those, what earlier runs have written
	origins origins
}

// mendedRow is a row of the import that carries an identity.
type mendedRow struct {
	id      run.Identity
	row     int32
	insists bool
}

// NewMended begins to look at the rows of an import. Earlier runs are looked up in a folder.
func NewMended(r *run.Run, runsDir string) *Mended {
	return &Mended{run: r, runsDir: runsDir, origins: newOrigins(r, runsDir)}
}

// Finding is what earlier runs say of a row of the import. It is the plan that enters it.
type Finding struct {
	Row   int32
	Means Meaning
	// Issue has a code, a message and a value, and is about the row's identity. One of codes.CellChanged is about a cell, and whole.
	Issue run.Issue
}

// Meaning is what becomes of a row by a finding.
type Meaning int

// The meanings of findings.
const (
	Warns Meaning = iota
	Rejects
	Holds
	Asks // holds, unless a person has accepted it for all rows
)

// ofIdentity is a finding about what a row has under orgbatch_row.
func ofIdentity(row int32, means Meaning, code, message, value string) Finding {
	return Finding{Row: row, Means: means, Issue: run.Issue{Code: code, Message: message, Value: value}}
}

// Carried is what a row has under orgbatch_row.
type Carried struct {
	// Identity is as a run keeps it, "" for none.
	Identity string
	// Insists says that a ! behind it says that what the row holds now is meant.
	Insists bool
	// Issues are what is wrong with it, and what its run had against the row that nobody has put right.
	Issues []run.Issue
}

// insistence, behind an identity, says that what the row holds now is meant.
const insistence = "!"

// Read takes in the next row of a source: its index, what it has under orgbatch_row, and its cells.
func (m *Mended) Read(row int, text string, source *run.Source, cells []tabular.Cell) (Carried, error) {
	if text == "" {
		return Carried{}, nil
	}
	spelt, insists := strings.CutSuffix(text, insistence)
	id, ok := run.ParseIdentity(spelt)
	if !ok {
		return Carried{Issues: []run.Issue{{
			Column: slices.Index(source.Mapping, columns.FieldIdentity), ColumnName: columns.FieldIdentity,
			Code: codes.IdentityBad, Severity: run.Error, Value: text,
			Message: "this names no row of a run, such as k7f3:347; write it as the file of rows to correct has it, " +
				"or empty the cell to import the row as a new one",
		}}}, nil
	}
	m.rows = append(m.rows, mendedRow{id, int32(row), insists})
	if err := m.origins.lookUp(id.Run()); err != nil {
		return Carried{}, err
	}
	return Carried{Identity: id.String(), Insists: insists, Issues: m.origins.stillWrong(id, source.Header, cells)}, nil
}

// Origins gives the runs that the mended rows of a run were read in first, by their short ids; none for a run of other files than rejects.
func Origins(r *run.Run) ([]string, error) {
	if !carry(r.Meta().Sources) {
		return nil, nil
	}
	var shorts []string
	for row, err := range r.Rows(0) {
		if err != nil {
			return nil, err
		}
		if id, ok := run.ParseIdentity(row.Identity); ok && !slices.Contains(shorts, id.Run()) {
			shorts = append(shorts, id.Run())
		}
	}
	return shorts, nil
}
