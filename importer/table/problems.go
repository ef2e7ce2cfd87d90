package table

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// add appends a problem.
func (r *Row) add(p Problem) { r.Problems = append(r.Problems, p) }

// inspect looks for damage inside the cells. page says that the source has a one-byte encoding, in which control characters beyond ASCII
// are bytes without a meaning.
func (r *Row) inspect(page bool) {
	if len(r.Raw) <= MaxCell && bytes.IndexByte(r.Raw, 0) < 0 && utf8.Valid(r.Raw) && !(page && hasC1(r.Raw)) {
		return
	}
	for i, cell := range r.Cells {
		r.inspectCell(i, cell.Text)
		if page && hasC1([]byte(cell.Text)) {
			r.add(Problem{
				Code: CodeBadByte, Column: i, Value: Shorten(cell.Text),
				Message: "the cell holds a byte that stands for no letter in the encoding of this file", Suggestion: "name another encoding with --encoding, or write the letter anew",
			})
		}
	}
}

// hasC1 looks for the control characters U+0080 to U+009F.
func hasC1(text []byte) bool {
	for i := 0; ; i += 2 {
		k := bytes.IndexByte(text[i:], 0xc2)
		if k < 0 || i+k+1 >= len(text) {
			return false
		}
		if i += k; text[i+1] >= 0x80 && text[i+1] < 0xa0 {
			return true
		}
	}
}

func (r *Row) inspectCell(column int, text string) {
	if len(text) > MaxCell {
		r.add(Problem{
			Code: CodeLargeCell, Column: column, Value: Shorten(text),
			Message: fmt.Sprintf("the cell holds %d bytes; more than %d is not read", len(text), MaxCell),
		})
	}
	if strings.IndexByte(text, 0) >= 0 {
		r.add(Problem{
			Code: CodeNUL, Column: column, Value: Shorten(text), Message: "the cell holds a NUL character, which the API refuses",
			Suggestion: Shorten(strings.ReplaceAll(text, "\x00", "")),
		})
	}
	if !utf8.ValidString(text) {
		r.add(Problem{
			Code: CodeBadUTF8, Column: column, Value: Shorten(text),
			Message: "the cell holds bytes that mean nothing in the encoding of this file, so some of its letters can't be known",
		})
	}
}

func spacedQuote(column int, text string) Problem {
	return Problem{
		Code: CodeSpacedQuote, Column: column, Value: Shorten(text), Warning: true,
		Message: "there are spaces between the quotes of this cell and the delimiter; they were left out",
	}
}

func strayQuote(column int, text string) Problem {
	return Problem{
		Code: CodeStrayQuote, Column: column, Value: Shorten(text), Warning: true,
		Message: "the cell holds a quote though it isn't quoted; the quote is taken as text",
	}
}

func quoteDamage(code string, column int, text string) Problem {
	p := Problem{Code: code, Column: column, Value: Shorten(text)}
	switch code {
	case CodeLongRow:
		p.Column, p.Message = -1, fmt.Sprintf("the row has more than %d cells", MaxColumns)
		p.Suggestion = "check that its line ends are not missing"
	case CodeUnclosed:
		p.Message = "a quote opens this cell and nothing closes it, so it can't be told where the cell ends"
		p.Suggestion = "close the quote, or remove it"
	default:
		p.Message = "text follows the quote that closes this cell"
		p.Suggestion = "write each quote inside a quoted cell twice"
	}
	return p
}

// fit says what is wrong with a row of another width than the table's.
//
// A row that lacks cells is an error, unless the columns it lacks have no name: a lost delimiter, or a line break that wasn't quoted, moves
// values into other columns, and nothing tells that from trailing cells that were left out. A row with more cells is an error when one of
// those beyond the header holds something, and else only a warning.
func (l *layout) fit(r *Row) {
	n := len(r.Cells)
	switch {
	case n == l.width || r.Unreadable:
	case n < l.named:
		r.Unreadable = true
		r.add(Problem{
			Code: CodeShortRow, Column: -1, Value: Shorten(string(r.Raw)),
			Message:    fmt.Sprintf("the row has %s where the table has %d; values may stand in the wrong column", cells(n), l.width),
			Suggestion: "add the missing delimiters, or join the row with its other half if a line break split it",
		})
	case n > l.width:
		l.long(r)
	}
}

func (l *layout) long(r *Row) {
	p := Problem{Code: CodeLongRow, Column: -1, Value: Shorten(string(r.Raw))}
	for _, extra := range r.Cells[l.width:] {
		if strings.TrimSpace(extra.Text) != "" {
			r.Unreadable = true
			p.Message = fmt.Sprintf("the row has %s where the table has %d; values may stand in the wrong column", cells(len(r.Cells)), l.width)
			p.Suggestion = "quote the cell that holds the delimiter, or remove what is too much"
			r.add(p)
			return
		}
	}
	p.Warning = true
	p.Message = fmt.Sprintf("the row has %s where the table has %d; those beyond it are blank", cells(len(r.Cells)), l.width)
	r.add(p)
}

func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return fmt.Sprintf("%d cells", n)
}

// headerProblems names columns without a name and names that several columns have. first is the table's first column in its spreadsheet.
func headerProblems(header []string, first int) []Problem {
	var problems []Problem
	seen := make(map[string]int, len(header))
	for i, name := range header {
		if strings.TrimSpace(name) == "" {
			problems = append(problems, Problem{
				Code: CodeEmptyHeader, Column: i, Warning: true,
				Message: fmt.Sprintf("column %s has no name in the header", ColumnLetters(first+i)),
			})
			continue
		}
		if other, ok := seen[name]; ok {
			problems = append(problems, Problem{
				Code: CodeSameHeader, Column: i, Value: Shorten(name), Warning: true,
				Message: fmt.Sprintf("columns %s and %s have the same name", ColumnLetters(first+other), ColumnLetters(first+i)),
			})
			continue
		}
		seen[name] = i
	}
	return problems
}
