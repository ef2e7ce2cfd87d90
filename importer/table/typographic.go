package table

import (
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Word processors and phones turn straight quotes into typographic ones, and a file that went through them has those around its cells. Where
// half the cells of a column stand in them they are quotes, and are taken away.

// typographicPairs are the quotes that open and close, of the languages around here.
var typographicPairs = [][2]rune{{'“', '”'}, {'”', '”'}, {'„', '“'}, {'„', '”'}, {'«', '»'}, {'»', '«'}, {'»', '»'}, {'‘', '’'}, {'’', '’'}, {'‚', '‘'}}

func isTypographic(r rune) bool { return strings.ContainsRune("“”„«»‘’‚", r) }

// stripTypographic takes typographic quotes from around a text, if it stands between a pair of them and holds neither.
func stripTypographic(text string) (inner string, ok bool) {
	first, n := utf8.DecodeRuneInString(text)
	if !isTypographic(first) || len(text) == n {
		return text, false
	}
	last, m := utf8.DecodeLastRuneInString(text)
	inner = text[n : len(text)-m]
	for _, pair := range typographicPairs {
		if pair == [2]rune{first, last} && !strings.ContainsRune(inner, first) && !strings.ContainsRune(inner, last) {
			return inner, true
		}
	}
	return text, false
}

// findTypographic learns in which columns cells stand in typographic quotes, and takes them from the header.
func (l *layout) findTypographic(rows []sampleRow) {
	for i := range l.header {
		at := l.first + i
		filled, quoted := 0, 0
		for r := range rows {
			if at >= len(rows[r].cells) || strings.TrimSpace(rows[r].cells[at].text) == "" {
				continue
			}
			filled++
			if _, ok := stripTypographic(strings.TrimSpace(rows[r].cells[at].text)); ok {
				quoted++
			}
		}
		if quoted == 0 || 2*quoted < filled {
			continue
		}
		if l.typographic == nil {
			l.typographic = make([]bool, len(l.header))
		}
		l.typographic[i] = true
	}
	if l.typographic == nil {
		return
	}
	for i, name := range l.header {
		l.header[i], _ = stripTypographic(name)
	}
}

// unquoteTypographic takes the quotes from the cells of a row.
func (l *layout) unquoteTypographic(row *tabular.Row) {
	for i := range min(len(row.Cells), len(l.typographic)) {
		if l.typographic[i] {
			row.Cells[i].Text, _ = stripTypographic(strings.TrimSpace(row.Cells[i].Text))
		}
	}
}

// typographicProblem says that quotes were taken away, and where.
func (l *layout) typographicProblem() tabular.Problem {
	n := 0
	for _, yes := range l.typographic {
		if yes {
			n++
		}
	}
	return note(tabular.CodeOtherQuote, "the cells of %s stand between typographic quotes, which were taken away", tabular.Counted(n, "column"))
}
