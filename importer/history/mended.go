package history

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// Mended are the rows of an import that carry an identity: what an earlier run rejected or held,
// corrected by a person. A plan asks it three times: while rows are read, once they all are, and once
// it is known which organizations they mean.
type Mended struct {
	run     *run.Run // the import
	origins origins
	rows    []mendedRow // in their order
	written []writtenRow
}

// mendedRow is a row of the import that carries an identity.
type mendedRow struct {
	id      run.Identity
	row     int32
	insists bool
}

// NewMended begins to look at the rows of an import. Earlier runs are looked up in a folder.
func NewMended(r *run.Run, runsDir string) *Mended {
	return &Mended{run: r, origins: origins{
		run: r, runsDir: runsDir, asked: map[string]bool{}, refused: map[string]*refusal{},
	}}
}

// Finding is what earlier runs say of a row of the import. It is the plan that enters it.
type Finding struct {
	Row   int32
	Means Meaning
	// Issue has a code, a message and a value, and is about the row's identity. One of
	// codes.CellChanged is about a cell, and whole.
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
func ofIdentity(m *mendedRow, means Meaning, code, message string) Finding {
	issue := run.Issue{Code: code, Message: message, Value: m.id.String()}
	return Finding{Row: m.row, Means: means, Issue: issue}
}

// Carried is what a row has under orgbatch_row.
type Carried struct {
	// Identity is as a run keeps it, "" for none.
	Identity string
	// Insists says that a ! behind it says that what the row holds now is meant.
	Insists bool
	// Issues are what is wrong with it, and what its run had against the row that nobody has put
	// right.
	Issues []run.Issue
}

// insistence, behind an identity, says that what the row holds now is meant.
const insistence = "!"

// Read takes in the next row of a source: its index, what it has under orgbatch_row, and its cells.
func (m *Mended) Read(
	row int, text string, source *run.Source, cells []tabular.Cell,
) (Carried, error) {
	if text == "" {
		return Carried{}, nil
	}
	spelt, insists := strings.CutSuffix(text, insistence)
	id, ok := run.ParseIdentity(spelt)
	if !ok {
		return Carried{Issues: []run.Issue{{
			Column: slices.Index(source.Mapping, columns.FieldIdentity), ColumnName: columns.FieldIdentity,
			Code: codes.IdentityBad, Severity: run.Error, Value: text,
			Message: wording.English.History.IdentityBad,
		}}}, nil
	}
	m.rows = append(m.rows, mendedRow{id, int32(row), insists})
	if err := m.origins.lookUp(id.Run()); err != nil {
		return Carried{}, err
	}
	issues := m.origins.stillWrong(id, source.Header, cells)
	return Carried{Identity: id.String(), Insists: insists, Issues: issues}, nil
}

// Check asks the earlier runs about the rows, once all are read and their sources are known, and
// enters what they say.
func (m *Mended) Check(sources []run.Source, enter func(Finding)) error {
	if len(m.rows) == 0 {
		return nil
	}
	l, err := newLookup(m.run, m.rows)
	if err != nil {
		return err
	}
	c := &check{lookup: l, sources: sources, enter: enter, pairs: map[runSources][]columnPair{}}
	if err := c.refuseTwice(m.rows); err != nil {
		return err
	}
	c.findUnknownRuns(m.origins.runsDir)
	if err := l.askRuns(c.take); err != nil {
		return err
	}
	c.findStrangers()
	m.rows, m.written = nil, l.written()
	return nil
}
