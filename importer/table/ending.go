package table

import (
	"io"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/table/kinds"
	"github.com/orgbatch/orgbatch/importer/table/layout"
	"github.com/orgbatch/orgbatch/importer/table/notes"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// A table ends where the file does or where another table begins. That is seen by looking ahead
// from a row that is unlike the others.

// doubtful says whether a row is unlike the others of its table.
func (t *tableReader) doubtful(row *tabular.Row) bool {
	n, width := len(row.Cells), t.layout.Body
	switch {
	case row.Unreadable:
		return false
	case n != width, t.gap:
		return true
	case row.Problems != nil:
		return false
	}
	return isTotalRow(row) || t.layout.NamesCode(row)
}

// isTotalRow says whether the first filled cell of a row is the word of a total and nothing else.
func isTotalRow(row *tabular.Row) bool {
	at := tabular.FirstFilled(row.Cells)
	return at >= 0 && notes.MayBe(strings.TrimSpace(row.Cells[at].Text)) && notes.IsTotalWord(row.Cells[at].Text)
}

// classify looks ahead and says what a doubtful row is: PartTable where another table begins,
// PartFooter where it adds up the columns above and nothing but notes follows, "" for a row of the
// table.
func (t *tableReader) classify(row *tabular.Row) string {
	next := t.peek(row)
	switch {
	case t.beginsTable(row, next):
		return tabular.PartTable
	case t.failed == io.EOF && t.sumsUp(row) && onlyNotes(next):
		return tabular.PartFooter
	}
	return ""
}

// onlyNotes says whether none of the rows is one of a table.
func onlyNotes(rows []tabular.Row) bool {
	return !slices.ContainsFunc(rows, func(row tabular.Row) bool {
		note, _ := notes.Is(row.Cells, len(row.Cells)+1)
		return len(row.Cells) > 0 && !note && !firstrows.IsRule(row.Cells)
	})
}

// otherTable ends the table where another one begins. Unless a person has said which one is meant,
// that is an error.
func (t *tableReader) otherTable(row *tabular.Row) (*tabular.Row, error) {
	t.found.other, t.ended = t.after-1, true
	t.found.add(tabular.PartTable, row)
	if t.layout.Chosen {
		return nil, io.EOF
	}
	row.Unreadable = true
	row.Problems = []tabular.Problem{{
		Code: tabular.CodeOtherTable, Column: -1, Value: tabular.TextOf(row.Cells),
		Message:    wording.English.Table.OtherTable,
		Suggestion: wording.English.Table.WhichTable,
	}}
	return row, nil
}

// peek reads ahead, which overwrites what the current row is made of: it is copied first.
func (t *tableReader) peek(row *tabular.Row) []tabular.Row {
	current := copyRow(row)
	next := t.ahead(lookAhead)
	*row = current
	return next
}

// sumsUp says whether a row as wide as the table is a total and not an organization that is called
// so: the word stands alone, all else is numbers, and what every other row has is missing.
func (t *tableReader) sumsUp(row *tabular.Row) bool {
	words, sums, missing := 0, 0, t.layout.Missing(row)
	for i, cell := range row.Cells {
		k := kinds.Of(cell.Text)
		col := t.layout.Column(i)
		switch {
		case k == kinds.Empty:
		case k == kinds.Integer || k == kinds.Decimal:
			if col.Main == kinds.Integer || col.Main == kinds.Decimal {
				sums++
			}
		case words == 0 && notes.IsTotalWord(cell.Text):
			words++
		default:
			return false
		}
	}
	return words == 1 && (t.gap || sums > 0 && (missing > 0 || t.layout.Width == 2) || missing > 1)
}

// beginsTable says whether another table begins with this row.
func (t *tableReader) beginsTable(row *tabular.Row, next []tabular.Row) bool {
	n, width := len(row.Cells), t.layout.Body
	following := alike(next)
	switch {
	case len(next) == 0:
		return false
	case t.layout.NamesOthers(row):
		return following.rows > 0
	case !t.gap && n == width && t.layout.NamesCode(row):
		return following.width == n && layout.NamesColumns(row) && t.heads(row, next) && t.layout.OtherColumns(next[:following.rows]) > 0
	case !t.gap && n > 1:
		return n != width && following.width == n && following.rows >= 3 && layout.NamesColumns(row) && width > 1 && t.heads(row, next)
	case row.Filled() == 1 && width > 1 && (t.gap || n == 1): // a title
		rest := next
		for len(rest) > 0 && (len(rest[0].Cells) == 0 || rest[0].Filled() <= 1) {
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
	n, width := len(row.Cells), t.layout.Body
	following := alike(next)
	switch {
	case n < 2 || following.rows == 0 || following.width != n || !layout.NamesColumns(row):
		return false
	case n != width:
		return t.heads(row, next)
	}
	misfits := 0
	for i, cell := range row.Cells {
		switch k := kinds.Of(cell.Text); {
		case k == kinds.Empty || !t.layout.Profile[i].IsTelling():
		case !t.layout.Profile[i].Holds(cell.Text):
			misfits++
		case t.layout.Profile[i].Strict(): // a name may have a digit, and be no code for that
			return false
		}
	}
	if misfits == 0 && row.Filled() == width {
		misfits = t.layout.OtherColumns(next[:following.rows])
	}
	return misfits > 0 && row.Filled()*10 >= width*6
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

// heads says whether a row is the header of those after it rather than one of them.
func (t *tableReader) heads(row *tabular.Row, next []tabular.Row) bool {
	var below []firstrows.Row
	for i := range next[:alike(next).rows] {
		below = append(below, firstrows.RowOf(&next[i]))
	}
	head := firstrows.RowOf(row)
	return layout.Heads(&head, below, t.layout.Known)
}
