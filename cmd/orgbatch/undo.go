package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/report/page"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
	"github.com/orgbatch/orgbatch/pigello"
)

// undoOptions are the flags of undo.
type undoOptions struct {
	onRun
	delete int // -1 when it wasn't given
}

func newUndo(a *app) *cobra.Command {
	var o undoOptions
	cmd := &cobra.Command{
		Use:   "undo RUN",
		Short: "Take a run back: delete what it created, put back what it changed",
		Long: `Take a run back: delete the organizations that it created, children first, and give
those that it changed their former values. RUN is a run's short id, the unique start
of an id, a path or latest. A plan and its warning come first, and as a page for
others, undo.html, in the run's folder.

What somebody changed since stays as it is, and so does what has something below it
that the run didn't make, tags or customer columns, and what was only found there
after its write had got no answer; each is named with its reason. Give the command
once more when that is settled: it looks at what stayed anew. What else is linked to
an organization – contracts, contacts – is not seen from here.

It asks for the number of organizations to delete; --yes needs it as --delete N. With
--dry-run it stops after its plan, whose code --code CODE holds a later undo to. What
cuts it off, orgbatch resume RUN goes on with. Rows that were kept end in 3.

What orgbatch delete --ids deleted is made anew, with other ids, by a plan of its own.`,
		Example: `orgbatch undo latest --sandbox --dry-run
orgbatch undo latest --sandbox --yes --delete 1`,
		Args: exactly("RUN"),
	}
	bindUndo(cmd, &o)
	cmd.RunE = a.work(func(ctx context.Context, args []string) error {
		o.ref = args[0]
		if err := o.readDelete(cmd); err != nil {
			return err
		}
		return runUndo(ctx, a, o, cmdline.Of(cmd, args))
	})
	return cmd
}

// bindDelete gives a command that deletes the number that confirms it.
func bindDelete(cmd *cobra.Command, n *int) {
	cmd.Flags().IntVar(n, "delete", 0, "the `N` organizations that its plan would delete, with --yes")
}

// readDelete tells none from 0.
func (o *undoOptions) readDelete(cmd *cobra.Command) error {
	if !cmd.Flags().Changed("delete") {
		o.delete = -1
	} else if o.delete < 0 {
		return problem.Usagef("--delete 12", "--delete takes the number of organizations that are to be deleted")
	}
	return nil
}

func bindUndo(cmd *cobra.Command, o *undoOptions) {
	bindDryRun(cmd, &o.dryRun, "stop after the plan: nothing is written")
	cmd.Flags().StringVar(&o.code, "code", "", "only the undo whose plan has this `CODE`")
	bindYes(cmd, &o.yes)
	bindDelete(cmd, &o.delete)
	target.BindUse(cmd, &o.use)
	bindRuns(cmd, &o.runs)
	target.Bind(cmd, &o.target)
}

// runUndo is the whole of it: find the run, see that it may be undone, plan,
// show, ask, undo, say.
func runUndo(ctx context.Context, a *app, o undoOptions, again cmdline.Line) (err error) {
	t, r, err := o.open(a, target.GoesOn, again)
	if err != nil {
		return err
	}
	u := &undoing{a: a, c: &target.Connection{Target: t}, run: r, runs: o.runs, again: again}
	if r.Meta().Deletes {
		return u.remake(ctx, o)
	}
	defer endRun(r, &err)
	if done, err := u.saidUndone(ctx); done {
		return err
	}
	if err := may.Undo(r.Meta(), t.RunTarget()); err != nil {
		return a.targets.OtherTarget(err, r.Meta(), t, again)
	}
	if u.c, err = a.targets.Connect(ctx, t, o.use); err != nil {
		return err
	}
	defer u.c.End(&err)
	return u.undo(ctx, o)
}

// undoing is one undo, or one deletion of a list, between its plan and its end; a
// resumed one has its end alone.
type undoing struct {
	a     *app
	c     *target.Connection
	run   *run.Run
	runs  string // the flag of that name
	again cmdline.Line

	left  int           // rows that are to be undone; of none nothing is recorded
	books run.UndoBooks // before that
}

func (u *undoing) short() string { return u.run.Meta().Short }

// command is what takes organizations away.
func (u *undoing) command() string {
	if u.run.Meta().Deletes {
		return "delete"
	}
	return "undo"
}

// said is how it is told of.
func (u *undoing) said() *words.Undo {
	if u.run.Meta().Deletes {
		return &u.a.words.Delete
	}
	return &u.a.words.Undo
}

