package columns

import (
	"fmt"
	"io"

	"github.com/orgbatch/orgbatch/importer/rules"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// SampleRows is how many rows tell what a column holds.
const SampleRows = 1000

// Reading says how sources are read and which column feeds which field. The zero value goes by how each source looks.
type Reading struct {
	// Format, Delimiter, Escapes, Encoding, Sheet and Table overrule detection, as in table.Options.
	Format, Delimiter, Escapes, Encoding, Sheet string
	Table                                       int
	// LeaveOut are the numbers of rows that are no data, as a spreadsheet shows them.
	LeaveOut []int
	// Map maps a field to a column – its header, number or letters – or to "" for none.
	Map map[string]string
	// Saved is such a map out of the mapping file SavedIn; fields of Map win over it.
	Saved   map[string]string
	SavedIn string
	// Set gives a field that no column feeds the same value in every row.
	Set map[string]string
	// ClearBlank are the columns, by field or by header, whose blank cells empty the field.
	ClearBlank []string
	// Fix does the safe repairs of texts – white space, odd spaces, Unicode form, letters decoded wrongly – and lists each.
	Fix bool
	// Rules are a person's own transforms and checks of columns.
	Rules rules.Set
	// IDsAlone says that the rows need the ids of organizations and no more.
	IDsAlone bool `json:"-"`
	// Confirm is asked whether a suggestion for a field without a column is right, the surest first; nil takes none.
	Confirm func(Suggestion) (bool, error) `json:"-"`
}

// Opened is a source that was read far enough to know its columns.
type Opened struct {
	Table   *table.Table
	Mapping Mapping
	// Sample is the cells of some of the rows, with the transforms done.
	Sample [][]tabular.Cell
}

// OpenTable finds out how a source is written, and no more.
func (r *Reading) OpenTable(src io.ReadSeeker, name string) (*table.Table, error) {
	return table.Open(src, name, table.Options{
		Format: r.Format, Delimiter: r.Delimiter, Escapes: r.Escapes, Encoding: r.Encoding, Sheet: r.Sheet, Table: r.Table, KnownHeader: newHeaderIndex().knows,
		OneTable: len(r.Map) > 0, LeaveOut: r.LeaveOut, AsWritten: FieldIdentity,
	})
}

// Open finds out how a source is written and which column feeds which field. Errors are those of table.Open and *MappingError; with the
// latter, Table, Sample and what was mapped are given all the same.
func (r *Reading) Open(src io.ReadSeeker, name string) (Opened, error) {
	var o Opened
	var err error
	if o.Table, err = r.OpenTable(src, name); err != nil {
		return o, err
	}
	if o.Sample, err = SampleOf(o.Table, SampleRows); err != nil {
		return o, err
	}
	if len(o.Table.Header()) == 0 && len(o.Sample) == 0 {
		problem := "the file is empty"
		if o.Table.Format().Name == tabular.FormatJSON {
			problem = "there is no object in its list"
		}
		return o, &tabular.InputError{Name: name, Problem: problem, Hint: "check that it was saved, and that it is the right one"}
	}
	work, err := r.beginRules(o.Table)
	if err != nil {
		return o, fmt.Errorf("%s: %w", name, err)
	}
	o.Sample = work.Sample(o.Sample)
	named := *r
	named.Confirm = r.asking(name)
	if o.Mapping, err = named.mapColumns(o.Table.Header(), o.Table.Format().FirstColumn, o.Sample, r.doubt(o.Table)); err == nil {
		err = o.Mapping.addRules(work)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return o, err
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
		column, _ := m.ColumnOf(field)
		return column
	})
	if err != nil {
		return &MappingError{Problem: err.Error(), Usage: true}
	}
	return nil
}

// asking lets a question say which source it is about.
func (r *Reading) asking(name string) func(Suggestion) (bool, error) {
	if r.Confirm == nil {
		return nil
	}
	return func(s Suggestion) (bool, error) {
		s.Source = name
		return r.Confirm(s)
	}
}

// doubt is what the header must confirm of how a table is read: nothing where it is clear or was told.
func (r *Reading) doubt(t *table.Table) doubt {
	detected := t.Detection()
	if !detected.Rare || r.Delimiter != "" {
		return doubt{}
	}
	d := doubt{format: t.Format()}
	if detected.RunnerUp != nil {
		d.runnerUp = *detected.RunnerUp
	}
	return d
}
