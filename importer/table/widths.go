package table

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/layout"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// A row of another width than the table's is never moved into place. One that only lacks cells at
// its end, as programs write that leave blank ones out, is read with a warning, if the cells that
// it has fit their columns; a lost delimiter, or a line break that wasn't quoted, would have moved
// values into columns that they don't fit.

// fit says what is wrong with a row of another width than the table's.
func (t *tableReader) fit(r *tabular.Row) {
	l := t.layout
	n := len(r.Cells)
	if n >= l.Named || r.Unreadable {
		t.short = 0
		if n > l.Width && !r.Unreadable {
			checkLong(l, r)
		}
		return
	}
	t.short++
	p := tabular.Problem{
		Code: tabular.CodeShortByBlanks, Column: -1, Value: tabular.Shorten(string(r.Raw)), Warning: true, Rare: !l.ShortRows.Common(l.Rows),
		Message:    wording.English.Table.EndsEarly(n, l.Width),
		Suggestion: wording.English.Table.AddDelimiters,
	}
	columns := l.Profile[l.First:]
	habitual := l.LoneNames > 1 && l.LoneNames.Common(l.Rows) // a single row proves nothing
	if n == 1 && (!habitual || t.holdsDelimiter(r)) || !columns.Fits(r.Cells) || columns.Misplaced(r.Cells) || t.torn(r) {
		r.Unreadable = true
		p.Code, p.Warning = tabular.CodeShortRow, false
		p.Message = wording.English.Table.OtherWidth(n, l.Width)
		p.Suggestion = wording.English.Table.AddOrJoin
	}
	r.Add(p)
}

// holdsDelimiter says whether the only cell of a row holds what delimits here, so that it may be a
// whole line in quotes, or elsewhere.
func (t *tableReader) holdsDelimiter(r *tabular.Row) bool {
	text := r.Cells[0].Text
	return t.delimiter != "" && strings.Contains(text, t.delimiter) || t.layout.LooksCut(text)
}

// torn says whether a row and the next one are the halves of one that a line break has cut:
// together they are as wide as the table, and the rows around them aren't short.
func (t *tableReader) torn(r *tabular.Row) bool {
	if t.short > 1 {
		return t.tornAt == r.Number
	}
	next := t.peek(r)
	first := t.layout.First // r has lost its empty cells left of the table
	isShort := func(i int) bool {
		return i < len(next) && len(next[i].Cells) > 0 && len(next[i].Cells) < first+t.layout.Named
	}
	if !isShort(0) || isShort(1) || first+len(r.Cells)+len(next[0].Cells) != t.layout.Body+1 {
		return false
	}
	t.tornAt = next[0].Number
	return true
}

// checkLong says what is wrong with a row with more cells than the table. Blank ones beyond it are
// harmless, unless the header lacks a name.
func checkLong(l *layout.Layout, r *tabular.Row) {
	p := tabular.Problem{Code: tabular.CodeLongRow, Column: -1, Value: tabular.Shorten(string(r.Raw))}
	filled := l.Shifted
	for i := l.Width; i < len(r.Cells) && !filled; i++ {
		filled = strings.TrimSpace(r.Cells[i].Text) != ""
	}
	if !filled {
		p.Warning = true
		p.Message = wording.English.Table.BlankBeyond(len(r.Cells), l.Width)
		r.Add(p)
		return
	}
	r.Unreadable = true
	p.Message = wording.English.Table.OtherWidth(len(r.Cells), l.Width)
	p.Suggestion = wording.English.Table.QuoteDelimiter
	if strings.Contains(string(r.Raw), `="`) {
		p.Suggestion = wording.English.Table.FormulaAsText
	}
	if l.Shifted {
		p.Suggestion = wording.English.Table.NameColumns
	}
	r.Add(p)
}
