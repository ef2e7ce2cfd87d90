package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/exporter/shell"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

func newSandbox(a *app) *cobra.Command {
	return group(&cobra.Command{
		Use:   "sandbox",
		Short: "Serve, fill and empty the local sandbox",
		Long: `The sandbox is the same API, served on this machine from one file. Every command
reaches it with --sandbox; these serve it to others, fill it and empty it.

` + switchesHelp(),
		Example: `orgbatch sandbox seed 2000
orgbatch sandbox serve --addr 127.0.0.1:8780`,
	}, newSandboxServe(a), newSandboxSeed(a), newSandboxReset(a), newSandboxCopy(a))
}

type serveOptions struct {
	flags target.Flags
	db    string
	addr  string
}

func newSandboxServe(a *app) *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the sandbox until interrupted",
		Long: `Serve the sandbox until Ctrl-C, and print its URL and the variables that reach it,
with credentials that it accepts, as lines for a shell. Its switches, --assume and
--fault, are those of orgbatch help sandbox.`,
		Example: `orgbatch sandbox serve --sandbox-db test.db --addr 127.0.0.1:0
orgbatch sandbox serve --assume bulk-id=ignored --fault drop-after=5% --fault-seed 7`,
		Args: exactly(),
		RunE: a.work(func(ctx context.Context, _ []string) error { return runSandboxServe(ctx, a, o) }),
	}
	bindDB(cmd, &o.db)
	cmd.Flags().StringVar(&o.addr, "addr", "127.0.0.1:8780", "listen on `HOST:PORT`; port 0 takes any that is free")
	target.BindSandbox(cmd, &o.flags)
	return cmd
}

// bindDB gives a command of the sandbox its file, under the name that it has everywhere.
func bindDB(cmd *cobra.Command, db *string) {
	cmd.Flags().StringVar(db, "sandbox-db", target.DefaultSandbox, "the sandbox's `FILE`")
	cmd.Flags().StringVar(db, "db", target.DefaultSandbox, "as --sandbox-db, which was called so here")
	cmd.Flags().Lookup("db").Hidden = true
}

func runSandboxServe(ctx context.Context, a *app, o serveOptions) (err error) {
	s, err := target.OpenSandbox(a.targets.Log, o.db, &o.flags)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return &problem.Problem{Msg: "listen on " + o.addr + ": " + err.Error(), Err: err, Hint: "--addr 127.0.0.1:0 takes any port that is free"}
	}
	if host, _, _ := net.SplitHostPort(o.addr); !target.IsLoopback(host) {
		a.ui.Warn("%s can be reached from other machines, without encryption", listener.Addr())
	}
	there, err := s.Count(ctx)
	if err != nil {
		return err
	}
	if err := announce(a, "http://"+listener.Addr().String(), o.db, there); err != nil {
		return err
	}
	return serve(ctx, a.hard, a.targets, listener, s)
}

// serve answers until ctx ends; requests under way get five seconds then.
func serve(ctx context.Context, hard context.Context, targets *target.Finder, listener net.Listener, handler http.Handler) error {
	served := make(chan error, 1)
	server := target.Serve(targets.UI, listener, handler, served)
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(hard, 5*time.Second)
	defer cancel()
	if server.Shutdown(grace) != nil {
		_ = server.Close()
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return ctx.Err()
}

// announce prints where the sandbox listens and what reaches it.
func announce(a *app, url, db string, there int) error {
	variables := map[string]string{config.VariableURL: url}
	for _, k := range config.Keys() {
		variables[k.Variable] = sandbox.DefaultCredentials()[k.Header]
	}
	a.events.Send(event.Server{URL: url, Variables: variables})
	a.ui.Say("%s · %s", a.words.Plan.ThereNow("sandbox · "+db, there), url)
	a.ui.Say("Ctrl-C ends it; these lines let another shell reach it:")
	if a.events != nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		if _, err := fmt.Fprintf(a.stdout, "export %s=%s\n", name, shell.Quote(variables[name])); err != nil {
			return err
		}
	}
	return nil
}

// switchesHelp lists what --assume and --fault take, which every command with
// --sandbox has.
func switchesHelp() string {
	var b strings.Builder
	b.WriteString("Every command that takes --sandbox also takes switches, which no other help lists:\n\n")
	b.WriteString("--assume name=value answers otherwise where Pigello's documentation is silent; the first value is the default:\n\n")
	for _, s := range sandbox.Switches() {
		fmt.Fprintf(&b, "  %-20s  %s\n  %-20s    %s\n", s.Name, s.Question, "", strings.Join(s.Values, ", "))
	}
	b.WriteString("\n--fault name=P% lets that share of the requests fail; --fault-seed N repeats the same ones:\n\n")
	for _, s := range sandbox.FaultSwitches() {
		fmt.Fprintf(&b, "  %-20s  %s\n", s.Name, s.Question)
	}
	b.WriteString("\n--fault name=N is not drawn, but befalls whoever asks for more:\n\n")
	for _, s := range sandbox.LimitSwitches() {
		fmt.Fprintf(&b, "  %-20s  %s\n", s.Name, s.Question)
	}
	return strings.TrimRight(b.String(), "\n")
}
