package table

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// layout says where in a file the table is.
type layout struct {
	skip       int      // records above its header
	header     []string // as many as the table is wide; all "" without a header
	headerRow  int      // Number of the first row of the header, 0 without one
	headerRows int
	first      int // empty columns left of the table
	width      int // of its rows, without those
	named      int // columns up to the last one that has a name; all without a header
	body       int // cells of its rows as they usually are: the header may be wider or narrower
	profile    profile
	inText     map[string]bool // delimiters of others that stand in cells of this table
	preamble   []tabular.Part
	numbered   string            // the word of notes by which the rows are called, with a number behind it
	referred   map[string]bool   // words of totals that rows name in another column that is known, as a parent
	unknown    []tabular.Problem // names of columns that are formulas without a result
	above      []int             // records above the header that could be rows

	known     func(string) bool
	names     int            // columns with a name
	columns   map[string]int // by name, in lower case
	lastNames []string       // the last row of the header as it stands
	shifted   bool           // the header lacks a name, and nobody knows which
	rowNames  bool           // the first column holds the names of rows, without a header above them

	rows                 int // of the sample
	shortRows, loneNames seldom

	telling     int    // the first column of codes or numbers, from the left of the file; -1 for none
	typographic []bool // columns whose cells stand in typographic quotes

	chosen   bool // a person has said which table is meant
	leaveOut []int
}

// layOut finds the first table in the records that a file begins with, read strictly. known tells names of columns; mend reads a record anew
// as a header of the layout's width.
func layOut(rows []sampleRow, known func(string) bool, mend func(record int, l *layout) []string) *layout {
	l := findTable(rows, known, mend)
	if l.profile == nil {
		l.telling = -1
	}
	l.findHeader(rows)
	l.nameRows(rows)
	l.findTypographic(rows[min(len(rows), l.skip+l.headerRows):])
	l.takeNames()
	l.takePreamble(rows)
	l.countShort(rows[min(len(rows), l.skip+l.headerRows):])
	return l
}

// findTable finds where the first table begins by how wide its rows are and what they hold.
func findTable(rows []sampleRow, known func(string) bool, mend func(record int, l *layout) []string) *layout {
	l := &layout{known: known}
	start, width := findStart(rows)
	if start < 0 {
		l.skip = len(rows)
		return l
	}
	body := bodyOf(rows[start:], width)
	if l.otherWidth(rows, start, body, width, known) || l.damagedHeader(rows, start, body, width, known, mend) {
		return l
	}
	h := headerRowsOf(body, width, known)
	l.takeHeader(body[:h], width)
	l.skip = start
	if h > 0 {
		l.headerRow, l.headerRows = body[0].number, h
	}
	l.takeBody(body[h:], width)
	return l
}

// otherWidth takes a header that stands some rows above the first row of the usual width, the rows between them being too short or too long.
func (l *layout) otherWidth(rows []sampleRow, start int, body []sampleRow, width int, known func(string) bool) bool {
	const most = 10
	top := start
	for top > 0 && top > start-most && !rows[top-1].blank && !rows[top-1].damage && isNear(len(rows[top-1].cells), width) {
		top--
	}
	if top > start-2 || width < 3 || rows[top].filled() < len(rows[top].cells) || judgeOf(body, width, known).score(&rows[top]) < headerBar {
		return false
	}
	*l = layout{known: known, skip: top, headerRow: rows[top].number, headerRows: 1}
	l.takeHeader(rows[top:top+1], len(rows[top].cells))
	l.takeBody(body, width)
	return true
}

// isNear says whether a row lacks only a few cells, or has only a few too many.
func isNear(n, width int) bool {
	return n >= 2 && n+max(1, width/6) >= width && n <= width+max(1, width/6)
}

// damagedHeader takes the row above the first sound one for the header, or for a row, where it would be one but for its damage.
func (l *layout) damagedHeader(rows []sampleRow, start int, body []sampleRow, width int, known func(string) bool, mend func(int, *layout) []string) bool {
	at := start - 1
	if at < 0 || rows[at].blank || width < 2 || !rows[at].damage && len(rows[at].cells) == width { // a sound one is a title
		return false
	}
	above := rows[at]
	if width == 2 && (known == nil || !known(strings.TrimSpace(above.cells[0].text))) {
		return false // one cell above two columns is a title
	}
	n := len(above.cells)
	if n == 1 && headerRowsOf(body, width, known) > 0 && (width > 2 || namesKnown(body[0].cells, width, known)) {
		return false
	}
	l.takeHeader(nil, width)
	l.takeBody(body, width)
	var cells []sampleCell
	if mend != nil {
		for _, text := range mend(at, l) {
			cells = append(cells, sampleCell{text: text})
		}
	}
	near := isNear(n, width) || width == 2
	if cells == nil && !near {
		*l = layout{known: known}
		return false
	}
	judged := above
	if cells != nil {
		judged.cells = cells
	}
	switch j := judgeOf(body, width, known); {
	case j.score(&judged) >= headerBar && judged.filled() >= min(2, width-1):
		*l = layout{known: known, skip: at, headerRow: above.number, headerRows: 1}
		l.takeHeader([]sampleRow{judged}, len(judged.cells))
		l.takeBody(body, width)
	case headerRowsOf(body, width, known) == 0:
		*l = layout{known: known, skip: at}
		l.takeHeader(nil, width)
		l.takeBody(body, width)
	default:
		*l = layout{known: known}
		return false
	}
	return true
}

