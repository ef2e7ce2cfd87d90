package main

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/input"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// importOptions are the flags of import; create and update fill them too.
type importOptions struct {
	target target.Flags
	use    target.Use
	read   readingOptions

	saveMapping string
	inputs      []intake.Input
	answered    map[string]string // column by field, "" for none, as a person answered

	dryRun      rehearsal
	yes         consent
	skipInvalid bool
	mode        string
	key         string
	allowTwins  bool
	accept      []string
	chunkSize   int
	maxRejects  string
	runs        string
	open        bool

	// restoring fills a plan that brings a snapshot back, once the target is reached; nil for an
	// import.
	restoring func(context.Context, *target.Connection, *plan.Options) error

	finished func(context.Context, *target.Connection, *run.Run) error // after all is written; nil does nothing
}

func newImport(a *app) *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Read files, show the plan, ask, write",
		Long: `Read files, check every row, match them with the organizations that are there, show
what would be written, ask, and write it. Nothing is written unless the whole file
was read and checked, and errors in it stop it before the first write.

Files are CSV, JSON, Excel or OpenDocument workbooks; several are one table, each in
its own form. - is standard input, pipes may be named, and https:// is fetched (see
--sha256). Every import, dry or not, leaves a run: a folder with its plan, its issues
and, afterwards, what became of each row.`,
		Example: `orgbatch import customers.csv --sandbox --dry-run
orgbatch import customers.csv --map name=Kundnamn --profile nordhus --yes`,
		Args: some("FILE"),
	}
	bindImport(cmd, &o)
	cmd.RunE = a.work(func(ctx context.Context, args []string) (err error) {
		if o.inputs, err = inputsOf(ctx, a, args, o.read.sha256); err != nil {
			return err
		}
		return runImport(ctx, a, o, cmdline.Of(cmd, args))
	})
	return cmd
}

func bindImport(cmd *cobra.Command, o *importOptions) {
	f := cmd.Flags()
	bindDryRun(cmd, &o.dryRun, "stop after the plan: nothing is written")
	bindYes(cmd, &o.yes)
	f.BoolVar(&o.skipInvalid, "skip-invalid", false, "write the valid rows although others have errors")
	f.StringVar(&o.mode, "mode", "upsert", "`create|update|upsert`: create alone rejects what exists, update what doesn't")
	f.StringVar(&o.key, "key", "", "match by `id|name|custom_id` (default: the id where the cell has one, else the name)")
	bindReading(cmd, &o.read)
	bindSchema(cmd, &o.read.schema)
	bindSaveMapping(cmd, &o.saveMapping)
	f.BoolVar(&o.allowTwins, "allow-twins", false, "write rows that resemble an organization that is there, as --accept possible-twin does")
	bindAccept(cmd, &o.accept)
	bindMaxRejects(cmd, &o.maxRejects)
	bindChunkSize(cmd, &o.chunkSize, "500")
	bindOpen(cmd, &o.open)
	target.BindUse(cmd, &o.use)
	bindRuns(cmd, &o.runs)
	target.BindApproval(cmd, &o.target.Approved)
	target.Bind(cmd, &o.target)
}

func bindMaxRejects(cmd *cobra.Command, flag *string) {
	cmd.Flags().StringVar(flag, "max-rejects", "", "stop when Pigello refused more than `N|P%` of the rows (default 10% once 100 were sent)")
}

func bindChunkSize(cmd *cobra.Command, flag *int, standard string) {
	cmd.Flags().IntVar(flag, "chunk-size", 0, "at most `N` rows a request (default "+standard+")")
}

// plan turns the flags into the importer's options.
func (o *importOptions) plan(a *app, c *target.Connection) (plan.Options, error) {
	if err := o.read.checkFiles(len(o.inputs)); err != nil {
		return plan.Options{}, err
	}
	reading, err := o.read.reading(a.words)
	o.answered = map[string]string{}
	reading.Confirm = asksMapping(a.words, a.ui, o.yes, o.answered)
	rule, _ := a.targets.ApprovalRule(c.Target) // a configuration that can't be read is told by what writes
	p := plan.Options{
		Reading: reading, Inputs: o.inputs, RunsDir: a.targets.RunsDir(o.runs, c.Target), Target: c.Target.RunTarget(), Version: build.Version(),
		By: whoIsThis(), SignsAs: rule.Own(), AllowTwins: o.allowTwins, ChunkSize: target.Pick(o.chunkSize, c.Target.Profile.ChunkSize), Rate: c.Rate,
		Hints:    a.targets.Hints(c.Target),
		Progress: a.progress.Importing, Now: a.now,
	}
	return p, err
}

