// Package layout finds where in a file the table is, by the rows that it begins with: below which
// titles, which rows are its header, how wide it is and what its columns hold. It says of a later
// row what that is by this: the header once more, the names of another table's columns.
package layout

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/table/kinds"
	"github.com/orgbatch/orgbatch/importer/table/notes"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Layout says where in a file the table is.
type Layout struct {
	Skip       int      // records above its header
	Header     []string // as many as the table is wide; all "" without a header
	HeaderRow  int      // Number of the first row of the header, 0 without one
	HeaderRows int
	First      int // empty columns left of the table
	Width      int // of its rows, without those
	Named      int // columns up to the last one that has a name; all without a header
	Body       int // cells of its rows as they usually are: the header may be wider or narrower
	Profile    kinds.Profile
	InText     map[string]bool // delimiters of others that stand in cells of this table
	Preamble   []tabular.Part
	numbered   string            // the word of notes by which the rows are called, with a number behind it
	Referred   map[string]bool   // words of totals that rows name in another column that is known, as a parent
	Unknown    []tabular.Problem // names of columns that are formulas without a result
	Above      []int             // records above the header that could be rows

	Known     func(string) bool
	names     int            // columns with a name
	columns   map[string]int // by name, in lower case
	lastNames []string       // the last row of the header as it stands
	Shifted   bool           // the header lacks a name, and nobody knows which
	RowNames  bool           // the first column holds the names of rows, without a header above them

	Rows                 int // of the sample
	ShortRows, LoneNames Seldom

	telling     int    // the first column of codes or numbers, from the left of the file; -1 for none
	Typographic []bool // columns whose cells stand in typographic quotes

	Chosen   bool // a person has said which table is meant
	LeaveOut []int
}

// Find finds the first table in the records that a file begins with, read strictly. known tells
// names of columns; mend reads a record anew as a header of the layout's width.
func Find(rows []firstrows.Row, known func(string) bool, mend func(record int, l *Layout) []string) *Layout {
	l := findTable(rows, known, mend)
	if l.Profile == nil {
		l.telling = -1
	}
	l.findHeader(rows)
	l.nameRows(rows)
	l.findTypographic(rows[min(len(rows), l.Skip+l.HeaderRows):])
	l.indexNames()
	l.setPreamble(rows)
	l.countShort(rows[min(len(rows), l.Skip+l.HeaderRows):])
	return l
}

// findTable finds where the first table begins by how wide its rows are and what they hold.
func findTable(rows []firstrows.Row, known func(string) bool, mend func(record int, l *Layout) []string) *Layout {
	start, width := findStart(rows)
	if start < 0 {
		return &Layout{Known: known, Skip: len(rows)}
	}
	f := found{rows: rows, start: start, width: width, body: bodyOf(rows[start:], width), known: known}
	if l := f.otherWidth(); l != nil {
		return l
	}
	if l := f.damagedHeader(mend); l != nil {
		return l
	}
	h := headerRowsOf(f.body, width, known)
	return f.layout(start, f.body[:h], width)
}

// found is a table as far as it is known before its header is.
type found struct {
	rows  []firstrows.Row
	start int // the first row of the usual width
	width int
	body  []firstrows.Row // of that width
	known func(string) bool
}

// layout lays the table out below a number of records, with a header of so many cells, which may be
// the first rows of the body.
func (f *found) layout(skip int, header []firstrows.Row, names int) *Layout {
	l, body := &Layout{Known: f.known, Skip: skip}, f.body
	if len(header) > 0 {
		l.HeaderRow, l.HeaderRows = header[0].Number, len(header)
		if header[0].Number == body[0].Number {
			body = body[len(header):]
		}
	}
	l.setHeader(header, names)
	l.learnBody(body, f.width)
	return l
}

// otherWidth takes a header that stands some rows above the first row of the usual width, the rows
// between them being too short or too long: nil without one.
func (f *found) otherWidth() *Layout {
	const most = 10
	top := f.start
	for top > 0 && top > f.start-most && !f.rows[top-1].Blank && !f.rows[top-1].Damage && isNear(len(f.rows[top-1].Cells), f.width) {
		top--
	}
	header := f.rows[top : top+1]
	if top > f.start-2 || f.width < 3 || header[0].Filled() < len(header[0].Cells) || scorerOf(f.body, f.width, f.known).score(&header[0]) < headerBar {
		return nil
	}
	return f.layout(top, header, len(header[0].Cells))
}