// sayBooks says the books, and of a deletion how many were gone before.
func (u *undoing) sayBooks(books run.UndoBooks, before string) error {
	gone, err := run.GoneBefore(u.run)
	if err != nil {
		return err
	}
	u.a.events.Send(event.OfUndo(u.short(), books))
	u.a.ui.Say("%s%s", before, prose.Undo(u.a.words, u.said(), books, gone))
	return nil
}

// saidUndone says of a run that is undone that it is; done says that nothing of it
// stayed that could be looked at anew. A process that was killed at the very end
// may not have written the undo's files: then they follow now.
func (u *undoing) saidUndone(ctx context.Context) (done bool, err error) {
	if u.run.Meta().State != run.Undone {
		return false, nil
	}
	books, err := u.run.UndoBooks()
	if err != nil {
		return true, err
	}
	u.a.ui.Say("%s", u.said().Already(u.short()))
	if u.run.Meta().Unreported {
		if err := u.showResult(ctx, books, nil); err != nil {
			return true, err
		}
		return true, problem.UndoVerdict(ctx, books, nil)
	}
	if stayed := books.Kept + books.Failed; stayed > 0 {
		u.a.ui.Say("%s", u.said().Anew(stayed))
		return false, nil
	}
	return true, errors.Join(u.sayBooks(books, ""), problem.UndoVerdict(ctx, books, nil))
}

// options are those of every undo; the first signal stops it gracefully.
func options(ctx context.Context, a *app, c *target.Connection) undo.Options {
	return undo.Options{
		Concurrency: c.Within, Stop: ctx.Done(), Progress: a.progress.Importing, Logger: a.log, Now: a.now,
	}
}

func (u *undoing) undo(ctx context.Context, o undoOptions) error {
	plan, err := undo.NewPlan(u.a.hard, u.c.Client, u.run, options(ctx, u.a, u.c))
	u.a.progress.Stop()
	if err != nil {
		return stopped(ctx, err)
	}
	if plan.Books.Written == 0 {
		u.a.events.Send(event.OfPlannedUndo(u.short(), plan.Books))
		u.a.ui.Say("%s", u.said().WroteNothing(u.short()))
		return nil
	}
	u.left, u.books = plan.Books.NotReached, plan.Books
	if err := u.showPlan(plan); err != nil {
		return err
	}
	if o.dryRun {
		return u.endDry(ctx, plan)
	}
	if err := ofCode(u, plan, o.code); err != nil {
		return err
	}
	sayBeforeAsking(u.a, u.run, o.yes)
	if ok, err := u.mayUndo(plan, o); !ok {
		return err
	}
	return u.write(ctx, func(ctx context.Context, c *pigello.Client, r *run.Run, o undo.Options) (run.UndoBooks, error) {
		return undo.Apply(ctx, c, r, plan, o)
	})
}

// endDry ends an undo after its plan, with the command that does what was planned.
func (u *undoing) endDry(ctx context.Context, plan *undo.Plan) error {
	if plan.Books.NotReached > 0 {
		offer(u.importing().a, u.planned(plan).Text(), u.command()+" what was planned")
	}
	return problem.UndoVerdict(ctx, expected(plan.Books), nil)
}

// planned is the command that does what was planned. It asks.
func (u *undoing) planned(plan *undo.Plan) cmdline.Line {
	g := targeted(u.importing().a, u.importing().c, u.again)
	if u.run.Meta().Deletes {
		g = g.As(u.short(), "apply")
	}
	g.Args = []string{u.short()} // latest may be another one by then
	g = g.Without("dry-run", "code", "delete")
	g.Flags = append(g.Flags, cmdline.Flag{Name: "code", Value: plan.Code})
	return g
}

// planHTML is the writer of the page of an undo's plan.
func (u *undoing) planHTML(plan *undo.Plan) writer {
	return writer{"undo-plan", func(r *run.Run) ([]report.File, error) {
		return page.WriteUndoPlan(r, page.UndoPlan{
			Looked: u.a.now(), Code: plan.Code, Undo: u.planned(plan).OnPage().Text(), Outcomes: plan.Outcomes,
		})
	}}
}

// ofCode refuses an undo that isn't the one of the code that was given.
func ofCode(u *undoing, plan *undo.Plan, code string) error {
	if code == "" || strings.EqualFold(code, plan.Code) {
		return nil
	}
	g := u.again
	g.Args = []string{u.short()}
	return &problem.Problem{
		Msg:  fmt.Sprintf("undoing run %s has the code %s now, not %s: what is there, or was undone, has changed since", u.short(), plan.Code, code),
		Hint: "look at it anew: " + g.Text("code", "delete") + " --dry-run", Code: problem.ExitStopped,
	}
}

