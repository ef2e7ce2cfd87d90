package plan

import (
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
)

// ledger enters what there is to say of rows: in the run, and in their marks.
type ledger struct {
	index *index
	run   *run.Run
	in    *intake.Files

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
		_, header := l.in.Mappings[l.index.rows[i].source].ColumnOf(field)
		l.heldFor[i] = heldWhy{code, header}
	}
	l.note(i, run.Warning, code, field, message, value, suggestion...)
}

func (l *ledger) warn(i int32, code, field, message, value string) {
	l.note(i, run.Warning, code, field, message, value)
}

func (l *ledger) note(i int32, severity run.Severity, code, field, message, value string, suggestion ...string) {
	issue := l.in.Issue(i, l.index.place(i), field)
	issue.Code, issue.Severity, issue.Message, issue.Value = code, severity, message, value
	if len(suggestion) > 0 {
		issue.Suggestion = suggestion[0]
	}
	l.keep(issue)
}

// tell enters what a rule over all rows found.
func (l *ledger) tell(issue run.Issue) {
	if issue.Severity == run.Error {
		l.index.rows[issue.Row].marks |= inError
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
