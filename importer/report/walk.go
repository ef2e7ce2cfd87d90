package report

import (
	"iter"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// Entry is a row with all that is known of it.
type Entry struct {
	run.Row
	Decision run.Decision // zero when planning didn't come so far
	Status   run.Status
	ID       uuid.UUID
}

// Entries reads the rows of a run, with decision and status.
func Entries(r *run.Run) iter.Seq2[*Entry, error] {
	return func(yield func(*Entry, error) bool) {
		status, ids, err := r.States()
		if err != nil {
			yield(nil, err)
			return
		}
		next, stop := iter.Pull2(r.Decisions(0))
		defer stop()
		for row, err := range r.Rows(0) {
			e := &Entry{Row: row}
			if err == nil {
				e.Decision, err, _ = next()
			}
			if err != nil {
				yield(nil, err)
				return
			}
			e.Status, e.ID = status[row.Index], ids[row.Index]
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Reasons reads why rows were rejected or held. It is asked in the order of the rows and reads
// issues and messages alongside.
type Reasons struct {
	r        *run.Run
	issues   Follower[run.Issue]
	messages Follower[run.Outcome]
}

// NewReasons begins before the first row.
func NewReasons(r *run.Run) *Reasons {
	return &Reasons{
		r:        r,
		issues:   Follow(r.Issues(), func(i run.Issue) int { return i.Row }),
		messages: Follow(run.Messages(r), func(o run.Outcome) int { return int(o.Row) }),
	}
}

// Stop must be called at the end.
func (s *Reasons) Stop() {
	s.issues.Stop()
	s.messages.Stop()
}

// Findings is all that is known to be wrong with a row.
type Findings struct {
	Issues []run.Issue
	Pushed []string // what the push was told
	Same   string   // that it shares the fate of another row
}

// About gives what is wrong with a row.
func (s *Reasons) About(e *Entry) (*Findings, error) {
	f := &Findings{}
	var err error
	if f.Issues, err = s.issues.At(e.Index); err != nil {
		return nil, err
	}
	messages, err := s.messages.At(e.Index)
	if err != nil {
		return nil, err
	}
	for _, o := range messages {
		f.Pushed = append(f.Pushed, o.Message)
	}
	if e.Decision.Action == run.ActionFollow {
		first, err := s.r.Row(int(e.Decision.SameAs))
		if err != nil {
			return nil, err
		}
		f.Same = SameAs(first, e.Status)
	}
	return f, nil
}

// of gives the reason of a row in plain English.
func (s *Reasons) of(e *Entry) (string, error) {
	f, err := s.About(e)
	if err != nil {
		return "", err
	}
	return f.Text(), nil
}

// Ended gives why a row ended where it is, where that needs a reason.
func (s *Reasons) Ended(e *Entry) (string, error) {
	f, err := s.About(e)
	switch {
	case err != nil || IsReject(e.Status):
		return f.Text(), err
	case e.Status == run.Unknown && len(f.Pushed) == 0:
		return wording.English.Outcome.Unanswered, nil
	}
	return join(f.Pushed), nil
}

// Text is the reason: what the push was told, else the errors that were found, else, of a held row,
// the warnings.
func (f *Findings) Text() string {
	var errors, warnings []string
	for _, issue := range f.Issues {
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
	if f.Same != "" && len(errors)+len(f.Pushed) == 0 {
		return f.Same
	}
	for _, found := range [...][]string{f.Pushed, errors, warnings} {
		if len(found) > 0 {
			return join(slices.Clone(found))
		}
	}
	return ""
}

// Follower reads a sequence that is ordered by row, alongside the rows.
type Follower[T any] struct {
	// Stop must be called at the end.
	Stop func()

	next  func() (T, error, bool)
	rowOf func(T) int
	ahead T // of a later row, where waits
	waits bool
}

// Follow reads alongside a sequence, of which rowOf says which row it belongs to.
func Follow[T any](seq iter.Seq2[T, error], rowOf func(T) int) Follower[T] {
	next, stop := iter.Pull2(seq)
	return Follower[T]{next: next, Stop: stop, rowOf: rowOf}
}

// At gives what belongs to a row and passes over what belongs to earlier ones.
func (f *Follower[T]) At(row int) (found []T, err error) {
	for {
		if !f.waits {
			if f.ahead, err, f.waits = f.next(); !f.waits || err != nil {
				f.waits = false
				return found, err
			}
		}
		at := f.rowOf(f.ahead)
		if at > row {
			return found, nil
		}
		f.waits = false
		if at == row {
			found = append(found, f.ahead)
		}
	}
}

// Name is what a row's organization is called: as the file says, else as it was called before.
func (e *Entry) Name() string {
	if e.Values.Name != "" {
		return e.Values.Name
	}
	return e.Decision.Before.Name
}

// ParentName is what a row calls its parent, "" where that is an id.
func (e *Entry) ParentName() string {
	text := e.Values.Parent.Text
	if _, err := uuid.Parse(text); err == nil {
		return ""
	}
	return text
}
