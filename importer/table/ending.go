package table

import (
	"io"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// A table ends where the file does or where another table begins. That is seen by looking ahead from a row that is unlike the others.

// doubtful says whether a row is unlike the others of its table.
func (t *tableReader) doubtful(row *tabular.Row) bool {
	n, width := len(row.Cells), t.layout.body
	switch {
	case row.Unreadable:
		return false
	case n != width, t.gap:
		return true
	case row.Problems != nil:
		return false
	}
	return isTotalRow(row) || t.namesCode(row)
}

// namesCode says whether a cell without a digit stands in the first column of codes or numbers, as a name of that column would.
func (t *tableReader) namesCode(row *tabular.Row) bool {
	at := t.layout.telling
	if at < 0 {
		return false
	}
	text := strings.TrimSpace(row.Cells[at].Text)
	return !strings.ContainsAny(text, "0123456789") && !t.layout.profile[at].holds(text)
}

// isTotalRow says whether the first filled cell of a row is the word of a total and nothing else.
func isTotalRow(row *tabular.Row) bool {
	at := firstFilled(row.Cells)
	return at >= 0 && mayBeNote(strings.TrimSpace(row.Cells[at].Text)) && isTotalWord(row.Cells[at].Text)
}

// judge looks ahead and says what a doubtful row is: PartTable where another table begins, PartFooter where it adds up the columns above
// and nothing but notes follows, "" for a row of the table.
func (t *tableReader) judge(row *tabular.Row) string {
	next := t.keep(row)
	switch {
	case t.beginsTable(row, next):
		return tabular.PartTable
	case t.failed == io.EOF && t.sumsUp(row, t.gap) && onlyNotes(next):
		return tabular.PartFooter
	}
	return ""
}

// onlyNotes says whether none of the rows is one of a table.
func onlyNotes(rows []tabular.Row) bool {
	return !slices.ContainsFunc(rows, func(row tabular.Row) bool {
		note, _ := isNote(row.Cells, false)
		return len(row.Cells) > 0 && !note && !isRule(row.Cells)
	})
}

// otherTable ends the table where another one begins. Unless a person has said which one is meant, that is an error.
func (t *tableReader) otherTable(row *tabular.Row) (*tabular.Row, error) {
	t.found.other, t.ended = t.after-1, true
	t.found.add(tabular.PartTable, row)
	if t.layout.chosen {
		return nil, io.EOF
	}
	row.Unreadable = true
	row.Problems = []tabular.Problem{{
		Code: tabular.CodeOtherTable, Column: -1, Value: rowText(row.Cells),
		Message:    "another table, with other columns, begins in this row; neither it nor what follows it was read",
		Suggestion: "say which one is meant: --table 1 for the first alone, --table 2 for this one",
	}}
	return row, nil
}

// keep reads ahead, which overwrites what the current row is made of: it is copied first.
func (t *tableReader) keep(row *tabular.Row) []tabular.Row {
	current := keptRow(row)
	next := t.ahead(lookAhead)
	*row = current
	return next
}

// sumsUp says whether a row as wide as the table is a total and not an organization that is called so: the word stands alone, all else is
// numbers, and what every other row has is missing.
func (t *tableReader) sumsUp(row *tabular.Row, gap bool) bool {
	words, sums, missing := 0, 0, t.missing(row)
	for i, cell := range row.Cells {
		k := kindOf(cell.Text)
		col := t.layout.column(i)
		switch {
		case k == kindEmpty:
		case k == kindInteger || k == kindDecimal:
			if col.main == kindInteger || col.main == kindDecimal {
				sums++
			}
		case words == 0 && isTotalWord(cell.Text):
			words++
		default:
			return false
		}
	}
	return words == 1 && (gap || sums > 0 && (missing > 0 || t.layout.width == 2) || missing > 1)
}

// missing counts the blank cells of a row in columns where nearly all others are filled.
func (t *tableReader) missing(row *tabular.Row) int {
	n := 0
	for i, cell := range row.Cells {
		col := t.layout.column(i)
		if strings.TrimSpace(cell.Text) == "" && col.rows > 0 && (col.filled*10 >= col.rows*9 || col.filled >= col.rows-1) {
			n++
		}
	}
	return n
}

// totalEdges are the letters that words of totals begin and end with, since nearly every row is asked.
var totalEdges = func() (edges [2][256]bool) {
	for word, kind := range noteWords {
		if kind != totalWord {
			continue
		}
		for _, word := range []string{word, strings.ToUpper(word)} {
			edges[0][word[0]], edges[1][word[len(word)-1]] = true, true
		}
	}
	for i := range totalEnds {
		edges[1][totalEnds[i]] = true
	}
	return edges
}()

func isTotalWord(text string) bool {
	const shortest, longest = len("sum"), 16
	var buf [64]byte
	text = strings.TrimRight(strings.TrimSpace(text), totalEnds)
	return len(text) >= shortest && len(text) <= longest && totalEdges[0][text[0]] && noteWords[string(lowered(buf[:0], text))] == totalWord
}

// totalEnds may stand behind the word of a total.
const totalEnds = ":=. "

// beginsTable says whether another table begins with this row.
func (t *tableReader) beginsTable(row *tabular.Row, next []tabular.Row) bool {
	n, width := len(row.Cells), t.layout.body
	following := alike(next)
	switch {
	case len(next) == 0:
		return false
	case t.namesOthers(row):
		return following.rows > 0
	case !t.gap && n == width && t.namesCode(row):
		return following.width == n && namesColumns(row) && t.heads(row, next) && t.otherColumns(next[:following.rows]) > 0
	case !t.gap && n > 1:
		return n != width && following.width == n && following.rows >= 3 && namesColumns(row) && width > 1 && t.heads(row, next)
	case filled(row) == 1 && width > 1 && (t.gap || n == 1): // a title
		rest := next
		for len(rest) > 0 && (len(rest[0].Cells) == 0 || filled(&rest[0]) <= 1) {
			rest = rest[1:]
		}
		if len(rest) < 2 {
			return false
		}
		return t.startsOther(&rest[0], rest[1:])
	}
	return t.gap && t.startsOther(row, next)
}

// startsOther says whether a row after a gap is the header of another table.
func (t *tableReader) startsOther(row *tabular.Row, next []tabular.Row) bool {
	n, width := len(row.Cells), t.layout.body
	following := alike(next)
	switch {
	case n < 2 || following.rows == 0 || following.width != n || !namesColumns(row):
		return false
	case n != width:
		return t.heads(row, next)
	}
	misfits := 0
	for i, cell := range row.Cells {
		switch k := kindOf(cell.Text); {
		case k == kindEmpty || !t.layout.profile[i].isTelling():
		case !t.layout.profile[i].holds(cell.Text):
			misfits++
		case t.layout.profile[i].strict(): // a name may have a digit, and be no code for that
			return false
		}
	}
	if misfits == 0 && filled(row) == width {
		misfits = t.otherColumns(next[:following.rows])
	}
	return misfits > 0 && filled(row)*10 >= width*6
}

// heads says whether a row is the header of those after it rather than one of them.
func (t *tableReader) heads(row *tabular.Row, next []tabular.Row) bool {
	var below []sampleRow
	for i := range next[:alike(next).rows] {
		below = append(below, sampleOf(&next[i]))
	}
	head := sampleOf(row)
	return judgeOf(below, len(row.Cells), t.layout.known).score(&head) >= headsBar
}

// headsBar is how much must speak for a row being a header where the rows of the table go on otherwise.
const headsBar = 0.35

// namesOthers says whether a row names columns that are known, and others than those of this table.
func (t *tableReader) namesOthers(row *tabular.Row) bool {
	l := t.layout
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
	return known >= 2 && ours < filled(row) && 2*known >= filled(row)
}

// otherColumns counts the columns in which the rows hold something else than those of this table.
func (t *tableReader) otherColumns(rows []tabular.Row) int {
	p := make(profile, t.layout.body)
	for i := range rows {
		for c := range p {
			p[c].learn(rows[i].Cells[c].Text, false)
		}
	}
	n := 0
	for c := range p {
		p[c].settle()
		if old := &t.layout.profile[c]; len(rows) > 1 && (p[c].strict() && old.filled > 0 && old.share(p[c].main) < 0.1 || old.strict() && p[c].filled > 0 && p[c].share(old.main) < 0.2) {
			n++
		}
	}
	return n
}

// run is how many rows of one width come, up to a blank one.
type run struct{ width, rows int }

func alike(rows []tabular.Row) run {
	var r run
	for i := range rows {
		n := len(rows[i].Cells)
		if n == 0 || r.rows > 0 && n != r.width {
			break
		}
		r.width = n
		r.rows++
	}
	return r
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
