package sheets

import (
	"io"
	"slices"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// Reader gives all rows of a sheet, from row 1 to the last that holds something, each as wide as what it holds.
type Reader struct {
	book    *Book
	scan    Scanner
	scanned *Row
	merges  *mergeFiller
	last    int // the number of the last row that holds something
	number  int // of the last row given
	copied  int // bytes of cells that are the same as others
	row     tabular.Row
	err     error // why no more is scanned
}

// Next gives the next row, io.EOF after the last. Rows that the sheet doesn't mention have no cells.
func (r *Reader) Next() (*tabular.Row, error) {
	if r.number >= r.last {
		return nil, io.EOF
	}
	if r.err == nil && (r.scanned == nil || r.scanned.Number+r.scanned.More <= r.number) {
		r.scanned, r.err = r.scan.Next()
	}
	if r.err != nil && r.err != io.EOF {
		return nil, r.book.stopped(r.book.Sheet(), r.scanned.Number, r.err)
	}
	r.number++
	r.row = tabular.Row{Number: r.number, Line: r.number, Cells: r.row.Cells[:0]}
	if r.err == nil && r.scanned.Number <= r.number {
		if err := r.fill(); err != nil {
			return nil, r.book.stopped(r.book.Sheet(), r.number, err)
		}
		if r.copied > maxCopied {
			return nil, r.book.tooManyCopies(r.book.Sheet())
		}
	}
	cells, filled, sideways := r.merges.fill(r.number, r.row.Cells)
	r.row.Cells = trimCells(cells, r.row.Problems)
	for _, c := range sideways {
		r.row.Add(tabular.Problem{
			Code: tabular.CodeMerged, Column: c, Value: tabular.Shorten(cells[c].Text), Warning: true, ErrorIfSent: true,
			Message:    wording.English.Sheets.MergedColumns,
			Suggestion: wording.English.Sheets.UnmergeAndWrite,
		})
	}
	if filled >= 0 && !slices.Contains(sideways, filled) {
		r.row.Add(tabular.Problem{
			Code: tabular.CodeMerged, Column: filled, Value: tabular.Shorten(cells[filled].Text), Warning: true,
			Message:    wording.English.Sheets.Merged,
			Suggestion: wording.English.Sheets.UnmergeUnlessAll,
		})
	}
	return &r.row, nil
}

// fill makes cells of what was scanned.
func (r *Reader) fill() error {
	size := 0
	for i := range r.scanned.Cells {
		c := &r.scanned.Cells[i]
		text, problem := r.scan.Show(i)
		for len(r.row.Cells) <= c.Column+c.More {
			r.row.Cells = append(r.row.Cells, tabular.Cell{})
		}
		for column := c.Column; column <= c.Column+c.More; column++ {
			r.put(column, text, problem)
		}
		if r.number > r.scanned.Number {
			r.copied += len(text)
		}
		r.copied += c.More * len(text)
		if size += (1 + c.More) * len(text); size > 2*tabular.MaxRow {
			return tabular.ErrRowTooLarge
		}
	}
	return nil
}

// put fills a cell.
func (r *Reader) put(column int, text string, problem *tabular.Problem) {
	if problem != nil {
		p := *problem
		p.Column = column
		r.row.Add(p)
	}
	if was := r.row.Cells[column].Text; was != "" && was != text {
		r.row.Add(tabular.Problem{
			Code: tabular.CodeCellTwice, Column: column, Value: tabular.Shorten(was), Suggestion: wording.English.Sheets.CorrectInExcel,
			Message: wording.English.Sheets.CellTwice(tabular.Shorten(was), tabular.Shorten(text)),
		})
	}
	r.row.Cells[column].Text = text
	r.row.InspectCell(column, text)
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
