package table

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/layout"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Parts gives what of the file is not a row of the table, in its order: complete after a reading
// has come to its end.
func (t *Table) Parts() []tabular.Part {
	if t.layout == nil {
		return nil
	}
	return append(append([]tabular.Part(nil), t.layout.Preamble...), t.found.parts...)
}

// Problems gives what is odd about the table as a whole: columns without a name, several columns of
// one name, what was left out. All are warnings. What stands below the first rows is known only
// after a reading has come to its end.
func (t *Table) Problems() []tabular.Problem {
	if t.layout == nil {
		return slices.Concat(t.detected.problems(t.format.EncodingName()), headerProblems(t.header, 0), leftOutProblems(t.found.parts))
	}
	var problems []tabular.Problem
	if t.layout.HeaderRows > 0 { // else one word on the missing header says it of all columns
		problems = headerProblems(t.header, t.layout.First)
	}
	if t.sheet.book != nil {
		problems = slices.Concat(t.sheet.problems(t.layout.First), t.layout.Unknown, problems)
	}
	problems = append(problems, t.detected.problems(t.format.EncodingName())...)
	problems = append(problems, t.escapeProblems()...)
	problems = append(problems, t.layoutProblems()...)
	return append(problems, partProblems(t.Parts(), t.layout)...)
}

func warning(code, format string, args ...any) tabular.Problem {
	return tabular.Problem{Code: code, Column: -1, Warning: true, Message: fmt.Sprintf(format, args...)}
}

func (t *Table) layoutProblems() []tabular.Problem {
	var problems []tabular.Problem
	l := t.layout
	switch {
	case l.HeaderRows > 1:
		p := warning(tabular.CodeHeaderRows, "the header has %d rows, which were joined", l.HeaderRows)
		p.Value = tabular.Shorten(strings.Join(t.header, ", "))
		problems = append(problems, p)
	case l.HeaderRows == 0 && l.Width > 0:
		problems = append(problems, warning(tabular.CodeNoHeader, "no row names the columns: the first row is data, and columns go by their letters"))
	}
	if t.text.lineQuoted || t.text.around[0] != "" {
		problems = append(problems, warning(tabular.CodeLineQuoted, "lines of the file stand in quotes as a whole; they were read as if they didn't"))
	}
	if l.Typographic != nil {
		problems = append(problems, typographicProblem(l))
	}
	if l.RowNames {
		problems = append(problems, warning(tabular.CodeRowNames, "the header has one name fewer than the rows have cells; the first cells count the rows, so the names were taken for the columns after them"))
	}
	if l.First > 0 {
		problems = append(problems, warning(tabular.CodeFirstColumn, "the table starts in column %s; the columns left of it are empty", tabular.ColumnLetters(l.First)))
	}
	if d := t.detected; d.NearTie {
		other := d.RunnerUp.Delimiter
		other = cmp.Or(map[string]string{"": "nothing", "\t": "tabs", " ": "spaces"}[other], strconv.Quote(other))
		p := warning(tabular.CodeNearTie, "the file could be read nearly as well with %s between the cells; check that the columns are right", other)
		p.Suggestion = "name the delimiter with --delimiter"
		problems = append(problems, p)
	}
	return problems
}

// partProblems says what was left out, a sentence a kind.
func partProblems(parts []tabular.Part, l *layout.Layout) []tabular.Problem {
	var problems []tabular.Problem
	for _, kind := range []struct{ kind, code, what string }{
		{tabular.PartPreamble, tabular.CodePreamble, "%s above the header left out"},
		{tabular.PartBlank, tabular.CodeBlankRows, "%s empty between others"},
		{tabular.PartComment, tabular.CodeComments, "%s of comment passed over"},
		{tabular.PartHeader, tabular.CodeHeaderAgain, "%s with the header once more passed over"},
		{tabular.PartTable, tabular.CodeOtherTable, "another table begins here and was left out"},
	} {
		if kind.kind == tabular.PartTable && !l.Chosen {
			continue // it is an error of that row
		}
		rows, first := 0, -1
		for i := range parts {
			if parts[i].Kind == kind.kind {
				rows += parts[i].Rows
				if first < 0 {
					first = i
				}
			}
		}
		if first < 0 {
			continue
		}
		what := strings.Replace(kind.what, "%s", tabular.Counted(rows, "row"), 1)
		p := tabular.Problem{Code: kind.code, Column: -1, Number: parts[first].Row, Warning: true, Message: what, Value: parts[first].Text}
		if kind.kind == tabular.PartTable {
			p.Suggestion = "read it with --table 2"
		}
		problems = append(problems, p)
	}
	return append(problems, leftOutProblems(parts)...)
}

// leftOutProblems has a sentence for each row that was left out, so that nobody has to look for it.
func leftOutProblems(parts []tabular.Part) []tabular.Problem {
	var problems []tabular.Problem
	for i := range parts {
		p := tabular.Problem{Column: -1, Number: parts[i].Row, Warning: true, Value: parts[i].Text}
		switch parts[i].Kind {
		case tabular.PartFooter:
			p.Code, p.Message = tabular.CodeFooter, "the row reads like a note, a total, a page footer or a line between rows, and was left out"
		case tabular.PartLeftOut:
			p.Code, p.Message = tabular.CodeLeftOut, "the row was left out as you asked"
		default:
			continue
		}
		problems = append(problems, p)
	}
	return problems
}

// escapeProblems says what was undone, or what may have to be.
func (t *Table) escapeProblems() []tabular.Problem {
	p := warning(tabular.CodeEscapes, `the file escapes by backslashes, as databases, jq and Miller do: \n was read as a line break, \t as a tab, \\ as one backslash, \N as nothing`)
	p.Suggestion = "--escapes no keeps each cell as it stands"
	switch {
	case t.detected.Escapes:
		p = warning(tabular.CodeEscapes, `cells hold \n, \t and the like, which may be escapes for line breaks and tabs, as databases, jq and Miller write them; they were kept as they stand`)
		p.Suggestion = "--escapes yes reads them as what they stand for"
	case t.text.dialect.Letters == "":
		return nil
	}
	return []tabular.Problem{p}
}
