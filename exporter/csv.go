package exporter

import (
	"io"
	"reflect"
	"slices"
	"strconv"

	"github.com/gocarina/gocsv"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// csvBatch is how many rows are handed to gocsv at once: it looks its struct up
// once per call.
const csvBatch = 256

// Columns that tell of the parent, whose id is a field.
const (
	columnParentName     = "organization_name"
	columnParentCustomID = "organization_custom_id"
)

// AllColumns are the columns that a CSV export offers: the API's fields, and what
// its parent is called.
func AllColumns() []string {
	return append(DefaultColumns(), columnParentName, columnParentCustomID)
}

// DefaultColumns are the columns of a CSV export that names none. Such a file
// imports back with zero changes.
func DefaultColumns() []string {
	var names []string
	for _, f := range pigello.Fields() {
		names = append(names, f.Name)
	}
	return names
}

// cells turns organizations into cells, by the API's table of fields.
type cells struct {
	fields  []pigello.Field
	parents *parents // nil: no column needs them
	row     []string
}

func newCells(p *parents) *cells {
	return &cells{fields: pigello.Fields(), parents: p, row: make([]string, len(AllColumns()))}
}

// of gives the cells of an organization in the order of AllColumns, until the next
// call. What is null, absent or not told is an empty cell; the manifest counts the
// parents that weren't told.
func (c *cells) of(org *pigello.Organization) []string {
	for i, f := range c.fields {
		c.row[i], _ = f.Get(org).Get()
		if f.Type == pigello.TypeReference && c.row[i] == uuid.Nil.String() {
			c.row[i] = ""
		}
	}
	n := len(c.fields)
	c.row[n], c.row[n+1] = c.parents.of(org)
	return c.row
}

// csvRow is the struct that gocsv takes for a row: a text for each of AllColumns.
var csvRow = func() reflect.Type {
	var fields []reflect.StructField
	for i, name := range AllColumns() {
		fields = append(fields, reflect.StructField{
			Name: "C" + strconv.Itoa(i),
			Type: reflect.TypeFor[string](),
			Tag:  reflect.StructTag(`csv:"` + name + `"`),
		})
	}
	return reflect.StructOf(fields)
}()

// csvEncoder holds rows back until there are enough for gocsv.
type csvEncoder struct {
	w     *csvWriter
	cells *cells
	rows  reflect.Value // csvBatch of csvRow
	held  int
}

func newCSVEncoder(w io.Writer, p *plan) *csvEncoder {
	all := AllColumns()
	e := &csvEncoder{
		w: newCSVWriter(w, project(p.columns, all)), cells: newCells(p.parents),
		rows: reflect.MakeSlice(reflect.SliceOf(csvRow), csvBatch, csvBatch),
	}
	e.w.excel = p.Excel
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
	row := e.rows.Index(e.held)
	for i, cell := range e.cells.of(org) {
		row.Field(i).SetString(cell)
	}
	e.held++
	if e.held < csvBatch {
		return nil
	}
	return e.end()
}

func (e *csvEncoder) end() error {
	err := gocsv.MarshalCSVWithoutHeaders(e.rows.Slice(0, e.held).Interface(), e.w)
	e.held = 0
	return err
}
