package table

import (
	"io"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// reader gives rows, io.EOF after the last.
type reader interface{ Next() (*tabular.Row, error) }

// lookAhead is how many records are read ahead where a row may not be one of the table any more.
const lookAhead = 12

// tableReader gives the rows of one table out of the records of a file: without blank rows, comments, a header that comes again, and what
// follows the table.
type tableReader struct {
	src    reader
	layout *layout
	queue  []tabular.Row // read ahead
	failed error         // what ended the reading ahead
	gap    bool          // blank rows came just before
	found  *found
	after  int // records taken
	row    tabular.Row
}

// found is what stands in a file beside the rows of the table.
type found struct {
	parts  []tabular.Part
	blanks int          // blank rows seen since the last row
	first  tabular.Part // of them
	whole  bool         // the reading came to the end
	other  int          // records before the table that follows this one, 0 for none
}

// Next gives the next row of the table, io.EOF after the last.
func (t *tableReader) Next() (*tabular.Row, error) {
	for {
		row, err := t.pull()
		if err != nil {
			if err == io.EOF {
				t.found.whole = true
			}
			return nil, err
		}
		if t.passes(row) {
			continue
		}
		if t.doubtful(row) {
			switch t.judge(row) {
			case tabular.PartFooter:
				return nil, t.footer(row)
			case tabular.PartTable:
				t.found.other, t.found.whole = t.after-1, true
				t.found.add(tabular.PartTable, row)
				return nil, io.EOF
			}
		}
		t.gap = false
		t.found.endBlanks()
		t.align(row)
		t.layout.fit(row)
		return row, nil
	}
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
	case t.isComment(row):
		t.found.add(tabular.PartComment, row)
		return true
	case t.layout.headerRows == 1 && t.isHeader(row):
		t.found.add(tabular.PartHeader, row)
		return true
	}
	return false
}

func filled(row *tabular.Row) int {
	n := 0
	for _, cell := range row.Cells {
		if strings.TrimSpace(cell.Text) != "" || cell.Kind == tabular.Null {
			n++
		}
	}
	return n
}

// isComment knows a line that begins with # and isn't as wide as the table.
func (t *tableReader) isComment(row *tabular.Row) bool {
	return len(row.Cells) > 0 && strings.HasPrefix(row.Cells[0].Text, "#") && len(row.Cells) != t.layout.total() && t.layout.width > 1
}

func (t *tableReader) isHeader(row *tabular.Row) bool {
	first := t.layout.first
	if len(row.Cells) != first+t.layout.width || row.Cells[first].Text != t.layout.header[0] || t.layout.width < 2 {
		return false
	}
	for i, name := range t.layout.header {
		if row.Cells[first+i].Text != name {
			return false
		}
	}
	return true
}

// align takes the empty columns left of the table away.
func (t *tableReader) align(row *tabular.Row) {
	first := t.layout.first
	if first == 0 {
		return
	}
	for i := range min(first, len(row.Cells)) {
		if strings.TrimSpace(row.Cells[i].Text) != "" {
			row.Unreadable = true
			row.Add(tabular.Problem{
				Code: tabular.CodeLongRow, Column: -1, Value: tabular.Shorten(row.Cells[i].Text),
				Message: "something stands left of the table, in a column that is empty elsewhere", Suggestion: "move it into its column",
			})
			return
		}
	}
	row.Cells = row.Cells[min(first, len(row.Cells)):]
	kept := row.Problems[:0]
	for _, p := range row.Problems {
		if p.Column >= 0 {
			p.Column = max(0, p.Column-first)
		}
		kept = append(kept, p)
	}
	row.Problems = kept
}

// total is how many cells the records of the table usually have.
func (l *layout) total() int { return l.body }

// ahead reads on, up to n records after the current one.
func (t *tableReader) ahead(n int) []tabular.Row {
	for len(t.queue) < n && t.failed == nil {
		row, err := t.src.Next()
		if err != nil {
			t.failed = err
			break
		}
		kept := *row
		kept.Raw, kept.Cells, kept.Problems = slices.Clone(row.Raw), slices.Clone(row.Cells), slices.Clone(row.Problems)
		t.queue = append(t.queue, kept)
	}
	return t.queue[:min(n, len(t.queue))]
}

// add remembers a record that isn't a row. Of a kind that goes on, one part is kept.
func (f *found) add(kind string, row *tabular.Row) {
	const most = 1000
	if last := len(f.parts) - 1; last >= 0 && f.parts[last].Kind == kind && f.parts[last].Row+f.parts[last].Rows == row.Number {
		f.parts[last].Rows++
		return
	}
	if len(f.parts) < most {
		f.parts = append(f.parts, tabular.Part{Kind: kind, Row: row.Number, Line: row.Line, Rows: 1, Text: rowText(row)})
	}
}

func rowText(row *tabular.Row) string {
	var texts []string
	for _, cell := range row.Cells {
		if text := strings.TrimSpace(cell.Text); text != "" {
			texts = append(texts, text)
		}
	}
	return tabular.Shorten(strings.Join(texts, " "))
}

// blank counts a blank row; those at the end of a file are nothing to speak of.
func (f *found) blank(row *tabular.Row) {
	if f.blanks == 0 {
		f.first = tabular.Part{Kind: tabular.PartBlank, Row: row.Number, Line: row.Line}
	}
	f.blanks++
}

func (f *found) endBlanks() {
	if f.blanks > 0 && len(f.parts) < 1000 {
		f.first.Rows = f.blanks
		f.parts = append(f.parts, f.first)
	}
	f.blanks = 0
}
