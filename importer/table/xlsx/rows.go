package xlsx

import (
	"io"
	"strconv"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// scanner reads the sheets one after the other, each from its own part.
type scanner struct {
	book   *Workbook
	at     int // among the sheets
	part   io.ReadCloser
	rows   *sheetScanner
	totals map[int][]sheets.Area
	row    sheets.Row
}

// NextSheet goes on to the next sheet; its part is opened for the first row.
func (s *scanner) NextSheet() (sheets.Sheet, error) {
	s.Close()
	s.at++
	if s.at >= len(s.book.sheets) {
		return sheets.Sheet{}, io.EOF
	}
	return s.book.sheets[s.at].Sheet, nil
}

// Next scans the next row, io.EOF after the last.
func (s *scanner) Next() (*sheets.Row, error) {
	sheet := s.book.sheets[s.at]
	if s.part == nil {
		part, err := s.book.parts.Open(sheet.part)
		if err != nil {
			return &sheets.Row{}, err
		}
		s.part, s.rows, s.totals = part, newSheetScanner(part), totalsOf(s.book.parts, sheet.part)
	}
	err := s.rows.next()
	if err == io.EOF {
		if err = s.rows.rest(); err == nil {
			err = io.EOF
		}
	}
	s.row = sheets.Row{Number: s.rows.number, Hidden: s.rows.hidden, Cells: s.row.Cells[:0]}
	if err != nil {
		return &s.row, err
	}
	totals := s.totals[s.rows.number]
	s.row.Totals = totals != nil
	for i := range s.rows.cells {
		c := &s.rows.cells[i]
		if c.formula && c.stored && !s.rows.isZero(c) {
			sheet.results++
		}
		cell := sheets.Cell{Column: c.column, Filled: c.unknown() || c.to > c.from && !s.blank(c), Text: c.kind == "s" || c.kind == "inlineStr" || c.kind == "str"}
		s.row.Totals = s.row.Totals && (!cell.Filled || covered(totals, c.column))
		s.row.Cells = append(s.row.Cells, cell)
	}
	return &s.row, nil
}

// blank says whether a cell holds a shared text that is empty.
func (s *scanner) blank(c *rawCell) bool {
	if c.kind != "s" {
		return false
	}
	text, problem := s.book.shared(s.rows.value(c))
	return text == "" && problem == nil
}

// Extent gives the sheet's merges and hidden columns.
func (s *scanner) Extent() sheets.Extent {
	return sheets.Extent{HiddenColumns: s.rows.hiddenColumns, Merges: s.rows.merges}
}

// Close ends the reading.
func (s *scanner) Close() {
	if s.part != nil {
		_ = s.part.Close() // it was only read
		s.part = nil
	}
}

// Show gives the text that Excel shows for a cell.
func (s *scanner) Show(i int) (string, *tabular.Problem) {
	c := &s.rows.cells[i]
	text, problem := s.show(c)
	if problem == nil {
		problem = s.standIn(c)
	}
	return text, problem
}

func (s *scanner) show(c *rawCell) (string, *tabular.Problem) {
	value, formats := s.rows.value(c), s.book.formats
	switch {
	case c.unknown():
		return "", sheets.NoResult(c.valued)
	case len(value) == 0:
		return "", nil
	}
	switch c.kind {
	case "s":
		text, problem := s.book.shared(value)
		return formats.text(text, c.style), problem
	case "inlineStr":
		return formats.text(string(value), c.style), nil
	case "str":
		return formats.text(string(unescapeOOXML(value)), c.style), nil
	case "e":
		return string(value), nil
	case "b":
		if truth(value) {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "d":
		return date(string(value)), nil
	}
	return formats.number(value, c.style), nil
}

func (w *Workbook) shared(value []byte) (string, *tabular.Problem) {
	i, err := strconv.Atoi(string(value))
	if text, ok := w.strings.get(i); ok && err == nil {
		return text, nil
	}
	return "", &tabular.Problem{
		Code: tabular.CodeNoStored, Value: tabular.Shorten(string(value)), Suggestion: wording.English.Sheets.RepairInExcel,
		Message: wording.English.Sheets.NoSharedText(w.strings.n),
	}
}
