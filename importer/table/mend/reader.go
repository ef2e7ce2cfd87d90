package mend

import (
	"io"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// Reader gives the records of a delimited file one by one, blank ones as rows without cells. It
// knows nothing of headers; once it is told how wide the table is, it mends rows that are not.
type Reader struct {
	*delimited.Scanner
	src    *source.Source
	win    *source.Window
	mender *mender // nil: rows are read strictly
	// lineQuoted says that lines are quoted as a whole.
	LineQuoted bool
	Around     [2]string
	Guessed    bool // that backslashes escape
	Page       bool // a one-byte encoding: control characters are bytes that mean nothing
	Line       int  // where the next record starts, from 1
	number     int  // of the last record
	row        tabular.Row
}

// NewReader reads UTF-8 from r, from after a byte order mark and a sep= line.
func NewReader(src *source.Source, r io.Reader, d delimited.Dialect) *Reader {
	return &Reader{Scanner: delimited.NewScanner(d), src: src, win: source.NewWindow(r), Line: 1}
}

// Expect says what the rows from here on look like.
func (c *Reader) Expect(e Expected) {
	c.Most = 2*e.Width + 8
	if c.Letters != "" { // a quote is a letter as any
		return
	}
	c.mender = newMender(c.Scanner, e)
}

// Next gives the next record, io.EOF after the last.
func (c *Reader) Next() (*tabular.Row, error) {
	if err := c.find(); err != nil {
		return nil, err
	}
	raw := c.win.Bytes()[:c.Rec.End:c.Rec.End]
	lines := -1 // where the row isn't what stands in the file
	c.row = tabular.Row{Number: c.number + 1, Line: c.Line, Cells: c.row.Cells[:0]}
	if c.LineQuoted && c.unwrap(raw) {
		lines = c.LineEnds(raw)
		c.win.Skip(c.Rec.Size)
	} else if c.mender != nil && c.mender.wants(&c.Rec, raw) && !c.Blank(raw) && c.mend() {
		raw = c.row.Raw
	} else {
		c.row.Raw = raw
		if !c.Blank(raw) {
			c.fill()
		}
		c.win.Skip(c.Rec.Size)
	}
	c.number++
	if lines < 0 {
		lines = c.LineEnds(raw)
	}
	c.Line += 1 + lines
	if c.Around[0] != "" {
		c.stripAround()
	}
	if c.Page {
		c.row.InspectPage()
	} else {
		c.row.Inspect()
	}
	return &c.row, nil
}

// find scans the next record, however much has to be read for it.
func (c *Reader) find() error {
	for {
		b := c.win.Bytes()
		if c.win.EOF() {
			b = delimited.TrimDosEnd(b)
		}
		if len(b) > 0 && c.Scan(tabular.Beginning{Bytes: b, Whole: c.win.EOF()}) {
			return nil
		}
		switch {
		case c.win.More():
		case c.win.EOF() && len(b) == 0:
			return io.EOF
		case c.win.EOF(): // scan once more, now that nothing follows
		case c.win.Err != tabular.ErrRowTooLarge:
			return c.src.Stopped(c.win.Err, c.Line)
		default:
			// No room for more. A quote that nothing closes can still be told from a row that never
			// ends.
			c.Scan(tabular.Whole(b))
			if c.Rec.Damage == "" {
				return c.src.Stopped(tabular.ErrRowTooLarge, c.Line)
			}
			c.win.Err = nil
			return nil
		}
	}
}

// mend reads the record anew, with what follows it in sight.
func (c *Reader) mend() bool {
	m := c.mender
	m.allowance = min(m.allowance+6*c.Rec.Size, 4<<20)
	if m.allowance < 0 {
		return false
	}
	for len(c.win.Bytes()) < mendBytes && !c.win.EOF() && c.win.More() {
	}
	b := c.win.Bytes()
	if c.win.EOF() {
		b = delimited.TrimDosEnd(b)
	}
	r, ok := m.mend(tabular.Beginning{Bytes: b, Whole: c.win.EOF()})
	if !ok {
		return false
	}
	row := &c.row
	row.Raw = b[:r.end:r.end]
	for _, text := range r.cells {
		row.Cells = append(row.Cells, tabular.Cell{Text: c.Trimmed(text)})
	}
	// Where the mending has nothing to tell, the number of cells speaks for itself: see fit.
	row.Problems, row.Unreadable = r.problems, r.unsure && len(r.cells) != m.width && len(r.problems) > 0
	if r.swallowed {
		row.Unreadable = true
		row.Add(c.swallowedRows(row))
	}
	if row.Unreadable {
		for i := range row.Problems {
			row.Problems[i].Warning = false
		}
	}
	c.win.Skip(r.size)
	return true
}

// swallowedRows says where the quotes of a cell stand that holds whole rows.
func (c *Reader) swallowedRows(row *tabular.Row) tabular.Problem {
	column := slices.IndexFunc(row.Cells, func(cell tabular.Cell) bool { return strings.ContainsAny(cell.Text, "\r\n") })
	return tabular.Problem{
		Code: tabular.CodeSwallowed, Column: column, Value: tabular.Shorten(string(row.Raw)),
		Message:    wording.English.Quotes.Swallowed(c.Line, c.Line+c.LineEnds(row.Raw)),
		Suggestion: wording.English.Quotes.TakeAway,
	}
}

// quotesTexts says that a row quotes all but what databases write for NULL; a program that quotes
// where it must leaves other cells bare.
func (c *Reader) quotesTexts(text string) bool {
	quoted := 0
	for _, s := range c.Rec.Spans {
		if s.Quoted {
			quoted++
		} else if c.Text(text, s) != `\N` {
			return false
		}
	}
	return quoted > 0
}

// fill makes cells of the record's spans. All cells of a row share one string, so that a row costs
// one allocation and its cells can be kept.
func (c *Reader) fill() {
	row := &c.row
	text := string(row.Raw)
	for i := range c.Rec.Spans {
		sp := &c.Rec.Spans[i]
		cell := c.CellText(text, *sp)
		half := len(c.Quote) == 0 && c.Letters == "" && cell != "" && (cell[0] == '"' || cell[len(cell)-1] == '"')
		if _, formula := delimited.FormulaText(c.Text(text, *sp)); (sp.Stray || half) && !formula {
			row.Add(strayQuote(i, cell))
		}
		if sp.Spaced {
			row.Add(spacedQuote(i, cell))
		}
		if c.Letters != "" {
			cell = c.inspectEscapes(i, text[sp.Start:sp.End], cell)
		} else if cell == `\N` && !sp.Quoted && c.Guessed && c.quotesTexts(text) {
			cell = ""
			row.Add(nullRead(i))
		}
		row.Cells = append(row.Cells, tabular.Cell{Text: cell})
	}
	if c.Rec.Damage != "" {
		row.Unreadable = true
		last := len(row.Cells) - 1
		row.Add(quoteDamage(c.Rec.Damage, last, row.Cells[last].Text))
	}
}

// inspectEscapes gives a cell as it stands where a backslash in it escapes nothing. It looks for an
// escaped NUL, which the row doesn't show.
func (c *Reader) inspectEscapes(column int, written, cell string) string {
	if _, ok := delimited.Undo(written, c.Letters); !ok || c.Guessed && delimited.IsPlain.MatchString(written) {
		c.row.Add(oddEscape(column, written))
		return written
	}
	if strings.IndexByte(cell, 0) >= 0 {
		c.row.InspectCell(column, cell)
	}
	return cell
}
