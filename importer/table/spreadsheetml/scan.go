package spreadsheetml

import (
	"cmp"
	"fmt"
	"io"
	"strconv"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// scanner reads the sheets as they stand in the file.
type scanner struct {
	file    *File
	x       *xmlscan.Reader
	release func()
	at      int  // among the sheets
	inside  bool // of a sheet, the end of which wasn't read
	next    int  // the number of the next row, unless that says another
	row     sheets.Row
	cells   []cell
	columns []*style // of the columns that the sheet has said something of
	extent  sheets.Extent
}

// cell is a cell as it stands in the XML.
type cell struct {
	kind     string // of its value: Number, DateTime, Boolean, Error or a text
	style    *style
	from, to int // where its value stands in what was gathered
	formula  bool
	valued   bool // the XML has an element for its value, though that may be empty
}

// Close ends the reading.
func (s *scanner) Close() { s.release() }

// Extent gives the sheet's merges and hidden columns.
func (s *scanner) Extent() sheets.Extent { return s.extent }

// Next scans the next row, io.EOF after the last.
func (s *scanner) Next() (*sheets.Row, error) {
	for s.inside {
		s.x.Mark()
		t, err := s.x.Next()
		if err != nil {
			return &s.row, err
		}
		switch {
		case t.Kind == xmlscan.End:
			s.inside = string(t.Name) != "Worksheet"
		case t.Kind != xmlscan.Start || string(t.Name) == "Table":
		case string(t.Name) == "Row":
			return &s.row, s.scanRow(t)
		case string(t.Name) == "Column":
			s.scanColumn(t)
		default:
			if err := s.x.Skip(); err != nil {
				return &s.row, err
			}
		}
	}
	return &s.row, io.EOF
}

// number reads an attribute, unless it isn't there or is no number from 0 on.
func number(t *xmlscan.Token, name string, otherwise int) int {
	if n, err := strconv.Atoi(string(t.Attr(name))); err == nil && n >= 0 {
		return n
	}
	return otherwise
}

// scanColumn takes a range of columns, which follows the one before it unless it says its place.
func (s *scanner) scanColumn(t *xmlscan.Token) {
	first := number(t, "Index", len(s.columns)+1) - 1
	last := first + min(number(t, "Span", 0), tabular.MaxColumns)
	if first < len(s.columns) || last >= tabular.MaxColumns {
		return
	}
	s.columns = append(s.columns, make([]*style, last+1-len(s.columns))...)
	for i := first; i <= last; i++ {
		s.columns[i] = s.file.styles[string(t.Attr("StyleID"))]
	}
	if string(t.Attr("Hidden")) == "1" {
		s.extent.HiddenColumns = append(s.extent.HiddenColumns, sheets.Area{Column: first, LastColumn: last})
	}
}

// scanRow scans a row's cells.
func (s *scanner) scanRow(t *xmlscan.Token) error {
	n := number(t, "Index", s.next)
	if n < s.next || n > sheets.MaxRows {
		return fmt.Errorf("row %d follows row %d", n, s.next-1)
	}
	s.row = sheets.Row{Number: n, Hidden: string(t.Attr("Hidden")) == "1", Cells: s.row.Cells[:0]}
	s.next = n + 1 + min(number(t, "Span", 0), sheets.MaxRows) // the rows below that look like it and are blank
	s.cells = s.cells[:0]
	style, place := s.file.styles[string(t.Attr("StyleID"))], 0
	for {
		t, err := s.x.Next()
		if err != nil {
			return err
		}
		switch {
		case t.Kind == xmlscan.Start && string(t.Name) == "Cell":
			place, err = s.scanCell(t, place, style)
		case t.Kind == xmlscan.Start:
			err = s.x.Skip()
		case t.Kind == xmlscan.End && string(t.Name) == "Row":
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// scanCell scans a cell, which stands in the next place unless it says another; it gives the place behind it.
func (s *scanner) scanCell(t *xmlscan.Token, place int, style *style) (int, error) {
	place = number(t, "Index", place+1) - 1
	across, down := number(t, "MergeAcross", 0), number(t, "MergeDown", 0)
	if place < 0 || place >= tabular.MaxColumns || across >= tabular.MaxColumns || len(s.cells) >= tabular.MaxColumns {
		return 0, fmt.Errorf("row %d has more than %d columns", s.row.Number, tabular.MaxColumns)
	}
	c := cell{style: s.styleOf(t, place, style), formula: t.Attr("Formula") != nil, from: len(s.x.Gathered)}
	if (across > 0 || down > 0) && len(s.extent.Merges) < sheets.MaxMerges {
		s.extent.Merges = append(s.extent.Merges, sheets.Area{
			Row: s.row.Number, LastRow: s.row.Number + min(down, sheets.MaxRows), Column: place, LastColumn: place + across,
		})
	}
	if err := s.content(&c); err != nil {
		return 0, err
	}
	s.cells = append(s.cells, c)
	s.row.Cells = append(s.row.Cells, sheets.Cell{Column: place, Filled: c.to > c.from || c.unknown(), Text: c.isText()})
	return place + across + 1, nil
}

// styleOf gives the style of a cell, which is that of its row or of its column where it names none.
func (s *scanner) styleOf(t *xmlscan.Token, place int, row *style) *style {
	if id := t.Attr("StyleID"); id != nil {
		return s.file.styles[string(id)]
	}
	if row == nil && place < len(s.columns) {
		row = s.columns[place]
	}
	return cmp.Or(row, s.file.styles["Default"])
}

// content gathers a cell's value. What else stands in it is a note, before or behind the value, or of no concern.
func (s *scanner) content(c *cell) error {
	for {
		t, err := s.x.Next()
		if err != nil {
			return err
		}
		switch {
		case t.Kind == xmlscan.Start && string(t.Name) == "Data" && c.valued, t.Kind == xmlscan.Text && len(xmlscan.TrimSpace(t.Text)) > 0:
			return fmt.Errorf("row %d has a cell with a second text", s.row.Number)
		case t.Kind == xmlscan.Start && string(t.Name) == "Data":
			c.valued, c.kind = true, string(t.Attr("Type"))
			err = s.x.Gather("Data")
			c.to = len(s.x.Gathered)
		case t.Kind == xmlscan.Start:
			err = s.x.Skip()
		case t.Kind == xmlscan.End && string(t.Name) == "Cell":
			if !c.valued {
				c.to = c.from
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
}
