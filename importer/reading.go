package importer

import (
	"fmt"
	"io"

	"github.com/orgbatch/orgbatch/importer/table"
)

// mappingSample is how many rows tell what a column holds.
const mappingSample = 1000

// Reading says how sources are read and which column feeds which field. The zero value goes by how each source looks.
type Reading struct {
	// Format, Delimiter, Encoding, Sheet and Table overrule detection, as in table.Options.
	Format, Delimiter, Encoding, Sheet string
	Table                              int
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
	// Confirm is asked whether a suggestion for a field without a column is right, the surest first; nil takes none.
	Confirm func(Suggestion) (bool, error) `json:"-"`
}

// Opened is a source that was read far enough to know its columns.
type Opened struct {
	Table   *table.Table
	Mapping Mapping
	// Sample is the cells of some of the rows.
	Sample [][]table.Cell
}

// Open finds out how a source is written and which column feeds which field. Errors are those of table.Open and *MappingError; with the
// latter, Table, Sample and what was mapped are given all the same.
func (r *Reading) Open(src io.ReadSeeker, name string) (Opened, error) {
	var o Opened
	var err error
	o.Table, err = table.Open(src, name, table.Options{
		Format: r.Format, Delimiter: r.Delimiter, Encoding: r.Encoding, Sheet: r.Sheet, Table: r.Table, KnownHeader: KnownHeaders(),
	})
	if err != nil {
		return o, err
	}
	if form := o.Table.Format().Name; len(o.Table.Header()) == 0 && (form == table.FormatCSV || form == table.FormatXLSX) {
		return o, &table.InputError{Name: name, Problem: "the file is empty", Hint: "check that it was saved, and that it is the right one"}
	}
	if o.Sample, err = o.Table.Sample(mappingSample); err != nil {
		return o, err
	}
	if len(o.Table.Header()) == 0 && len(o.Sample) == 0 {
		return o, &table.InputError{Name: name, Problem: "the file is empty", Hint: "nothing but blank space stands in it"}
	}
	reading := *r
	if r.Confirm != nil {
		reading.Confirm = func(s Suggestion) (bool, error) {
			s.Source = name
			return r.Confirm(s)
		}
	}
	doubt := o.Table.Format()
	if !o.Table.Detection().Rare || r.Delimiter != "" {
		doubt = table.Format{}
	}
	if o.Mapping, err = reading.mapColumns(o.Table.Header(), o.Sample, doubt); err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return o, err
}
