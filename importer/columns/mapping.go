package columns

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/rules"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Mapping says which column of a source feeds which field.
//
//	--map          first, and alone for its field
//	exact          the header is the field's name
//	synonym        the header is one of the table's names for it
//	normalised     … but for case, spaces, punctuation and diacritics
//	content        … and its values decide which of two fields it is: a column called ID without UUIDs is a custom_id
//	--mapping      as a mapping file says
//	confirmed      a person said yes to a suggestion
//
// What near spelling, a word of the header or the values speak for is a suggestion, which somebody must confirm.
type Mapping struct {
	// Columns are the mapped ones, in the order of the fields.
	Columns []MappedColumn
	// Constants are the values that every row has in fields that no column feeds.
	Constants []Constant
	// Unmapped are the columns that aren't sent and that a person should be told of.
	Unmapped []int
	// Expected are columns that aren't sent and that nobody needs to be told of: the API's read-only fields, those that begin with
	// orgbatch_, other ways of naming the parent beside organization, and columns without a name.
	Expected []int
	// Suggestions are what unmapped columns may be.
	Suggestions []Suggestion
	// Header is the source's header as written.
	Header []string
	// FirstColumn is how many empty columns stand left of the table: the letters of a column are those of the spreadsheet, in which our
	// columns, if there are any, stand behind its author's.
	FirstColumn int

	rules *rules.Work
}

// Rules are the transforms and checks that a person asks for, nil for none.
func (m *Mapping) Rules() *rules.Work { return m.rules }

// MappedColumn is a field and the column that feeds it.
type MappedColumn struct {
	// Field is id, name, custom_id, organization, organization_id, organization_name, organization_custom_id or orgbatch_row.
	Field string
	// Column counts from 0; Header is the column's, as written, or its letters where it has none.
	Column int
	Header string
	// How is "exact", "synonym", "normalised", "content", "confirmed", "--map" or "--mapping".
	How string
	// Reason says of "content" what the column's values speak for, "" else.
	Reason string `json:",omitempty"`
}

// Told is how the column was found as a person is told it: with the reason, where there is one.
func (c MappedColumn) Told() string {
	if c.Reason == "" {
		return c.How
	}
	return c.How + ": " + c.Reason
}

// Confidence says between 0 and 1 how sure the way is by which the column was found.
func (c MappedColumn) Confidence() float64 {
	switch c.How {
	case "synonym":
		return 0.95
	case "normalised":
		return 0.9
	case "content":
		return 0.8
	}
	return 1
}

// Map finds the columns that feed the fields. The sample is some of the rows' cells; overrides maps fields to columns, given by
// header, by number from 1 or by letters as in a spreadsheet, or to "" for a field that no column shall feed. Numbers and letters count the
// author's columns, and behind them those that begin with orgbatch_.
//
// A name column is demanded unless there is an id column: then each row without an id is an error of its own. Errors are *MappingError; the
// mapping is given with them as far as it came.
func Map(header []string, sample [][]tabular.Cell, overrides map[string]string) (Mapping, error) {
	r := Reading{Map: overrides}
	return r.mapColumns(header, 0, sample, doubt{})
}

// mapColumns is Map for a table that starts in the column first, with a dialect that the header must confirm.
func (r *Reading) mapColumns(header []string, first int, sample [][]tabular.Cell, d doubt) (Mapping, error) {
	m := newMapper(header, first, sample)
	if err := m.override(r.Map); err != nil {
		return Mapping{Header: header, FirstColumn: first}, asUsage(err)
	}
	if err := m.takeSaved(r); err != nil {
		return Mapping{Header: header, FirstColumn: first}, asUsage(err)
	}
	m.find()
	needed := fieldName
	if r.IDsAlone {
		needed = fieldID
		m.findIDs()
	}
	err := d.settle(m)
	if err == nil && !r.IDsAlone {
		err = m.settleIDs(r.Confirm)
	}
	if err == nil {
		err = m.resolve()
	}
	if err == nil {
		m.constants, err = m.takeConstants(r.Set)
		err = asUsage(err)
	}
	if err == nil {
		err = m.ask(r.Confirm)
	}
	if err == nil {
		err = m.demand(needed)
	}
	return m.mapping(), err
}

// NameOf is a column's header, or its letters where it has none.
func (m Mapping) NameOf(column int) string {
	if column >= len(m.Header) || strings.TrimSpace(m.Header[column]) == "" {
		if column < len(m.Header) {
			column = TheirsAmong(m.Header, column)
		}
		return tabular.ColumnLetters(m.FirstColumn + column)
	}
	return m.Header[column]
}

// Sends says whether a column feeds a field.
func (m *Mapping) Sends(column int) bool {
	return slices.ContainsFunc(m.Columns, func(c MappedColumn) bool { return c.Column == column })
}

// FieldsOf gives the field of each of n columns, "" for those that feed none.
func (m Mapping) FieldsOf(n int) []string {
	fields := make([]string, n)
	for _, c := range m.Columns {
		if c.Column < n {
			fields[c.Column] = c.Field
		}
	}
	return fields
}

// ColumnOf finds the column that feeds a field, -1 for none; for the parent, whichever of its fields.
func (m *Mapping) ColumnOf(field string) (int, string) {
	for _, c := range m.Columns {
		if c.Field == field || Fills(c.Field) == field {
			return c.Column, c.Header
		}
	}
	return -1, ""
}
