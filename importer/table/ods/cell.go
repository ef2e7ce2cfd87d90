package ods

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// kind says what the value of a cell is.
type kind uint8

const (
	kindNone kind = iota // it isn't said: the text is the value, if there is one
	kindText             // up to here it is text
	kindNumber
	kindDate
	kindTime
	kindBoolean
	kindVoid // nothing, whatever stands beside it
)

var kinds = map[string]kind{
	"string": kindText, "float": kindNumber, "percentage": kindNumber, "currency": kindNumber, "date": kindDate, "time": kindTime, "boolean": kindBoolean, "void": kindVoid,
}

// span is where something stands in what was gathered of a row.
type span struct{ from, to int }

func (p span) empty() bool { return p.to <= p.from }

// rawCell is a cell as it stands in the XML.
type rawCell struct {
	column, more int
	kind         kind
	value        span // of the attribute that its kind has
	exact        span // of office:string-value
	text         span // of its paragraphs
	hasExact     bool
	hasText      bool // it has a paragraph, though that may be empty
	formula      bool
	failed       bool // it is an error
	covered      bool // a merged cell lies over it
	styled       bool // it has a style of its own
	format       *format
}

// cell scans a cell, or several that are the same, and keeps it if it holds something.
func (s *scanner) cell(t *xmlscan.Token) error {
	c := rawCell{column: s.column, covered: string(t.Name) == "covered-table-cell"}
	wide, high := s.attributes(&c, t)
	from := len(s.x.Gathered)
	if err := c.content(s.x); err != nil {
		return err
	}
	c.text = span{from, len(s.x.Gathered)}
	s.column += 1 + c.more
	c.failed = c.failed || c.formula && isError(s.bytes(c.text))
	if wide > 1 || high > 1 {
		s.merge(c.column, wide, high)
	}
	if c.blank() {
		return nil
	}
	if s.column > tabular.MaxColumns {
		return fmt.Errorf("row %d has more than %d columns", s.number, tabular.MaxColumns)
	}
	if !c.styled {
		c.format = s.defaultFormat(c.column)
	}
	s.cells = append(s.cells, c)
	return nil
}

// attributes takes what a cell's start tag says.
func (s *scanner) attributes(c *rawCell, t *xmlscan.Token) (wide, high int) {
	for i := range t.Attrs {
		a := &t.Attrs[i]
		if s.calcext != "" && string(a.Space) == s.calcext {
			c.failed = c.failed || string(a.Name) == "value-type" && string(a.Value) == "error"
			continue
		}
		switch string(a.Name) {
		case "value-type":
			c.kind = kinds[string(a.Value)]
		case "formula":
			c.formula = len(a.Value) > 0
		case "number-columns-repeated":
			c.more = repeated(a.Value) - 1
		case "number-columns-spanned":
			wide = repeated(a.Value)
		case "number-rows-spanned":
			high = repeated(a.Value)
		case "style-name":
			c.styled, c.format = len(a.Value) > 0, s.doc.styles.of(a.Value)
		case "string-value":
			c.exact, c.hasExact = s.gather(a.Value), true
		case "value", "date-value", "time-value", "boolean-value":
			c.value = s.gather(a.Value)
		}
	}
	if c.kind == kindText { // pandas writes a number beside texts of digits
		c.value = span{}
	}
	return wide, high
}

// gather appends to what was gathered of the row.
func (s *scanner) gather(value []byte) span {
	from := len(s.x.Gathered)
	s.x.Gathered = append(s.x.Gathered, value...)
	return span{from, len(s.x.Gathered)}
}

func (s *scanner) bytes(p span) []byte { return s.x.Gathered[p.from:p.to] }

// blank says whether a cell shows nothing and nothing is wrong with it.
func (c *rawCell) blank() bool {
	switch {
	case c.kind == kindVoid:
		return true
	case c.covered:
		return c.text.empty() && c.exact.empty()
	case c.failed:
		return false
	case c.unknown():
		return false
	case c.kind == kindText && c.hasExact:
		return c.exact.empty()
	}
	return c.value.empty() && c.text.empty()
}

