package table

import (
	"github.com/orgbatch/orgbatch/importer/tabular"
	"io"
	"slices"
	"strings"
)

// A table ends where the file does, or a few rows before, with totals and notes, or where another table begins. That is seen by looking
// ahead from a row that is unlike the others.

// doubtful says whether a row is unlike the others of its table.
func (t *tableReader) doubtful(row *tabular.Row) bool {
	n, width := len(row.Cells), t.layout.total()
	switch {
	case n != width, t.gap:
		return true
	case row.Problems != nil:
		return false
	}
	return isTotal(row)
}

// totalWords begin the rows below a table that sum it up or say where it comes from.
var totalWords = []string{
	"total", "totalt", "totals", "totalsumma", "grand total", "subtotal", "sub total", "sum", "summa", "summary", "delsumma", "slutsumma", "antal",
	"count", "average", "mean", "medel", "medelvärde", "genomsnitt", "källa", "source", "sources", "note", "notes", "not", "anm", "anmärkning", "obs",
	"end of report", "slut på rapporten", "rapport slut", "end of file", "eof", "uttaget", "utskrivet", "printed", "generated", "genererad", "skapad",
	"exported", "exporterad", "antal rader", "antal poster", "rows", "rader", "copyright", "©", "*",
}

// totalStarts marks the bytes that such a word begins with, since nearly every row is asked.
var totalStarts = func() (starts [256]bool) {
	for _, word := range totalWords {
		starts[word[0]] = true
		starts[strings.ToUpper(word)[0]] = true
	}
	return starts
}()

// isTotal says whether a row's first filled cell begins with such a word.
func isTotal(row *tabular.Row) bool {
	for _, cell := range row.Cells {
		text := strings.TrimSpace(cell.Text)
		if text == "" {
			continue
		}
		if !totalStarts[text[0]] {
			return false
		}
		text = strings.ToLower(text)
		for _, word := range totalWords {
			if rest, ok := strings.CutPrefix(text, word); ok && (rest == "" || strings.IndexAny(rest[:1], " :.=*(") == 0 && (rest[0] != ' ' || len(text) < 60)) {
				return true
			}
		}
		return false
	}
	return false
}

// judge looks ahead and says what a doubtful row is: PartTable where another table begins, PartFooter where nothing but the likes of it
// follows, "" for a row of the table.
func (t *tableReader) judge(row *tabular.Row) string {
	current := *row // reading ahead overwrites what row points at
	next := t.keep(&current)
	*row = current
	switch {
	case t.beginsTable(&current, next):
		return tabular.PartTable
	case t.failed == io.EOF && len(next) < lookAhead && t.isFooter(&current, t.gap) && t.allFooter(next):
		return tabular.PartFooter
	}
	return ""
}

// keep reads ahead after copying what the current row is made of.
func (t *tableReader) keep(row *tabular.Row) []tabular.Row {
	row.Raw = append([]byte(nil), row.Raw...)
	row.Cells = append([]tabular.Cell(nil), row.Cells...)
	row.Problems = append([]tabular.Problem(nil), row.Problems...)
	return t.ahead(lookAhead)
}

// isFooter says whether a row can stand below a table.
func (t *tableReader) isFooter(row *tabular.Row, gap bool) bool {
	n, filled, width := len(row.Cells), filled(row), t.layout.total()
	switch {
	case filled == 0:
		return true
	case gap && filled == 1 && isLabel(row):
		return true
	case isTotal(row) && n != width, isTotal(row) && gap && filled == 1 && t.layout.width == 1:
		return true
	case isTotal(row) && n == width && width > 1:
		return t.sumsUp(row, gap)
	case width == 1:
		return false
	case n == 1 && (width > 2 || gap):
		return true
	case filled == 1 && n != width && (gap || width > 3):
		return true
	case gap && n != width && t.layout.width > 2:
		return true
	case gap && filled == 1 && n == width:
		return t.misfitsNote(row)
	}
	return false
}

