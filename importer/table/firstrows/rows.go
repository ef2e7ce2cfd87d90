// Package firstrows reads the rows that a file of text begins with, strictly by a dialect. By these
// it is decided how the file is written and where in it the table is.
package firstrows

import (
	"bytes"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Cell is a cell of the beginning of a file.
type Cell struct {
	Text   string
	Quoted bool
	Stray  bool // it isn't quoted and holds a quote
	Spaced bool
}

// Row is a record of the beginning of a file, read strictly.
type Row struct {
	Cells  []Cell
	Number int  // as Row.Number
	Line   int  // as Row.Line
	End    int  // where the next record starts in the sample
	Damage bool // its quotes are out of order
	Pieces int  // then: how many there would be if quotes were text
	Blank  bool

	inner     []Cell // of a record that is one quoted cell: those of the line that it holds
	unwrapped bool   // cells are those
}

// Filled counts the cells that hold something.
func (r *Row) Filled() int {
	n := 0
	for i := range r.Cells {
		if strings.TrimSpace(r.Cells[i].Text) != "" {
			n++
		}
	}
	return n
}

// TabularCells gives the texts of cells as those of a row.
func TabularCells(cells []Cell) []tabular.Cell {
	list := make([]tabular.Cell, len(cells))
	for i := range cells {
		list[i].Text = cells[i].Text
	}
	return list
}

// Most is how many records are looked at to find the table among them.
const Most = 4000

// Read reads at most so many records of a beginning. Where that isn't the whole file its last
// record is cut and left out.
func Read(b tabular.Beginning, d delimited.Dialect, most int) []Row {
	s, text := delimited.NewScanner(d), b.Bytes
	s.Most = 2*widestLine(text, s) + 8
	var rows []Row
	if b.Whole {
		text = delimited.TrimDosEnd(text)
	}
	line, at, above := 1, 0, 0 // blank rows above all others, however many
	for at < len(text) && len(rows)-above < most && s.Scan(tabular.Beginning{Bytes: text[at:], Whole: b.Whole}) {
		rec := &s.Rec
		raw := text[at : at+rec.End]
		row := Row{Number: len(rows) + 1, Line: line, Damage: rec.Damage != "", Blank: s.Blank(raw)}
		if !row.Blank {
			row.Cells = sampleCells(s, string(raw))
			if line, ok := s.WrappedLine(raw); ok {
				row.inner = InnerCells(d, line)
			}
			if row.Damage && len(d.Delim) > 0 {
				row.Pieces = bytes.Count(raw, d.Delim) + 1
			}
			if IsRule(TabularCells(row.Cells)) {
				row.Blank, row.Cells = true, nil
			}
		}
		line += 1 + s.LineEnds(raw)
		at += rec.Size
		row.End = at
		if row.Blank && above == len(rows) {
			above++
		}
		rows = append(rows, row)
	}
	unwrap(rows)
	return rows
}

// sampleCells gives the cells of the record that was scanned last.
func sampleCells(s *delimited.Scanner, text string) []Cell {
	cells := make([]Cell, len(s.Rec.Spans))
	for i, sp := range s.Rec.Spans {
		_, formula := delimited.FormulaText(s.Text(text, sp))
		cells[i] = Cell{Text: s.CellText(text, sp), Quoted: sp.Quoted || formula, Stray: sp.Stray && !formula, Spaced: sp.Spaced}
	}
	return cells
}

// widestLine is how many cells the line with the most delimiters has.
func widestLine(sample []byte, s *delimited.Scanner) int {
	most := 1
	for at := 0; at < len(sample) && len(s.Delim) > 0; {
		end, next, _ := s.LineAfter(tabular.Whole(sample), at)
		most = max(most, bytes.Count(sample[at:end], s.Delim)+1)
		at = max(next, at+1)
	}
	return min(most, tabular.MaxColumns)
}

// RowOf makes one of these rows of one that a reader gave.
func RowOf(row *tabular.Row) Row {
	s := Row{Number: row.Number, Line: row.Line, Damage: row.Unreadable, Blank: len(row.Cells) == 0}
	for _, cell := range row.Cells {
		s.Cells = append(s.Cells, Cell{Text: cell.Text})
	}
	if IsRule(row.Cells) {
		s.Blank, s.Cells = true, nil
	}
	return s
}
