package mend

import (
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

func spacedQuote(column int, text string) tabular.Problem {
	return tabular.Problem{
		Code: tabular.CodeSpacedQuote, Column: column, Value: tabular.Shorten(text), Warning: true,
		Message: wording.English.Quotes.Spaced,
	}
}

func strayQuote(column int, text string) tabular.Problem {
	return tabular.Problem{
		Code: tabular.CodeStrayQuote, Column: column, Value: tabular.Shorten(text), Warning: true,
		Message: wording.English.Quotes.Stray,
	}
}

func quoteDamage(code string, column int, text string) tabular.Problem {
	p := tabular.Problem{Code: code, Column: column, Value: tabular.Shorten(text)}
	switch code {
	case tabular.CodeLongRow:
		p.Column, p.Message = -1, wording.English.Quotes.TooManyCells(tabular.MaxColumns)
		p.Suggestion = wording.English.Quotes.CheckLineEnds
	case tabular.CodeUnclosed:
		p.Message = wording.English.Quotes.Unclosed
		p.Suggestion = wording.English.Quotes.Close
	default:
		p.Message = wording.English.Quotes.TextBehind
		p.Suggestion = wording.English.Quotes.WriteTwice
	}
	return p
}

// oddEscape says of a cell that it isn't written as the rest of the file.
func oddEscape(column int, cell string) tabular.Problem {
	return tabular.Problem{
		Code: tabular.CodeOddEscape, Column: column, Value: tabular.Shorten(cell), Warning: true, ErrorIfSent: true,
		Message:    wording.English.Quotes.OddEscape,
		Suggestion: wording.English.Quotes.BackslashTwice,
	}
}

// nullRead says that a cell was read as NULL: databases that quote texts don't quote that.
func nullRead(column int) tabular.Problem {
	return tabular.Problem{
		Code: tabular.CodeEscapes, Column: column, Value: `\N`, Warning: true,
		Message: wording.English.Quotes.NullRead, Suggestion: wording.English.Quotes.KeepNull,
	}
}
