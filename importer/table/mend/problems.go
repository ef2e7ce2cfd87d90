package mend

import (
	"fmt"

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

// oddEscape says of a cell that it isn't written as the rest of the file.
func oddEscape(column int, cell string) tabular.Problem {
	return tabular.Problem{
		Code: tabular.CodeOddEscape, Column: column, Value: tabular.Shorten(cell), Warning: true, ErrorIfSent: true,
		Message:    "a backslash in this cell escapes nothing, unlike those of the rest of the file, so the cell was kept as it stands",
		Suggestion: "write each backslash twice, or read the file with --escapes no",
	}
}

// nullRead says that a cell was read as NULL: databases that quote texts don't quote that.
func nullRead(column int) tabular.Problem {
	return tabular.Problem{
		Code: tabular.CodeEscapes, Column: column, Value: `\N`, Warning: true,
		Message: "this \\N beside quoted texts is how databases write NULL, and was read as nothing", Suggestion: "--escapes no keeps it",
	}
}
