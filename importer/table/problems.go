package table

import (
	"fmt"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

func spacedQuote(column int, text string) tabular.Problem {
	return tabular.Problem{
		Code: tabular.CodeSpacedQuote, Column: column, Value: tabular.Shorten(text), Warning: true,
		Message: "there are spaces between the quotes of this cell and the delimiter; they were left out",
	}
}

func strayQuote(column int, text string) tabular.Problem {
	return tabular.Problem{
		Code: tabular.CodeStrayQuote, Column: column, Value: tabular.Shorten(text), Warning: true,
		Message: "the cell holds a quote though it isn't quoted; the quote is taken as text",
	}
}

func quoteDamage(code string, column int, text string) tabular.Problem {
	p := tabular.Problem{Code: code, Column: column, Value: tabular.Shorten(text)}
	switch code {
	case tabular.CodeLongRow:
		p.Column, p.Message = -1, fmt.Sprintf("the row has more than %d cells", tabular.MaxColumns)
		p.Suggestion = "check that its line ends are not missing"
	case tabular.CodeUnclosed:
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
func (l *layout) fit(r *tabular.Row) {
	n := len(r.Cells)
	switch {
	case n == l.width || r.Unreadable:
	case n < l.named:
		r.Unreadable = true
		r.Add(tabular.Problem{
			Code: tabular.CodeShortRow, Column: -1, Value: tabular.Shorten(string(r.Raw)),
			Message:    fmt.Sprintf("the row has %s where the table has %d; values may stand in the wrong column", cells(n), l.width),
			Suggestion: "add the missing delimiters, or join the row with its other half if a line break split it",
		})
	case n > l.width:
		l.long(r)
	}
}

func (l *layout) long(r *tabular.Row) {
	p := tabular.Problem{Code: tabular.CodeLongRow, Column: -1, Value: tabular.Shorten(string(r.Raw))}
	for _, extra := range r.Cells[l.width:] {
		if strings.TrimSpace(extra.Text) != "" {
			r.Unreadable = true
			p.Message = fmt.Sprintf("the row has %s where the table has %d; values may stand in the wrong column", cells(len(r.Cells)), l.width)
			p.Suggestion = "quote the cell that holds the delimiter, or remove what is too much"
			r.Add(p)
			return
		}
	}
	p.Warning = true
	p.Message = fmt.Sprintf("the row has %s where the table has %d; those beyond it are blank", cells(len(r.Cells)), l.width)
	r.Add(p)
}

func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return fmt.Sprintf("%d cells", n)
}

// headerProblems names columns without a name and names that several columns have. first is the table's first column in its spreadsheet.
func headerProblems(header []string, first int) []tabular.Problem {
	var problems []tabular.Problem
	seen := make(map[string]int, len(header))
	for i, name := range header {
		if strings.TrimSpace(name) == "" {
			problems = append(problems, tabular.Problem{
				Code: tabular.CodeEmptyHeader, Column: i, Warning: true,
				Message: fmt.Sprintf("column %s has no name in the header", tabular.ColumnLetters(first+i)),
			})
			continue
		}
		if other, ok := seen[name]; ok {
			problems = append(problems, tabular.Problem{
				Code: tabular.CodeSameHeader, Column: i, Value: tabular.Shorten(name), Warning: true,
				Message: fmt.Sprintf("columns %s and %s have the same name", tabular.ColumnLetters(first+other), tabular.ColumnLetters(first+i)),
			})
			continue
		}
		seen[name] = i
	}
	return problems
}
