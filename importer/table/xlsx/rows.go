package xlsx

import (
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// SheetReader gives all rows of a sheet, from row 1 to the last that holds something, each as wide as what it holds.
type SheetReader struct {
	book   *Workbook
	scan   *sheetScanner
	merges *mergeFiller
	last   int // the number of the last row that holds something
	number int // of the last row given
	row    tabular.Row
	err    error // why no more is scanned
}

// Next gives the next row, io.EOF after the last. Rows that the sheet doesn't mention have no cells.
func (r *SheetReader) Next() (*tabular.Row, error) {
	if r.number >= r.last {
		return nil, io.EOF
	}
	if r.err == nil && r.scan.number <= r.number {
		r.err = r.scan.next()
	}
	if r.err != nil && r.err != io.EOF {
		return nil, r.book.scanFailed(r.book.chosen, r.scan, r.err)
	}
	r.number++
	r.row = tabular.Row{Number: r.number, Line: r.number, Cells: r.row.Cells[:0]}
	if r.err == nil && r.scan.number == r.number {
		r.fill()
	}
	cells, filled, sideways := r.merges.fill(r.number, r.row.Cells)
	r.row.Cells = trimCells(cells, r.row.Problems)
	for _, c := range sideways {
		r.row.Add(tabular.Problem{
			Code: tabular.CodeMerged, Column: c, Value: tabular.Shorten(cells[c].Text), Warning: true, ErrorIfSent: true,
			Message:    "the cell is merged with one of another column; that one's value was taken for both",
			Suggestion: "unmerge the cells, and write into each what is meant",
		})
	}
	if filled >= 0 && !slices.Contains(sideways, filled) {
		r.row.Add(tabular.Problem{
			Code: tabular.CodeMerged, Column: filled, Value: tabular.Shorten(cells[filled].Text), Warning: true,
			Message:    "the cell is merged with others; their value was taken for each of them",
			Suggestion: "unmerge the cells if the value isn't meant for all of them",
		})
	}
	return &r.row, nil
}

// scanFailed says where in a sheet the reading stopped.
func (w *Workbook) scanFailed(s *sheet, scan *sheetScanner, err error) error {
	if err == tabular.ErrRowTooLarge {
		return &tabular.InputError{
			Name: w.name, Line: scan.number, Problem: "a row of sheet " + quoted(s.name) + " is larger than 8 MiB",
			Hint: "the sheet is not a table; look at the row after this one in Excel",
		}
	}
	return &tabular.InputError{
		Name: w.name, Line: scan.number, Problem: "sheet " + quoted(s.name) + " can't be read on from there", Err: err, Hint: fetchAgain,
	}
}

func quoted(name string) string { return `"` + tabular.Shorten(name) + `"` }

// fill makes cells of what was scanned.
func (r *SheetReader) fill() {
	for i := range r.scan.cells {
		c := &r.scan.cells[i]
		for len(r.row.Cells) <= c.column {
			r.row.Cells = append(r.row.Cells, tabular.Cell{})
		}
		text, problem := r.book.show(r.scan, c)
		if problem == nil {
			problem = r.standIn(c)
		}
		if problem != nil {
			problem.Column = c.column
			r.row.Add(*problem)
		}
		if was := r.row.Cells[c.column].Text; was != "" && was != text {
			r.row.Add(tabular.Problem{
				Code: tabular.CodeCellTwice, Column: c.column, Value: tabular.Shorten(was), Suggestion: "open the workbook in Excel, correct the cell, and save it",
				Message: fmt.Sprintf("the sheet has this cell twice, once with %q and once with %q, so it can't be told which is meant", tabular.Shorten(was), tabular.Shorten(text)),
			})
		}
		r.row.Cells[c.column].Text = text
		r.row.InspectCell(c.column, text)
	}
}

// show gives the text that Excel shows for a cell.
func (w *Workbook) show(s *sheetScanner, c *rawCell) (string, *tabular.Problem) {
	value := s.value(c)
	switch {
	case c.unknown():
		return "", noResult(c)
	case len(value) == 0:
		return "", nil
	}
	switch c.kind {
	case "s":
		text, problem := w.shared(value)
		return w.formats.text(text, c.style), problem
	case "inlineStr":
		return w.formats.text(string(value), c.style), nil
	case "str":
		return w.formats.text(string(unescapeOOXML(value)), c.style), nil
	case "e":
		return string(value), nil
	case "b":
		if truth(string(value)) {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "d":
		return w.formats.date(string(value), c.style), nil
	}
	return w.formats.number(value, c.style), nil
}

func (w *Workbook) shared(value []byte) (string, *tabular.Problem) {
	i, err := strconv.Atoi(string(value))
	if text, ok := w.strings.get(i); ok && err == nil {
		return text, nil
	}
	return "", &tabular.Problem{
		Code: tabular.CodeNoStored, Value: tabular.Shorten(string(value)), Suggestion: "open the workbook in Excel, let it repair the file, and save it",
		Message: fmt.Sprintf("the cell refers to a text that the workbook doesn't have (it has %d)", w.strings.n),
	}
}

// trimCells cuts empty cells off the end, up to one of which it isn't known whether it is empty.
func trimCells(cells []tabular.Cell, problems []tabular.Problem) []tabular.Cell {
	least := 0
	for i := range problems {
		least = max(least, problems[i].Column+1)
	}
	for len(cells) > least && cells[len(cells)-1].Text == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}
