package report

import (
	"iter"

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

// of gives the reason of a row in plain English: what the push was told, else the errors that were found, else, of a held row, the
// warnings.
func (s *reasons) of(e *entry) (string, error) {
	var errors, warnings, pushed []string
	for issue, err := range s.issues.at(e.Index) {
		if err != nil {
			return "", err
		}
		text := issue.Message
		if issue.Suggestion != "" {
			text += "; try: " + issue.Suggestion
		}
		if issue.Severity == run.Error {
			errors = append(errors, text)
		} else {
			warnings = append(warnings, text)
		}
	}
	for o, err := range s.messages.at(e.Index) {
		if err != nil {
			return "", err
		}
		pushed = append(pushed, o.Message)
	}
	if e.decision.Action == run.ActionFollow && len(errors)+len(pushed) == 0 {
		first, err := s.r.Row(int(e.decision.SameAs))
		return sameAs(first, e.status), err
	}
	for _, found := range [...][]string{pushed, errors, warnings} {
		if len(found) > 0 {
			return join(found), nil
		}
	}
	return "", nil
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