// check refuses what the command line says wrongly, before anything is read.
func (o *importOptions) check(planned *plan.Options, apply *push.Options) error {
	switch o.mode {
	case "", "upsert":
		planned.Mode = plan.Upsert
	case "create", "update":
		planned.Mode = plan.Mode(o.mode)
	default:
		return problem.Usagef("--mode create, --mode update or --mode upsert", "unknown mode %q", o.mode)
	}
	switch planned.Key = plan.Key(o.key); planned.Key {
	case plan.KeyAuto, plan.KeyID, plan.KeyName, plan.KeyCustomID:
	default:
		return problem.Usagef("--key id, --key name or --key custom_id", "unknown key %q", o.key)
	}
	if o.saveMapping != "" && len(o.inputs) > 1 {
		return problem.Usagef("give the files one by one", "--save-mapping keeps the columns of one FILE")
	}
	if err := mayWrite(namedFile{"--save-mapping", o.saveMapping, columns.ReplacesMapping}); err != nil {
		return err
	}
	if o.chunkSize < 0 || o.use.Concurrency < 0 {
		return problem.Usagef("", "--chunk-size and --concurrency start at 1")
	}
	var err error
	if planned.Accept, err = acceptances(o.accept); err != nil {
		return err
	}
	apply.MaxRejects, err = maxRejects(o.maxRejects)
	return err
}

// maxRejects reads the flag of that name.
func maxRejects(flag string) (push.MaxRejects, error) {
	if flag == "" {
		return push.MaxRejects{}, nil
	}
	limit, err := push.ParseMaxRejects(flag)
	if err != nil {
		return limit, problem.Usagef("--max-rejects 20 or --max-rejects 5%", "--max-rejects: %s", err)
	}
	return limit, nil
}

// applying are the options of every apply.
func applying(a *app) push.Options {
	return push.Options{Progress: a.progress.Importing, Logger: a.log, Now: a.now}
}

// runImport is the whole of an import: plan, show, ask, write, say.
func runImport(ctx context.Context, a *app, o importOptions, again cmdline.Line) (err error) {
	var asked plan.Options
	apply := applying(a)
	apply.SkipInvalid = o.skipInvalid
	if err := o.target.Approved.Check(o.dryRun.need(target.Writes)); err != nil {
		return err
	}
	if err := o.check(&asked, &apply); err != nil {
		return err
	}
	needs, err := needOf(a, &o.target, o.dryRun.need(target.Writes), o.yes)
	if err != nil {
		return err
	}
	again.Flags = append(again.Flags, o.targetOfOrigin(a)...)
	c, err := a.targets.Open(ctx, &o.target, needs, o.use)
	if err != nil {
		return err
	}
	defer c.End(&err)
	planned, err := o.plan(a, c)
	if err != nil {
		return err
	}
	sayUnsafe(a.env, a.ui, planned.RunsDir)
	sayLeftBehind(a.ui, a.targets, planned.RunsDir)
	planned.Mode, planned.Key, planned.Accept, planned.Command = asked.Mode, asked.Key, asked.Accept, again.Words()
	if o.restoring != nil {
		if err := o.restoring(ctx, c, &planned); err != nil {
			return err
		}
	}
	r, summary, err := plan.Make(ctx, c.Client, planned)
	a.progress.Stop()
	if err != nil {
		return err
	}
	defer endRun(r, &err)
	if err := o.keepAnswers(r, &again); err != nil {
		return err
	}
	i := &importing{a: a, c: c, o: &o, command: strings.Join(again.Command, " "), reading: planned.Reading, run: r, summary: summary, again: again}
	if err := i.showPlan(); err != nil {
		return err
	}
	if done, err := i.decide(); done {
		return err
	}
	return i.write(ctx, importer.Apply, apply)
}

// keepAnswers lets the command line say what a person answered, so that nobody is asked again. Of
// several files one flag would say the same of all.
func (o *importOptions) keepAnswers(r *run.Run, g *cmdline.Line) error {
	if len(o.inputs) != 1 || len(o.answered) == 0 {
		return nil
	}
	for _, field := range slices.Sorted(maps.Keys(o.answered)) {
		g.Flags = append(g.Flags, cmdline.Flag{Name: "map", Value: field + "=" + o.answered[field]})
	}
	return r.SetMeta(func(m *run.Meta) { m.Command = g.Words() })
}

// endRun closes a run in a defer; its error counts when nothing failed.
func endRun(r *run.Run, err *error) {
	if closing := r.Close(); *err == nil {
		*err = closing
	}
}

// importing is one import between its plan and its end; of a kept plan, only
// its end.
type importing struct {
	a       *app
	c       *target.Connection
	o       *importOptions
	command string // that writes
	reading columns.Reading
	run     *run.Run
	summary plan.Summary
	again   cmdline.Line

	left     int           // rows that are to be written; of none nothing is recorded
	approved *run.Approved // who approved them, nil for nobody known
}

