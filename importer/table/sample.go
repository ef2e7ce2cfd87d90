package table

import (
	"bytes"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// sampleCell is a cell of the beginning of a file.
type sampleCell struct {
	text   string
	quoted bool
	stray  bool // it isn't quoted and holds a quote
	spaced bool
}

// sampleRow is a record of the beginning of a file, read strictly.
type sampleRow struct {
	cells  []sampleCell
	number int  // as Row.Number
	line   int  // as Row.Line
	end    int  // where the next record starts in the sample
	damage bool // its quotes are out of order
	pieces int  // then: how many there would be if quotes were text
	blank  bool

	inner     []sampleCell // of a record that is one quoted cell: those of the line that it holds
	unwrapped bool         // cells are those
}

// filled counts the cells that hold something.
func (r *sampleRow) filled() int {
	n := 0
	for i := range r.cells {
		if strings.TrimSpace(r.cells[i].text) != "" {
			n++
		}
	}
	return n
}

func tabularCells(cells []sampleCell) []tabular.Cell {
	list := make([]tabular.Cell, len(cells))
	for i := range cells {
		list[i].Text = cells[i].text
	}
	return list
}

// layoutRows is how many records are looked at to find the table among them.
const layoutRows = 4000

// beginning is what a file begins with.
type beginning struct {
	text  []byte // as UTF-8, after a byte order mark and a sep= line
	whole bool   // it is all of the file
}

// cut gives the first bytes of a beginning, up to a line end where it can.
func (b beginning) cut(most int) beginning {
	if len(b.text) <= most {
		return b
	}
	text := b.text[:most]
	if i := bytes.LastIndexAny(text, "\r\n"); i > most/2 {
		text = text[:i+1]
	}
	return beginning{text: text}
}

// readSample reads at most so many records of a beginning. Where that isn't the whole file its last record is cut and left out.
func readSample(b beginning, d delimited.Dialect, most int) []sampleRow {
	s, text := delimited.NewScanner(d), b.text
	s.Most = 2*widestLine(text, s) + 8
	var rows []sampleRow
	if b.whole {
		text = delimited.TrimDosEnd(text)
	}
	line, at := 1, 0
	for at < len(text) && len(rows) < most && s.Scan(text[at:], b.whole) {
		rec := &s.Rec
		raw := text[at : at+rec.End]
		row := sampleRow{number: len(rows) + 1, line: line, damage: rec.Damage != "", blank: s.Blank(raw)}
		if !row.blank {
			row.cells = sampleCells(s, string(raw))
			if line, ok := s.WrappedLine(raw); ok {
				row.inner = innerCells(d, line)
			}
			if row.damage && len(d.Delim) > 0 {
				row.pieces = bytes.Count(raw, d.Delim) + 1
			}
			if isRule(tabularCells(row.cells)) {
				row.blank, row.cells = true, nil
			}
		}
		line += 1 + s.LineEnds(raw)
		at += rec.Size
		row.end = at
		rows = append(rows, row)
	}
	unwrap(rows)
	return rows
}

// sampleCells gives the cells of the record that was scanned last.
func sampleCells(s *delimited.Scanner, text string) []sampleCell {
	cells := make([]sampleCell, len(s.Rec.Spans))
	for i, sp := range s.Rec.Spans {
		_, formula := delimited.FormulaText(s.Text(text, sp))
		cells[i] = sampleCell{text: s.CellText(text, sp), quoted: sp.Quoted || formula, stray: sp.Stray && !formula, spaced: sp.Spaced}
	}
	return cells
}

// widestLine is how many cells the line with the most delimiters has.
func widestLine(sample []byte, s *delimited.Scanner) int {
	most := 1
	for at := 0; at < len(sample) && len(s.Delim) > 0; {
		end, next, _ := s.LineAfter(sample, at, true)
		most = max(most, bytes.Count(sample[at:end], s.Delim)+1)
		at = max(next, at+1)
	}
	return min(most, tabular.MaxColumns)
}

// namesKnown says whether a row names columns that are known: two of them, or the only one.
func namesKnown(cells []sampleCell, width int, known func(string) bool) bool {
	if known == nil {
		return false
	}
	n := 0
	for i := range cells {
		if known(strings.TrimSpace(cells[i].text)) {
			n++
		}
	}
	return n >= 2 && len(cells) == width || n == 1 && len(cells) == 1 && width == 1
}

// isRule says whether the cells of a row are blank or lines of dashes and the like, and one of them is longer than a
// single sign or all of at least three hold one.
func isRule(cells []tabular.Cell) bool {
	drawn, filled := false, 0
	for i := range cells {
		if strings.Trim(cells[i].Text, "-–—=+|:_ \t") != "" {
			return false
		}
		n := len(strings.TrimSpace(cells[i].Text))
		drawn = drawn || n > 1
		if n > 0 {
			filled++
		}
	}
	return drawn || filled > 2 && filled == len(cells)
}

func sampleOf(row *tabular.Row) sampleRow {
	s := sampleRow{number: row.Number, line: row.Line, damage: row.Unreadable, blank: len(row.Cells) == 0}
	for _, cell := range row.Cells {
		s.cells = append(s.cells, sampleCell{text: cell.Text})
	}
	if isRule(row.Cells) {
		s.blank, s.cells = true, nil
	}
	return s
}

func profileOf(rows [][]sampleCell, width int) profile {
	p := make(profile, width)
	for _, row := range rows {
		for i := range min(width, len(row)) {
			p[i].learn(row[i].text, row[i].quoted)
		}
	}
	for i := range p {
		p[i].settle()
	}
	return p
}

// usualWidth is the width that most cells stand in rows of.
func usualWidth(rows []sampleRow) int {
	counts := map[int]int{} // twice
	for i := range rows {
		if !rows[i].damage {
			counts[len(rows[i].cells)] += 2
			if i == 0 {
				counts[len(rows[i].cells)]++ // a header says how many columns there are
			}
		}
	}
	best, most := 0, 0
	for width, n := range counts {
		if weight := n * (min(width, 12) + 4); weight > most || weight == most && width > best {
			best, most = width, weight
		}
	}
	return best
}