// unknown says of a cell that nothing tells what its formula came to.
func (c *rawCell) unknown() bool {
	return c.formula && !c.hasText && c.value.empty() && !(c.kind == kindText && c.hasExact)
}

// isZero says of a number that it is 0.
func (s *scanner) isZero(c *rawCell) bool {
	n, err := strconv.ParseFloat(string(s.bytes(c.value)), 64)
	return err == nil && n == 0
}

// isError knows what programs that have no type for errors write as the text of a formula.
func isError(text []byte) bool {
	return len(text) > 2 && text[0] == '#' && bytes.IndexByte([]byte("!?A"), text[len(text)-1]) >= 0 && bytes.IndexByte(text, ' ') < 0 || bytes.HasPrefix(text, []byte("Err:"))
}

// merge remembers a cell that lies over others.
func (s *scanner) merge(column, wide, high int) {
	if len(s.extent.Merges) < sheets.MaxMerges && column < tabular.MaxColumns {
		s.extent.Merges = append(s.extent.Merges, sheets.Area{
			Row: s.number, LastRow: s.number + max(high, 1) - 1, Column: column, LastColumn: min(column+max(wide, 1), tabular.MaxColumns) - 1,
		})
	}
}

// defaultFormat gives the format of a cell without a style: its row's, or its column's.
func (s *scanner) defaultFormat(column int) *format {
	if s.styledRow {
		return s.rowFormat
	}
	for s.styled < len(s.columns) && s.columns[s.styled].last < column {
		s.styled++
	}
	if s.styled < len(s.columns) {
		return s.columns[s.styled].format
	}
	return nil
}

// content gathers the paragraphs of a cell, without its notes, pictures and tables.
func (c *rawCell) content(x *xmlscan.Reader) error {
	for {
		t, err := x.Child()
		if t == nil {
			return err
		}
		if string(t.Name) != "p" {
			err = x.Skip()
		} else {
			if c.hasText {
				x.Gathered = append(x.Gathered, '\n')
			}
			c.hasText = true
			err = paragraph(x)
		}
		if err != nil {
			return err
		}
	}
}

// paragraph gathers the text of a paragraph, whatever it is wrapped in.
func paragraph(x *xmlscan.Reader) error {
	from := len(x.Gathered)
	for depth := 1; depth > 0; {
		t, err := x.Next()
		if err != nil {
			return err
		}
		switch t.Kind {
		case xmlscan.Text:
			x.Gathered = append(x.Gathered, t.Text...)
		case xmlscan.End:
			depth--
		case xmlscan.Start:
			inside, err := inline(x, t)
			if err != nil {
				return err
			}
			if inside {
				depth++
			}
		}
		if len(x.Gathered) > tabular.MaxRow {
			return tabular.ErrRowTooLarge
		}
	}
	trim(x, from)
	return nil
}

// inline takes an element within a paragraph; inside says that its text is the paragraph's.
func inline(x *xmlscan.Reader, t *xmlscan.Token) (inside bool, err error) {
	switch string(t.Name) {
	case "s":
		for range min(repeated(t.Attr("c")), tabular.MaxCell) {
			x.Gathered = append(x.Gathered, ' ')
		}
	case "tab":
		x.Gathered = append(x.Gathered, '\t')
	case "line-break":
		x.Gathered = append(x.Gathered, '\n')
	case "annotation", "note", "frame", "ruby-text", "table", "shapes":
	default:
		return true, nil
	}
	return false, x.Skip()
}

// trim takes away the line ends around a paragraph, with the blanks beside them, which are there to make the XML pretty.
func trim(x *xmlscan.Reader, from int) {
	const space = " \t\r\n"
	text := x.Gathered[from:]
	if i := len(text) - len(bytes.TrimLeft(text, space)); bytes.IndexByte(text[:i], '\n') >= 0 {
		text = text[i:]
	}
	if i := len(bytes.TrimRight(text, space)); bytes.IndexByte(text[i:], '\n') >= 0 {
		text = text[:i]
	}
	x.Gathered = x.Gathered[:from+copy(x.Gathered[from:], text)]
}
