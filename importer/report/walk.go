package report

import (
	"iter"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
)

// entry is a row with all that is known of it.
type entry struct {
	run.Row
	decision run.Decision // zero when planning didn't come so far
	status   run.Status
	id       uuid.UUID
}

// entries reads the rows of a run, with decision and status.
func entries(r *run.Run) iter.Seq2[*entry, error] {
	return func(yield func(*entry, error) bool) {
		status, ids, err := r.States()
		if err != nil {
			yield(nil, err)
			return
		}
		next, stop := iter.Pull2(r.Decisions(0))
		defer stop()
		for row, err := range r.Rows(0) {
			e := &entry{Row: row}
			if err == nil {
				e.decision, err, _ = next()
			}
			if err != nil {
				yield(nil, err)
				return
			}
			e.status, e.id = status[row.Index], ids[row.Index]
			if !yield(e, nil) {
				return
			}
		}
	}
}

// reasons reads why rows were rejected or held. It is asked in the order of the rows and reads issues and messages alongside.
type reasons struct {
	r        *run.Run
	issues   follower[run.Issue]
	messages follower[run.Outcome]
}

func newReasons(r *run.Run) *reasons {
	return &reasons{
		r:        r,
		issues:   follow(r.Issues(), func(i run.Issue) int { return i.Row }),
		messages: follow(r.Messages(), func(o run.Outcome) int { return int(o.Row) }),
	}
}

// stop must be called at the end.
func (s *reasons) stop() {
	s.issues.stop()
	s.messages.stop()
}

// findings is all that is known to be wrong with a row.
type findings struct {
	issues []run.Issue
	pushed []string // what the push was told
	same   string   // that it shares the fate of another row
}

// about gives what is wrong with a row.
func (s *reasons) about(e *entry) (*findings, error) {
	f := &findings{}
	for issue, err := range s.issues.at(e.Index) {
		if err != nil {
			return nil, err
		}
		f.issues = append(f.issues, issue)
	}
	for o, err := range s.messages.at(e.Index) {
		if err != nil {
			return nil, err
		}
		f.pushed = append(f.pushed, o.Message)
	}
	if e.decision.Action == run.ActionFollow {
		first, err := s.r.Row(int(e.decision.SameAs))
		if err != nil {
			return nil, err
		}
		f.same = sameAs(first, e.status)
	}
	return f, nil
}

// of gives the reason of a row in plain English.
func (s *reasons) of(e *entry) (string, error) {
	f, err := s.about(e)
	if err != nil {
		return "", err
	}
	return f.text(), nil
}

// ended gives why a row ended where it is, where that needs a reason.
func (s *reasons) ended(e *entry) (string, error) {
	f, err := s.about(e)
	switch {
	case err != nil || isReject(e.status):
		return f.text(), err
	case e.status == run.Unknown && len(f.pushed) == 0:
		return run.Unanswered, nil
	}
	return join(f.pushed), nil
}

// text is the reason: what the push was told, else the errors that were found, else, of a held row, the warnings.
func (f *findings) text() string {
	var errors, warnings []string
	for _, issue := range f.issues {
		text := issue.Message
		if own := issue.Code == "own-check" || issue.Code == "transform-failed"; own && !strings.Contains(text, issue.ColumnName) {
			text = issue.ColumnName + ": " + text // it may be any column, and nothing else in the table says which
		}
		if issue.Suggestion != "" {
			text += "; try: " + issue.Suggestion
		}
		if issue.Severity == run.Error {
			errors = append(errors, text)
		} else {
			warnings = append(warnings, text)
		}
	}
	if f.same != "" && len(errors)+len(f.pushed) == 0 {
		return f.same
	}
	for _, found := range [...][]string{f.pushed, errors, warnings} {
		if len(found) > 0 {
			return join(slices.Clone(found))
		}
	}
	return ""
}

// follower reads a sequence that is ordered by row, alongside the rows.
type follower[T any] struct {
	next  func() (T, error, bool)
	stop  func()
	rowOf func(T) int

	ahead T
	err   error
	has   bool // ahead and err are not given out yet
	ended bool
}

func follow[T any](seq iter.Seq2[T, error], rowOf func(T) int) follower[T] {
	next, stop := iter.Pull2(seq)
	return follower[T]{next: next, stop: stop, rowOf: rowOf}
}

// at gives what belongs to a row and passes over what belongs to earlier ones.
func (f *follower[T]) at(row int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for f.peek() {
			if f.err == nil && f.rowOf(f.ahead) > row {
				return
			}
			f.has = false
			if f.err == nil && f.rowOf(f.ahead) < row {
				continue
			}
			if !yield(f.ahead, f.err) {
				return
			}
		}
	}
}

func (f *follower[T]) peek() bool {
	if !f.has && !f.ended {
		f.ahead, f.err, f.has = f.next()
		f.ended = !f.has
	}
	return f.has
}
