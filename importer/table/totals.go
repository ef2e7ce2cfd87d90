package table

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/kinds"
	"github.com/orgbatch/orgbatch/importer/table/notes"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Some rows are in the form of the table and read like a total or a note all the same: Excel's
// subtotals ("Gården AB Summa"), totals of many cells among the rows, page numbers in padded rows.
// They are neither left out nor taken for organizations: a person has to tell.

// readsLikeNote says whether a row that isn't left out is one of these.
func (t *tableReader) readsLikeNote(row *tabular.Row) bool {
	at := tabular.FirstFilled(row.Cells)
	if at < 0 || row.Unreadable || t.layout.Width < 2 || t.layout.IsNumbered(row) {
		return false
	}
	text := strings.TrimSpace(row.Cells[at].Text)
	if of, ok := notes.CutTotal(text); ok {
		return t.sumsUpRows(row, at, of)
	}
	switch { // nearly every row is asked
	case '0' <= text[0] && text[0] <= '9', text[0] == '-', strings.HasPrefix(text, "–"):
		return row.Filled() == 1 && t.isLoneNumber(row, at, text)
	case text[len(text)-1] == ':' || strings.IndexByte(text, ' ') < 0 && notes.MayBe(text):
		return row.Filled() > 2 && notes.InCells(text, row)
	}
	return false
}

// sumsUpRows says whether nothing but numbers stands beside a total of all rows, or of those that
// are called as the row above is. Of others only a company's name with such a word behind its legal
// form is one, and no row with a code of its own.
func (t *tableReader) sumsUpRows(row *tabular.Row, at int, of string) bool {
	numbers := 0
	for i := range row.Cells {
		switch text := strings.TrimSpace(row.Cells[i].Text); {
		case i == at || text == "":
		case notes.IsFigure(text) && !notes.IsDate(text):
			numbers++
		default:
			return false
		}
	}
	switch {
	case of == "":
		return true
	case t.layout.HoldsCode(row):
		return false
	case at < len(t.last) && strings.EqualFold(of, strings.TrimSpace(t.last[at].Text)):
		return true
	}
	text := strings.TrimSpace(row.Cells[at].Text)
	return numbers > 0 && strings.HasPrefix(text, of) && notes.HasLegalForm(of[strings.LastIndexByte(of, ' ')+1:])
}

// isLoneNumber says whether the only text of a row is a date or the number of a page, in a column
// that holds other things.
func (t *tableReader) isLoneNumber(row *tabular.Row, at int, text string) bool {
	col := t.layout.Column(at)
	k := kinds.Of(text)
	switch {
	case k != kinds.Text && k == col.Main:
		return false
	case k == kinds.Date || k == kinds.Time:
		return true
	case k == kinds.Integer: // of two columns, one may be blank in any row
		named := t.layout.Width == 2 && t.layout.HeaderRows > 0 && len(row.Cells) == t.layout.Body
		return !named && len(text) <= 3 && t.layout.Missing(row) > 0
	}
	return notes.IsPageNumber(text)
}
