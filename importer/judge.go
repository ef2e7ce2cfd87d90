package importer

import (
	"fmt"
	"slices"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Doubts are issues that a value raises by its looks alone: it could be meant. They wait for the live data, and fall where the API has just
// that value for just that organization: an export imports back without a word, whatever was in it.

// isDoubt says whether the live data may clear an issue of this code.
func isDoubt(code string) bool {
	return slices.Contains([]string{
		codeReplacement, codeExcelError, codeScientific, codeDecimal, codeZeros, codeDate, codeApostrophe, codePlaceholder, codeTotalRow, codeHeaderRow,
		codeNumberWrong,
	}, code)
}

// waits says whether an issue waits for the live data: a doubt about the name or the custom_id. One about the parent is settled by whether
// the parent is there.
func (p *planner) waits(source int, issue *run.Issue) bool {
	return isDoubt(issue.Code) && p.doubtedField(source, issue) != ""
}

func (p *planner) doubtedField(source int, issue *run.Issue) string {
	for _, field := range [...]string{fieldName, fieldCustomID} {
		if column, _ := p.columnOf(source, field); column >= 0 && column == issue.Column {
			return field
		}
	}
	return ""
}

// judge settles the doubts, and holds the rows that would take leading zeros away.
func (p *planner) judge() error {
	for i := range p.rows {
		e := &p.rows[i]
		lost := p.judgeZeros(int32(i))
		if !e.is(doubtful) {
			continue
		}
		row, err := p.run.Row(i)
		if err != nil {
			return err
		}
		_, issues, err := p.checkers[e.source].Check(tabular.Row{Number: row.Number, Line: row.Line, Raw: row.Raw, Cells: row.Cells})
		if err != nil {
			return err
		}
		for _, issue := range issues {
			field := p.doubtedField(int(e.source), &issue)
			if !isDoubt(issue.Code) || field == "" || lost && issue.Code == codeZeros || p.isThereAlready(e, field) {
				continue
			}
			issue.Row = i
			if p.keep(issue); issue.Severity == run.Error {
				e.marks |= inError
			}
		}
	}
	return nil
}

// isThereAlready says whether the row's organization has the field's value now.
func (p *planner) isThereAlready(e *entry, field string) bool {
	if e.live == none {
		return false
	}
	l := &p.live.rows[e.live]
	if field == fieldName {
		return e.is(hasName) && keyOf(l.name) == e.name
	}
	return l.custom.Kind == run.Value && keyOf(l.custom.Text) == e.custom
}

// judgeZeros holds a row whose custom_id is that of a live organization but for the zeros at its start: its own, or any other's when the row
// would make a new one. Nothing but the zeros tells the two apart, and spreadsheets take them away.
func (p *planner) judgeZeros(i int32) bool {
	e := &p.rows[i]
	if p.allowTwins || !e.is(customValue) || e.is(inError|held) || len(p.live.byCustom[e.custom]) > 0 {
		return false
	}
	hits := p.live.byBare[e.custom]
	if e.live != none {
		hits = slices.DeleteFunc(slices.Clone(hits), func(at int32) bool { return at != e.live })
	}
	if len(hits) == 0 {
		return false
	}
	l := &p.live.rows[hits[0]]
	e.marks |= held
	p.note(i, run.Warning, codeZeros, fieldCustomID, fmt.Sprintf(
		"the organization %q has the custom_id %s, and this row has it without the zeros at its start; write them again, or import with --allow-twins if they are to go",
		l.name, l.custom.Text), bare(l.custom.Text), l.custom.Text)
	return true
}

// bare gives a number without the zeros at its start, "" for any other text.
func bare(text string) string {
	if !allDigits(text) || text[0] != '0' {
		return ""
	}
	for len(text) > 1 && text[0] == '0' {
		text = text[1:]
	}
	return text
}
