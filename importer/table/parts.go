package table

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/layout"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
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

func warning(code, message string) tabular.Problem {
	return tabular.Problem{Code: code, Column: -1, Warning: true, Message: message}
}

func (t *Table) layoutProblems() []tabular.Problem {
	var problems []tabular.Problem
	l := t.layout
	switch {
	case l.HeaderRows > 1:
		p := warning(tabular.CodeHeaderRows, wording.English.Table.HeaderRows(l.HeaderRows))
		p.Value = tabular.Shorten(strings.Join(t.header, ", "))
		problems = append(problems, p)
	case l.HeaderRows == 0 && l.Width > 0:
		problems = append(problems, warning(tabular.CodeNoHeader, wording.English.Table.NoHeader))
	}
	if t.text.lineQuoted || t.text.around[0] != "" {
		problems = append(problems, warning(tabular.CodeLineQuoted, wording.English.Table.LinesQuoted))
	}
	if l.Typographic != nil {
		problems = append(problems, typographicProblem(l))
	}
	if l.RowNames {
		problems = append(problems, warning(tabular.CodeRowNames, wording.English.Table.RowNames))
	}
	if l.First > 0 {
		problems = append(problems, warning(tabular.CodeFirstColumn, wording.English.Table.FirstColumn(tabular.ColumnLetters(l.First))))
	}
	if d := t.detected; d.NearTie {
		said, other := wording.English.Table, d.RunnerUp.Delimiter
		other = cmp.Or(map[string]string{"": said.Nothing, "\t": said.Tabs, " ": said.Spaces}[other], strconv.Quote(other))
		p := warning(tabular.CodeNearTie, said.NearTie(other))
		p.Suggestion = said.NameDelimiter
		problems = append(problems, p)
	}
	return problems
}

// partProblems says what was left out, a sentence a kind.
func partProblems(parts []tabular.Part, l *layout.Layout) []tabular.Problem {
	var problems []tabular.Problem
	said := wording.English.Table
	for _, kind := range []struct {
		kind, code string
		says       func(rows int) string
	}{
		{tabular.PartPreamble, tabular.CodePreamble, said.Preamble},
		{tabular.PartBlank, tabular.CodeBlankRows, said.BlankRows},
		{tabular.PartComment, tabular.CodeComments, said.Comments},
		{tabular.PartHeader, tabular.CodeHeaderAgain, said.HeaderAgain},
		{tabular.PartTable, tabular.CodeOtherTable, func(int) string { return said.TableLeftOut }},
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
		p := warning(kind.code, kind.says(rows))
		p.Number, p.Value = parts[first].Row, parts[first].Text
		if kind.kind == tabular.PartTable {
			p.Suggestion = said.ReadSecond
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
			p.Code, p.Message = tabular.CodeFooter, wording.English.Table.Footer
		case tabular.PartLeftOut:
			p.Code, p.Message = tabular.CodeLeftOut, wording.English.Table.LeftOut
		default:
			continue
		}
		problems = append(problems, p)
	}
	return problems
}

// escapeProblems says what was undone, or what may have to be.
func (t *Table) escapeProblems() []tabular.Problem {
	p := warning(tabular.CodeEscapes, wording.English.Table.Escapes)
	p.Suggestion = wording.English.Table.KeepEscapes
	switch {
	case t.detected.Escapes:
		p = warning(tabular.CodeEscapes, wording.English.Table.MayBeEscapes)
		p.Suggestion = wording.English.Table.ReadEscapes
	case t.text.dialect.Letters == "":
		return nil
	}
	return []tabular.Problem{p}
}
