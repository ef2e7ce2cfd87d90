package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
)

// resumeOptions are the flags of resume.
type resumeOptions struct {
	onRun
	maxRejects string
	chunkSize  int
	page       bool // is opened in the end
}

func newResume(a *app) *cobra.Command {
	var o resumeOptions
	cmd := &cobra.Command{
		Use:   "resume RUN",
		Short: "Go on with a run that was cut off",
		Long: `Go on with a run that a crash, a signal, an outage or too many refused rows cut off.
RUN is a run's short id, the unique start of an id, a path or latest.

What became of the writes that got no answer is looked up first: a row that is there
isn't sent again. Then the rows that were not reached follow. It needs neither the
file nor a new plan, may itself be cut off, and on a finished run does nothing. A run
that is being undone goes on with that.`,
		Example: `orgbatch resume latest --sandbox
orgbatch resume latest --sandbox --rate 5/s --yes`,
		Args: exactly("RUN"),
	}
	bindResume(cmd, &o)
	cmd.RunE = a.work(func(ctx context.Context, args []string) error {
		o.ref = args[0]
		return runResume(ctx, a, o, cmdline.Of(cmd, args))
	})
	return cmd
}

func bindResume(cmd *cobra.Command, o *resumeOptions) {
	bindDryRun(cmd, &o.dryRun, "show how far it came and what is left: nothing is written")
	cmd.Flags().StringVar(&o.code, "code", "", "only the run whose plan has this `CODE`")
	bindYes(cmd, &o.yes)
	bindMaxRejects(cmd, &o.maxRejects)
	bindChunkSize(cmd, &o.chunkSize, "as planned")
	bindOpen(cmd, &o.page)
	target.BindUse(cmd, &o.use)
	bindRuns(cmd, &o.runs)
	target.BindApproval(cmd, &o.target.Approved)
	target.Bind(cmd, &o.target)
}

// runResume is the whole of it: find the run, see that it may be resumed,
// ask, look up, write, say.
func runResume(ctx context.Context, a *app, o resumeOptions, again cmdline.Line) (err error) {
	apply := applying(a)
	apply.SkipInvalid = true
	if apply.ChunkSize = o.chunkSize; o.chunkSize < 0 {
		return problem.Usagef("", "--chunk-size starts at 1")
	}
	if apply.MaxRejects, err = maxRejects(o.maxRejects); err != nil {
		return err
	}
	if err := o.target.Approved.Check(o.dryRun.need(target.Writes)); err != nil {
		return err
	}
	t, r, err := o.open(a, target.GoesOn, again)
	if err != nil {
		return err
	}
	defer endRun(r, &err)
	if err := may.Resume(r.Meta(), t.RunTarget()); err != nil {
		return a.targets.OtherTarget(err, r.Meta(), t, again)
	}
	if err := may.OfCode(r.Meta(), o.code); err != nil {
		return err
	}
	switch u := (&undoing{a: a, c: &target.Connection{Target: t}, run: r, runs: o.runs}); r.Meta().State {
	case run.Undoing:
		if o.dryRun {
			return u.sayLeft(ctx)
		}
		return u.reconnect(ctx, o)
	case run.Undone:
		_, err := u.saidUndone(ctx)
		return err
	}
	summary, err := plan.SummaryOf(r.Meta())
	if err != nil {
		return err
	}
	i := &importing{a: a, c: &target.Connection{Target: t}, command: "resume", run: r, summary: summary, again: cmdline.Kept(r.Meta().Command), o: &importOptions{yes: o.yes, runs: o.runs, open: o.page}}
	books, err := r.Books()
	if err != nil {
		return err
	}
	if may.Finished(r.Meta(), books) {
		return i.sayFinished(ctx, books)
	}
	if o.dryRun {
		return i.sayLeft(ctx, books)
	}
	if err := i.mayGoOn(); err != nil {
		return err
	}
	if i.c, err = a.targets.Connect(ctx, t, o.use); err != nil {
		return err
	}
	defer i.c.End(&err)
	i.left = books.Unknown + books.NotReached
	return i.resume(ctx, books, apply)
}

// sayFinished says of a finished run that it is. A process that was killed at
// the very end may not have written the run's files: then they follow now.
func (i *importing) sayFinished(ctx context.Context, books run.Books) error {
	meta := i.run.Meta()
	i.a.ui.Say("run %s is finished: there is nothing left to go on with", meta.Short)
	if !meta.Unreported {
		i.sayBooks(books, "")
		return nil
	}
	if err := i.showResult(ctx, books, nil); err != nil {
		return err
	}
	return problem.VerdictOf(ctx, books, nil)
}

// sayFar says how far the run came.
func (i *importing) sayFar(books run.Books) {
	meta := i.run.Meta()
	i.a.ui.Say("%s · run %s, planned %s", ui.Clean(meta.Target.Name, 0), meta.Short, meta.Created.Local().Format("2006-01-02 15:04"))
	i.sayBooks(books, "so far: ")
}

// sayLeft says what a resume would do, and by which command.
func (i *importing) sayLeft(ctx context.Context, books run.Books) error {
	i.sayFar(books)
	i.a.ui.Say("would be: %s looked up, %s sent", words.Counted(books.Unknown, "row"), words.Number(books.NotReached))
	offer(i.a, i.resumeAgain().Text(), "go on with the rows that are left")
	return problem.VerdictOf(ctx, books, nil)
}

// resume shows how far the run came, asks, and goes on.
func (i *importing) resume(ctx context.Context, books run.Books, apply push.Options) error {
	i.sayFar(books)
	question := "Go on with " + words.Counted(books.Unknown+books.NotReached, "row") + "?"
	if books.Unknown > 0 {
		question = "Look up " + words.Counted(books.Unknown, "row") + " without an answer, and go on with " + words.Number(books.NotReached) + " not reached?"
	}
	if books.Unknown+books.NotReached > 0 {
		sayBeforeAsking(i.a, i.run, i.o.yes)
		if ok, err := mayWriteTo(i.a.ui, i.c.Target, i.o.yes, question); !ok {
			return err
		}
	}
	return i.write(ctx, push.Resume, apply)
}

// reconnect goes on with a run that is being undone.
func (u *undoing) reconnect(ctx context.Context, o resumeOptions) (err error) {
	if u.c, err = u.a.targets.Connect(ctx, u.c.Target, o.use); err != nil {
		return err
	}
	defer u.c.End(&err)
	return u.resume(ctx, o.yes)
}
