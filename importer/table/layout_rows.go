package table

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// What a row below the header is by what is known of its table.

// isComment knows a line that begins with # and isn't as wide as the table.
func (l *layout) isComment(row *tabular.Row) bool {
	return strings.HasPrefix(row.Cells[0].Text, "#") && len(row.Cells) != l.body && l.width > 1
}

// isHeader knows the header once more, the last of its lines where it has several.
func (l *layout) isHeader(row *tabular.Row) bool {
	if l.width < 2 || len(row.Cells) < l.first+l.named {
		return false
	}
	same := 0
	for i := l.first; i < len(row.Cells); i++ {
		text, name := strings.TrimSpace(row.Cells[i].Text), ""
		if i-l.first < len(l.lastNames) {
			name = l.lastNames[i-l.first]
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

// isDisordered says whether a row, whose first cells are left of the table, holds the names of the header in another order.
func (l *layout) isDisordered(row *tabular.Row, first int) bool {
	if l.headerRows == 0 || l.names < 2 {
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

// isNumbered says whether a row that reads like a note is called as most are.
func (l *layout) isNumbered(row *tabular.Row) bool {
	return l.numbered != "" && numbers(row.Cells) == l.numbered
}

// holdsCode says whether a cell of a note is what a column of codes holds that is known by its name.
func (l *layout) holdsCode(row *tabular.Row) bool {
	at := l.telling
	if l.known == nil || at < l.first || at >= len(row.Cells) || at-l.first >= len(l.header) || !l.known(l.header[at-l.first]) {
		return false
	}
	const short = 3 // fewer digits count something
	text, col := strings.TrimSpace(row.Cells[at].Text), &l.profile[at]
	return row.Filled() > 1 && kindOf(text) == col.main && len(text) >= max(short, col.shortest)
}

// namesCode says whether a cell without a digit stands in the first column of codes or numbers, as a name of that column would.
func (l *layout) namesCode(row *tabular.Row) bool {
	at := l.telling
	if at < 0 {
		return false
	}
	text := strings.TrimSpace(row.Cells[at].Text)
	return !strings.ContainsAny(text, "0123456789") && !l.profile[at].holds(text)
}

// missing counts the blank cells of a row in columns where nearly all others are filled.
func (l *layout) missing(row *tabular.Row) int {
	n := 0
	for i, cell := range row.Cells {
		col := l.column(i)
		if strings.TrimSpace(cell.Text) == "" && col.rows > 0 && (col.filled*10 >= col.rows*9 || col.filled >= col.rows-1) {
			n++
		}
	}
	return n
}

// namesOthers says whether a row names columns that are known, and others than those of this table.
func (l *layout) namesOthers(row *tabular.Row) bool {
	if l.known == nil || l.names < 2 || !namesColumns(row) {
		return false
	}
	known, ours := 0, 0
	for i := range row.Cells {
		text := strings.TrimSpace(row.Cells[i].Text)
		if _, ok := l.columns[strings.ToLower(text)]; ok {
			ours++
		}
		if l.known(text) {
			known++
		}
	}
	return known >= 2 && ours < row.Filled() && 2*known >= row.Filled()
}

// otherColumns counts the columns in which the rows hold something else than those of this table.
func (l *layout) otherColumns(rows []tabular.Row) int {
	p := make(profile, l.body)
	for i := range rows {
		for c := range p {
			p[c].learn(rows[i].Cells[c].Text, false)
		}
	}
	n := 0
	for c := range p {
		p[c].settle()
		if old := &l.profile[c]; len(rows) > 1 && (p[c].strict() && old.filled > 0 && old.share(p[c].main) < 0.1 || old.strict() && p[c].filled > 0 && p[c].share(old.main) < 0.2) {
			n++
		}
	}
	return n
}

// namesColumns says whether a row's cells could name columns: texts, no two the same.
func namesColumns(row *tabular.Row) bool {
	seen := map[string]bool{}
	for _, cell := range row.Cells {
		text := strings.TrimSpace(cell.Text)
		if text == "" {
			continue
		}
		if kindOf(text).strong() && !isYear(text) || seen[text] || len(text) > 80 || hasLegalForm(text) {
			return false
		}
		seen[text] = true
	}
	return len(seen)*2 >= len(row.Cells)
}

// looksCut says whether a text holds a sign that delimits elsewhere and stands in no other cell, or several blanks on end.
func (l *layout) looksCut(text string) bool {
	return strings.Contains(text, "  ") || slices.ContainsFunc(delimited.OtherDelimiters, func(sign string) bool {
		return strings.Contains(text, sign) && !l.inText[sign]
	})
}
