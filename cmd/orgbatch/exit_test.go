package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// TestDecide compares every pair of codes with the order that the help states.
func TestDecide(t *testing.T) {
	order := []exitCode{2, 4, 130, 143, 6, 1, 7, 5, 3, 0}
	for i, first := range order {
		for _, second := range order[i:] {
			if got := decide(second, first); got != first {
				t.Errorf("decide(%d, %d) = %d, want %d", second, first, got, first)
			}
		}
	}
	if got := decide(); got != exitDone {
		t.Errorf("nothing applies: %d", got)
	}
}

// TestExitTable holds table and precedence to the same codes, each with words.
func TestExitTable(t *testing.T) {
	if len(exitTable) != len(exitPrecedence) {
		t.Fatalf("the table has %d codes, the precedence %d", len(exitTable), len(exitPrecedence))
	}
	for _, c := range exitPrecedence {
		if c.meaning() == exitCode(99).meaning() {
			t.Errorf("code %d has no meaning", c)
		}
	}
}

func TestVerdictOf(t *testing.T) {
	interruptedCtx, cancel := context.WithCancelCause(context.Background())
	cancel(interrupted)
	plain := context.Background()
	for name, c := range map[string]struct {
		ctx   context.Context
		books run.Books
		err   error
		want  exitCode
	}{
		"all done":                {plain, run.Books{Read: 2, Created: 1, Unchanged: 1}, nil, exitDone},
		"rejected":                {plain, run.Books{Read: 1, Rejected: 1}, nil, exitIncomplete},
		"held":                    {plain, run.Books{Read: 1, Held: 1}, nil, exitIncomplete},
		"unknown before rejected": {plain, run.Books{Read: 2, Unknown: 1, Rejected: 1}, nil, exitUnknown},
		"interrupted and unknown": {interruptedCtx, run.Books{Read: 1, Unknown: 1}, context.Canceled, exitInterrupted},
		"open books before all":   {interruptedCtx, run.Books{Read: 2, Unknown: 1}, context.Canceled, exitFailed},
		"too many rejects":        {plain, run.Books{Read: 2, Rejected: 1, NotReached: 1}, &importer.StopError{Reason: "x"}, exitStopped},
		"stalled":                 {plain, run.Books{Read: 1, NotReached: 1}, &importer.StalledError{}, exitFailed},
		"stalled, some unknown":   {plain, run.Books{Read: 2, Unknown: 1, NotReached: 1}, &importer.StalledError{}, exitUnknown},
		"a failure":               {plain, run.Books{Read: 1, NotReached: 1}, errors.New("disk full"), exitFailed},
	} {
		if got := codeOf(c.ctx, verdictOf(c.ctx, c.books, c.err)); got != c.want {
			t.Errorf("%s: exit %d, want %d", name, got, c.want)
		}
	}
}

func TestCodeOf(t *testing.T) {
	terminatedCtx, cancel := context.WithCancelCause(context.Background())
	cancel(terminated)
	ctx := context.Background()
	for name, c := range map[string]struct {
		ctx  context.Context
		err  error
		want exitCode
	}{
		"nothing":                   {ctx, nil, exitDone},
		"usage":                     {ctx, usagef("", "x"), exitUsage},
		"wrapped usage":             {ctx, fmt.Errorf("y: %w", usagef("", "x")), exitUsage},
		"terminated":                {terminatedCtx, fmt.Errorf("y: %w", context.Canceled), exitTerminated},
		"cancelled by nobody":       {ctx, context.Canceled, exitFailed},
		"another error, terminated": {terminatedCtx, errors.New("x"), exitFailed},
		"401":                       {ctx, &pigello.Error{Status: 401}, exitRefused},
		"403 in a problem":          {ctx, &problem{err: &pigello.Error{Status: 403}}, exitRefused},
		"404":                       {ctx, &pigello.Error{Status: 404}, exitIncomplete},
		"fate unknown":              {ctx, &pigello.Error{Status: 500, Fate: pigello.FateUnknown}, exitUnknown},
		"500 to a read":             {ctx, &pigello.Error{Status: 500}, exitFailed},
		"a file in the way":         {ctx, &exporter.ReplaceError{Path: "x"}, exitUsage},
		"a mapping":                 {ctx, &columns.MappingError{}, exitUsage},
		"an unreadable file":        {ctx, &tabular.InputError{}, exitStopped},
		"a run in use":              {ctx, &run.LockedError{}, exitFailed},
		"a run that isn't there":    {ctx, &run.NotFoundError{}, exitUsage},
		"another code":              {ctx, &may.RefusedError{}, exitStopped},
		"blocked":                   {ctx, importer.ErrBlocked, exitStopped},
	} {
		if got := codeOf(c.ctx, c.err); got != c.want {
			t.Errorf("%s: exit %d, want %d", name, got, c.want)
		}
	}
}

// TestExplain: who failed is named, and the next step comes with it.
func TestExplain(t *testing.T) {
	ctx := context.Background()
	if explain(ctx, nil) != nil || explain(ctx, verdict{exitIncomplete}) != nil {
		t.Error("what was said already is said again")
	}
	proxy := fmt.Errorf("list: %w", &net.OpError{Op: "proxyconnect", Net: "tcp", Err: errors.New("refused")})
	for name, c := range map[string]struct {
		err       error
		msg, hint string
	}{
		"proxy":          {proxy, "the proxy, not Pigello, failed: ", "HTTPS_PROXY"},
		"refused":        {&pigello.Error{Status: 403}, "", "the usual causes: the service was upgraded"},
		"library's hint": {&tabular.InputError{Name: "x.csv", Problem: "is empty", Hint: "save it again"}, "read x.csv: is empty", "save it again"},
		"own hint":       {&problem{msg: "m", hint: "h", err: &pigello.Error{Status: 403}}, "m", "h"},
	} {
		p := explain(ctx, c.err)
		if !strings.Contains(p.msg, c.msg) || !strings.Contains(p.hint, c.hint) {
			t.Errorf("%s: got %q, hint %q", name, p.msg, p.hint)
		}
	}
}

// TestListBrokeOff: how far the reading came is said in a person's words, and the cause stays what it is.
func TestListBrokeOff(t *testing.T) {
	cause := &pigello.Error{Op: "list organizations", Status: 403, Detail: "no"}
	for rows, want := range map[int]string{
		0:    "the organizations couldn't be read from Pigello: Pigello answered 403 Forbidden: no",
		1:    "reading from Pigello broke off after 1 organization: Pigello answered 403 Forbidden: no",
		1204: "reading from Pigello broke off after 1,204 organizations: Pigello answered 403 Forbidden: no",
	} {
		err := fmt.Errorf("prove it: %w", &exporter.ListError{Rows: rows, Err: cause})
		said := explain(t.Context(), err)
		if said.msg != "prove it: "+want || said.hint != refusedHint {
			t.Errorf("%d rows: %q, %q", rows, said.msg, said.hint)
		}
		if got := codeOf(t.Context(), err); got != codeOf(t.Context(), cause) || !errors.Is(err, cause) {
			t.Errorf("%d rows: %v ends in %d", rows, err, got)
		}
	}
}
