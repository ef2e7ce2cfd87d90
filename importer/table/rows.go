package table

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/table/layout"
	"github.com/orgbatch/orgbatch/importer/table/notes"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// reader gives rows, io.EOF after the last.
type reader interface{ Next() (*tabular.Row, error) }

// lookAhead is how many records are read ahead where a row may not be one of the table any more.
const lookAhead = 12

// tableReader gives the rows of one table out of the records of a file: without blank rows,
// comments, a header that comes again, and what follows the table.
type tableReader struct {
	src    reader
	layout *layout.Layout
	above  []tabular.Row // rows above the header, which come first
	queue  []tabular.Row // read ahead
	failed error         // what ended the reading ahead
	gap    bool          // blank rows came just before
	noted  bool          // a note did
	found  *found
	after  int // records taken

	delimiter string             // of a file of text
	totals    func(row int) bool // of a workbook: whether a row is a table's total
	row       tabular.Row
	last      []tabular.Cell // of the last row that is one

	disordered int  // the number of the row that named the columns in another order, 0 for none
	short      int  // rows on end that lack cells
	tornAt     int  // the number of the row that is the other half of the one before
	ended      bool // another table has begun
}

// found is what stands in a file beside the rows of the table.
type found struct {
	parts  []tabular.Part
	blanks []tabular.Part // blank rows seen since the last row
	other  int            // records before the table that follows this one, 0 for none

	leftOut map[int]bool // rows left out because a person named them
}

// mostParts is how many parts are remembered.
const mostParts = 1000

// Next gives the next row of the table, io.EOF after the last.
func (t *tableReader) Next() (*tabular.Row, error) {
	if len(t.above) > 0 {
		t.row, t.above = t.above[0], t.above[1:]
		return &t.row, nil
	}
	for !t.ended {
		row, err := t.pull()
		if err != nil {
			return nil, err
		}
		if t.passes(row) {
			continue
		}
		if t.doubtful(row) && !t.layout.IsDisordered(row, t.layout.First) {
			switch t.classify(row) {
			case tabular.PartFooter:
				t.found.add(tabular.PartFooter, row)
				continue
			case tabular.PartTable:
				return t.otherTable(row)
			}
		}
		t.gap, t.noted = false, false
		t.found.endBlanks()
		if t.readsLikeNote(row) {
			row.Unreadable = true
			row.Add(noteOrRow(row))
		} else {
			t.last = append(t.last[:0], row.Cells...)
		}
		t.align(row)
		t.layout.UnquoteTypographic(row)
		t.checkOrder(row)
		t.fit(row)
		return row, nil
	}
	return nil, io.EOF
}

// pull gives the next record, first those read ahead.
func (t *tableReader) pull() (*tabular.Row, error) {
	if len(t.queue) > 0 {
		t.row = t.queue[0]
		t.queue = t.queue[1:]
		t.after++
		return &t.row, nil
	}
	if t.failed != nil {
		return nil, t.failed
	}
	row, err := t.src.Next()
	if err == nil {
		t.after++
	}
	return row, err
}

// passes says whether a record is no row, and remembers it.
func (t *tableReader) passes(row *tabular.Row) bool {
	switch {
	case len(row.Cells) == 0:
		t.gap = true
		t.found.blank(row)
		return true
	case slices.Contains(t.layout.LeaveOut, row.Number):
		t.found.leaveOut(row)
		return true
	case t.layout.IsComment(row):
		t.found.add(tabular.PartComment, row)
		return true
	case t.layout.HeaderRows >= 1 && t.layout.IsHeader(row):
		t.disordered = 0
		t.found.add(tabular.PartHeader, row)
		return true
	case firstrows.IsRule(row.Cells) && !isQuotedAlone(row), t.totals != nil && t.totals(row.Number):
		t.found.add(tabular.PartFooter, row)
		return true
	}
	if t.layout.IsNumbered(row) {
		return false
	}
	note, doubt := notes.Is(row.Cells, t.layout.First+t.layout.Named)
	if note { // rows may name what it is called, as they do their parent
		called := strings.ToLower(strings.TrimSpace(row.Cells[tabular.FirstFilled(row.Cells)].Text))
		doubt = doubt || t.layout.HoldsCode(row) || t.layout.Referred[called]
	}
	switch {
	case doubt:
		row.Unreadable = true
		row.Add(noteOrRow(row))
		return false
	case note || t.headsPage(row):
		t.found.add(tabular.PartFooter, row)
		t.noted = true
		return true
	}
	return false
}

