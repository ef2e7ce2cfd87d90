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

// isNote says whether a row says that it is a note.
func (r *sampleRow) isNote() bool {
	note, _ := isNote(tabularCells(r.cells), true)
	return note
}

// isRule says whether a row is a line of dashes and the like.
func (r *sampleRow) isRule() bool {
	return isRule(tabularCells(r.cells))
}

func tabularCells(cells []sampleCell) []tabular.Cell {
	list := make([]tabular.Cell, len(cells))
	for i := range cells {
		list[i].Text = cells[i].text
	}
	return list
}

// readSample reads at most so many records of a sample. Where the sample isn't the whole file its last record is cut and left out.
func readSample(sample []byte, whole bool, d delimited.Dialect, most int) []sampleRow {
	c := csvReader{Scanner: delimited.NewScanner(d)}
	c.Most = 2*widestLine(sample, c.Scanner) + 8
	var rows []sampleRow
	if whole {
		sample = trimDosEnd(sample)
	}
	line, at := 1, 0
	for at < len(sample) && len(rows) < most && c.Scan(sample[at:], whole) {
		rec := &c.Rec
		raw := sample[at : at+rec.End]
		row := sampleRow{number: len(rows) + 1, line: line, damage: rec.Damage != "", blank: c.Blank(raw)}
		if !row.blank {
			row.cells = c.sampleCells(string(raw))
			if line, ok := wrappedLine(c.Scanner, raw); ok {
				row.inner = c.innerCells(line)
			}
			if row.damage && len(d.Delim) > 0 {
				row.pieces = bytes.Count(raw, d.Delim) + 1
			}
			if row.isRule() {
				row.blank, row.cells = true, nil
			}
		}
		line += 1 + c.lineEnds(raw)
		at += rec.Size
		row.end = at
		rows = append(rows, row)
	}
	unwrap(rows)
	return rows
}

func (c *csvReader) sampleCells(text string) []sampleCell {
	cells := make([]sampleCell, len(c.Rec.Spans))
	for i, sp := range c.Rec.Spans {
		_, formula := formulaText(c.Text(text, sp))
		cells[i] = sampleCell{text: c.cellText(text, sp), quoted: sp.Quoted || formula, stray: sp.Stray && !formula, spaced: sp.Spaced}
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
