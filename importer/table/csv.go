package table

import (
	"bytes"
	"io"
	"strings"
)

// csvReader gives the records of a delimited file one by one, blank ones as rows without cells. It knows nothing of headers; once it is
// told how wide the table is, it mends rows that are not.
type csvReader struct {
	*scanner
	src    *source
	win    *window
	mender *mender // nil: rows are read strictly
	page   bool    // a one-byte encoding: control characters are bytes that mean nothing
	line   int     // where the next record starts, from 1
	number int     // of the last record
	row    Row
}

// newCSVReader reads UTF-8 from r, from after a byte order mark and a sep= line.
func newCSVReader(src *source, r io.Reader, d dialect) *csvReader {
	return &csvReader{scanner: newScanner(d), src: src, win: newWindow(r), line: 1}
}

// expect says what the rows from here on look like.
func (c *csvReader) expect(l *layout) {
	c.most = 2*l.total() + 8
	c.mender = &mender{scanner: c.scanner, width: l.total(), profile: l.profile, inText: l.inText, allowance: 1 << 20}
}

// next gives the next record, io.EOF after the last.
func (c *csvReader) next() (*Row, error) {
	if err := c.find(); err != nil {
		return nil, err
	}
	raw := c.win.bytes()[:c.rec.end:c.rec.end]
	c.row = Row{Number: c.number + 1, Line: c.line, Cells: c.row.Cells[:0]}
	if c.mender != nil && c.mender.wants(&c.rec, raw) && !c.blank(raw) && c.mend() {
		raw = c.row.Raw
	} else {
		c.row.Raw = raw
		if !c.blank(raw) {
			c.fill()
		}
		c.win.skip(c.rec.size)
	}
	c.number++
	c.line += 1 + c.lineEnds(raw)
	c.inspect()
	return &c.row, nil
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

// mend reads the record anew, with what follows it in sight.
func (c *csvReader) mend() bool {
	m := c.mender
	m.allowance = min(m.allowance+6*c.rec.size, 4<<20)
	if m.allowance < 0 {
		return false
	}
	for len(c.win.bytes()) < mendBytes && !c.win.eof() && c.win.more() {
	}
	b := c.win.bytes()
	r, ok := m.mend(b, c.win.eof())
	if !ok {
		return false
	}
	row := &c.row
	row.Raw = b[:r.end:r.end]
	for _, text := range r.cells {
		row.Cells = append(row.Cells, Cell{Text: c.trimmed(text)})
	}
	// Where the mending has nothing to tell, the number of cells speaks for itself: see fit.
	row.Problems, row.Unreadable = r.problems, r.unsure && len(r.cells) != m.width && len(r.problems) > 0
	if row.Unreadable {
		for i := range row.Problems {
			row.Problems[i].Warning = false
		}
	}
	c.win.skip(r.size)
	return true
}

// trimmed is a cell as it is meant where spaces delimit.
func (c *csvReader) trimmed(text string) string {
	if c.run {
		return strings.Trim(text, " ")
	}
	return text
}

// blank says whether a person sees an empty row: nothing but delimiters, spaces, tabs and NULs. An empty cell in quotes is not blank, so that a
// row of one empty cell can be written.
func (c *csvReader) blank(raw []byte) bool {
	if len(c.delim) > 1 {
		raw = bytes.ReplaceAll(raw, c.delim, nil)
	}
	for _, b := range raw {
		if b != ' ' && b != '\t' && b != 0 && (len(c.delim) == 0 || b != c.delim[0] || len(c.delim) > 1) {
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
	text := string(row.Raw)
	for i := range c.rec.spans {
		sp := &c.rec.spans[i]
		cell := c.cellText(text, *sp)
		if sp.stray {
			row.add(strayQuote(i, cell))
		}
		if sp.spaced {
			row.add(spacedQuote(i, cell))
		}
		row.Cells = append(row.Cells, Cell{Text: cell})
	}
	if c.rec.damage != "" {
		row.Unreadable = true
		last := len(row.Cells) - 1
		row.add(quoteDamage(c.rec.damage, last, row.Cells[last].Text))
	}
}

func (c *csvReader) cellText(text string, sp span) string {
	return c.trimmed(c.text(text, sp))
}

// inspect looks for damage inside the cells.
func (c *csvReader) inspect() {
	c.row.inspect(c.page)
}
