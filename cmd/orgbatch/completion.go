package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// shells are those that completion scripts are written for.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func newCompletion(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "completion " + strings.Join(shells, "|"),
		Short: "Print a completion script for a shell",
		Long: `Print a script that completes orgbatch's commands and flags in a shell, and the names
of profiles, runs and snapshots. Load it from the shell's start-up file.`,
		Example: `orgbatch completion bash > orgbatch.bash
orgbatch completion fish > orgbatch.fish`,
		Args: exactly("SHELL"),
	}
	cmd.RunE = a.work(func(_ context.Context, args []string) error { return runCompletion(a, cmd.Root(), args[0]) })
	return cmd
}

func runCompletion(a *app, root *cobra.Command, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(a.stdout, true)
	case "zsh":
		return root.GenZshCompletion(a.stdout)
	case "fish":
		return root.GenFishCompletion(a.stdout, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(a.stdout)
	}
	return problem.Usagef("the shells are: "+strings.Join(shells, ", "), "unknown shell %q", shell)
}
