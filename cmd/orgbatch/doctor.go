package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/pigello"
)

// doctorOptions are the flags of doctor.
type doctorOptions struct {
	target target.Flags
	runs   string
	probe  bool
}

func newDoctor(a *app) *cobra.Command {
	var o doctorOptions
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check configuration, network, credentials and folder",
		Long: `Check what an import needs, one line each: the configuration and which target is
meant, the way to Pigello (name, proxy, connection, certificate, clock), each of the
seven headers, what they let you read, and the folder of the runs. Every check that
makes sense is made, whatever failed before it, and says what to do next.

Without --probe only reads go to Pigello. With it, on a sandbox or the development
service alone, Pigello is asked every question that its documentation leaves open, by
organizations named orgbatch-probe-… that are removed again, also after Ctrl-C, and by
one request with a deliberately wrong secret. Each answer stands beside what orgbatch
assumes. A profile keeps them for 30 days: they save requests, and nothing rests on
them. What can't be asked harmlessly is named.

0 means that nothing failed, 4 that Pigello refuses the
credentials, 2 that the configuration is to be corrected, 1 anything else. A secret is
never shown.`,
		Example: `orgbatch doctor --profile nordhus
orgbatch doctor --sandbox --probe`,
		Args: exactly(),
		RunE: a.work(func(ctx context.Context, _ []string) error { return runDoctor(ctx, a, o) }),
	}
	cmd.Flags().BoolVar(&o.probe, "probe", false, "ask Pigello what its documentation doesn't say (sandbox or development alone)")
	bindRuns(cmd, &o.runs)
	target.Bind(cmd, &o.target)
	return cmd
}

// runDoctor makes the checks in the order in which one depends on the other.
func runDoctor(ctx context.Context, a *app, o doctorOptions) error {
	d := &doctor{a: a, o: o}
	d.configuration()
	if d.target != nil {
		if o.probe {
			if err := mayProbe(a.targets, d.target); err != nil {
				return err
			}
		}
		if err := d.examineTarget(ctx); err != nil {
			return err
		}
	}
	d.keptAnswers()
	d.runFolder()
	d.backups()
	switch {
	case o.probe && d.reads:
		if err := d.probe(ctx); err != nil {
			return err
		}
	case o.probe:
		d.warn("probe", "", "not tried: Pigello can't be read")
	}
	return d.conclude(ctx)
}

// examineTarget makes the checks that need one. Its error is that they were
// interrupted.
func (d *doctor) examineTarget(ctx context.Context) error {
	reached := d.target.Sandbox != "" || d.network(ctx)
	sendable := d.credentials(ctx)
	switch {
	case !sendable:
		d.warn("reading", "", "not tried: the credentials are to be corrected first")
	case !reached:
		d.warn("reading", "", "not tried: Pigello isn't reached")
	default:
		d.reading(ctx)
	}
	return ctx.Err()
}

// doctor makes the checks and remembers how they went.
type doctor struct {
	a      *app
	o      doctorOptions
	target *target.Target // nil when none is named

	reads          bool // the API lets be read
	made, warnings int
	failures       []problem.Code
}

// States of a check.
const (
	stateOK      = "ok"
	stateWarning = "warning"
	stateFailed  = "failed"
)

func (d *doctor) ok(check, format string, args ...any) {
	d.report(event.Check{Check: check, State: stateOK, Message: fmt.Sprintf(format, args...)})
}

func (d *doctor) warn(check, hint, format string, args ...any) {
	d.warnings++
	d.report(event.Check{Check: check, State: stateWarning, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// fail notes a check that failed, and how the command ends because of it.
func (d *doctor) fail(code problem.Code, check, hint, format string, args ...any) {
	d.failures = append(d.failures, code)
	d.report(event.Check{Check: check, State: stateFailed, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// report says one check: a line, and another for what to do next. --quiet leaves
// only those that aren't well.
func (d *doctor) report(e event.Check) {
	d.made++
	if d.target != nil {
		e.Hint = problem.HintFor(d.target.ProfileName, e.Hint)
	}
	d.a.events.Send(e)
	if d.a.ui.Quiet && e.State == stateOK {
		return
	}
	d.a.ui.Put(ui.Pad(e.State, 9) + ui.Pad(e.Check, 14) + strings.ReplaceAll(e.Message, "\n", "\n"+ui.Pad("", 23)))
	if e.Hint != "" {
		d.a.ui.Put(ui.Pad("", 9) + "hint: " + strings.ReplaceAll(e.Hint, "\n", "\n"+ui.Pad("", 9)))
	}
}

// conclude counts, and decides how the command ends.
func (d *doctor) conclude(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if failed := len(d.failures); failed+d.warnings == 0 {
		d.a.ui.Say("%s: all is well", words.Counted(d.made, "check"))
	} else {
		d.a.ui.Say("%s: %d failed, %s", words.Counted(d.made, "check"), failed, words.Counted(d.warnings, "warning"))
	}
	return problem.Decided(d.failures...)
}

// reading tries what every command needs first: a list.
func (d *doctor) reading(ctx context.Context) {
	c, err := d.a.targets.Connect(ctx, d.target, target.Use{})
	if err != nil {
		d.fail(problem.CodeOf(ctx, err), "reading", problem.HintOf(err), "%s", err)
		return
	}
	defer func() {
		if err := c.Close(); err != nil {
			d.fail(problem.ExitFailed, "reading", "", "%s", err)
		}
	}()
	n, err := c.Count(ctx)
	if err != nil {
		if ctx.Err() == nil {
			said := problem.Explain(ctx, err)
			d.fail(codeOfReading(ctx, err), "reading", said.Hint, "%s", said.Msg)
		}
		return
	}
	d.reads = true
	d.ok("reading", "works: %s visible", theyAre(n))
	if n > 0 {
		d.firstPage(ctx, c)
	}
}

// codeOfReading is how a read that failed ends the command: a path that isn't
// there is a wrong address, not a row that wasn't found.
func codeOfReading(ctx context.Context, err error) problem.Code {
	if pigello.IsNotFound(err) {
		return problem.ExitFailed
	}
	return problem.CodeOf(ctx, err)
}

func theyAre(n int) string {
	if n == 1 {
		return "1 organization is"
	}
	return words.Counted(n, "organization") + " are"
}

// firstPage reads a page as an export would, so that it is seen whether whole
// rows can be read and what they look like.
func (d *doctor) firstPage(ctx context.Context, c *target.Connection) {
	page := pigello.Query{Page: 1, PageSize: 5, OrderBy: []pigello.Order{{Field: pigello.NameCreatedAt}}}
	for org, err := range c.Client.List(ctx, page) {
		if err != nil {
			d.fail(codeOfReading(ctx, err), "first page", problem.HintOf(err), "%s", err)
			return
		}
		d.ok("first page", "can be read; the oldest is %q", ui.Clean(org.Name, 60))
		return
	}
	d.warn("first page", "", "is empty, although there are rows: orgbatch doesn't read by pages, so nothing depends on it")
}
