package plan

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

// ledger enters what there is to say of rows: in the run, and in their marks.
type ledger struct {
	index *index
	run   *run.Run
	in    *inputs

	accepted     []Acceptance      // reasons for holding that a person has answered for all rows
	acceptedRows map[string]int    // by code: how many rows needed that answer
	acceptedLast map[string]int32  // by code: the last of them
	heldFor      map[int32]heldWhy // why rows are held
	err          error             // the first error of keeping an issue
}

// reject marks a row as in error and says why, once a code.
func (l *ledger) reject(i int32, code, field, message, value string, suggestion ...string) {
	l.index.rows[i].marks |= inError
	l.note(i, run.Error, code, field, message, value, suggestion...)
}

// hold makes a row wait for a person's decision.
func (l *ledger) hold(i int32, code, field, message, value string, suggestion ...string) {
	l.index.rows[i].marks |= held
	if _, known := l.heldFor[i]; !known {
		_, header := l.in.mappings[l.index.rows[i].source].ColumnOf(field)
		l.heldFor[i] = heldWhy{code, header}
	}
	l.note(i, run.Warning, code, field, message, value, suggestion...)
}

func (l *ledger) warn(i int32, code, field, message, value string) {
	l.note(i, run.Warning, code, field, message, value)
}

func (l *ledger) note(i int32, severity run.Severity, code, field, message, value string, suggestion ...string) {
	e := &l.index.rows[i]
	column, name := l.in.mappings[e.source].ColumnOf(field)
	issue := run.Issue{
		Row: int(i), Number: int(e.number), Line: int(e.line), Column: column, ColumnName: name,
		Code: code, Severity: severity, Message: message, Value: value,
	}
	if len(suggestion) > 0 {
		issue.Suggestion = suggestion[0]
	}
	l.keep(issue)
}

func (l *ledger) keep(issue run.Issue) {
	l.fail(l.run.AppendIssue(check.Masked(issue, orgnumber.Mask)))
}

// enter takes in what earlier runs say of a row.
func (l *ledger) enter(f history.Finding) {
	code, message, value := f.Issue.Code, f.Issue.Message, f.Issue.Value
	switch {
	case code == codes.CellChanged:
		if l.keep(f.Issue); f.Means == history.Rejects {
			l.index.rows[f.Row].marks |= inError
		}
	case f.Means == history.Rejects:
		l.reject(f.Row, code, columns.FieldIdentity, message, value)
	case f.Means == history.Holds:
		l.hold(f.Row, code, columns.FieldIdentity, message, value)
	case f.Means == history.Asks:
		l.ask(f.Row, code, columns.FieldIdentity, message, value)
	default:
		l.warn(f.Row, code, columns.FieldIdentity, message, value)
	}
}

// meansNow says what a row means that an earlier run has written to an organization.
func (m *matching) meansNow(row int32, was uuid.UUID) history.Now {
	e := &m.index.rows[row]
	switch {
	case e.is(inError):
		return history.NothingSound
	case e.live != none && (e.is(hasID) || was == uuid.Nil || m.live.rows[e.live].id == was):
		return history.TheSame
	}
	return history.NotTheSame
}

// fail remembers the first error.
func (l *ledger) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}

// warnOfLikeness warns of rows that a person may have meant to be one: new
// names that differ in spelling only, and one custom_id under several names.
func (d *duplicates) warnOfLikeness() {
	for i := range d.index.rows {
		e := &d.index.rows[i]
		if e.same != none || e.is(inError) {
			continue
		}
		if first := d.index.byNear[e.near]; e.is(hasName) && first != int32(i) && d.index.rows[first].name != e.name {
			d.issues.warn(int32(i), codes.NearDuplicate, pigello.NameName, fmt.Sprintf("nearly the same name as %s", d.issues.where(first)), "")
		}
		if first := d.index.byCustom[e.custom]; e.is(customValue) && first != int32(i) && d.orgs.targetOf(first) != d.orgs.targetOf(int32(i)) {
			d.issues.warn(int32(i), codes.CustomIDTwice, pigello.NameCustomID, fmt.Sprintf("the same custom_id as %s", d.issues.where(first)), "")
		}
	}
}

// warnOfNumbers warns of numbers that stand in two rows in two spellings.
func (d *duplicates) warnOfNumbers() {
	first := map[orgnumber.Spelt]int32{}
	for i := range d.index.rows {
		e := &d.index.rows[i]
		if e.org == 0 || e.same != none || e.is(inError) {
			continue
		}
		other, ok := first[e.org.Bare()]
		if !ok {
			first[e.org.Bare()] = int32(i)
			continue
		}
		if d.index.rows[other].org == e.org {
			continue
		}
		column := d.in.checkers[e.source].NumberColumn()
		d.issues.keep(run.Issue{
			Row: i, Number: int(e.number), Line: int(e.line), Column: column, ColumnName: d.in.mappings[e.source].NameOf(column),
			Code: codes.NumberTwice, Severity: run.Warning, Message: check.NumberTwice(d.issues.where(other)), Value: e.org.String(),
		})
	}
}