// isNear says whether a row lacks only a few cells, or has only a few too many.
func isNear(n, width int) bool {
	return n >= 2 && n+max(1, width/6) >= width && n <= width+max(1, width/6)
}

// damagedHeader takes the row above the first sound one for the header, or for a row, where it
// would be one but for its damage: nil without one.
func (f *found) damagedHeader(mend func(int, *Layout) []string) *Layout {
	at := f.start - 1
	if at < 0 || f.rows[at].Blank || f.width < 2 || !f.rows[at].Damage && len(f.rows[at].Cells) == f.width { // a sound one is a title
		return nil
	}
	above := f.rows[at]
	if f.width == 2 && (f.known == nil || !f.known(strings.TrimSpace(above.Cells[0].Text))) {
		return nil // one cell above two columns is a title
	}
	n, headed := len(above.Cells), headerRowsOf(f.body, f.width, f.known) > 0
	if n == 1 && headed && (f.width > 2 || firstrows.NamesKnown(f.body[0].Cells, f.width, f.known)) {
		return nil
	}
	headless := f.layout(at, nil, f.width)
	var cells []firstrows.Cell
	if mend != nil {
		for _, text := range mend(at, headless) {
			cells = append(cells, firstrows.Cell{Text: text})
		}
	}
	switch {
	case cells != nil:
		above.Cells = cells
	case !isNear(n, f.width) && f.width != 2:
		return nil
	}
	switch {
	case scorerOf(f.body, f.width, f.known).score(&above) >= headerBar && above.Filled() >= min(2, f.width-1):
		return f.layout(at, []firstrows.Row{above}, len(above.Cells))
	case !headed:
		return headless
	}
	return nil
}

// bodyOf gives the rows of the table that begins here: those of its width, up to where another
// table may begin.
func bodyOf(rows []firstrows.Row, width int) []firstrows.Row {
	const most, enough = 1000, 5
	var body []firstrows.Row
	for i := range rows {
		switch n := len(rows[i].Cells); {
		case len(body) > enough && (rows[i].Blank || n == 1 && width > 2 && !rows[i].Damage):
			return body
		case rows[i].Blank:
			if agree, seen := agreement(rows[i+1:], width); len(body) >= 4 && seen > 0 && agree == 0 || len(body) > 1 && startsAnew(rows[i+1:], width) {
				return body
			}
		case n == width && !rows[i].Damage || len(body) == 0:
			if body = append(body, rows[i]); len(body) == most {
				return body
			}
		}
	}
	return body
}

// startsAnew says whether the rows after a blank one begin with a header of their own.
func startsAnew(rows []firstrows.Row, width int) bool {
	for len(rows) > 0 && rows[0].Blank {
		rows = rows[1:]
	}
	if len(rows) < 3 || len(rows[0].Cells) != width || rows[0].Damage {
		return false
	}
	below := rows[1:min(len(rows), 11)]
	if i := slices.IndexFunc(below, func(r firstrows.Row) bool { return r.Blank || len(r.Cells) != width }); i >= 0 {
		below = below[:i]
	}
	return len(below) > 1 && Heads(&rows[0], below, nil)
}

// setHeader joins the rows of a header. A cell that is merged downwards counts once, and where the
// last row names a field by itself, that is the column's name.
func (l *Layout) setHeader(rows []firstrows.Row, width int) {
	l.Width, l.Named = width, width
	l.Header = make([]string, width)
	if len(rows) == 0 {
		return
	}
	l.Named, l.lastNames = 0, make([]string, width)
	for i := range width {
		var parts []string
		for r := range rows {
			text := rows[r].Cells[i].Text
			if len(rows) > 1 {
				text = strings.TrimSpace(text)
			}
			l.lastNames[i] = text
			if text != "" && (len(parts) == 0 || parts[len(parts)-1] != text) {
				parts = append(parts, text)
			}
		}
		l.Header[i] = strings.Join(parts, " ")
		if strings.TrimSpace(l.Header[i]) != "" {
			l.Named = i + 1
		}
	}
	l.nameByLast()
}

