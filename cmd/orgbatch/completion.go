package main

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
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

// The shells ask for the values of arguments and flags too. What they may be is
// read off the words of the help: FILE and DIR are paths, RUN is a run, and
// csv|jsonl is one of the two.

type (
	completions = []cobra.Completion
	directive   = cobra.ShellCompDirective
)

// completeAll gives every command of the tree its completions.
func completeAll(configs *target.Configs, targets *target.Finder, cmd *cobra.Command) {
	if cmd.ValidArgsFunction == nil {
		cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, typed string) (completions, directive) {
			return completeArgument(configs, targets, cmd, args, typed)
		}
	}
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		word, _ := pflag.UnquoteUsage(f)
		if f.Value.Type() == "bool" || isFile(word) {
			return // there is no value, or the shell knows files itself
		}
		_ = cmd.RegisterFlagCompletionFunc(f.Name, func(cmd *cobra.Command, args []string, typed string) (completions, directive) { // it fails for flags that aren't there
			return startingWith(typed)(completeWord(configs, targets, cmd, args, cmp.Or(flagWords[f.Name], word)))
		})
	})
	for _, child := range cmd.Commands() {
		completeAll(configs, targets, child)
	}
}

func isFile(word string) bool { return strings.HasPrefix(word, "FILE") || word == "REPORT.html" }

// flagWords are what the values of flags are, where their words don't say so.
var flagWords = map[string]string{"profile": "PROFILE", "accept": "ACCEPT"}

// completeArgument completes the next argument by its word in the usage line.
func completeArgument(configs *target.Configs, targets *target.Finder, cmd *cobra.Command, args []string, typed string) (completions, directive) {
	words := strings.Fields(cmd.Use)[1:]
	if len(words) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	last := words[len(words)-1]
	if len(args) >= len(words) && !strings.HasSuffix(last, "…") {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	word := strings.Trim(words[min(len(args), len(words)-1)], "[]…")
	if word == "NAME" && cmd.Parent().Name() == "config" && cmd.Name() != "add" {
		word = "PROFILE"
	}
	return startingWith(typed)(completeWord(configs, targets, cmd, args, word))
}

// startingWith leaves out what begins otherwise than what was typed.
func startingWith(typed string) func(completions, directive) (completions, directive) {
	return func(list completions, d directive) (completions, directive) {
		return slices.DeleteFunc(list, func(c cobra.Completion) bool { return !strings.HasPrefix(c, typed) }), d
	}
}

var choice = regexp.MustCompile(`^[a-z0-9-]+(\|[a-z0-9-]+)+$`)

// completeWord lists what a word of the help may stand for.
func completeWord(configs *target.Configs, targets *target.Finder, cmd *cobra.Command, args []string, word string) (completions, directive) {
	none := cobra.ShellCompDirectiveNoFileComp
	switch {
	case isFile(word):
		return nil, cobra.ShellCompDirectiveDefault
	case word == "DIR":
		return nil, cobra.ShellCompDirectiveFilterDirs
	case choice.MatchString(word):
		return strings.Split(word, "|"), none
	case word == "FORMAT":
		return tabular.Formats(), none
	case word == "PROFILE":
		configs.Warned = true // nobody is there to read a warning
		file, _ := configs.IfAny()
		names := file.Names()
		if cmd.Name() == "set" {
			for _, key := range config.DefaultNames() {
				names = append(names, defaultsPrefix+key)
			}
		}
		return names, none
	case word == "KEY" && strings.HasPrefix(args[0], defaultsPrefix):
		return nil, none
	case word == "KEY":
		return config.KeyNames(), none
	case word == "ACCEPT":
		return plan.AcceptableCodes(), none
	case word == "RUN":
		return completeRun(targets, cmd), none | cobra.ShellCompDirectiveKeepOrder
	case word == "A" || word == "B":
		return append(completeSnapshot(cmd, args), "live"), cobra.ShellCompDirectiveDefault
	case word == "SNAPSHOT":
		return completeSnapshot(cmd, args), none | cobra.ShellCompDirectiveKeepOrder
	}
	return nil, none
}

// completeRun lists the runs by their short ids, the newest first, each with its
// time.
func completeRun(targets *target.Finder, cmd *cobra.Command) completions {
	flag, _ := cmd.Flags().GetString("runs")
	names, err := run.Names(targets.RunsDir(flag, nil))
	if err != nil || len(names) == 0 {
		return nil
	}
	list := completions{run.Latest}
	for _, name := range names {
		when, short, _ := strings.Cut(name, "-")
		list = append(list, cobra.CompletionWithDesc(short, when))
	}
	return list
}

// completeSnapshot lists the snapshots of the folder that was named before, the
// newest first.
func completeSnapshot(cmd *cobra.Command, args []string) completions {
	if len(args) == 0 {
		return nil
	}
	profile, _ := cmd.Flags().GetString("profile")
	stores, err := storesOf(args[0], profile)
	if err != nil {
		return nil
	}
	list := completions{"latest"}
	for _, s := range stores {
		snaps, _ := s.List() // what can't be read isn't offered
		for _, snap := range slices.Backward(snaps) {
			list = append(list, cobra.CompletionWithDesc(snap.Name, s.Profile()+", "+string(snap.State())))
		}
	}
	return list
}
