package main

import (
	"context"
	"errors"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/report"
)

// runDeleteIDs is the whole of it: plan the list, look at what is there, show, ask,
// delete, say.
func runDeleteIDs(ctx context.Context, a *app, o deleteOptions, again cmdline.Line) (err error) {
	inputs, err := inputsOf(ctx, a, []string{o.ids}, o.read.sha256)
	if err != nil {
		return err
	}
	reading, err := o.read.flags()
	if err != nil {
		return err
	}
	need, err := needOf(a, &o.target, o.undo.dryRun.need(target.Writes), o.undo.yes)
	if err != nil {
		return err
	}
	c, err := a.targets.Open(ctx, &o.target, need, o.undo.use)
	if err != nil {
		return err
	}
	defer c.End(&err)
	runs := a.targets.RunsDir(o.undo.runs, c.Target)
	sayUnsafe(a.env, a.ui, runs)
	sayLeftBehind(a.ui, a.targets, runs)
	reading.Confirm = asksMapping(a.words, a.ui, o.undo.yes, map[string]string{})
	r, summary, err := plan.Make(ctx, c.Client, plan.Options{
		Reading: reading, Inputs: inputs, RunsDir: runs, Target: c.Target.RunTarget(), Version: build.Version(), Command: again.Words(), By: whoIsThis(),
		Mode: plan.Delete, Progress: a.progress.Importing, Now: a.now,
	})
	a.progress.Stop()
	if err != nil {
		return err
	}
	defer endRun(r, &err)
	u := &undoing{a: a, c: c, run: r, runs: o.undo.runs, again: again}
	if summary.Blocked || summary.WrongCustomer {
		return u.refuseList(&summary, o.undo.dryRun)
	}
	return u.undo(ctx, o.undo)
}

// showList says how the list was read.
func (u *undoing) showList() error {
	s, err := plan.SummaryOf(u.run.Meta())
	if err != nil {
		return err
	}
	b := &prose.PlanText{W: u.a.words, S: &s}
	b.Issues("issues.csv")
	for i := range s.Sources {
		s.Mappings[i].Unmapped = nil // nothing is sent
		b.Source(i)
	}
	u.a.ui.Say("%s", strings.Trim(b.String(), "\n"))
	return nil
}

// refuseList says what is wrong with a list of which nothing is deleted.
func (u *undoing) refuseList(s *plan.Summary, dryRun rehearsal) error {
	a, short := u.a, u.short()
	a.ui.Quiet = false
	a.events.Send(event.OfPlan(short, s))
	a.events.Send(event.OfPlanned(short, s.Books))
	if err := u.showList(); err != nil {
		return err
	}
	files, err := writeAll(u.run, append([]writer{{"issues", report.WriteIssues}}, rejectsWriters...)...)
	if err != nil {
		return err
	}
	showFiles(a, files)
	if s.WrongCustomer {
		a.ui.Say("%s", a.words.Next.NoneThere(s.IDsGiven))
	} else {
		a.ui.Say("%s", a.words.Next.CorrectList(s.Books.Rejected))
		offer(u.importing().a, u.again.Text(), "plan it again when the list is corrected")
	}
	if dryRun {
		return problem.Verdict{Code: problem.ExitIncomplete}
	}
	return problem.Verdict{Code: problem.ExitStopped}
}

// applyDeletion deletes what a dry run of a list planned. Its page isn't one that
// somebody could sign.
func (u *undoing) applyDeletion(ctx context.Context, o applyOptions) (err error) {
	if u.a.targets.MustBeSigned(u.run.Meta().Target) && !bool(o.dryRun) {
		return target.Unapproved(u.c.Target, &target.ApprovalFlags{})
	}
	if u.c, err = u.a.targets.Connect(ctx, u.c.Target, o.use); err != nil {
		return err
	}
	defer u.c.End(&err)
	o.undo.dryRun, o.undo.yes, o.undo.runs = o.dryRun, o.yes, o.runs
	return u.undo(ctx, o.undo)
}

// remake makes anew what a run deleted: a restore, whose rows are those of that run.
func (u *undoing) remake(ctx context.Context, o undoOptions) error {
	a, r, t, meta := u.a, u.run, u.c.Target, u.run.Meta()
	if err := may.Undo(meta, t.RunTarget()); err != nil {
		return errors.Join(a.targets.OtherTarget(err, meta, t, u.again), r.Close())
	}
	in, reading, count, err := plan.Deleted(r)
	if err := errors.Join(err, r.Close()); err != nil { // before its folder is looked through
		return err
	}
	if o.code != "" || o.delete >= 0 {
		return problem.Usagef("leave them out", "run %s has deleted: it is undone by a plan of its own, for which --code and --delete say nothing", meta.Short)
	}
	if count == 0 {
		a.ui.Say("%s", a.words.Undo.WroteNothing(meta.Short))
		return nil
	}
	return runImport(ctx, a, importOptions{
		target: o.target, use: o.use, dryRun: o.dryRun, yes: o.yes, runs: o.runs,
		restoring: func(_ context.Context, c *target.Connection, planned *plan.Options) error {
			a.ui.Say("%s", a.words.Plan.Remade(c.Target.Name, meta.Short, count))
			sayLost(a.ui)
			ids, err := history.Restored(planned.RunsDir, planned.Target)
			planned.Inputs, planned.Reading, planned.Restore = []intake.Input{in}, reading, &plan.RestoreOptions{IDs: ids}
			return err
		},
	}, u.again)
}
