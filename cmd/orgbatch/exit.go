package main

import (
	"context"
	"errors"
	"slices"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// exitCode is how the program ends, as scripts see it.
type exitCode int

// The exit codes. People script against them: they never change.
const (
	exitDone        exitCode = 0
	exitFailed      exitCode = 1
	exitUsage       exitCode = 2
	exitIncomplete  exitCode = 3
	exitRefused     exitCode = 4
	exitStopped     exitCode = 5
	exitUnknown     exitCode = 6
	exitUntrusted   exitCode = 7
	exitInterrupted exitCode = 130
	exitTerminated  exitCode = 143
)

// exitTable is the table of the help, in the order of the numbers.
var exitTable = []struct {
	code    exitCode
	meaning string
}{
	{exitDone, "done; or the question was answered no"},
	{exitFailed, "failed, and nothing more was written than the run says; or books that don't close"},
	{exitUsage, "usage, configuration, no target"},
	{exitIncomplete, "finished, but rows were rejected or put on hold (dry run: would be), or can't be read (export); get, update, delete: nothing found; backup diff: different"},
	{exitRefused, "refused by Pigello: credentials or permission"},
	{exitStopped, "stopped before writing, or before writing more: errors in the file, wrong customer, not approved, too many rows refused, nothing to export over rows; audit: the books don't hold"},
	{exitUnknown, "rows remain unknown: their writes got no answer; orgbatch resume RUN settles them"},
	{exitUntrusted, "a backup is not to be trusted; history: a line of it was changed"},
	{exitInterrupted, "interrupted (Ctrl-C); orgbatch resume RUN goes on"},
	{exitTerminated, "terminated; orgbatch resume RUN goes on"},
}

// exitPrecedence decides where several codes apply: the first that does. Books
// that don't close come before all of them: see decide.
var exitPrecedence = []exitCode{
	exitUsage, exitRefused, exitInterrupted, exitTerminated, exitUnknown,
	exitFailed, exitUntrusted, exitStopped, exitIncomplete, exitDone,
}

func (c exitCode) meaning() string {
	for _, row := range exitTable {
		if row.code == c {
			return row.meaning
		}
	}
	return "failed"
}

// decide picks the exit code out of those that apply.
func decide(codes ...exitCode) exitCode {
	for _, first := range exitPrecedence {
		if slices.Contains(codes, first) {
			return first
		}
	}
	return exitDone
}

// verdict is an error without words: the command finished and said its piece,
// and the code tells scripts what it said.
type verdict struct{ code exitCode }

func (v verdict) Error() string { return v.code.meaning() }

// decided is the verdict of the code that applies, nil where all is done.
func decided(codes ...exitCode) error {
	if code := decide(codes...); code != exitDone {
		return verdict{code}
	}
	return nil
}

// verdictOf is the verdict on a finished import: its books, and what ended it.
// nil means that all is done.
func verdictOf(ctx context.Context, b run.Books, err error) error {
	return ofBooks(ctx, b.Close(), b.Rejected+b.Held, b.Unknown, err)
}

// undoVerdict is the verdict on an undo.
func undoVerdict(ctx context.Context, b run.UndoBooks, err error) error {
	return ofBooks(ctx, b.Close(), b.Kept+b.Failed, b.Unknown, err)
}

// ofBooks is the verdict on books: open is why they don't close, left are the rows that a
// person has to see to.
func ofBooks(ctx context.Context, open error, left, unknown int, err error) error {
	if open != nil || crashed(err) != nil {
		return verdict{exitFailed}
	}
	codes := []exitCode{codeOf(ctx, err)}
	if left > 0 {
		codes = append(codes, exitIncomplete)
	}
	if unknown > 0 {
		codes = append(codes, exitUnknown)
	}
	return decided(codes...)
}

// codeOf classifies an error. It is the only place that does.
func codeOf(ctx context.Context, err error) exitCode {
	v, said := errors.AsType[verdict](err)
	p, ok := errors.AsType[*problem](err)
	switch {
	case err == nil:
		return exitDone
	case crashed(err) != nil:
		return exitFailed
	case said:
		return v.code
	case errors.Is(err, context.Canceled) && signalled(ctx) != nil:
		return signalled(ctx).code
	case ok && p.code != exitDone:
		return p.code
	case pigello.IsAuth(err):
		return exitRefused
	case pigello.IsNotFound(err):
		return exitIncomplete
	}
	return libraryCode(err)
}

// signalError is the cause of a context that a signal ended.
type signalError struct {
	name string
	code exitCode
}

func (e *signalError) Error() string { return e.name }

// Is lets it pass for what it causes: net/http answers a request that a context
// ended by the context's cause.
func (e *signalError) Is(target error) bool { return target == context.Canceled }

var (
	interrupted = &signalError{"interrupted", exitInterrupted}
	terminated  = &signalError{"terminated", exitTerminated}
)

// signalled is the signal that ended ctx, nil when none did.
func signalled(ctx context.Context) *signalError {
	s, _ := errors.AsType[*signalError](context.Cause(ctx))
	return s
}
