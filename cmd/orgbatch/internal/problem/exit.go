package problem

import (
	"context"
	"errors"
	"slices"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// Code is how the program ends, as scripts see it.
type Code int

// The exit codes. People script against them: they never change.
const (
	ExitDone        Code = 0
	ExitFailed      Code = 1
	ExitUsage       Code = 2
	ExitIncomplete  Code = 3
	ExitRefused     Code = 4
	ExitStopped     Code = 5
	ExitUnknown     Code = 6
	ExitUntrusted   Code = 7
	ExitInterrupted Code = 130
	ExitTerminated  Code = 143
)

// Table is the table of the help, in the order of the numbers.
var Table = []struct {
	Code    Code
	Meaning string
}{
	{ExitDone, "done; or the question was answered no"},
	{ExitFailed, "failed, and nothing more was written than the run says; or books that don't close"},
	{ExitUsage, "usage, configuration, no target"},
	{ExitIncomplete, "finished, but rows were rejected or put on hold (dry run: would be), or can't be read (export); get, update, delete: nothing found; backup diff: different"},
	{ExitRefused, "refused by Pigello: credentials or permission"},
	{ExitStopped, "stopped before writing, or before writing more: errors in the file, wrong customer, not approved, too many rows refused, nothing to export over rows; audit: the books don't hold"},
	{ExitUnknown, "rows remain unknown: their writes got no answer; orgbatch resume RUN settles them"},
	{ExitUntrusted, "a backup is not to be trusted; history: a line of it was changed"},
	{ExitInterrupted, "interrupted (Ctrl-C); orgbatch resume RUN goes on"},
	{ExitTerminated, "terminated; orgbatch resume RUN goes on"},
}

// exitPrecedence decides where several codes apply: the first that does. Books
// that don't close come before all of them: see decide.
var exitPrecedence = []Code{
	ExitUsage, ExitRefused, ExitInterrupted, ExitTerminated, ExitUnknown,
	ExitFailed, ExitUntrusted, ExitStopped, ExitIncomplete, ExitDone,
}

// Meaning is what a code says, as the help does.
func (c Code) Meaning() string {
	for _, row := range Table {
		if row.Code == c {
			return row.Meaning
		}
	}
	return "failed"
}

// Decide picks the exit code out of those that apply.
func Decide(codes ...Code) Code {
	for _, first := range exitPrecedence {
		if slices.Contains(codes, first) {
			return first
		}
	}
	return ExitDone
}

// Verdict is an error without words: the command finished and said its piece,
// and the code tells scripts what it said.
type Verdict struct{ Code Code }

// Error is what the code means.
func (v Verdict) Error() string { return v.Code.Meaning() }

// Decided is the verdict of the code that applies, nil where all is done.
func Decided(codes ...Code) error {
	if code := Decide(codes...); code != ExitDone {
		return Verdict{code}
	}
	return nil
}

// VerdictOf is the verdict on a finished import: its books, and what ended it.
// nil means that all is done.
func VerdictOf(ctx context.Context, b run.Books, err error) error {
	return ofBooks(ctx, b.Close(), b.Rejected+b.Held, b.Unknown, err)
}

// UndoVerdict is the verdict on an undo.
func UndoVerdict(ctx context.Context, b run.UndoBooks, err error) error {
	return ofBooks(ctx, b.Close(), b.Kept+b.Failed, b.Unknown, err)
}

// ofBooks is the verdict on books: open is why they don't close, left are the rows that a
// person has to see to.
func ofBooks(ctx context.Context, open error, left, unknown int, err error) error {
	if open != nil || Crashed(err) != nil {
		return Verdict{ExitFailed}
	}
	codes := []Code{CodeOf(ctx, err)}
	if left > 0 {
		codes = append(codes, ExitIncomplete)
	}
	if unknown > 0 {
		codes = append(codes, ExitUnknown)
	}
	return Decided(codes...)
}

// CodeOf classifies an error. It is the only place that does.
func CodeOf(ctx context.Context, err error) Code {
	v, said := errors.AsType[Verdict](err)
	p, ok := errors.AsType[*Problem](err)
	switch {
	case err == nil:
		return ExitDone
	case Crashed(err) != nil:
		return ExitFailed
	case said:
		return v.Code
	case errors.Is(err, context.Canceled) && Signalled(ctx) != nil:
		return Signalled(ctx).Code
	case ok && p.Code != ExitDone:
		return p.Code
	case pigello.IsAuth(err):
		return ExitRefused
	case pigello.IsNotFound(err):
		return ExitIncomplete
	}
	return LibraryCode(err)
}

// Signal is the cause of a context that a signal ended.
type Signal struct {
	Name string
	Code Code
}

// Error is the signal in a word.
func (e *Signal) Error() string { return e.Name }

// Is lets it pass for what it causes: net/http answers a request that a context
// ended by the context's cause.
func (e *Signal) Is(target error) bool { return target == context.Canceled }

// The signals that end the program.
var (
	Interrupted = &Signal{"interrupted", ExitInterrupted}
	Terminated  = &Signal{"terminated", ExitTerminated}
)

// Signalled is the signal that ended ctx, nil when none did.
func Signalled(ctx context.Context) *Signal {
	s, _ := errors.AsType[*Signal](context.Cause(ctx))
	return s
}