// decide ends an import after its plan, or asks. done says that it ended.
func (i *importing) decide() (done bool, err error) {
	s := &i.summary
	writes := s.Books.Created + s.Books.Updated
	switch {
	case bool(i.o.dryRun) && s.Books.Rejected+s.Books.Held > 0:
		return true, problem.Verdict{Code: problem.ExitIncomplete}
	case bool(i.o.dryRun):
		return true, nil
	case s.WrongCustomer:
		return true, &problem.Problem{
			Msg:  "stopped before writing: most of the file's ids don't exist there. Is this the right customer?",
			Hint: "name the target that the file came from, or take the id column away to create the rows there",
			Code: problem.ExitStopped,
		}
	case s.Blocked && !i.o.skipInvalid:
		return true, problem.Verdict{Code: problem.ExitStopped}
	case writes == 0:
		return false, nil // nothing to ask about; the run is closed all the same
	}
	if err := i.approve(); err != nil {
		return true, err
	}
	i.left = writes
	sayBeforeAsking(i.a, i.run, i.o.yes)
	ok, err := mayWriteTo(i.a.ui, i.c.Target, i.o.yes, "Write "+words.Counted(writes, "row")+" ("+words.Number(s.Books.Created)+" new, "+words.Number(s.Books.Updated)+" changed)?")
	if !ok {
		return true, err
	}
	err = i.askApproved()
	return err != nil, err
}

// writing is [importer.Apply] or [push.Resume].
type writing func(context.Context, *pigello.Client, *run.Run, push.Options) (run.Books, error)

// write writes, and says what came of it. A first signal lets what is under way finish: the
// requests run under the context that only a second one ends.
func (i *importing) write(ctx context.Context, do writing, o push.Options) error {
	o.Concurrency, o.Stop, o.Hints = i.c.Within, ctx.Done(), i.a.targets.Hints(i.c.Target)
	ended, err := i.begin()
	if err != nil {
		return err
	}
	defer markWriting(i.a, i.run)()
	books, err := do(i.a.hard, i.c.Client, i.run, o)
	i.a.progress.Stop()
	ended(books)
	if showing := i.showResult(ctx, books, err); showing != nil {
		return showing
	}
	if err == nil && i.o.finished != nil {
		if err := i.o.finished(ctx, i.c, i.run); err != nil {
			return err
		}
	}
	return problem.VerdictOf(ctx, books, stopped(ctx, err))
}

// begin sees once more that what is to be written is approved, and records that it begins.
func (i *importing) begin() (ended func(any), err error) {
	if i.left == 0 {
		return func(any) {}, nil
	}
	if err := i.approve(); err != nil {
		return nil, err
	}
	if i.approved != nil {
		i.a.events.Send(event.OfApproval(i.approved))
	}
	approved := cmp.Or(i.approved, i.run.Meta().Approved)
	return beginRun(i.a.now, i.a.ui, i.c.Target, i.run, beginning{i.command, approved, i.summary.Books})
}

// stopped makes the importer's own word for a stop the signal's.
func stopped(ctx context.Context, err error) error {
	if err != nil && problem.Signalled(ctx) != nil {
		return context.Canceled
	}
	return err
}

// inputsOf are the files that a command is given; sum is the checksum that one must have.
func inputsOf(ctx context.Context, a *app, args []string, sum input.Checksum) ([]importer.Input, error) {
	return input.Opener{Stdin: a.stdin, Words: a.words, UI: a.ui}.Inputs(ctx, args, sum)
}

// bindAccept gives a command --accept.
func bindAccept(cmd *cobra.Command, flag *[]string) {
	cmd.Flags().StringArrayVar(flag, "accept", nil, "don't hold rows for this `CODE[:COLUMN]`: "+acceptable()+"; may be repeated")
}

// acceptable lists what --accept takes.
func acceptable() string {
	codes := plan.AcceptableCodes()
	last := len(codes) - 1
	return strings.Join(codes[:last], ", ") + " or " + codes[last]
}

// acceptances reads the flag of that name.
func acceptances(texts []string) ([]plan.Acceptance, error) {
	var list []plan.Acceptance
	for _, text := range texts {
		a, err := plan.ParseAcceptance(text)
		if err != nil {
			return nil, problem.Usagef("--accept "+acceptable(), "--accept %s: %s", text, err)
		}
		list = append(list, a)
	}
	return list, nil
}

// decodable says whether --fix would let go of held rows.
func decodable(held []plan.HeldReason) bool {
	return slices.ContainsFunc(held, func(h plan.HeldReason) bool { return h.IsDecodable() })
}
