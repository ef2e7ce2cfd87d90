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

func noteOrRow(row *tabular.Row) tabular.Problem {
	return tabular.Problem{
		Code: tabular.CodeNoteOrRow, Column: -1, Value: rowText(row.Cells),
		Message:    "the row reads like a note or a total and could be an organization too, so it can't be told which it is",
		Suggestion: fmt.Sprintf("if it is a note, leave it out with --leave-out %d", row.Number),
	}
}
