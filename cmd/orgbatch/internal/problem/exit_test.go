package problem

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// TestDecide compares every pair of codes with the order that the help states.
func TestDecide(t *testing.T) {
	order := []Code{2, 4, 130, 143, 6, 1, 7, 5, 3, 0}
	for i, first := range order {
		for _, second := range order[i:] {
			if got := Decide(second, first); got != first {
				t.Errorf("decide(%d, %d) = %d, want %d", second, first, got, first)
			}
		}
	}
	if got := Decide(); got != ExitDone {
		t.Errorf("nothing applies: %d", got)
	}
}

// TestExitTable holds table and precedence to the same codes, each with words.
func TestExitTable(t *testing.T) {
	if len(Table) != len(exitPrecedence) {
		t.Fatalf("the table has %d codes, the precedence %d", len(Table), len(exitPrecedence))
	}
	for _, c := range exitPrecedence {
		if c.Meaning() == Code(99).Meaning() {
			t.Errorf("code %d has no meaning", c)
		}
	}
}

func TestVerdictOf(t *testing.T) {
	interruptedCtx, cancel := context.WithCancelCause(context.Background())
	cancel(Interrupted)
	plain := context.Background()
	for name, c := range map[string]struct {
		ctx   context.Context
		books run.Books
		err   error
		want  Code
	}{
		"all done":                {plain, run.Books{Read: 2, Created: 1, Unchanged: 1}, nil, ExitDone},
		"rejected":                {plain, run.Books{Read: 1, Rejected: 1}, nil, ExitIncomplete},
		"held":                    {plain, run.Books{Read: 1, Held: 1}, nil, ExitIncomplete},
		"unknown before rejected": {plain, run.Books{Read: 2, Unknown: 1, Rejected: 1}, nil, ExitUnknown},
		"interrupted and unknown": {interruptedCtx, run.Books{Read: 1, Unknown: 1}, context.Canceled, ExitInterrupted},
		"open books before all":   {interruptedCtx, run.Books{Read: 2, Unknown: 1}, context.Canceled, ExitFailed},
		"too many rejects":        {plain, run.Books{Read: 2, Rejected: 1, NotReached: 1}, &push.StopError{Reason: "x"}, ExitStopped},
		"stalled":                 {plain, run.Books{Read: 1, NotReached: 1}, &engine.StalledError{}, ExitFailed},
		"stalled, some unknown":   {plain, run.Books{Read: 2, Unknown: 1, NotReached: 1}, &engine.StalledError{}, ExitUnknown},
		"a failure":               {plain, run.Books{Read: 1, NotReached: 1}, errors.New("disk full"), ExitFailed},
	} {
		if got := CodeOf(c.ctx, VerdictOf(c.ctx, c.books, c.err)); got != c.want {
			t.Errorf("%s: exit %d, want %d", name, got, c.want)
		}
	}
}

func TestCodeOf(t *testing.T) {
	terminatedCtx, cancel := context.WithCancelCause(context.Background())
	cancel(Terminated)
	ctx := context.Background()
	for name, c := range map[string]struct {
		ctx  context.Context
		err  error
		want Code
	}{
		"nothing":                   {ctx, nil, ExitDone},
		"usage":                     {ctx, Usagef("", "x"), ExitUsage},
		"wrapped usage":             {ctx, fmt.Errorf("y: %w", Usagef("", "x")), ExitUsage},
		"terminated":                {terminatedCtx, fmt.Errorf("y: %w", context.Canceled), ExitTerminated},
		"cancelled by nobody":       {ctx, context.Canceled, ExitFailed},
		"another error, terminated": {terminatedCtx, errors.New("x"), ExitFailed},
		"401":                       {ctx, &pigello.Error{Status: 401}, ExitRefused},
		"403 in a problem":          {ctx, &Problem{Err: &pigello.Error{Status: 403}}, ExitRefused},
		"404":                       {ctx, &pigello.Error{Status: 404}, ExitIncomplete},
		"fate unknown":              {ctx, &pigello.Error{Status: 500, Fate: pigello.FateUnknown}, ExitUnknown},
		"500 to a read":             {ctx, &pigello.Error{Status: 500}, ExitFailed},
		"a file in the way":         {ctx, &exporter.ReplaceError{Path: "x"}, ExitUsage},
		"a mapping":                 {ctx, &columns.MappingError{}, ExitUsage},
		"an unreadable file":        {ctx, &tabular.InputError{}, ExitStopped},
		"a run in use":              {ctx, &run.LockedError{}, ExitFailed},
		"a run that isn't there":    {ctx, &run.NotFoundError{}, ExitUsage},
		"another code":              {ctx, &may.RefusedError{}, ExitStopped},
		"blocked":                   {ctx, push.ErrBlocked, ExitStopped},
	} {
		if got := CodeOf(c.ctx, c.err); got != c.want {
			t.Errorf("%s: exit %d, want %d", name, got, c.want)
		}
	}
}

// TestExplain: who failed is named, and the next step comes with it.
func TestExplain(t *testing.T) {
	ctx := context.Background()
	if Explain(ctx, nil) != nil || Explain(ctx, Verdict{ExitIncomplete}) != nil {
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
		"own hint":       {&Problem{Msg: "m", Hint: "h", Err: &pigello.Error{Status: 403}}, "m", "h"},
	} {
		p := Explain(ctx, c.err)
		if !strings.Contains(p.Msg, c.msg) || !strings.Contains(p.Hint, c.hint) {
			t.Errorf("%s: got %q, hint %q", name, p.Msg, p.Hint)
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
		said := Explain(t.Context(), err)
		if said.Msg != "prove it: "+want || said.Hint != refusedHint {
			t.Errorf("%d rows: %q, %q", rows, said.Msg, said.Hint)
		}
		if got := CodeOf(t.Context(), err); got != CodeOf(t.Context(), cause) || !errors.Is(err, cause) {
			t.Errorf("%d rows: %v ends in %d", rows, err, got)
		}
	}
}
