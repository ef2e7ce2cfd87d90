package exporter

import (
	"archive/zip"
	"fmt"
	"io"
	"time"

	"github.com/orgbatch/orgbatch/exporter/excel"
	"github.com/orgbatch/orgbatch/pigello"
)

// What a sheet takes.
const (
	maxSheetRows = 1_048_576 // the header among them
	maxCellUnits = 32_767    // UTF-16 units of a text in an XLSX file
)

// sheetName is the name of the only sheet.
const sheetName = "organizations"

// SheetError says that something doesn't fit a workbook. Nothing has the name.
type SheetError struct {
	Subject string // what doesn't fit
	Problem string
}

// Error names both.
func (e *SheetError) Error() string { return e.Subject + ": " + e.Problem }

// Hint says what does fit.
func (e *SheetError) Hint() string { return "export a .csv or .jsonl file, which have no such limit" }

// bookForm is how a kind of workbook writes what is the same in all.
type bookForm interface {
	// begin writes the parts before the sheet and begins it; head is what precedes its rows.
	begin(z *zip.Writer, columns []string, at time.Time) (sheet io.Writer, head string, err error)
	row(dst []byte, n int, cells []string) []byte // the first is the header
	end(columns, rows int) string                 // what follows the rows
	takes(text string) bool                       // whether a cell has room for it
}

// bookPart is a file in a workbook's archive.
type bookPart struct{ name, text string }

func (p bookPart) write(z *zip.Writer, at time.Time) error {
	w, err := excel.Part(z, p.name, at)
	if err == nil {
		_, err = io.WriteString(w, p.text)
	}
	return err
}

// bookEncoder writes a workbook of one sheet as it goes, in constant memory: all
// cells are texts in place, so that a spreadsheet program takes none for a number,
// a date or a formula. The header stays in sight and has a filter.
type bookEncoder struct {
	form    bookForm
	zip     *zip.Writer
	sheet   io.Writer
	columns []string
	places  []int
	cells   *cells
	line    []byte
	rows    int // with the header
	err     error
}

// newBookEncoder begins a workbook that was made at a time.
func newBookEncoder(w io.Writer, form bookForm, columns []string, p *parents, at time.Time) *bookEncoder {
	e := &bookEncoder{
		form: form, zip: zip.NewWriter(w), columns: columns, places: project(columns, AllColumns()), cells: newCells(p),
	}
	var head string
	if e.sheet, head, e.err = form.begin(e.zip, columns, at); e.err == nil {
		_, e.err = io.WriteString(e.sheet, head)
	}
	if e.err == nil {
		e.err = e.row(columns)
	}
	return e
}

// columnWidth is the width of a column, in digits of the usual font.
func columnWidth(column string) int {
	switch column {
	case "id", "organization":
		return 38
	case "name", columnParentName:
		return 40
	case "created_at":
		return 28
	}
	return max(14, len(column)+4)
}

func (e *bookEncoder) encode(org *pigello.Organization) error {
	if e.err != nil {
		return e.err
	}
	all := e.cells.of(org)
	cells := make([]string, len(e.places))
	for i, place := range e.places {
		if cells[i] = all[place]; !e.form.takes(cells[i]) {
			return &SheetError{Subject: fmt.Sprintf("organization %s, column %s", org.ID, e.columns[i]),
				Problem: fmt.Sprintf("the text is longer than a cell takes (%d characters)", maxCellUnits)}
		}
	}
	e.err = e.row(cells)
	return e.err
}

func (e *bookEncoder) row(cells []string) error {
	if e.rows++; e.rows > maxSheetRows {
		return &SheetError{Subject: "the list", Problem: fmt.Sprintf("it has more rows than a sheet takes (%d)", maxSheetRows-1)}
	}
	e.line = e.form.row(e.line[:0], e.rows, cells)
	_, err := e.sheet.Write(e.line)
	return err
}

// end writes what follows the rows.
func (e *bookEncoder) end() error {
	if e.err != nil {
		return e.err
	}
	if _, err := io.WriteString(e.sheet, e.form.end(len(e.columns), e.rows)); err != nil {
		return err
	}
	return e.zip.Close()
}