// sumsUp says whether a row as wide as the table is a total and not an organization that is called so: the word stands alone, all else is
// numbers, and what every other row has is missing.
func (t *tableReader) sumsUp(row *tabular.Row, gap bool) bool {
	words, numbers, sums, missing := 0, 0, 0, 0
	for i, cell := range row.Cells {
		k := kindOf(cell.Text)
		col := &t.layout.profile[min(i, len(t.layout.profile)-1)]
		switch {
		case k == kindEmpty:
			if col.rows > 0 && col.filled*10 >= col.rows*9 {
				missing++
			}
		case k == kindInteger || k == kindDecimal:
			if numbers++; col.main == kindInteger || col.main == kindDecimal {
				sums++
			}
		case words == 0 && isTotalWord(cell.Text):
			words++
		default:
			return false
		}
	}
	return words == 1 && (gap && numbers > 0 || sums > 0 && (missing > 0 || t.layout.width == 2) || numbers > 0 && missing > 1)
}

// isLabel says whether a row is a note with its label: "Källa: …".
func isLabel(row *tabular.Row) bool {
	for _, cell := range row.Cells {
		if text := strings.TrimSpace(cell.Text); text != "" {
			label, _, ok := strings.Cut(text, ":")
			return ok && isTotalWord(label)
		}
	}
	return false
}

func isTotalWord(text string) bool {
	return slices.Contains(totalWords, strings.ToLower(strings.TrimRight(strings.TrimSpace(text), ":=. ")))
}

// misfitsNote says whether the only text of a row stands in a column that never holds text.
func (t *tableReader) misfitsNote(row *tabular.Row) bool {
	for i, cell := range row.Cells {
		text := strings.TrimSpace(cell.Text)
		if text == "" {
			continue
		}
		return i < len(t.layout.profile) && t.layout.profile[i].suits(text) == 0
	}
	return false
}

func (t *tableReader) allFooter(rows []tabular.Row) bool {
	gap := t.gap
	for i := range rows {
		if len(rows[i].Cells) == 0 {
			gap = true
			continue
		}
		if !t.isFooter(&rows[i], true) || !gap && len(rows[i].Cells) == t.layout.total() && !isTotal(&rows[i]) && filled(&rows[i]) > 1 {
			return false
		}
	}
	return true
}

// footer takes in the rest of the file.
func (t *tableReader) footer(row *tabular.Row) error {
	for {
		if filled(row) > 0 {
			t.found.add(tabular.PartFooter, row)
		}
		next, err := t.pull()
		if err != nil {
			t.found.whole = err == io.EOF
			return err
		}
		row = next
	}
}

// beginsTable says whether another table begins with this row.
func (t *tableReader) beginsTable(row *tabular.Row, next []tabular.Row) bool {
	n, width := len(row.Cells), t.layout.total()
	following := alike(next)
	switch {
	case row.Unreadable || len(next) == 0:
		return false
	case !t.gap && n > 1:
		return n != width && following.width == n && following.rows >= 3 && namesColumns(row) && width > 1
	case filled(row) == 1 && width > 2 && (t.gap || n == 1): // a title
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
	n, width := len(row.Cells), t.layout.total()
	following := alike(next)
	switch {
	case n < 2 || following.rows == 0 || following.width != n || !namesColumns(row):
		return false
	case n != width:
		return true
	}
	misfits := 0
	for i, cell := range row.Cells {
		if i >= len(t.layout.profile) {
			break
		}
		switch k := kindOf(cell.Text); {
		case k == kindEmpty || !t.layout.profile[i].strict():
		case t.layout.profile[i].suits(cell.Text) == 0:
			misfits++
		default:
			return false
		}
	}
	if misfits == 0 && filled(row) == width {
		misfits = t.otherColumns(next[:following.rows])
	}
	return misfits > 0 && filled(row)*10 >= width*6
}

// otherColumns counts the columns in which the rows hold something else than those of this table.
func (t *tableReader) otherColumns(rows []tabular.Row) int {
	p := make(profile, t.layout.total())
	for i := range rows {
		for c := range p {
			p[c].learn(rows[i].Cells[c].Text, false)
		}
	}
	n := 0
	for c := range p {
		p[c].settle()
		if old := &t.layout.profile[min(c, len(t.layout.profile)-1)]; len(rows) > 1 && (p[c].strict() && old.filled > 0 && old.share(p[c].main) < 0.1 || old.strict() && p[c].filled > 0 && p[c].share(old.main) < 0.2) {
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
		if kindOf(text).strong() && !isYear(text) || seen[text] || len(text) > 80 {
			return false
		}
		seen[text] = true
	}
	return len(seen)*2 >= len(row.Cells) && len(seen) > 0
}