// headsPage says whether a row is a heading between a gap, or a note, and the header once more.
func (t *tableReader) headsPage(row *tabular.Row) bool {
	if t.layout.HeaderRows == 0 || len(row.Cells) != 1 || t.layout.Width < 2 || !t.gap && !t.noted || notes.HasLegalForm(row.Cells[0].Text) {
		return false
	}
	next := t.peek(row)
	for i := range next {
		if t.layout.IsHeader(&next[i]) || t.layout.IsDisordered(&next[i], t.layout.First) {
			return true
		}
		if len(next[i].Cells) > 0 && next[i].Filled() > 1 || i == 3 {
			return false
		}
	}
	return false
}

// checkOrder says of rows below a header whose names stand in another order that their values stand
// in other columns.
func (t *tableReader) checkOrder(row *tabular.Row) {
	if t.layout.IsDisordered(row, 0) {
		t.disordered = row.Number
	}
	if t.disordered == 0 {
		return
	}
	row.Unreadable = true
	row.Add(tabular.Problem{
		Code: tabular.CodeOtherOrder, Column: -1, Value: tabular.Shorten(string(row.Raw)),
		Message:    wording.English.Table.OtherOrder(t.disordered),
		Suggestion: wording.English.Table.OneOrder,
	})
}

// align takes the empty columns left of the table away.
func (t *tableReader) align(row *tabular.Row) {
	first := t.layout.First
	if first == 0 {
		return
	}
	for i := range min(first, len(row.Cells)) {
		if strings.TrimSpace(row.Cells[i].Text) != "" {
			row.Unreadable = true
			row.Add(tabular.Problem{
				Code: tabular.CodeLongRow, Column: -1, Value: tabular.Shorten(row.Cells[i].Text),
				Message: wording.English.Table.LeftOfTable, Suggestion: wording.English.Table.MoveIntoColumn,
			})
			return
		}
	}
	row.Cells = row.Cells[min(first, len(row.Cells)):]
	for i := range row.Problems {
		if p := &row.Problems[i]; p.Column >= 0 {
			p.Column = max(0, p.Column-first)
		}
	}
}

// ahead reads on, up to n records after the current one.
func (t *tableReader) ahead(n int) []tabular.Row {
	for len(t.queue) < n && t.failed == nil {
		row, err := t.src.Next()
		if err != nil {
			t.failed = err
			break
		}
		t.queue = append(t.queue, copyRow(row))
	}
	return t.queue[:min(n, len(t.queue))]
}

// copyRow copies what the next row would overwrite.
func copyRow(row *tabular.Row) tabular.Row {
	kept := *row
	kept.Raw, kept.Cells, kept.Problems = slices.Clone(row.Raw), slices.Clone(row.Cells), slices.Clone(row.Problems)
	return kept
}

// add remembers a record that isn't a row. Of a kind that goes on, one part is kept, but each note
// is one of its own.
func (f *found) add(kind string, row *tabular.Row) {
	single := kind == tabular.PartFooter || kind == tabular.PartLeftOut
	if last := len(f.parts) - 1; last >= 0 && !single && f.parts[last].Kind == kind && f.parts[last].Row+f.parts[last].Rows == row.Number {
		f.parts[last].Rows++
		return
	}
	if len(f.parts) < mostParts {
		f.parts = append(f.parts, tabular.Part{Kind: kind, Row: row.Number, Line: row.Line, Rows: 1, Text: tabular.TextOf(row.Cells)})
	}
}

// leaveOut remembers a row that a person has named.
func (f *found) leaveOut(row *tabular.Row) {
	if f.leftOut == nil {
		f.leftOut = map[int]bool{}
	}
	f.leftOut[row.Number] = true
	f.add(tabular.PartLeftOut, row)
}

// blank counts a blank row; those at the end of a file are nothing to speak of.
func (f *found) blank(row *tabular.Row) {
	last := len(f.blanks) - 1
	switch {
	case last >= 0 && f.blanks[last].Row+f.blanks[last].Rows == row.Number:
		f.blanks[last].Rows++
	case len(f.blanks) < mostParts:
		f.blanks = append(f.blanks, tabular.Part{Kind: tabular.PartBlank, Row: row.Number, Line: row.Line, Rows: 1})
	}
}

func (f *found) endBlanks() {
	f.parts = append(f.parts, f.blanks[:min(len(f.blanks), max(0, mostParts-len(f.parts)))]...)
	f.blanks = f.blanks[:0]
}

// isQuotedAlone says whether a row is one cell in quotes, which no line between rows is.
func isQuotedAlone(row *tabular.Row) bool {
	return len(row.Cells) == 1 && bytes.HasPrefix(row.Raw, []byte(`"`))
}
