package table

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/layout"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
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
				Message: wording.English.Table.NoName(tabular.ColumnLetters(first + i)),
			})
			continue
		}
		if other, ok := seen[name]; ok {
			problems = append(problems, tabular.Problem{
				Code: tabular.CodeSameHeader, Column: i, Value: tabular.Shorten(name), Warning: true,
				Message: wording.English.Table.SameName(tabular.ColumnLetters(first+other), tabular.ColumnLetters(first+i)),
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
		Message:    wording.English.Table.NoteOrRow,
		Suggestion: wording.English.Table.LeaveNoteOut(row.Number),
	}
}

// rowAbove gives the problem of a row above the header that could be one of the table.
func rowAbove(l *layout.Layout) tabular.Problem {
	return tabular.Problem{
		Code: tabular.CodeAboveHeader, Column: -1,
		Message:    wording.English.Table.AboveHeader(l.HeaderRow),
		Suggestion: wording.English.Table.MoveBelow,
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
	return warning(tabular.CodeOtherQuote, wording.English.Table.Typographic(n))
}
