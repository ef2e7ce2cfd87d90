package exporter

import (
	"io"
	"slices"

	"github.com/gocarina/gocsv"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// csvBatch is how many rows are handed to gocsv at once: it looks its struct up
// once per call.
const csvBatch = 256

// csvRow is a row of a CSV file as gocsv sees it: every column there is, in the
// order of the API's field table, the parents' columns last. A test holds it
// against that table.
type csvRow struct {
	ID              string `csv:"id"`
	Name            string `csv:"name"`
	CustomID        string `csv:"custom_id"`
	Organization    string `csv:"organization"`
	CreatedAt       string `csv:"created_at"`
	Tags            string `csv:"tags"`
	CustomerColumns string `csv:"customer_columns"`
	ParentName      string `csv:"organization_name"`
	ParentCustomID  string `csv:"organization_custom_id"`
}

const (
	columnParentName     = "organization_name"
	columnParentCustomID = "organization_custom_id"
)

// AllColumns are the columns that a CSV export offers.
func AllColumns() []string {
	var h headerWriter
	_ = gocsv.MarshalCSV([]csvRow{}, &h) // fails only for what isn't a slice of structs
	return h.header
}

// DefaultColumns are the columns of a CSV export that names none. Such a file
// imports back with zero changes.
func DefaultColumns() []string {
	all := AllColumns()
	return all[:slices.Index(all, columnParentName)]
}

// headerWriter keeps the last row that gocsv writes.
type headerWriter struct{ header []string }

func (h *headerWriter) Write(row []string) error { h.header = slices.Clone(row); return nil }
func (h *headerWriter) Flush()                   {}
func (h *headerWriter) Error() error             { return nil }

// csvEncoder holds rows back until there are enough for gocsv.
type csvEncoder struct {
	w       *csvWriter
	parents *parents // nil: no column needs them
	rows    []csvRow
}

func newCSVEncoder(w io.Writer, columns []string, p *parents, excel bool) *csvEncoder {
	all := AllColumns()
	e := &csvEncoder{w: newCSVWriter(w, project(columns, all)), parents: p}
	e.w.excel = excel
	_ = e.w.Write(all) // an error stays in the writer and is told by the next call
	return e
}

// project gives the place of each column among all.
func project(columns, all []string) []int {
	places := make([]int, len(columns))
	for i, c := range columns {
		places[i] = slices.Index(all, c)
	}
	return places
}

func (e *csvEncoder) encode(org *pigello.Organization) error {
	row := rowOf(org)
	row.ParentName, row.ParentCustomID = e.parents.of(org)
	if e.rows = append(e.rows, row); len(e.rows) < csvBatch {
		return nil
	}
	return e.end()
}

func (e *csvEncoder) end() error {
	err := gocsv.MarshalCSVWithoutHeaders(e.rows, e.w)
	e.rows = e.rows[:0]
	return err
}

// cells are the row's cells in the order of AllColumns.
func (r *csvRow) cells() []string {
	return []string{r.ID, r.Name, r.CustomID, r.Organization, r.CreatedAt, r.Tags, r.CustomerColumns, r.ParentName, r.ParentCustomID}
}

// rowOf turns an organization into cells. What is null, absent or not told is
// an empty cell; the manifest counts the parents that weren't told.
func rowOf(org *pigello.Organization) csvRow {
	customID, _ := org.CustomID.Get()
	row := csvRow{
		ID: org.ID.String(), Name: org.Name, CustomID: customID, CreatedAt: org.CreatedAt,
		Tags: compactCell(org.Tags), CustomerColumns: compactCell(org.CustomerColumns),
	}
	if parent, ok := org.Parent.Get(); ok && parent != uuid.Nil {
		row.Organization = parent.String()
	}
	return row
}
