// Package mend reads the records of a delimited file and mends those that break its rules: quotes
// out of order, another delimiter, a line that stands in quotes as a whole.
package mend

import (
	"bytes"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/kinds"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// A row that breaks the rules of its file is read as a careful person would read it: who knows how
// many columns there are and what stands in them sees that a quote is a slip of the pen, or that
// this one row has tabs where the others have semicolons.
//
//	strict reading → damaged, or of another width than the table?
//	  → its line, cut at delimiters into as many cells as the table has columns, quotes being text where they close nothing
//	  → its line in another dialect
//	  → its line and the following ones, for a cell with line breaks
//	  → its line as it comes
//
// The row that comes out names what was done to it. How far ahead is looked is bounded for each
// row, and by an allowance for all rows together that grows with what was read, so that reading
// stays linear in the input, whatever it holds.

const (
	mendLines = 40
	mendBytes = 32 << 10
)

// mender mends rows of a table.
type mender struct {
	*delimited.Scanner
	width     int
	profile   kinds.Profile
	inText    map[string]bool // delimiters of others that stand in this table's cells
	naming    bool            // the row is the header
	allowance int
}

// Expected is what is known of the rows of a table.
type Expected struct {
	Width   int
	Profile kinds.Profile
	InText  map[string]bool // delimiters of others that stand in its cells
}

func newMender(s *delimited.Scanner, e Expected) *mender {
	return &mender{Scanner: s, width: e.Width, profile: e.Profile, inText: e.InText, allowance: 1 << 20}
}

// Header reads a header whose quotes or delimiters are out of order, nil where that gives no header
// of the table's width.
func Header(d delimited.Dialect, record []byte, e Expected) []string {
	m := newMender(delimited.NewScanner(d), e)
	m.naming = true
	text := tabular.Whole(record)
	if !m.Scan(text) {
		return nil
	}
	if r, ok := m.mend(text); ok && len(r.cells) == m.width {
		return r.cells
	}
	return nil
}

// mended is a row that was read otherwise than strictly.
type mended struct {
	cells     []string
	end, size int
	problems  []tabular.Problem
	// unsure says that the cells may stand in the wrong columns, swallowed that one of them holds
	// whole rows.
	unsure, swallowed bool
	// cost is what the cut cost; open says that its last cell begins with a quote that nothing
	// closes.
	cost float64
	open bool
}

// wants says whether the strict reading of a record asks for another look.
func (m *mender) wants(rec *delimited.Record, raw []byte) bool {
	if m.width == 0 || rec.Damage == tabular.CodeLongRow {
		return false
	}
	if rec.Damage != "" || len(rec.Spans) != m.width || m.otherQuotes(rec, raw) || m.padded(rec, raw) || bytes.ContainsRune(raw, '\n') {
		return true
	}
	_, wrapped := m.WrappedLine(raw)
	return wrapped && m.width > 1
}

// padded says whether a space follows every delimiter of a row. One within quotes is the cell's.
func (m *mender) padded(rec *delimited.Record, raw []byte) bool {
	if len(rec.Spans) < 3 || m.Run || m.Blanks() != " \t" {
		return false
	}
	for i := 1; i < len(rec.Spans); i++ {
		if at := rec.Spans[i].Start; rec.Spans[i].Quoted || at+1 >= len(raw) || raw[at] != ' ' || raw[at+1] <= ' ' {
			return false
		}
	}
	return true
}

// otherQuotes says whether an unquoted cell stands between quotes of another kind.
func (m *mender) otherQuotes(rec *delimited.Record, raw []byte) bool {
	for i := range rec.Spans {
		sp := &rec.Spans[i]
		if n := sp.End - sp.Start; n >= 2 && !sp.Quoted && raw[sp.Start] == raw[sp.End-1] && delimited.IsQuote(raw[sp.Start]) {
			return true
		}
	}
	return false
}

// mend gives a better reading than the strict one, whose record begins the text, if there is one.
// It looks no further than the text.
func (m *mender) mend(text tabular.Beginning) (mended, bool) {
	b := text.Bytes
	end, next, _ := m.LineAfter(tabular.Whole(b), 0)
	if end > mendBytes {
		return mended{}, false
	}
	strict := m.Rec
	oneLine := strict.End <= end
	line := b[:end]
	if r, ok := m.unwrap(line, next); ok {
		return r, true
	}
	if strict.Damage == "" && !oneLine && strict.Size <= len(b) && m.holdsRows(line, b[next:strict.End]) {
		return m.swallowed(b), true
	}
	if strict.Damage == "" && len(strict.Spans) == m.width { // it has other quotes, or a space after each delimiter
		switch {
		case !oneLine:
			return mended{}, false
		case m.padded(&strict, line):
			return m.unpad(line, next)
		}
		return m.unquote(line, next)
	}
	m.allowance -= 4 * len(line)
	if strict.Damage != "" || !oneLine || slices.ContainsFunc(strict.Spans, func(sp delimited.Span) bool { return sp.Stray }) {
		if r, ok := m.cut(line); ok && len(r.cells) == m.width {
			r.end, r.size = end, next
			if r.open {
				if longer, ok := m.joined(text, next); ok && longer.cost < r.cost {
					return longer, true // the cell goes on below
				}
			}
			return r, true
		}
	}
	if r, ok := m.otherDialect(line); ok {
		r.end, r.size = end, next
		return r, true
	}
	if strict.Damage == "" {
		return mended{}, false
	}
	if r, ok := m.joined(text, next); ok {
		return r, true
	}
	r, ok := m.cut(line) // as it comes: nothing helps
	r.end, r.size, r.unsure = end, next, true
	return r, ok
}

// holdsRows says whether the lines of a record, the first and those after it, look like rows of the
// table if quotes are text. A note or an address breaks off in its first line, so that this isn't a
// whole row; and at least half of the others must be. Where no column is of a telling kind, all
// lines must be as wide as the table.
func (m *mender) holdsRows(first, others []byte) bool {
	m.allowance -= 2 * (len(first) + len(others))
	if m.allowance < 0 || m.width < 2 {
		return false
	}
	wide, proven := m.wholeLine(first)
	if !wide {
		return false
	}
	whole, allWide, all := 0, true, 0
	for at := 0; at < len(others) && all < mendLines; all++ {
		end, next, _ := m.LineAfter(tabular.Whole(others), at)
		lineWide, lineProven := m.wholeLine(others[at:end])
		allWide = allWide && lineWide
		if lineProven {
			whole++
		}
		at = next
	}
	if m.profile.Tells() {
		return proven && 2*whole >= all
	}
	return allWide && all > 1
}

// wholeLine says whether a line is as wide as the table if quotes are text, holds more than one
// value and no blank after a delimiter, and whether its cells prove it.
func (m *mender) wholeLine(line []byte) (wide, proven bool) {
	cells := strings.Split(string(line), string(m.Delim))
	if len(cells) != m.width {
		return false, false
	}
	filled := 0
	for i := range cells {
		if i > 0 && strings.HasPrefix(cells[i], " ") && !m.profile.Padded() {
			return false, false
		}
		if cells[i] = strings.Trim(cells[i], string(m.Quote)+" "); strings.TrimSpace(cells[i]) != "" {
			filled++
		}
	}
	return filled > 1, filled > 1 && m.profile.Proves(cells)
}

// swallowed gives a record as it stands, of which one cell holds rows.
func (m *mender) swallowed(b []byte) mended {
	return mended{cells: m.Texts(string(b[:m.Rec.End])), end: m.Rec.End, size: m.Rec.Size, swallowed: true}
}

// joined takes following lines in, for a cell that goes over several lines and whose quotes are out
// of order.
func (m *mender) joined(text tabular.Beginning, from int) (mended, bool) {
	b := text.Bytes
	s := delimited.NewScanner(m.Dialect)
	next := from
	for range mendLines {
		if next >= len(b) || next > mendBytes || m.allowance < 0 {
			break
		}
		end, after, ok := m.LineAfter(text, next)
		if !ok {
			break
		}
		if s.Scan(tabular.Whole(b[next:after])); s.Rec.Damage == "" && len(s.Rec.Spans) == m.width && (m.width > 1 || s.Rec.Spans[0].Quoted) {
			break // a sound row: it is not part of this one
		}
		m.allowance -= 4 * end
		if r, ok := m.cut(b[:end]); ok && len(r.cells) == m.width {
			r.end, r.size = end, after
			return r, true
		}
		next = after
	}
	return mended{}, false
}

// unquote takes quotes of another kind away, where all but plain cells of a row stand in them.
func (m *mender) unquote(line []byte, next int) (mended, bool) {
	r := mended{cells: m.Texts(string(line)), end: len(line), size: next}
	changed, usual := 0, 0
	for i, cell := range r.cells {
		if inner, ok := delimited.StripQuotes(cell); ok && !m.Rec.Spans[i].Quoted {
			changed++
			if i < len(m.profile) && 2*m.profile[i].Quoted > m.profile[i].Rows {
				usual++
			}
			r.problems = append(r.problems, tabular.Problem{
				Code: tabular.CodeOtherQuote, Column: i, Value: tabular.Shorten(cell), Suggestion: tabular.Shorten(inner), Warning: true,
				Message: wording.English.Quotes.OtherQuotesOfCell,
			})
			r.cells[i] = inner
		}
	}
	return r, usual > 0 || changed >= 2
}

// unpad takes the space after each delimiter away, where other rows have none.
func (m *mender) unpad(line []byte, next int) (mended, bool) {
	if m.profile.Padded() {
		return mended{}, false
	}
	cells := m.Texts(string(line))
	for i := range cells[1:] {
		cells[i+1] = cells[i+1][1:]
	}
	r := m.inOther(cells, string(m.Delim)+" ")
	r.end, r.size = len(line), next
	return r, true
}
