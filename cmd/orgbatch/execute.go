package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/crash"
)

// app is one invocation: where it reads and writes, and what the flags that
// every command has said.
type app struct {
	stdin  io.Reader
	stdout io.Writer
	env    func(string) string
	now    func() time.Time

	hard   context.Context // ended by a second signal; the command's own context by the first
	global globalFlags
	beside map[string]bool // runs that were said to write to the same target
	ran    bool            // a command's work began: errors before it are the usage's

	words    *words.Edition // what is said, in a language
	ui       *ui.UI
	events   *event.Stream // nil without --json
	log      *slog.Logger
	progress *ui.Progress
	config   *target.Configs
	targets  *target.Finder
}

// globalFlags are the flags of every command.
type globalFlags struct {
	json      bool
	quiet     bool
	verbose   bool
	logFormat string
}

// clock is the time; tests stop it, so that what they compare takes none.
var clock = time.Now

// newApp reads and writes there; no command has begun yet.
func newApp(stdin io.Reader, stdout, stderr io.Writer, env func(string) string) *app {
	a := &app{stdin: stdin, stdout: stdout, env: env, now: clock, words: &words.English, hard: context.Background()}
	a.ui = ui.New(stdin, stderr, env)
	a.progress = ui.NewProgress(a.ui, a.now)
	a.log = slog.New(slog.DiscardHandler)
	a.config = &target.Configs{UI: a.ui}
	a.targets = &target.Finder{UI: a.ui, Words: a.words, Log: a.log, Env: env, Now: a.now, Config: a.config}
	return a
}

// process is what the program runs in.
type process struct {
	args           []string
	stdin          io.Reader
	stdout, stderr io.Writer
	env            func(string) string // a variable, "" for one that isn't set
}

// execute is the whole program but for the process around it: it returns the exit code.
func execute(ctx context.Context, p process) int {
	a := newApp(p.stdin, p.stdout, p.stderr, p.env)
	soft, hard, late, stop := watchSignals(ctx, a.ui)
	defer stop()
	a.hard = hard
	root := newRoot(a)
	root.SetArgs(p.args)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	ended := make(chan error, 1)
	go func() {
		ended <- crash.Do("reading the command line", func() error { return root.ExecuteContext(soft) })
	}()
	var err error
	select {
	case err = <-ended:
	case <-late: // it hangs where no context reaches it, and is left behind
		return int(problem.Signalled(soft).Code)
	}
	code := problem.ExitFailed
	if err := crash.Do("ending", func() error { code = a.finish(soft, err); return nil }); err != nil {
		fmt.Fprintf(p.stderr, "orgbatch: %s\n", problem.Explain(soft, err).Msg)
	}
	return int(code)
}

// newRoot is the command tree.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "orgbatch",
		Short: "Move organizations between files and Pigello",
		Long: `orgbatch moves organizations between files and Pigello: a spreadsheet goes in, a
file comes back out, and every row is accounted for.`,
		Example: `orgbatch import customers.csv --sandbox --dry-run
orgbatch export organizations.csv --sandbox`,
		Version:           build.Version(),
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.begin() },
	}
	bindGlobal(root, &a.global)
	root.Flags().Bool("version", false, "print the version")
	root.AddCommand(
		newImport(a), newValidate(a), newInspect(a), newApprove(a), newApply(a), newResume(a), newUndo(a), newAudit(a), newExport(a), newBackup(a),
		newGet(a), newList(a), newCreate(a), newUpdate(a), newDelete(a),
		newRuns(a), newHistory(a), newSandbox(a), newConfig(a), newDoctor(a),
		newCompletion(a), newVersion(a),
		newEnvironmentTopic(), newExitCodesTopic(), newJSONTopic(),
	)
	root.SetHelpCommand(newHelp(a, root))
	dressHelp(a, root)
	completeAll(a.config, a.targets, root)
	return root
}

func bindGlobal(root *cobra.Command, g *globalFlags) {
	f := root.PersistentFlags()
	f.BoolVar(&g.json, "json", false, "standard output is a stream of JSON events (orgbatch help json)")
	f.BoolVarP(&g.quiet, "quiet", "q", false, "say nothing unless something is wrong")
	f.BoolVarP(&g.verbose, "verbose", "v", false, "log every request, credentials blacked out")
	f.StringVar(&g.logFormat, "log-format", "text", "how the log is written: `text|json`")
}

// begin applies the global flags; it runs once, before the command's work.
func (a *app) begin() error {
	log, err := newLogger(a.ui, a.global)
	if err != nil {
		return err
	}
	a.log, a.targets.Log = log, log
	a.ui.Quiet, a.ui.Verbose = a.global.quiet, a.global.verbose
	if a.global.logFormat == "json" {
		a.ui.Log = log
	}
	if a.global.json {
		a.events = event.NewStream(a.stdout, a.now)
		a.targets.Events = a.events
		a.progress.Tell = func(s ui.Step) { a.events.Send(event.Progress(s)) }
	}
	return nil
}

// work wraps what a command does, so that errors before it can be told from
// errors of it.
func (a *app) work(do func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		a.ran = true
		return crash.Do("running "+cmd.CommandPath(), func() error { return do(cmd.Context(), args) })
	}
}

// finish says what went wrong, if anything, and decides the exit code.
func (a *app) finish(ctx context.Context, err error) problem.Code {
	a.progress.Stop()
	if err != nil && !a.ran {
		err = problem.AsUsage(err)
	}
	code := problem.CodeOf(ctx, err)
	if said := problem.Explain(ctx, err); said != nil {
		said.Hint = problem.HintFor(a.targets.Profile, said.Hint)
		a.ui.Fail(said)
		a.events.Send(event.Error{Message: said.Msg, Hint: said.Hint})
	}
	a.events.Send(event.Exit{Code: int(code), Meaning: code.Meaning()})
	if err := a.events.Failed(); err != nil && code == problem.ExitDone {
		a.ui.Fail(&problem.Problem{Msg: "write to standard output: " + err.Error()})
		return problem.ExitFailed
	}
	return code
}

// newLogger is the log on standard error: with -v every request, otherwise
// warnings, and as JSON, which is for machines that keep it, the steps of what
// is done, too, unless --quiet. Its times are UTC. What holds a credential
// blacks itself out; the log needs no filter.
func newLogger(w io.Writer, g globalFlags) (*slog.Logger, error) {
	o := &slog.HandlerOptions{Level: slog.LevelWarn, ReplaceAttr: inUTC}
	switch {
	case g.verbose:
		o.Level = slog.LevelDebug
	case g.logFormat == "json" && !g.quiet:
		o.Level = slog.LevelInfo
	}
	switch g.logFormat {
	case "text":
		return slog.New(slog.NewTextHandler(w, o)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, o)), nil
	}
	return nil, problem.Usagef("--log-format text or --log-format json", "unknown log format %q", g.logFormat)
}

// inUTC is for times that programs compare, whatever the machine's zone.
func inUTC(_ []string, a slog.Attr) slog.Attr {
	if t, ok := a.Value.Any().(time.Time); ok && a.Value.Kind() == slog.KindTime {
		a.Value = slog.TimeValue(t.UTC())
	}
	return a
}
