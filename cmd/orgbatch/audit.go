package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/audit"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// auditOptions are the flags of audit.
type auditOptions struct {
	target target.Flags
	use    target.Use
	runs   string
}

func newAudit(a *app) *cobra.Command {
	var o auditOptions
	cmd := &cobra.Command{
		Use:   "audit RUN",
		Short: "Check that what a run wrote is still there, unchanged",
		Long: `Read the organizations of a run again and say whether its books hold now: every row
that was created, updated or unchanged is compared with what the run wrote. Nothing
is written there. RUN is a run's short id, the unique start of an id, a path or latest.

A row may have changed since, be gone, or be there twice: each is named with what the
run wrote and what is there now, all of them in audit.csv in the run's folder, and the
command ends in exit code 5. Rows whose write got no answer are settled by resume
first: exit code 6. A parent that Pigello doesn't tell is neither equal nor different:
such rows are counted as told in part.`,
		Example: `orgbatch audit latest --sandbox
orgbatch audit latest --sandbox --json`,
		Args: exactly("RUN"),
	}
	target.BindUse(cmd, &o.use)
	bindRuns(cmd, &o.runs)
	target.Bind(cmd, &o.target)
	cmd.RunE = a.work(func(ctx context.Context, args []string) error { return runAudit(ctx, a, o, args[0]) })
	return cmd
}

// runAudit is the whole of it: find the run, see that it has books, read again,
// name what differs, keep what was found.
func runAudit(ctx context.Context, a *app, o auditOptions, ref string) (err error) {
	t, err := a.targets.Find(&o.target, target.Reads)
	if err != nil {
		return err
	}
	path, err := run.Resolve(a.targets.RunsDir(o.runs, t), ref)
	if err != nil {
		return err
	}
	r, err := openRun(a.ui, path)
	if err != nil {
		return err
	}
	defer endRun(r, &err)
	if err := may.Audit(r.Meta(), t.RunTarget()); err != nil {
		return err
	}
	c, err := a.targets.Connect(ctx, t, o.use)
	if err != nil {
		return err
	}
	defer c.End(&err)
	i := &importing{a: a, c: c, run: r, again: cmdline.Kept(r.Meta().Command), o: &importOptions{runs: o.runs}}
	au := &auditing{command: i, file: report.NewAuditWriter(r), groups: map[audit.Finding]*auditGroup{}}
	return au.do(ctx)
}

// auditing is one audit as it is told to people and scripts.
type auditing struct {
	command *importing
	file    *report.AuditWriter
	groups  map[audit.Finding]*auditGroup
}

// auditGroup is the differences of one kind: how many rows, and the first ones.
type auditGroup struct {
	rows  int
	last  int
	first []audit.Difference
	again int // gone, and another of that name was made since
}

// differencesShown is how many of a kind are named on the terminal.
const differencesShown = 10

func (au *auditing) do(ctx context.Context) error {
	books, err := audit.Run(ctx, au.command.c.Client, au.command.run, audit.Options{Progress: au.command.a.progress.Importing, Found: au.found, Now: au.command.a.now})
	au.command.a.progress.Stop()
	files, err := au.file.Finish(err)
	if err != nil {
		return err
	}
	if err := au.command.run.SetMeta(func(m *run.Meta) { m.Audited = &books }); err != nil {
		return err
	}
	au.show(books, files)
	switch {
	case books.Unknown > 0:
		return problem.Verdict{Code: problem.ExitUnknown}
	case books.Differ() > 0:
		return problem.Verdict{Code: problem.ExitStopped}
	}
	return nil
}

// found takes one difference: into the file, to the script, among the first.
func (au *auditing) found(d audit.Difference) error {
	g := au.groups[d.Finding]
	if g == nil {
		g = &auditGroup{last: -1}
		au.groups[d.Finding] = g
	}
	if d.Row != g.last {
		g.rows, g.last = g.rows+1, d.Row
	}
	if d.Finding == audit.Gone && d.Field != "" {
		g.again++
	}
	if g.rows <= differencesShown {
		g.first = append(g.first, d)
	}
	au.command.a.events.Send(event.Difference{
		Run: au.command.run.Meta().Short, Row: d.Number, File: au.fileOf(d), ID: idText(d.ID), Name: d.Name, Status: d.Status.String(),
		Finding: d.Finding.String(), Field: d.Field, Wrote: textOrNil(d.Wrote), Now: textOrNil(d.Now),
	})
	return au.file.Add(d)
}

// fileOf names the file of a row, where there are several.
func (au *auditing) fileOf(d audit.Difference) string {
	sources := au.command.run.Meta().Sources
	if len(sources) < 2 || d.Source >= len(sources) {
		return ""
	}
	return sources[d.Source].Name
}

