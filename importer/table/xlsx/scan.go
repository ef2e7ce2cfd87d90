package xlsx

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// rawCell is a cell as it stands in the sheet's XML.
type rawCell struct {
	column, style int
	kind          string // the attribute t: "s" shared, "inlineStr", "str", "b", "e", "d", "n" or ""
	from, to      int    // where its value stands in the scanner's text
	formula       bool
	valued        bool // the XML has an element for its value, though that may be empty
	stored        bool // it has a value; of texts alone, that may be ""
}

// sheetScanner gives the rows of a sheet that its XML has, and what else of it matters here.
type sheetScanner struct {
	*xmlscan.Reader
	number int // of the last row
	hidden bool
	cells  []rawCell
	ended  bool // the rows are read

	hiddenColumns []sheets.Area
	merges        []sheets.Area

	arrays []arrayFormula // that reach into the row or further down
	spread int            // cells that all of them fill
}

func newSheetScanner(r io.Reader) *sheetScanner { return &sheetScanner{Reader: xmlscan.NewReader(r)} }

// value is the text of a cell's value, until the next row.
func (s *sheetScanner) value(c *rawCell) []byte { return s.Gathered[c.from:c.to] }

// next scans the next row, io.EOF after the last.
func (s *sheetScanner) next() error {
	for !s.ended {
		s.Mark()
		t, err := s.Reader.Next()
		if errors.Is(err, xmlscan.ErrNoEnd) && s.number == 0 { // a sheet without <sheetData> is empty
			return io.EOF
		} else if err != nil {
			return err
		}
		switch t.Kind {
		case xmlscan.Start:
			switch string(t.Name) {
			case "row":
				return s.row(t)
			case "col":
				s.column(t)
			}
		case xmlscan.End:
			s.ended = string(t.Name) == "sheetData"
		}
	}
	return io.EOF
}

// rest reads what follows the rows: the merged cells.
func (s *sheetScanner) rest() error {
	for {
		s.Mark()
		start, err := s.Start()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if string(start.Name) != "mergeCell" || len(s.merges) == sheets.MaxMerges {
			continue
		}
		if m, ok := parseArea(string(start.Attr("ref"))); ok {
			s.merges = append(s.merges, m)
		}
	}
}

func (s *sheetScanner) column(t *xmlscan.Token) {
	first, _ := strconv.Atoi(string(t.Attr("min"))) // 0, which is no column, where it isn't said
	last, _ := strconv.Atoi(string(t.Attr("max")))
	if truth(t.Attr("hidden")) && first >= 1 && first <= last && last <= tabular.MaxColumns && len(s.hiddenColumns) < tabular.MaxColumns {
		s.hiddenColumns = append(s.hiddenColumns, sheets.Area{Column: first - 1, LastColumn: last - 1})
	}
}

// row scans one row's cells.
func (s *sheetScanner) row(t *xmlscan.Token) error {
	number := s.number + 1
	if n, err := strconv.Atoi(string(t.Attr("r"))); err == nil {
		number = n
	}
	s.cells, s.hidden = s.cells[:0], truth(t.Attr("hidden"))
	if number <= s.number || number > sheets.MaxRows {
		return fmt.Errorf("row %d follows row %d", number, s.number)
	}
	s.number = number
	for {
		t, err := s.Reader.Next()
		if err != nil {
			return err
		}
		switch t.Kind {
		case xmlscan.Start:
			if string(t.Name) == "c" {
				if err := s.cell(t.Attrs); err != nil {
					return err
				}
			}
		case xmlscan.End:
			if string(t.Name) == "row" {
				s.spreadArrays()
				return nil
			}
		}
	}
}

// cell scans one cell. One without a place stands right of the one before it.
func (s *sheetScanner) cell(attrs []xmlscan.Attr) error {
	c := rawCell{from: len(s.Gathered)}
	if n := len(s.cells); n > 0 {
		c.column = s.cells[n-1].column + 1
	}
	for _, a := range attrs {
		switch string(a.Name) {
		case "r":
			if column, _, ok := parseCell(string(a.Value)); ok {
				c.column = column
			}
		case "s":
			c.style, _ = strconv.Atoi(string(a.Value))
		case "t":
			c.kind = kindOf(a.Value)
		}
	}
	if c.column >= tabular.MaxColumns || len(s.cells) >= tabular.MaxColumns {
		return fmt.Errorf("row %d has more than %d columns", s.number, tabular.MaxColumns)
	}
	arrays := len(s.arrays)
	if err := s.content(&c); err != nil {
		return err
	}
	if c.to = len(s.Gathered); c.kind != "str" && c.kind != "inlineStr" {
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
	value := xmlscan.TrimSpace(s.value(c))
	c.to = c.from + copy(s.Gathered[c.from:], value)
	s.Gathered = s.Gathered[:c.to]
}

func (s *sheetScanner) content(c *rawCell) error {
	for {
		t, err := s.Reader.Next()
		if err != nil {
			return err
		}
		switch t.Kind {
		case xmlscan.Start:
			switch string(t.Name) {
			case "v":
				c.valued, c.stored = true, c.kind == "str"
				err = s.Gather("v")
			case "is":
				c.valued, c.stored = true, true
				err = richText(s.Reader, "is")
			case "f":
				c.formula = true
				s.takeArray(t)
				at := len(s.Gathered)
				err = s.Gather("f")
				s.Gathered = s.Gathered[:at]
			}
			if err != nil {
				return err
			}
		case xmlscan.End:
			if string(t.Name) == "c" {
				return nil
			}
		}
	}
}

// kindOf gives the kinds of cells without making a text for each.
func kindOf(value []byte) string {
	for _, kind := range [...]string{"s", "n", "str", "inlineStr", "b", "e", "d"} {
		if kind == string(value) {
			return kind
		}
	}
	return string(value)
}

// parseArea reads a reference like A1:B2; a single cell is no area.
func parseArea(ref string) (sheets.Area, bool) {
	first, last, _ := strings.Cut(ref, ":")
	c1, r1, ok1 := parseCell(first)
	c2, r2, ok2 := parseCell(last)
	a := sheets.Area{Row: min(r1, r2), LastRow: max(r1, r2), Column: min(c1, c2), LastColumn: max(c1, c2)}
	return a, ok1 && ok2 && (r1 != r2 || c1 != c2)
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
	return column - 1, row, err == nil && i > 0 && column <= tabular.MaxColumns && row >= 1 && row <= sheets.MaxRows
}
