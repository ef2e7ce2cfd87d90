package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/spoilt"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// Doubts are issues that a value raises by its looks alone: it could be meant. They wait for the live data, and fall where the API has just
// that value for just that organization: an export imports back without a word, whatever was in it.

// isDoubt says whether the live data may clear an issue of this code.
func isDoubt(code string) bool {
	return slices.Contains([]string{
		codes.Replacement, codes.ExcelError, codes.Scientific, codes.Decimal, codes.Zeros, codes.Date, codes.Apostrophe, codes.Placeholder, codes.TotalRow, codes.HeaderRow,
		codes.NumberWrong, codes.Mojibake,
	}, code)
}

// doubtedField is the field that an issue is about, if it is the name or the custom_id: a doubt about these waits for the live data. One about
// the parent is settled by whether the parent is there.
func doubtedField(m *columns.Mapping, issue *run.Issue) string {
	for _, field := range [...]string{pigello.NameName, pigello.NameCustomID} {
		if column, _ := m.ColumnOf(field); column >= 0 && column == issue.Column {
			return field
		}
	}
	return ""
}

// doubts settles what a value only seems to be by the live data.
type doubts struct {
	index   *index
	live    *liveList
	run     *run.Run
	in      *intake.Files
	issues  *ledger
	restore *RestoreOptions
}

// judge settles the doubts, and holds the rows that would put into live data what spreadsheets and wrong encodings make of it.
func (d *doubts) judge() error {
	for i := range d.index.rows {
		e := &d.index.rows[i]
		lost := d.judgeZeros(int32(i))
		respelled, err := d.judgeRespelled(int32(i), lost)
		if err != nil {
			return err
		}
		if !e.is(doubtful) {
			continue
		}
		row, err := d.run.Row(i)
		if err != nil {
			return err
		}
		_, issues := d.in.Checkers[e.source].Check(tabular.Row{Number: row.Number, Line: row.Line, Raw: row.Raw, Cells: row.Cells})
		for _, issue := range issues {
			field := doubtedField(&d.in.Mappings[e.source], &issue)
			isExcels := slices.Contains([]string{codes.Scientific, codes.Decimal, codes.Zeros, codes.Date}, issue.Code)
			if !isDoubt(issue.Code) || field == "" || lost && issue.Code == codes.Zeros || respelled[field] && isExcels {
				continue
			}
			d.judgeDoubt(int32(i), field, issue)
		}
	}
	return nil
}

// judgeDoubt keeps a doubt that the live data doesn't clear. Letters that look decoded wrongly hold the row, and are worth a word even where
// they are there already.
func (d *doubts) judgeDoubt(i int32, field string, issue run.Issue) {
	e := &d.index.rows[i]
	there := d.isThereAlready(e, field)
	switch {
	case issue.Code == codes.Mojibake && !there:
		if d.issues.ask(i, codes.Mojibake, field, issue.Message+"; the row is put on hold; if it is meant as it is, ", issue.Value, issue.Suggestion) {
			return
		}
	case there && issue.Code != codes.Mojibake:
		return
	}
	issue.Row = int(i)
	if d.issues.keep(issue); issue.Severity == run.Error {
		e.marks |= inError
	}
}

// judgeRespelled holds a row that would change its organization's name or custom_id to what a spreadsheet makes of it by itself. It gives the
// fields of which that was said, or which a person has accepted.
func (d *doubts) judgeRespelled(i int32, lostZeros bool) (fields map[string]bool, err error) {
	e := &d.index.rows[i]
	if e.live == none || d.restore != nil || e.is(inError|held) {
		return nil, nil
	}
	l := &d.live.rows[e.live]
	custom := !lostZeros && e.is(customValue) && l.custom.Kind == run.Value && keyOf(l.custom.Text) != e.custom
	name := e.is(hasName) && keyOf(l.name) != e.name
	if !custom && !name {
		return nil, nil
	}
	row, err := d.run.Row(int(i))
	if err != nil {
		return nil, err
	}
	fields = map[string]bool{}
	if custom && bare(l.custom.Text) != row.Values.CustomID.Text { // else it is the zeros alone, which have their own answer
		fields[pigello.NameCustomID] = d.holdRespelled(i, pigello.NameCustomID, l.custom.Text, row.Values.CustomID.Text)
	}
	if name {
		fields[pigello.NameName] = d.holdRespelled(i, pigello.NameName, l.name, row.Values.Name)
	}
	return fields, nil
}

// holdRespelled holds a row for one field, and says whether the field is as a spreadsheet would have made it. What --fix would decode to the
// value that is there has the reason that says so.
func (d *doubts) holdRespelled(i int32, field, is, becomes string) bool {
	how, ok := spoilt.Spoils(is, becomes)
	if !ok || spoilt.Decoded(becomes) == is {
		return false
	}
	d.issues.ask(i, codes.Respelled, field, fmt.Sprintf("the organization %q has the %s %q, and this row has %q: %s; write it back, or, if it is meant, ",
		d.live.rows[d.index.rows[i].live].name, field, tabular.Shorten(is), tabular.Shorten(becomes), how), tabular.Shorten(becomes), tabular.Shorten(is))
	return true
}

// isThereAlready says whether the row's organization has the field's value now.
func (d *doubts) isThereAlready(e *entry, field string) bool {
	if e.live == none {
		return false
	}
	l := &d.live.rows[e.live]
	if field == pigello.NameName {
		return e.is(hasName) && keyOf(l.name) == e.name
	}
	return l.custom.Kind == run.Value && keyOf(l.custom.Text) == e.custom
}

// judgeZeros holds a row whose custom_id is that of a live organization but for the zeros at its start: its own, or any other's when the row
// would make a new one. Nothing but the zeros tells the two apart, and spreadsheets take them away.
func (d *doubts) judgeZeros(i int32) bool {
	e := &d.index.rows[i]
	if !e.is(customValue) || e.is(inError|held) || len(d.live.byCustom[e.custom]) > 0 {
		return false
	}
	hits := d.live.byBare[e.custom]
	if e.live != none {
		hits = slices.DeleteFunc(slices.Clone(hits), func(at int32) bool { return at != e.live })
	}
	if len(hits) == 0 {
		return false
	}
	l := &d.live.rows[hits[0]]
	return d.issues.ask(i, codes.Zeros, pigello.NameCustomID, fmt.Sprintf(
		"the organization %q has the custom_id %s, and this row has it without the zeros at its start; write them again, or, if they are to go, ",
		l.name, l.custom.Text), bare(l.custom.Text), l.custom.Text)
}

// bare gives a number without the zeros at its start, "" for any other text.
func bare(text string) string {
	if !tabular.AllDigits(text) || text[0] != '0' {
		return ""
	}
	last := len(text) - 1
	return strings.TrimLeft(text[:last], "0") + text[last:]
}