// bodyOf gives the rows of the table that begins here: those of its width, up to where another table may begin.
func bodyOf(rows []sampleRow, width int) []sampleRow {
	const most, enough = 1000, 5
	var body []sampleRow
	for i := range rows {
		switch n := len(rows[i].cells); {
		case len(body) > enough && (rows[i].blank || n == 1 && width > 2 && !rows[i].damage):
			return body
		case rows[i].blank:
			if agree, seen := agreement(rows[i+1:], width); len(body) >= 4 && seen > 0 && agree == 0 || len(body) > 1 && startsAnew(rows[i+1:], width) {
				return body
			}
		case n == width && !rows[i].damage || len(body) == 0:
			if body = append(body, rows[i]); len(body) == most {
				return body
			}
		}
	}
	return body
}

// startsAnew says whether the rows after a blank one begin with a header of their own.
func startsAnew(rows []sampleRow, width int) bool {
	for len(rows) > 0 && rows[0].blank {
		rows = rows[1:]
	}
	if len(rows) < 3 || len(rows[0].cells) != width || rows[0].damage {
		return false
	}
	below := rows[1:min(len(rows), 11)]
	if i := slices.IndexFunc(below, func(r sampleRow) bool { return r.blank || len(r.cells) != width }); i >= 0 {
		below = below[:i]
	}
	return len(below) > 1 && heads(&rows[0], below, nil)
}

// takeHeader joins the rows of a header. A cell that is merged downwards counts once, and where the last row names a field by itself, that is
// the column's name.
func (l *layout) takeHeader(rows []sampleRow, width int) {
	l.width, l.named = width, width
	l.header = make([]string, width)
	if len(rows) == 0 {
		return
	}
	l.named, l.lastNames = 0, make([]string, width)
	for i := range width {
		var parts []string
		for r := range rows {
			text := rows[r].cells[i].text
			if len(rows) > 1 {
				text = strings.TrimSpace(text)
			}
			l.lastNames[i] = text
			if text != "" && (len(parts) == 0 || parts[len(parts)-1] != text) {
				parts = append(parts, text)
			}
		}
		l.header[i] = strings.Join(parts, " ")
		if strings.TrimSpace(l.header[i]) != "" {
			l.named = i + 1
		}
	}
	l.nameByLast()
}

// nameByLast names columns by the last row of the header alone, where that is a name that is known and stands there once.
func (l *layout) nameByLast() {
	counts := map[string]int{}
	for _, name := range l.lastNames {
		counts[name]++
	}
	for i, name := range l.lastNames {
		if counts[name] == 1 && l.known != nil && l.known(name) {
			l.header[i] = name
		}
	}
}

// takeBody learns what the columns hold, and leaves out empty ones at the left.
func (l *layout) takeBody(rows []sampleRow, width int) {
	cells := make([][]sampleCell, len(rows))
	l.inText = map[string]bool{}
	for i := range rows {
		cells[i] = rows[i].cells
		l.findReferred(&rows[i])
		for j := range rows[i].cells {
			for _, delim := range delimited.OtherDelimiters {
				if strings.Contains(rows[i].cells[j].text, delim) {
					l.inText[delim] = true
				}
			}
		}
	}
	l.numbered = numberedWord(rows)
	l.profile, l.body = profileOf(cells, width), width
	l.telling = slices.IndexFunc(l.profile, func(c column) bool { return c.isTelling() })
	empty := 0
	for empty < min(width, len(l.header))-1 && l.header[empty] == "" && l.profile[empty].filled == 0 {
		empty++
	}
	l.first = empty
	if len(l.header) > 2 && !l.profile.padded() && !slices.ContainsFunc(l.header[1:], func(name string) bool { return len(name) < 2 || name[0] != ' ' }) {
		for i := range l.header[1:] {
			l.header[i+1] = l.header[i+1][1:] // a header with a space after each delimiter
		}
	}
	l.header, l.width, l.named = l.header[empty:], l.width-empty, max(0, l.named-empty)
	l.lastNames = l.lastNames[min(empty, len(l.lastNames)):]
}

// column is what is known of a column: of one right of the table as of its last, and nothing where the rows that a file begins with hold no table.
func (l *layout) column(i int) *column {
	if len(l.profile) == 0 {
		return &column{}
	}
	return &l.profile[min(i, len(l.profile)-1)]
}

// findReferred remembers the words of totals that stand behind the first cell of a row, in a column whose name is known.
func (l *layout) findReferred(r *sampleRow) {
	if l.known == nil {
		return
	}
	first := true
	for j := range r.cells[:min(len(r.cells), len(l.header))] {
		text := strings.TrimSpace(r.cells[j].text)
		if text != "" && !first && isTotalWord(text) && l.known(l.header[j]) {
			if l.referred == nil {
				l.referred = map[string]bool{}
			}
			l.referred[strings.ToLower(text)] = true
		}
		first = first && text == ""
	}
}

func (l *layout) takePreamble(rows []sampleRow) {
	below := rows[min(len(rows), l.skip+l.headerRows):]
	for i := range rows[:l.skip] {
		switch {
		case rows[i].blank:
		case l.couldBeRow(&rows[i], below):
			l.above = append(l.above, i)
		default:
			l.preamble = append(l.preamble, tabular.Part{Kind: tabular.PartPreamble, Row: rows[i].number, Line: rows[i].line, Rows: 1, Text: tabular.TextOf(tabularCells(rows[i].cells))})
		}
	}
}

// commonShare is the share of the rows from which on something is the habit of the file: one in so many.
const commonShare = 20

// seldom counts the rows of a sample that are of some kind.
type seldom int

// common says whether at least one in commonShare of the rows are so.
func (s seldom) common(rows int) bool { return s > 0 && int(s)*commonShare >= rows }
