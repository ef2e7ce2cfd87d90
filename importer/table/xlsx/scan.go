package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// maxSheetRow is the last row of Excel's sheets; MaxColumns is the last column.
const maxSheetRow = 1 << 20

// rawCell is a cell as it stands in the sheet's XML.
type rawCell struct {
	column, style int
	kind          string // the attribute t: "s" shared, "inlineStr", "str", "b", "e", "d", "n" or ""
	from, to      int    // where its value stands in the scanner's text
	formula       bool
	valued        bool // the XML has an element for its value, though that may be empty
	stored        bool // it has a value; of texts alone, that may be ""
}

// area is a block of cells; rows and columns are counted from 1 and 0, the last ones belong to it.
type area struct{ row, lastRow, column, lastColumn int }

// sheetScanner gives the rows of a sheet that its XML has, and what else of it matters here.
type sheetScanner struct {
	*xmlReader
	number int // of the last row
	hidden bool
	cells  []rawCell
	ended  bool // the rows are read

	hiddenColumns []area
	merges        []area

	arrays []arrayFormula // that reach into the row or further down
	spread int            // cells that all of them fill
}

func newSheetScanner(r io.Reader) *sheetScanner { return &sheetScanner{xmlReader: newXMLReader(r)} }

// value is the text of a cell's value, until the next row.
func (s *sheetScanner) value(c *rawCell) []byte { return s.text[c.from:c.to] }

// next scans the next row, io.EOF after the last.
func (s *sheetScanner) next() error {
	for !s.ended {
		s.mark()
		token, err := s.xmlReader.next()
		if errors.Is(err, errNoEnd) && s.number == 0 { // a sheet without <sheetData> is empty
			return io.EOF
		} else if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				return s.row(t.Attr)
			case "col":
				s.column(t.Attr)
			}
		case xml.EndElement:
			s.ended = t.Name.Local == "sheetData"
		}
	}
	return io.EOF
}

// rest reads what follows the rows: the merged cells.
func (s *sheetScanner) rest() error {
	for {
		s.mark()
		start, err := s.start()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if start.Name.Local != "mergeCell" {
			continue
		}
		for _, a := range start.Attr {
			if a.Name.Local != "ref" || len(s.merges) == maxMerges {
				continue
			}
			if m, ok := parseArea(a.Value); ok {
				s.merges = append(s.merges, m)
			}
		}
	}
}

func (s *sheetScanner) column(attrs []xml.Attr) {
	var first, last int
	hidden := false
	for _, a := range attrs {
		switch a.Name.Local {
		case "min":
			first, _ = strconv.Atoi(a.Value)
		case "max":
			last, _ = strconv.Atoi(a.Value)
		case "hidden":
			hidden = truth(a.Value)
		}
	}
	if hidden && first >= 1 && first <= last && last <= tabular.MaxColumns && len(s.hiddenColumns) < tabular.MaxColumns {
		s.hiddenColumns = append(s.hiddenColumns, area{column: first - 1, lastColumn: last - 1})
	}
}

// row scans one row's cells.
func (s *sheetScanner) row(attrs []xml.Attr) error {
	number := s.number + 1
	s.cells, s.hidden = s.cells[:0], false
	for _, a := range attrs {
		switch a.Name.Local {
		case "r":
			if n, err := strconv.Atoi(a.Value); err == nil {
				number = n
			}
		case "hidden":
			s.hidden = truth(a.Value)
		}
	}
	if number <= s.number || number > maxSheetRow {
		return fmt.Errorf("row %d follows row %d", number, s.number)
	}
	s.number = number
	for {
		token, err := s.xmlReader.next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "c" {
				if err := s.cell(t.Attr); err != nil {
					return err
				}
			}
		case xml.EndElement:
			if t.Name.Local == "row" {
				s.spreadArrays()
				return nil
			}
		}
	}
}

// cell scans one cell. One without a place stands right of the one before it.
func (s *sheetScanner) cell(attrs []xml.Attr) error {
	c := rawCell{from: len(s.text)}
	if n := len(s.cells); n > 0 {
		c.column = s.cells[n-1].column + 1
	}
	for _, a := range attrs {
		switch a.Name.Local {
		case "r":
			if column, _, ok := parseCell(a.Value); ok {
				c.column = column
			}
		case "s":
			c.style, _ = strconv.Atoi(a.Value)
		case "t":
			c.kind = a.Value
		}
	}
	if c.column >= tabular.MaxColumns || len(s.cells) >= tabular.MaxColumns {
		return fmt.Errorf("row %d has more than %d columns", s.number, tabular.MaxColumns)
	}
	arrays := len(s.arrays)
	if err := s.content(&c); err != nil {
		return err
	}
	if c.to = len(s.text); c.kind != "str" && c.kind != "inlineStr" {
		s.trim(&c)
	}
	c.stored = c.stored || c.to > c.from
	if len(s.arrays) > arrays {
		s.arrays[arrays].stored = c.stored
	}
	s.cells = append(s.cells, c)
	return nil
}

// trim takes away the white space around a value that isn't text, as pretty-printed sheets have it.
func (s *sheetScanner) trim(c *rawCell) {
	value := trimXMLSpace(s.value(c))
	c.to = c.from + copy(s.text[c.from:], value)
	s.text = s.text[:c.to]
}

func (s *sheetScanner) content(c *rawCell) error {
	for {
		token, err := s.xmlReader.next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				c.valued, c.stored = true, c.kind == "str"
				err = s.gather("v")
			case "is":
				c.valued, c.stored = true, true
				err = s.richText("is")
			case "f":
				c.formula = true
				s.takeArray(t.Attr)
				at := len(s.text)
				err = s.gather("f")
				s.text = s.text[:at]
			}
			if err != nil {
				return err
			}
		case xml.EndElement:
			if t.Name.Local == "c" {
				return nil
			}
		}
	}
}

// parseCell reads a reference like AB12; the column is counted from 0.
func parseCell(ref string) (column, row int, ok bool) {
	i := 0
	for i < len(ref) && i < 4 {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
		i++
	}
	row, err := strconv.Atoi(ref[i:])
	return column - 1, row, err == nil && i > 0 && column <= tabular.MaxColumns && row >= 1 && row <= maxSheetRow
}
