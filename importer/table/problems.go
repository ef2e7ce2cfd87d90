package table

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/layout"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// headerProblems names columns without a name and names that several columns have. first is the
// table's first column in its spreadsheet.
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
		Code: tabular.CodeNoteOrRow, Column: -1, Value: tabular.TextOf(row.Cells),
		Message:    "the row reads like a note or a total and could be an organization too, so it can't be told which it is",
		Suggestion: fmt.Sprintf("if it is a note, leave it out with --leave-out %d", row.Number),
	}
}

// rowAbove gives the problem of a row above the header that could be one of the table.
func rowAbove(l *layout.Layout) tabular.Problem {
	return tabular.Problem{
		Code: tabular.CodeAboveHeader, Column: -1,
		Message:    "the row stands above the header, which is row " + strconv.Itoa(l.HeaderRow) + ", and could be an organization",
		Suggestion: "move it below the header, or take it away",
	}
}

// typographicProblem says that quotes were taken away, and where.
func typographicProblem(l *layout.Layout) tabular.Problem {
	n := 0
	for _, yes := range l.Typographic {
		if yes {
			n++
		}
	}
	return warning(tabular.CodeOtherQuote, "the cells of %s stand between typographic quotes, which were taken away", tabular.Counted(n, "column"))
}
