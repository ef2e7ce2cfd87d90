package exporter

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"

	"github.com/orgbatch/orgbatch/pigello"
)

// What a sheet takes.
const (
	maxSheetRows = 1_048_576 // the header among them
	maxCellUnits = 32_767    // UTF-16 units of a text
)

// SheetError says that something doesn't fit a workbook. Nothing has the name.
type SheetError struct {
	Subject string // what doesn't fit
	Problem string
}

// Error names both.
func (e *SheetError) Error() string { return e.Subject + ": " + e.Problem }

// Hint says what does fit.
func (e *SheetError) Hint() string { return "export a .csv or .jsonl file, which have no such limit" }

// xlsxEncoder writes a workbook of one sheet as it goes, in constant memory: all
// cells are texts in place, so that a spreadsheet program takes none for a number,
// a date or a formula. The header stays in sight and has a filter.
type xlsxEncoder struct {
	zip     *zip.Writer
	sheet   io.Writer
	columns []string
	places  []int
	parents *parents // nil: no column needs them
	buf     []byte
	rows    int // with the header
	err     error
}

func newXLSXEncoder(w io.Writer, columns []string, p *parents) *xlsxEncoder {
	e := &xlsxEncoder{zip: zip.NewWriter(w), columns: columns, places: project(columns, AllColumns()), parents: p}
	e.err = e.begin()
	return e
}

// begin writes what precedes the rows, and the header.
func (e *xlsxEncoder) begin() error {
	for _, part := range xlsxParts {
		w, err := e.zip.Create(part.name)
		if err == nil {
			_, err = io.WriteString(w, part.text)
		}
		if err != nil {
			return err
		}
	}
	var err error
	if e.sheet, err = e.zip.Create("xl/worksheets/sheet1.xml"); err != nil {
		return err
	}
	e.buf = append(e.buf, sheetStart...)
	for i, name := range e.columns {
		e.buf = fmt.Appendf(e.buf, `<col min="%d" max="%d" width="%d" style="1" customWidth="1"/>`, i+1, i+1, xlsxWidth(name))
	}
	e.buf = append(e.buf, `</cols><sheetData>`...)
	return e.row(e.columns, headerStyle)
}

// The styles of cells: see xl/styles.xml.
const (
	textStyle   = "1"
	headerStyle = "2"
)

// xlsxWidth is the width of a column, in digits of the usual font.
func xlsxWidth(column string) int {
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

func (e *xlsxEncoder) encode(org *pigello.Organization) error {
	if e.err != nil {
		return e.err
	}
	row := rowOf(org)
	if e.parents != nil {
		row.ParentName, row.ParentCustomID = e.parents.of(org)
	}
	all := row.cells()
	cells := make([]string, len(e.places))
	for i, place := range e.places {
		if cells[i] = all[place]; utf16Length(cells[i]) > maxCellUnits {
			return &SheetError{Subject: fmt.Sprintf("organization %s, column %s", org.ID, e.columns[i]),
				Problem: fmt.Sprintf("the text is longer than a cell takes (%d characters)", maxCellUnits)}
		}
	}
	e.err = e.row(cells, textStyle)
	return e.err
}

// row appends a row, and writes on when there is enough.
func (e *xlsxEncoder) row(cells []string, style string) error {
	if e.rows++; e.rows > maxSheetRows {
		return &SheetError{Subject: "the list", Problem: fmt.Sprintf("it has more rows than a sheet takes (%d)", maxSheetRows-1)}
	}
	e.buf = append(e.buf, `<row r="`...)
	e.buf = strconv.AppendInt(e.buf, int64(e.rows), 10)
	e.buf = append(e.buf, `">`...)
	for i, cell := range cells {
		e.buf = append(e.buf, `<c r="`...)
		e.buf = append(e.buf, 'A'+byte(i)) // there are fewer columns than letters
		e.buf = strconv.AppendInt(e.buf, int64(e.rows), 10)
		e.buf = append(e.buf, `" s="`+style+`" t="inlineStr"><is><t xml:space="preserve">`...)
		e.buf = appendXLSXText(e.buf, cell)
		e.buf = append(e.buf, `</t></is></c>`...)
	}
	e.buf = append(e.buf, `</row>`...)
	if len(e.buf) < csvChunk {
		return nil
	}
	return e.flush()
}

func (e *xlsxEncoder) flush() error {
	_, err := e.sheet.Write(e.buf)
	e.buf = e.buf[:0]
	return err
}

// end writes what follows the rows.
func (e *xlsxEncoder) end() error {
	if e.err != nil {
		return e.err
	}
	last := string('A' + rune(len(e.columns)-1))
	e.buf = fmt.Appendf(e.buf, `</sheetData><autoFilter ref="A1:%s%d"/></worksheet>`, last, e.rows)
	if err := e.flush(); err != nil {
		return err
	}
	return e.zip.Close()
}
