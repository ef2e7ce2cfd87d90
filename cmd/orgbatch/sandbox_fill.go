package main

import (
	"context"
	"errors"
	"iter"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/shell"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

type seedOptions struct {
	db   string
	seed uint64
}

func newSandboxSeed(a *app) *cobra.Command {
	var o seedOptions
	cmd := &cobra.Command{
		Use:   "seed N",
		Short: "Fill the sandbox with made-up organizations",
		Long: `Add N made-up Swedish organizations with a tree of parents to the sandbox. The same
N and --seed make the same ones. Some have tags, customer columns, real estates and
segments: 00000000-0000-4000-8001-000000000001 and …2 are the tags, …8002-… the
columns, …8003-… the real estates, …8004-… the segments.`,
		Example: `orgbatch sandbox seed 2000
orgbatch sandbox seed 50 --seed 7 --sandbox-db test.db`,
		Args: exactly("N"),
		RunE: a.work(func(ctx context.Context, args []string) error { return runSandboxSeed(ctx, a, o, args[0]) }),
	}
	bindDB(cmd, &o.db)
	cmd.Flags().Uint64Var(&o.seed, "seed", 1, "draw others: any `N`")
	return cmd
}

func runSandboxSeed(ctx context.Context, a *app, o seedOptions, given string) error {
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		return problem.Usagef("orgbatch sandbox seed 2000", "%q is no number of organizations", given)
	}
	return onSandbox(ctx, a, o.db, func(s *sandbox.Sandbox) error { return s.Seed(ctx, n, o.seed) })
}

func newSandboxReset(a *app) *cobra.Command {
	var db string
	cmd := &cobra.Command{
		Use:   "reset",
		Short: "Empty the sandbox",
		Long:  "Remove every organization from the sandbox. Nobody is asked, also after sandbox copy.",
		Example: `orgbatch sandbox reset
orgbatch sandbox reset --sandbox-db test.db`,
		Args: exactly(),
		RunE: a.work(func(ctx context.Context, _ []string) error { return runSandboxReset(ctx, a, db) }),
	}
	bindDB(cmd, &db)
	return cmd
}

func runSandboxReset(ctx context.Context, a *app, db string) error {
	if _, err := os.Stat(db); err != nil {
		return problem.Usagef("--sandbox-db FILE names another", "there is no sandbox %s", db)
	}
	return onSandbox(ctx, a, db, func(s *sandbox.Sandbox) error { return s.Reset(ctx) })
}

type copyOptions struct {
	source target.Flags
	db     string
	use    target.Use
}

func newSandboxCopy(a *app) *cobra.Command {
	var o copyOptions
	cmd := &cobra.Command{
		Use:   "copy",
		Short: "Fill the sandbox from the real service",
		Long: `Copy every organization of a profile into an empty sandbox, ids and all, to try an
import on what is really there. Only reads go to Pigello.`,
		Example: `orgbatch sandbox copy --profile nordhus --sandbox-db copy.db
orgbatch sandbox copy --profile nordhus --sandbox-db copy.db --rate 2/s --quiet`,
		Args: exactly(),
		RunE: a.work(func(ctx context.Context, _ []string) error { return runSandboxCopy(ctx, a, o) }),
	}
	bindDB(cmd, &o.db)
	target.BindUse(cmd, &o.use)
	target.BindService(cmd, &o.source)
	return cmd
}

func runSandboxCopy(ctx context.Context, a *app, o copyOptions) (err error) {
	c, err := a.targets.Open(ctx, &o.source, target.Reads, o.use)
	if err != nil {
		return err
	}
	defer c.End(&err)
	return onSandbox(ctx, a, o.db, func(s *sandbox.Sandbox) error {
		there, err := s.Count(ctx)
		if err != nil {
			return err
		}
		if there > 0 {
			return problem.Usagef("orgbatch sandbox reset --sandbox-db "+shell.Quote(o.db)+" empties it",
				"the sandbox %s holds %s already", o.db, words.Counted(there, "organization"))
		}
		n, err := s.Load(ctx, rawRows(ctx, a.progress, c.Client))
		a.progress.Stop()
		if err == nil {
			a.ui.Say("%s · %s copied", c.Target.Name, words.Counted(n, "organization"))
		}
		return err
	})
}

// rawRows streams every organization as the API wrote it.
func rawRows(ctx context.Context, progress *ui.Progress, client *pigello.Client) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		rows := 0
		for org, err := range client.ListAll(ctx, pigello.Query{}, nil) {
			if !yield(org.Raw, err) || err != nil {
				return
			}
			rows++
			progress.Show(ui.Step{Stage: "copy", Rows: rows})
		}
	}
}

// onSandbox opens the sandbox of a file, does something to it, and says what it
// holds then.
func onSandbox(ctx context.Context, a *app, db string, do func(*sandbox.Sandbox) error) (err error) {
	s, err := target.OpenSandbox(a.targets.Log, db, &target.Flags{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := do(s); err != nil {
		return err
	}
	there, err := s.Count(ctx)
	if err != nil {
		return err
	}
	t := target.Target{Name: "sandbox · " + db, Sandbox: db}
	a.events.Send(t.Event(&there))
	a.ui.Say("%s", a.words.Plan.ThereNow(t.Name, there))
	return nil
}
