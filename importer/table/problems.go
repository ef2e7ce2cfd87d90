package table

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// add appends a problem.
func (r *Row) add(p Problem) { r.Problems = append(r.Problems, p) }

// inspect looks for damage inside the cells; text is all of the row.
func (r *Row) inspect(text string) {
	if len(text) <= MaxCell && strings.IndexByte(text, 0) < 0 && utf8.ValidString(text) {
		return
	}
	for i, cell := range r.Cells {
		r.inspectCell(i, cell.Text)
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
			Message: "the cell holds bytes that are not UTF-8, so some of its letters can't be known",
		})
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
	if code == CodeUnclosed {
		p.Message = "a quote opens this cell and nothing closes it, so it can't be told where the cell ends"
		p.Suggestion = "close the quote, or remove it"
	} else {
		p.Message = "text follows the quote that closes this cell"
		p.Suggestion = "write each quote inside a quoted cell twice"
	}
	return p
}

// shape is how wide rows ought to be.
type shape struct {
	width int
	named int // columns up to the last one whose header isn't blank
}

func newShape(header []string) shape {
	s := shape{width: len(header)}
	for i, name := range header {
		if strings.TrimSpace(name) != "" {
			s.named = i + 1
		}
	}
	return s
}

// fit makes the row as wide as the header, or says why that can't be done.
//
// A row that lacks cells is an error, unless the columns it lacks have no name: a lost delimiter, or a line break that wasn't quoted, moves
// values into other columns, and nothing tells that from trailing cells that were left out. A row with more cells is an error when one of
// those beyond the header holds something, and else only a warning.
func (s shape) fit(r *Row) {
	n := len(r.Cells)
	switch {
	case n == s.width || r.Unreadable:
	case n < s.width:
		if n < s.named {
			r.Unreadable = true
			r.add(Problem{
				Code: CodeShortRow, Column: -1, Value: Shorten(string(r.Raw)),
				Message:    fmt.Sprintf("the row has %s where the header has %d; values may stand in the wrong column", cells(n), s.width),
				Suggestion: "add the missing delimiters, or join the row with its other half if a line break split it",
			})
			return
		}
		for len(r.Cells) < s.width {
			r.Cells = append(r.Cells, Cell{})
		}
	default:
		s.cut(r)
	}
}

func (s shape) cut(r *Row) {
	p := Problem{Code: CodeLongRow, Column: -1, Value: Shorten(string(r.Raw))}
	for _, extra := range r.Cells[s.width:] {
		if strings.TrimSpace(extra.Text) != "" {
			r.Unreadable = true
			p.Message = fmt.Sprintf("the row has %s where the header has %d; values may stand in the wrong column", cells(len(r.Cells)), s.width)
			p.Suggestion = "quote the cell that holds the delimiter, or remove what is too much"
			r.add(p)
			return
		}
	}
	p.Warning = true
	p.Message = fmt.Sprintf("the row has %s where the header has %d; those beyond it are blank and were left out", cells(len(r.Cells)), s.width)
	r.add(p)
	r.Cells = r.Cells[:s.width]
}

func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return fmt.Sprintf("%d cells", n)
}

// headerProblems names columns without a name and names that several columns have.
func headerProblems(header []string) []Problem {
	var problems []Problem
	seen := make(map[string]int, len(header))
	for i, name := range header {
		if strings.TrimSpace(name) == "" {
			problems = append(problems, Problem{
				Code: CodeEmptyHeader, Column: i, Warning: true,
				Message: fmt.Sprintf("column %s has no name in the header", ColumnLetters(i)),
			})
			continue
		}
		if first, ok := seen[name]; ok {
			problems = append(problems, Problem{
				Code: CodeSameHeader, Column: i, Value: Shorten(name), Warning: true,
				Message: fmt.Sprintf("columns %s and %s have the same name", ColumnLetters(first), ColumnLetters(i)),
			})
			continue
		}
		seen[name] = i
	}
	return problems
}
