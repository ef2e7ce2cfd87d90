package ods

import (
	"cmp"
	"fmt"
	"io"
	"strconv"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// scanner reads the sheets, which stand one behind the other.
type scanner struct {
	doc     *Document
	x       *xmlscan.Reader
	release func()
	calcext string // the prefix of LibreOffice's own attributes

	at     int            // the number of the sheet
	inside bool           // of a sheet
	held   *xmlscan.Token // the first token of a sheet that isn't about the sheet

	number, last int // of the last row, and the last of those that are the same
	hidden       bool
	styledRow    bool    // its cells without a style have one by the row:
	rowFormat    *format // this
	column       int     // the next cell's
	styled       int     // which columns' style is next
	cells        []rawCell
	row          sheets.Row

	columns []columns
	extent  sheets.Extent
}

// columns are some columns side by side.
type columns struct {
	last   int
	format *format // of their cells without a style
}

// NextSheet goes on to the next sheet. One that is a copy of another file's, for its references, is none: nobody sees it.
func (s *scanner) NextSheet() (sheets.Sheet, error) {
	for {
		if s.inside {
			if err := s.leave(); err != nil {
				return sheets.Sheet{}, err
			}
		}
		s.x.Mark()
		t, err := s.x.Child()
		switch {
		case err != nil:
			return sheets.Sheet{}, err
		case t == nil:
			return sheets.Sheet{}, cmp.Or(s.x.Finish(), io.EOF)
		case string(t.Name) != "table":
			if err := s.x.Skip(); err != nil {
				return sheets.Sheet{}, err
			}
			continue
		}
		s.takePrefixes(t)
		sheet := sheets.Sheet{Name: string(t.Attr("name")), Hidden: s.doc.styles.hidden[string(t.Attr("style-name"))]}
		if foreign, err := s.enter(); err != nil {
			return sheet, err
		} else if !foreign {
			s.at++
			return sheet, nil
		}
	}
}

// enter begins a sheet, and says whether it is another file's.
func (s *scanner) enter() (foreign bool, err error) {
	s.inside, s.held, s.number, s.last = true, nil, 0, 0
	s.columns, s.extent = s.columns[:0], sheets.Extent{}
	for {
		t, err := s.x.Next()
		switch {
		case err != nil:
			return false, err
		case t.Kind == xmlscan.Text:
		case t.Kind == xmlscan.Start && string(t.Name) == "table-source":
			return true, s.x.Skip()
		case t.Kind == xmlscan.Start && (string(t.Name) == "title" || string(t.Name) == "desc"):
			if err := s.x.Skip(); err != nil {
				return false, err
			}
		default:
			s.held = t
			return false, nil
		}
	}
}

// leave reads up to the end of a sheet.
func (s *scanner) leave() error {
	for depth := 1; depth > 0; {
		s.x.Mark()
		t, err := s.token()
		if err != nil {
			return err
		}
		if string(t.Name) == "table" {
			switch t.Kind {
			case xmlscan.Start:
				depth++
			case xmlscan.End:
				depth--
			}
		}
	}
	s.inside = false
	return nil
}

// token gives the one that is held, or the next.
func (s *scanner) token() (*xmlscan.Token, error) {
	if t := s.held; t != nil {
		s.held = nil
		return t, nil
	}
	return s.x.Next()
}

// Next scans the next row that holds something, io.EOF after the last. Rows stand in groups of any depth.
func (s *scanner) Next() (*sheets.Row, error) {
	for s.inside {
		s.x.Mark()
		t, err := s.token()
		if err != nil {
			return s.stop(), err
		}
		switch t.Kind {
		case xmlscan.End:
			s.inside = string(t.Name) != "table"
			continue
		case xmlscan.Text:
			continue
		}
		switch string(t.Name) {
		case "table-row":
			if err := s.scanRow(t); err != nil {
				return s.stop(), err
			}
			if s.compose(); len(s.row.Cells) > 0 {
				return &s.row, nil
			}
			continue
		case "table-column":
			s.takeColumns(t)
		case "table-columns", "table-header-columns", "table-column-group", "table-rows", "table-header-rows", "table-row-group":
			continue
		}
		if err := s.x.Skip(); err != nil {
			return s.stop(), err
		}
	}
	return s.stop(), io.EOF
}

// stop gives the row where reading stopped.
func (s *scanner) stop() *sheets.Row {
	s.row = sheets.Row{Number: s.number}
	return &s.row
}

// repeated gives how many cells or rows an element stands for.
func repeated(value []byte) int {
	n, _ := strconv.Atoi(string(value)) // one where it isn't said
	return max(1, min(n, 2*sheets.MaxRows))
}

// isHidden says whether rows or columns of a visibility aren't shown.
func isHidden(visibility []byte) bool {
	return string(visibility) == "collapse" || string(visibility) == "filter"
}

func (s *scanner) takeColumns(t *xmlscan.Token) {
	first := 0
	if n := len(s.columns); n > 0 {
		first = s.columns[n-1].last + 1
	}
	last := min(first+repeated(t.Attr("number-columns-repeated")), tabular.MaxColumns) - 1
	if last < first {
		return
	}
	s.columns = append(s.columns, columns{last: last, format: s.doc.styles.of(t.Attr("default-cell-style-name"))})
	if !isHidden(t.Attr("visibility")) {
		return
	}
	if n := len(s.extent.HiddenColumns); n > 0 && s.extent.HiddenColumns[n-1].LastColumn == first-1 {
		s.extent.HiddenColumns[n-1].LastColumn = last
		return
	}
	s.extent.HiddenColumns = append(s.extent.HiddenColumns, sheets.Area{Column: first, LastColumn: last})
}

// scanRow scans the cells of a row that hold something.
func (s *scanner) scanRow(t *xmlscan.Token) error {
	s.number = s.last + 1
	s.last = s.number + repeated(t.Attr("number-rows-repeated")) - 1
	s.hidden = isHidden(t.Attr("visibility"))
	style := t.Attr("default-cell-style-name")
	s.styledRow, s.rowFormat = len(style) > 0, s.doc.styles.of(style)
	s.cells, s.column, s.styled = s.cells[:0], 0, 0
	for {
		t, err := s.x.Child()
		switch {
		case err != nil:
			return err
		case t == nil && len(s.cells) > 0 && s.last > sheets.MaxRows:
			return fmt.Errorf("row %d is beyond the last row that a sheet can have", s.last)
		case t == nil:
			return nil
		case string(t.Name) == "table-cell", string(t.Name) == "covered-table-cell":
			err = s.cell(t)
		default:
			err = s.x.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// compose makes a row of what was scanned.
func (s *scanner) compose() {
	s.row = sheets.Row{Number: s.number, More: s.last - s.number, Hidden: s.hidden, Cells: s.row.Cells[:0]}
	for i := range s.cells {
		c := &s.cells[i]
		if c.formula && c.kind == kindNumber && !s.isZero(c) {
			s.doc.results[s.at]++
		}
		s.row.Cells = append(s.row.Cells, sheets.Cell{Column: c.column, More: c.more, Filled: !c.covered, Text: c.kind <= kindText && !c.failed})
	}
}

// Extent gives the sheet's merges and hidden columns.
func (s *scanner) Extent() sheets.Extent { return s.extent }

// Close ends the reading.
func (s *scanner) Close() { s.release() }
