package table

import (
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Some rows are in the form of the table and read like a total or a note all the same: Excel's subtotals ("Gården AB Summa"), totals of many
// cells among the rows, page numbers in padded rows. They are neither left out nor taken for organizations: a person has to tell.

// readsLikeNote says whether a row that isn't left out is one of these.
func (t *tableReader) readsLikeNote(row *tabular.Row) bool {
	at := firstFilled(row.Cells)
	if at < 0 || row.Unreadable || t.layout.width < 2 || t.isNumbered(row) {
		return false
	}
	text := strings.TrimSpace(row.Cells[at].Text)
	if of, ok := cutTotal(text); ok {
		return t.sumsUpRows(row, at, of)
	}
	switch { // nearly every row is asked
	case '0' <= text[0] && text[0] <= '9', text[0] == '-', strings.HasPrefix(text, "–"):
		return filled(row) == 1 && t.isLoneNumber(row, at, text)
	case text[len(text)-1] == ':' || strings.IndexByte(text, ' ') < 0 && mayBeNote(text):
		return filled(row) > 2 && saysNoteInCells(text, row)
	}
	return false
}

func firstFilled(cells []tabular.Cell) int {
	for i := range cells {
		if strings.TrimSpace(cells[i].Text) != "" {
			return i
		}
	}
	return -1
}

// cutTotal takes the word of a total from the end of a text, where Excel writes it, or from its beginning.
func cutTotal(text string) (of string, ok bool) {
	const between = " :-–,="
	if totalEdges[1][text[len(text)-1]] {
		end := strings.LastIndexByte(text, ' ') + 1
		if isTotalWord(text[end:]) {
			return strings.TrimRight(text[:end], between), true
		}
	}
	if word, rest, more := strings.Cut(text, " "); more && isTotalWord(word) {
		return strings.Trim(rest, between), true
	}
	return "", false
}

// sumsUpRows says whether nothing but numbers stands beside a total of all rows, or of those that are called as the row above is. Of others
// only a company's name with such a word behind its legal form is one, and no row with a code of its own.
func (t *tableReader) sumsUpRows(row *tabular.Row, at int, of string) bool {
	numbers := 0
	for i := range row.Cells {
		switch text := strings.TrimSpace(row.Cells[i].Text); {
		case i == at || text == "":
		case isFigure(text) && !isDate(text):
			numbers++
		default:
			return false
		}
	}
	switch {
	case of == "":
		return true
	case t.holdsCode(row):
		return false
	case at < len(t.last) && strings.EqualFold(of, strings.TrimSpace(t.last[at].Text)):
		return true
	}
	text := strings.TrimSpace(row.Cells[at].Text)
	return numbers > 0 && strings.HasPrefix(text, of) && hasLegalForm(of[strings.LastIndexByte(of, ' ')+1:])
}

// isLoneNumber says whether the only text of a row is a date or the number of a page, in a column that holds other things.
func (t *tableReader) isLoneNumber(row *tabular.Row, at int, text string) bool {
	col := t.layout.column(at)
	k := kindOf(text)
	switch {
	case k != kindText && k == col.main:
		return false
	case k == kindDate || k == kindTime:
		return true
	case k == kindInteger:
		return len(text) <= 3 && t.missing(row) > 0
	}
	return isPageNumber(text)
}

// isPageNumber knows "2/3", "1(3)", "2 av 3" and "- 1 -".
func isPageNumber(text string) bool {
	if len(text) > 16 || !isAmount(strings.ReplaceAll(text, "–", "-")) {
		return false
	}
	text = strings.ReplaceAll(text, "–", "-")
	numbers := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	switch len(numbers) {
	case 1:
		return strings.HasPrefix(text, "-") && strings.HasSuffix(text, "-")
	case 2:
		page, _ := strconv.Atoi(numbers[0])
		pages, _ := strconv.Atoi(numbers[1])
		return 0 < page && page <= pages && (strings.ContainsAny(text, "/(") || strings.Contains(text, " av ") || strings.Contains(text, " of "))
	}
	return false
}

// saysNoteInCells says whether a note is spread over three cells or more: a label, a stamp, the number of a page and how many there are.
func saysNoteInCells(first string, row *tabular.Row) bool {
	if label, ok := strings.CutSuffix(first, ":"); ok {
		return isLabelText(label)
	}
	if kind := noteWords[strings.ToLower(first)]; kind != pageWord && kind != stampWord {
		return false
	}
	text := rowText(row.Cells)
	head, numbers, others := readNote(text)
	words := strings.Fields(strings.ToLower(text))
	if head == stampWord {
		return isDate(words[1])
	}
	return numbers == 2 && others == 0 && len(words) == 4 && noteFillers[words[2]] != noTotal
}
