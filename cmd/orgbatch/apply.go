package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/plan"
)

// applyOptions are the flags of apply.
type applyOptions struct {
	onRun
	skipInvalid bool
	asPlanned   bool
	maxRejects  string
	page        bool        // is opened in the end
	undo        undoOptions // of a plan that deletes
}

func newApply(a *app) *cobra.Command {
	var o applyOptions
	cmd := &cobra.Command{
		Use:   "apply RUN",
		Short: "Write exactly what a dry run planned",
		Long: `Write exactly what a dry run planned: show its plan, ask, and write it. RUN is a
run's short id, the unique start of an id, a path or latest.

--code names the plan that was approved: its code stands in the report, and another
plan isn't applied. The target must be the one that was planned for. A file that has
changed since stops it, and so do errors in the file. What somebody changed there
since is found when it is read again just before writing: those rows are put on hold.

A plan of orgbatch delete --ids asks for the number of organizations to delete; --yes
needs it as --delete N.`,
		Example: `orgbatch apply latest --sandbox
orgbatch apply latest --code 9c41d2aa --sandbox --yes`,
		Args: exactly("RUN"),
	}
	bindApply(cmd, &o)
	cmd.RunE = a.work(func(ctx context.Context, args []string) error {
		o.ref = args[0]
		if err := o.undo.readDelete(cmd); err != nil {
			return err
		}
		return runApply(ctx, a, o, cmdline.Of(cmd, args))
	})
	return cmd
}

func bindApply(cmd *cobra.Command, o *applyOptions) {
	f := cmd.Flags()
	f.StringVar(&o.code, "code", "", "only the plan with this `CODE`")
	bindDryRun(cmd, &o.dryRun, "show the plan once more: nothing is written")
	bindYes(cmd, &o.yes)
	bindDelete(cmd, &o.undo.delete)
	f.BoolVar(&o.skipInvalid, "skip-invalid", false, "write the valid rows although others have errors")
	f.BoolVar(&o.asPlanned, "as-planned", false, "although the file has changed since: the plan holds all of it")
	bindMaxRejects(cmd, &o.maxRejects)
	bindOpen(cmd, &o.page)
	target.BindUse(cmd, &o.use)
	bindRuns(cmd, &o.runs)
	target.BindApproval(cmd, &o.target.Approved)
	target.Bind(cmd, &o.target)
}

// runApply is the whole of it: find the plan, see that it may be applied, show,
// ask, write, say.
func runApply(ctx context.Context, a *app, o applyOptions, again cmdline.Line) (err error) {
	apply := applying(a)
	apply.SkipInvalid = o.skipInvalid
	if apply.MaxRejects, err = maxRejects(o.maxRejects); err != nil {
		return err
	}
	if err := o.target.Approved.Check(o.dryRun.need(target.Writes)); err != nil {
		return err
	}
	t, r, err := o.open(a, target.Writes, again)
	if err != nil {
		return err
	}
	defer endRun(r, &err)
	approval := may.Approval{Target: t.RunTarget(), Code: o.code, AsPlanned: o.asPlanned}
	if err := may.Apply(r.Meta(), approval); err != nil {
		return a.targets.OtherTarget(err, r.Meta(), t, again)
	}
	if r.Meta().Deletes {
		u := &undoing{a: a, c: &target.Connection{Target: t}, run: r, runs: o.runs, again: again}
		return u.applyDeletion(ctx, o)
	}
	summary, err := plan.SummaryOf(r.Meta())
	if err != nil {
		return err
	}
	summary.Target.Name = t.Name // the same target, by whatever profile it was planned
	c, err := a.targets.Connect(ctx, t, o.use)
	if err != nil {
		return err
	}
	defer c.End(&err)
	i := &importing{
		a: a, c: c, command: "apply", run: r, summary: summary, again: cmdline.Kept(r.Meta().Command),
		o: &importOptions{yes: o.yes, dryRun: o.dryRun, skipInvalid: o.skipInvalid, runs: o.runs, open: o.page},
	}
	if err := i.showKept(); err != nil {
		return err
	}
	if summary.Blocked && !o.skipInvalid {
		a.ui.Say("%s", a.words.Next.ImportAgain(summary.Books.Rejected, fileOf(a.words, summary.Sources)))
		again.Args = []string{r.Meta().Short} // latest may be another one by then
		i.nextWithout(again.Text())
	}
	if bool(o.dryRun) && !summary.Blocked {
		offer(i.a, i.applyAgain().Text(), "write what was planned")
	}
	if done, err := i.decide(); done {
		return err
	}
	return i.write(ctx, importer.Apply, apply)
}

// showKept shows a plan that was made before. Its files lie there already,
// unless the process that made it was killed.
func (i *importing) showKept() error {
	a, s, meta := i.a, &i.summary, i.run.Meta()
	a.events.Send(event.OfPlan(meta.Short, s))
	a.events.Send(event.OfPlanned(meta.Short, s.Books))
	a.ui.Say("%s", strings.TrimRight(prose.Kept(a.words, s, meta.Short, madeAnew(i), meta.Created), "\n"))
	if text := meta.Uncovered(); text != "" {
		a.ui.Warn("%s", text)
	}
	if !planFilesMissing(i.run) {
		return nil
	}
	var rejects []writer
	if s.Blocked && !i.o.skipInvalid {
		rejects = rejectsWriters
	}
	files, err := writePlanFiles(i.run, s, i.planHTML(), rejects...)
	showFiles(i.a, files)
	return err
}
