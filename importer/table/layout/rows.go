package layout

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/kinds"
	"github.com/orgbatch/orgbatch/importer/table/notes"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// What a row below the header is by what is known of its table.

// IsComment knows a line that begins with # and isn't as wide as the table.
func (l *Layout) IsComment(row *tabular.Row) bool {
	return strings.HasPrefix(row.Cells[0].Text, "#") && len(row.Cells) != l.Body && l.Width > 1
}

// IsHeader knows the header once more, the last of its lines where it has several.
func (l *Layout) IsHeader(row *tabular.Row) bool {
	if l.Width < 2 || len(row.Cells) < l.First+l.Named {
		return false
	}
	same := 0
	for i := l.First; i < len(row.Cells); i++ {
		text, name := strings.TrimSpace(row.Cells[i].Text), ""
		if i-l.First < len(l.lastNames) {
			name = l.lastNames[i-l.First]
		}
		if !strings.EqualFold(text, strings.TrimSpace(name)) {
			return false
		}
		if text != "" {
			same++
		}
	}
	return same >= 2
}

// IsDisordered says whether a row, whose first cells are left of the table, holds the names of the
// header in another order.
func (l *Layout) IsDisordered(row *tabular.Row, first int) bool {
	if l.HeaderRows == 0 || l.names < 2 {
		return false
	}
	var found map[int]bool
	moved := false
	var buf [64]byte // nearly every row is left at its first cell, without memory of its own
	for i := range row.Cells {
		name := strings.TrimSpace(row.Cells[i].Text)
		if len(name) > 1<<10 {
			return false // no column is called so
		}
		text := tabular.AppendLower(buf[:0], name)
		if len(text) == 0 {
			continue
		}
		at, ok := l.columns[string(text)]
		if !ok || found[at] {
			return false
		}
		if found == nil {
			found = make(map[int]bool, l.names)
		}
		found[at] = true
		moved = moved || at != i-first
	}
	return moved && len(found) >= max(2, l.names-1)
}

// IsNumbered says whether a row that reads like a note is called as most are.
func (l *Layout) IsNumbered(row *tabular.Row) bool {
	return l.numbered != "" && notes.NumberedWord(row.Cells) == l.numbered
}

// HoldsCode says whether a cell of a note is what a column of codes holds that is known by its
// name.
func (l *Layout) HoldsCode(row *tabular.Row) bool {
	at := l.telling
	if l.Known == nil || at < l.First || at >= len(row.Cells) || at-l.First >= len(l.Header) || !l.Known(l.Header[at-l.First]) {
		return false
	}
	const short = 3 // fewer digits count something
	text, col := strings.TrimSpace(row.Cells[at].Text), &l.Profile[at]
	return row.Filled() > 1 && kinds.Of(text) == col.Main && len(text) >= max(short, col.Shortest)
}

// NamesCode says whether a cell without a digit stands in the first column of codes or numbers, as
// a name of that column would.
func (l *Layout) NamesCode(row *tabular.Row) bool {
	at := l.telling
	if at < 0 {
		return false
	}
	text := strings.TrimSpace(row.Cells[at].Text)
	return !strings.ContainsAny(text, "0123456789") && !l.Profile[at].Holds(text)
}

// Missing counts the blank cells of a row in columns where nearly all others are filled.
func (l *Layout) Missing(row *tabular.Row) int {
	n := 0
	for i, cell := range row.Cells {
		col := l.Column(i)
		if strings.TrimSpace(cell.Text) == "" && col.Rows > 0 && (col.Filled*10 >= col.Rows*9 || col.Filled >= col.Rows-1) {
			n++
		}
	}
	return n
}

// NamesOthers says whether a row names columns that are known, and others than those of this table.
func (l *Layout) NamesOthers(row *tabular.Row) bool {
	if l.Known == nil || l.names < 2 || !NamesColumns(row) {
		return false
	}
	known, ours := 0, 0
	for i := range row.Cells {
		text := strings.TrimSpace(row.Cells[i].Text)
		if _, ok := l.columns[strings.ToLower(text)]; ok {
			ours++
		}
		if l.Known(text) {
			known++
		}
	}
	return known >= 2 && ours < row.Filled() && 2*known >= row.Filled()
}

// OtherColumns counts the columns in which the rows hold something else than those of this table.
func (l *Layout) OtherColumns(rows []tabular.Row) int {
	p := make(kinds.Profile, l.Body)
	for i := range rows {
		for c := range p {
			p[c].Learn(rows[i].Cells[c].Text)
		}
	}
	n := 0
	for c := range p {
		p[c].Settle()
		if old := &l.Profile[c]; len(rows) > 1 && (p[c].Strict() && old.Filled > 0 && old.Share(p[c].Main) < 0.1 || old.Strict() && p[c].Filled > 0 && p[c].Share(old.Main) < 0.2) {
			n++
		}
	}
	return n
}

// NamesColumns says whether a row's cells could name columns: texts, no two the same.
func NamesColumns(row *tabular.Row) bool {
	seen := map[string]bool{}
	for _, cell := range row.Cells {
		text := strings.TrimSpace(cell.Text)
		if text == "" {
			continue
		}
		if kinds.Of(text).Strong() && !isYear(text) || seen[text] || len(text) > 80 || notes.HasLegalForm(text) {
			return false
		}
		seen[text] = true
	}
	return len(seen)*2 >= len(row.Cells)
}

// LooksCut says whether a text holds a sign that delimits elsewhere and stands in no other cell, or
// several blanks on end.
func (l *Layout) LooksCut(text string) bool {
	return strings.Contains(text, "  ") || slices.ContainsFunc(delimited.OtherDelimiters, func(sign string) bool {
		return strings.Contains(text, sign) && !l.InText[sign]
	})
}
