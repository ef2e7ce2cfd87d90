package run

import (
	"iter"
	"sync"

	"github.com/ncruces/go-sqlite3"
)

// How many issues are written in one transaction, and read at a time.
const (
	issueBatch = 4096
	issuePage  = 256
)

// issueBuffer holds issues that aren't written yet.
type issueBuffer struct {
	db      *database
	mu      sync.Mutex
	pending []Issue
	seq     int // of the next one: it keeps the order of those on one cell
}

func (b *issueBuffer) load() (err error) {
	b.seq, err = b.db.number(`SELECT coalesce(max(seq) + 1, 0) FROM issue`)
	return err
}

// AppendIssue keeps an issue; they may come in any order.
func (r *Run) AppendIssue(issue Issue) error {
	if r.readOnly {
		return r.db.errReadOnly()
	}
	r.issues.mu.Lock()
	r.issues.pending = append(r.issues.pending, issue)
	full := len(r.issues.pending) >= issueBatch
	r.issues.mu.Unlock()
	if !full {
		return nil
	}
	return r.issues.flush()
}

const insertIssue = `INSERT INTO issue ("row", col, seq, source, number, line, column_name, code, severity, message, value, suggestion)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// flush writes what is pending.
func (b *issueBuffer) flush() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.pending) == 0 {
		return nil
	}
	err := b.db.write(func() error {
		for i, v := range b.pending {
			err := b.db.exec(insertIssue, nil, v.Row, v.Column, b.seq+i, v.Source, v.Number, v.Line, v.ColumnName,
				v.Code, int(v.Severity), v.Message, v.Value, v.Suggestion)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		b.seq += len(b.pending)
		clear(b.pending) // lets go of the texts
		b.pending = b.pending[:0]
	}
	return err
}

const selectIssues = `SELECT "row", col, seq, source, number, line, column_name, code, severity, message, value, suggestion FROM issue
	WHERE ("row", col, seq) > (?, ?, ?) ORDER BY "row", col, seq LIMIT ?`

// Issues reads all issues, ordered by row, then column, those on a whole source (row -1) first. An error ends it. The run may be used
// meanwhile.
func (r *Run) Issues() iter.Seq2[Issue, error] {
	return func(yield func(Issue, error) bool) {
		if err := r.issues.flush(); err != nil {
			yield(Issue{}, err)
			return
		}
		row, col, seq := -2, -2, -1
		for page := make([]Issue, 0, issuePage); ; {
			page = page[:0]
			err := r.db.read(selectIssues, func(s *sqlite3.Stmt) error {
				page = append(page, scanIssue(s))
				row, col, seq = s.ColumnInt(0), s.ColumnInt(1), s.ColumnInt(2)
				return nil
			}, row, col, seq, issuePage)
			if err != nil {
				yield(Issue{}, err)
				return
			}
			for _, issue := range page {
				if !yield(issue, nil) {
					return
				}
			}
			if len(page) < issuePage {
				return
			}
		}
	}
}

// IssuesOn reads the issues of one row of a run.
func IssuesOn(r *Run, row int) (issues []Issue, err error) {
	if err := r.issues.flush(); err != nil {
		return nil, err
	}
	err = r.db.read(selectIssuesOn, func(s *sqlite3.Stmt) error {
		issues = append(issues, scanIssue(s))
		return nil
	}, row)
	return issues, err
}

const selectIssuesOn = `SELECT "row", col, seq, source, number, line, column_name, code, severity, message, value, suggestion FROM issue
	WHERE "row" = ? ORDER BY col, seq`

func scanIssue(s *sqlite3.Stmt) Issue {
	return Issue{
		Row: s.ColumnInt(0), Column: s.ColumnInt(1), Source: s.ColumnInt(3), Number: s.ColumnInt(4), Line: s.ColumnInt(5),
		ColumnName: s.ColumnText(6), Code: s.ColumnText(7), Severity: Severity(s.ColumnInt(8)),
		Message: s.ColumnText(9), Value: s.ColumnText(10), Suggestion: s.ColumnText(11),
	}
}
