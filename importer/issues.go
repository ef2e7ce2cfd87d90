package importer

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// reject marks a row as in error and says why, once a code.
func (p *planner) reject(i int32, code, field, message, value string, suggestion ...string) {
	p.index.rows[i].marks |= inError
	p.note(i, run.Error, code, field, message, value, suggestion...)
}

// hold makes a row wait for a person's decision.
func (p *planner) hold(i int32, code, field, message, value string, suggestion ...string) {
	p.index.rows[i].marks |= held
	if _, known := p.heldFor[i]; !known {
		_, header := p.mappings[p.index.rows[i].source].ColumnOf(field)
		p.heldFor[i] = heldWhy{code, header}
	}
	p.note(i, run.Warning, code, field, message, value, suggestion...)
}

func (p *planner) warn(i int32, code, field, message, value string) {
	p.note(i, run.Warning, code, field, message, value)
}

func (p *planner) note(i int32, severity run.Severity, code, field, message, value string, suggestion ...string) {
	e := &p.index.rows[i]
	column, name := p.mappings[e.source].ColumnOf(field)
	issue := run.Issue{
		Row: int(i), Number: int(e.number), Line: int(e.line), Column: column, ColumnName: name,
		Code: code, Severity: severity, Message: message, Value: value,
	}
	if len(suggestion) > 0 {
		issue.Suggestion = suggestion[0]
	}
	p.keep(issue)
}

func (p *planner) keep(issue run.Issue) {
	p.fail(p.run.AppendIssue(check.Masked(issue, orgnumber.Mask)))
}

// enter takes in what earlier runs say of a row.
func (p *planner) enter(f history.Finding) {
	code, message, value := f.Issue.Code, f.Issue.Message, f.Issue.Value
	switch {
	case code == codes.CellChanged:
		if p.keep(f.Issue); f.Means == history.Rejects {
			p.index.rows[f.Row].marks |= inError
		}
	case f.Means == history.Rejects:
		p.reject(f.Row, code, columns.FieldIdentity, message, value)
	case f.Means == history.Holds:
		p.hold(f.Row, code, columns.FieldIdentity, message, value)
	case f.Means == history.Asks:
		p.ask(f.Row, code, columns.FieldIdentity, message, value)
	default:
		p.warn(f.Row, code, columns.FieldIdentity, message, value)
	}
}

// meansNow says what a row means that an earlier run has written to an organization.
func (p *planner) meansNow(row int32, was uuid.UUID) history.Now {
	e := &p.index.rows[row]
	switch {
	case e.is(inError):
		return history.NothingSound
	case e.live != none && (e.is(hasID) || was == uuid.Nil || p.live.rows[e.live].id == was):
		return history.TheSame
	}
	return history.NotTheSame
}

// fail remembers the first error.
func (p *planner) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// warnOfLikeness warns of rows that a person may have meant to be one: new
// names that differ in spelling only, and one custom_id under several names.
func (p *planner) warnOfLikeness() {
	for i := range p.index.rows {
		e := &p.index.rows[i]
		if e.same != none || e.is(inError) {
			continue
		}
		if first := p.index.byNear[e.near]; e.is(hasName) && first != int32(i) && p.index.rows[first].name != e.name {
			p.warn(int32(i), codes.NearDuplicate, pigello.NameName, fmt.Sprintf("nearly the same name as %s", p.where(first)), "")
		}
		if first := p.index.byCustom[e.custom]; e.is(customValue) && first != int32(i) && p.targetOf(first) != p.targetOf(int32(i)) {
			p.warn(int32(i), codes.CustomIDTwice, pigello.NameCustomID, fmt.Sprintf("the same custom_id as %s", p.where(first)), "")
		}
	}
}

// warnOfNumbers warns of numbers that stand in two rows in two spellings.
func (p *planner) warnOfNumbers() {
	first := map[orgnumber.Spelt]int32{}
	for i := range p.index.rows {
		e := &p.index.rows[i]
		if e.org == 0 || e.same != none || e.is(inError) {
			continue
		}
		other, ok := first[e.org.Bare()]
		if !ok {
			first[e.org.Bare()] = int32(i)
			continue
		}
		if p.index.rows[other].org == e.org {
			continue
		}
		column := p.checkers[e.source].NumberColumn()
		p.keep(run.Issue{
			Row: i, Number: int(e.number), Line: int(e.line), Column: column, ColumnName: p.mappings[e.source].NameOf(column),
			Code: codes.NumberTwice, Severity: run.Warning, Message: check.NumberTwice(p.where(other)), Value: e.org.String(),
		})
	}
}
