package table

import (
	"bytes"
	"io"
)

// csvReader gives the rows of a CSV file that follow its header.
type csvReader struct {
	*scanner
	src    *source
	win    *window
	shape  shape
	line   int // where the next record starts, from 1
	number int // of the last record
	row    Row
}

// newCSVReader reads from r, which starts with the header (after a byte order mark).
func newCSVReader(src *source, r io.Reader, d dialect, header []string) *csvReader {
	return &csvReader{scanner: newScanner(d), src: src, win: newWindow(r), shape: newShape(header), line: 1}
}

// skipHeader passes the first record that isn't blank and gives it as a row, to be measured against nothing.
func (c *csvReader) skipHeader() (*Row, error) {
	if err := c.record(); err != nil {
		return nil, err
	}
	c.fill()
	return &c.row, nil
}

// next gives the next row, io.EOF after the last.
func (c *csvReader) next() (*Row, error) {
	if err := c.record(); err != nil {
		return nil, err
	}
	c.fill()
	c.shape.fit(&c.row)
	return &c.row, nil
}

// record finds the next record that isn't blank and sets the row's Raw, Number and Line.
func (c *csvReader) record() error {
	for {
		if err := c.find(); err != nil {
			return err
		}
		raw := c.win.bytes()[:c.rec.end:c.rec.end]
		c.win.skip(c.rec.size)
		start := c.line
		c.number++
		c.line += 1 + c.lineEnds(raw)
		if !c.blank(raw) {
			c.row.Raw, c.row.Number, c.row.Line = raw, c.number, start
			return nil
		}
	}
}

// find scans the next record, however much has to be read for it.
func (c *csvReader) find() error {
	for {
		b := c.win.bytes()
		if len(b) > 0 && c.scan(b, c.win.eof()) {
			return nil
		}
		switch {
		case c.win.more():
		case c.win.eof() && len(b) == 0:
			return io.EOF
		case c.win.eof(): // scan once more, now that nothing follows
		case c.win.err != errRowTooLarge:
			return c.src.stopped(c.win.err, c.line)
		default:
			// No room for more. A quote that nothing closes can still be told from a row that never ends.
			c.scan(b, true)
			if c.rec.damage == "" {
				return c.src.stopped(errRowTooLarge, c.line)
			}
			c.win.err = nil
			return nil
		}
	}
}

// blank says whether a person sees an empty row: nothing but delimiters, spaces and tabs. An empty cell in quotes is not blank, so that a
// row of one empty cell can be written.
func (c *csvReader) blank(raw []byte) bool {
	for _, b := range raw {
		if b != c.delim && b != ' ' && b != '\t' {
			return false
		}
	}
	return true
}

// lineEnds counts the line ends within a record, as an editor does.
func (c *csvReader) lineEnds(raw []byte) int {
	n := bytes.Count(raw, []byte{'\n'})
	if c.cr {
		n += bytes.Count(raw, []byte{'\r'}) - bytes.Count(raw, []byte("\r\n"))
	}
	return n
}

// fill makes cells of the record's spans. All cells of a row share one string, so that a row costs one allocation and its cells can be
// kept.
func (c *csvReader) fill() {
	row := &c.row
	row.Cells, row.Problems, row.Unreadable = row.Cells[:0], nil, false
	text := string(row.Raw)
	for i := range c.rec.spans {
		sp := &c.rec.spans[i]
		cell := text[sp.start:sp.end]
		if sp.doubled {
			cell = undouble(cell)
		}
		if sp.stray {
			row.add(strayQuote(i, cell))
		}
		row.Cells = append(row.Cells, Cell{Text: cell})
	}
	if c.rec.damage != "" {
		row.Unreadable = true
		last := len(row.Cells) - 1
		row.add(quoteDamage(c.rec.damage, last, row.Cells[last].Text))
	}
	row.inspect(text)
}