// show says what was found and what to do next.
func (au *auditing) show(books run.Audited, files []report.File) {
	a, m := au.command.a, au.command.run.Meta()
	if books.Differ()+books.Unknown > 0 {
		a.ui.Quiet = false // --quiet applies to success only
	}
	a.events.Send(event.OfAudit(m.Short, books))
	a.ui.Say("%s · run %s, %s", ui.Clean(m.Target.Name, 0), m.Short, m.Said())
	if m.Deletes {
		a.ui.Say("%s", a.words.Result.Gone(books.Hold, books.Changed))
	} else {
		a.ui.Say("%s", books)
	}
	au.sayDifferences()
	for _, f := range files {
		showFiles(au.command.a, []leftFile{{kind: "audit", path: shownPath(f.Path), rows: f.Rows}})
	}
	if n := books.InPart; n > 0 {
		a.ui.Say("%s told in part: Pigello doesn't tell the parent, so that is neither equal nor different", words.Counted(n, "row"))
	}
	switch {
	case books.Unknown > 0:
		a.ui.Warn("%s got no answer: nobody knows yet what became of %s", words.Counted(books.Unknown, "row"), themOrIt(books.Unknown))
		offer(au.command.a, au.command.resumeAgain().Text(), "settle the rows whose write got no answer")
	case books.Differ() > 0:
		au.nextAfterDifferences(books.Differ())
	default:
		if !m.Deletes {
			a.ui.Say("%s", a.words.Result.StillThere(m.Short))
		}
		offer(au.command.a, au.command.runsAgain(au.command.run.Meta().Short).Text(), "show this run again")
	}
}

// nextAfterDifferences names the dry run that shows what putting things back
// would take.
func (au *auditing) nextAfterDifferences(differ int) {
	if au.command.run.Meta().Deletes {
		offer(au.command.a, au.command.undoAgain().Text(), "look at the list once more")
		return
	}
	line := planAgain(au.command.again, au.command.run.Meta())
	if g := au.groups[audit.Gone]; line == "" || g != nil && g.again == differ { // a plan would find all of them there
		offer(au.command.a, au.command.runsAgain(au.command.run.Meta().Short).Text(), "show this run again")
		return
	}
	au.command.a.ui.Say("plan the file again to see what would put it back:")
	offer(au.command.a, line, "see what would put it back")
}

func themOrIt(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// findings are the kinds of differences in the order in which they are told,
// each with its headline.
var findings = []struct {
	finding audit.Finding
	title   string
}{
	{audit.Doubled, "doubled: there is another organization of that name, made since"},
	{audit.Gone, "gone"},
	{audit.Changed, "changed since"},
	{audit.ThereNow, "there now, though the run did not write it"},
}

// sayDifferences names the first differences of each kind.
func (au *auditing) sayDifferences() {
	for _, f := range findings {
		g := au.groups[f.finding]
		if g == nil {
			continue
		}
		title := f.title
		if f.finding == audit.ThereNow && au.command.run.Meta().Deletes {
			title = "there now, though the run deleted it"
		}
		au.command.a.ui.Say("%s · %s", title, words.Counted(g.rows, "row"))
		for _, d := range g.first {
			au.command.a.ui.Say("    %s", au.describe(d))
		}
		if more := g.rows - differencesShown; more > 0 {
			au.command.a.ui.Say("    %s", au.command.a.words.More(more))
		}
	}
}

// describe is one difference as a sentence.
func (au *auditing) describe(d audit.Difference) string {
	text := fmt.Sprintf("row %d, %s (%s)", d.Number, prose.Quoted(d.Name), idText(d.ID))
	if file := au.fileOf(d); file != "" {
		text = ui.Clean(file, prose.ValueWidth) + ", " + text
	}
	switch d.Finding {
	case audit.Changed:
		return text + fmt.Sprintf(": %s was %s, is %s", d.Field, shownText(d.Wrote), shownText(d.Now))
	case audit.Doubled:
		return text + ": the other one is " + d.Now.Text
	case audit.Gone:
		if d.Now.Text != "" {
			return text + au.command.a.words.Another(d.Now.Text)
		}
	case audit.ThereNow:
		if au.command.run.Meta().Deletes {
			return text
		}
		return text + ": the run has it as " + d.Status.String()
	}
	return text
}

// shownText shows a value that may be none.
func shownText(t run.Text) string {
	if t.Kind != run.Value {
		return "empty"
	}
	return prose.Quoted(t.Text)
}

func idText(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

// textOrNil is a text for a script: null where there is none.
func textOrNil(t run.Text) *string {
	if t.Kind != run.Value {
		return nil
	}
	return &t.Text
}