// nameByLast names columns by the last row of the header alone, where that is a name that is known
// and stands there once.
func (l *Layout) nameByLast() {
	counts := map[string]int{}
	for _, name := range l.lastNames {
		counts[name]++
	}
	for i, name := range l.lastNames {
		if counts[name] == 1 && l.Known != nil && l.Known(name) {
			l.Header[i] = name
		}
	}
}

// learnBody learns what the columns hold, and leaves out empty ones at the left.
func (l *Layout) learnBody(rows []firstrows.Row, width int) {
	cells := make([][]firstrows.Cell, len(rows))
	l.InText = map[string]bool{}
	for i := range rows {
		cells[i] = rows[i].Cells
		l.findReferred(&rows[i])
		for j := range rows[i].Cells {
			for _, delim := range delimited.OtherDelimiters {
				if strings.Contains(rows[i].Cells[j].Text, delim) {
					l.InText[delim] = true
				}
			}
		}
	}
	l.numbered = notes.NumberedRows(rows)
	l.Profile, l.Body = firstrows.ProfileOf(cells, width), width
	l.telling = slices.IndexFunc(l.Profile, func(c kinds.Column) bool { return c.IsTelling() })
	empty := 0
	for empty < min(width, len(l.Header))-1 && l.Header[empty] == "" && l.Profile[empty].Filled == 0 {
		empty++
	}
	l.First = empty
	if len(l.Header) > 2 && !l.Profile.Padded() && !slices.ContainsFunc(l.Header[1:], func(name string) bool { return len(name) < 2 || name[0] != ' ' }) {
		for i := range l.Header[1:] {
			l.Header[i+1] = l.Header[i+1][1:] // a header with a space after each delimiter
		}
	}
	l.Header, l.Width, l.Named = l.Header[empty:], l.Width-empty, max(0, l.Named-empty)
	l.lastNames = l.lastNames[min(empty, len(l.lastNames)):]
}

// Column is what is known of a column: of one right of the table as of its last, and nothing where
// the rows that a file begins with hold no table.
func (l *Layout) Column(i int) *kinds.Column {
	if len(l.Profile) == 0 {
		return &kinds.Column{}
	}
	return &l.Profile[min(i, len(l.Profile)-1)]
}

// findReferred remembers the words of totals that stand behind the first cell of a row, in a column
// whose name is known.
func (l *Layout) findReferred(r *firstrows.Row) {
	if l.Known == nil {
		return
	}
	first := true
	for j := range r.Cells[:min(len(r.Cells), len(l.Header))] {
		text := strings.TrimSpace(r.Cells[j].Text)
		if text != "" && !first && notes.IsTotalWord(text) && l.Known(l.Header[j]) {
			if l.Referred == nil {
				l.Referred = map[string]bool{}
			}
			l.Referred[strings.ToLower(text)] = true
		}
		first = first && text == ""
	}
}

func (l *Layout) setPreamble(rows []firstrows.Row) {
	below := rows[min(len(rows), l.Skip+l.HeaderRows):]
	for i := range rows[:l.Skip] {
		switch {
		case rows[i].Blank:
		case l.couldBeRow(&rows[i], below):
			l.Above = append(l.Above, i)
		default:
			l.Preamble = append(l.Preamble, tabular.Part{Kind: tabular.PartPreamble, Row: rows[i].Number, Line: rows[i].Line, Rows: 1, Text: tabular.TextOf(firstrows.TabularCells(rows[i].Cells))})
		}
	}
}

// commonShare is the share of the rows from which on something is the habit of the file: one in so
// many.
const commonShare = 20

// Seldom counts the rows of a sample that are of some kind.
type Seldom int

// Common says whether at least one in commonShare of the rows are so.
func (s Seldom) Common(rows int) bool { return s > 0 && int(s)*commonShare >= rows }