// mayUndo asks for the number of organizations to delete, or compares it with
// the one given. Where none is deleted it asks as any write does.
func (u *undoing) mayUndo(plan *undo.Plan, o undoOptions) (bool, error) {
	if o.delete >= 0 && o.delete != plan.Deletes {
		return false, u.wrongNumber(plan, fmt.Sprintf("%s would be deleted, not %s", words.Counted(plan.Deletes, "organization"), words.Number(o.delete)))
	}
	switch {
	case plan.Books.NotReached == 0:
		return true, nil // nothing is sent: the run is closed all the same
	case bool(o.yes) && o.delete < 0 && plan.Deletes > 0:
		return false, u.wrongNumber(plan, words.Counted(plan.Deletes, "organization")+" would be deleted, and --delete doesn't say so")
	case plan.Deletes == 0:
		return mayWriteTo(u.a.ui, u.c.Target, o.yes, "Give "+words.Counted(plan.PutBacks, "organization")+" the former values back?")
	case bool(o.yes):
		return true, nil
	}
	return u.typedNumber(plan)
}

// wrongNumber stops an undo whose number isn't the plan's, and names the command
// that has it.
func (u *undoing) wrongNumber(plan *undo.Plan, msg string) error {
	g := u.again
	if g.Args = []string{u.short()}; u.run.Meta().Deletes { // latest may be another one by then, and the list is read
		g = u.planned(plan)
	}
	return &problem.Problem{Msg: msg, Code: problem.ExitStopped, Hint: g.Text("delete") + " --delete " + strconv.Itoa(plan.Deletes)}
}

// typedNumber asks for the number, so that no habit answers the question.
func (u *undoing) typedNumber(plan *undo.Plan) (bool, error) {
	answer, err := u.a.ui.Ask(u.c.Target.Name + " · " + u.said().Sure(plan.Deletes) + " ")
	if err != nil {
		return false, err
	}
	if n, err := strconv.Atoi(strings.ReplaceAll(answer, ",", "")); err == nil && n == plan.Deletes {
		return true, nil
	}
	u.a.ui.Say("nothing was written")
	return false, nil
}

// reversing is [undo.Apply] of a plan, or [undo.Resume].
type reversing func(context.Context, *pigello.Client, *run.Run, undo.Options) (run.UndoBooks, error)

// write undoes, and says what came of it.
func (u *undoing) write(ctx context.Context, do reversing) error {
	ended := func(any) {}
	if u.left > 0 {
		var err error
		if ended, err = beginRun(u.a.now, u.a.ui, u.c.Target, u.run, beginning{command: u.command(), planned: u.books}); err != nil {
			return err
		}
	}
	defer markWriting(u.a, u.run)()
	books, err := do(u.a.hard, u.c.Client, u.run, options(ctx, u.a, u.c))
	u.a.progress.Stop()
	ended(books)
	if showing := u.showResult(ctx, books, err); showing != nil {
		return showing
	}
	return problem.UndoVerdict(ctx, books, stopped(ctx, err))
}

// sayFar says how far an undo came.
func (u *undoing) sayFar() (run.UndoBooks, error) {
	meta := u.run.Meta()
	books, err := u.run.UndoBooks()
	if err != nil {
		return books, err
	}
	u.a.ui.Say("%s, planned %s", u.said().Run(ui.Clean(meta.Target.Name, 0), meta.Short), meta.Created.Local().Format("2006-01-02 15:04"))
	return books, u.sayBooks(books, "so far: ")
}

// sayLeft says what going on with an undo would do, and by which command.
func (u *undoing) sayLeft(ctx context.Context) error {
	books, err := u.sayFar()
	if err != nil {
		return err
	}
	i := u.importing()
	u.a.ui.Say("%s %s", u.a.words.Plan.WouldBe, u.said().Reversed(books.Left()))
	offer(i.a, i.resumeAgain().Text(), u.said().Rest)
	return problem.UndoVerdict(ctx, books, nil)
}

// resume shows how far an undo came, asks, and goes on with it.
func (u *undoing) resume(ctx context.Context, yes consent) error {
	books, err := u.sayFar()
	if err != nil {
		return err
	}
	u.left, u.books = books.Left(), books
	if books.Left() > 0 {
		sayBeforeAsking(u.a, u.run, yes)
		if ok, err := mayWriteTo(u.a.ui, u.c.Target, yes, u.said().GoOn(books.Left())); !ok {
			return err
		}
	}
	return u.write(ctx, undo.Resume)
}
