package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/help"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/pigello"
)

// newHelp is `orgbatch help`: of a command, a topic, or the code of an issue.
func newHelp(a *app, root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND|TOPIC|CODE]",
		Short: "Show what a command does, or what the code of an issue means",
		Long: `Show what a command does, or what the code of an issue means and what to do about it,
as in orgbatch help backup create, orgbatch help exit-codes and orgbatch help
parent-missing.`,
		Example: `orgbatch help import
orgbatch help parent-missing`,
		RunE: a.work(func(_ context.Context, args []string) error { return runHelp(a, root, args) }),
		ValidArgsFunction: func(_ *cobra.Command, args []string, typed string) (completions, directive) {
			return startingWith(typed)(topicsIn(root, args), cobra.ShellCompDirectiveNoFileComp)
		},
	}
}

func runHelp(a *app, root *cobra.Command, args []string) error {
	cmd := root
	for i, arg := range args {
		child := help.Child(cmd, arg)
		if child == nil && i == 0 && len(args) == 1 {
			return helpOnCode(a, root, arg)
		}
		if child == nil {
			return noTopic(root, args[:i], arg)
		}
		cmd = child
	}
	return cmd.Help()
}

// helpOnCode explains a code of an issue, which may be an error here and a warning
// there.
func helpOnCode(a *app, root *cobra.Command, code string) error {
	code = strings.ToLower(code)
	var b strings.Builder
	for _, doc := range codes.Catalogue() {
		if doc.Code != code {
			continue
		}
		fmt.Fprintf(&b, "%s, %s: %s\n", doc.Code, doc.Severity, doc.Meaning)
		if doc.Do != "" {
			fmt.Fprintf(&b, "\n  What to do:  %s\n", doc.Do)
		}
		b.WriteByte('\n')
	}
	if b.Len() == 0 {
		return noTopic(root, nil, code)
	}
	_, err := fmt.Fprint(a.stdout, help.Reflow(b.String(), help.Width(a.stdout)))
	return err
}

// noTopic says that there is no such thing, and which the nearest is.
func noTopic(root *cobra.Command, within []string, name string) error {
	near := pigello.Nearest(name, topicsIn(root, within))
	if near == "" {
		return problem.Usagef("orgbatch help lists the commands and topics, docs/codes.md the codes of issues", "there is no command, topic or code %q", name)
	}
	return problem.Usagef(cmdline.Join(append(append([]string{"help"}, within...), near)...), "there is no command, topic or code %q; did you mean %s?", name, near)
}

// topicsIn are the names that may come after those.
func topicsIn(root *cobra.Command, within []string) []string {
	cmd := root
	for _, name := range within {
		if cmd = help.Child(cmd, name); cmd == nil {
			return nil
		}
	}
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.IsAdditionalHelpTopicCommand() {
			names = append(names, c.Name())
		}
	}
	if cmd == root {
		for _, doc := range codes.Catalogue() {
			names = append(names, doc.Code)
		}
	}
	return slices.Compact(names)
}

// dressHelp gives the tree our help: what it does, how it is called, its flags
// under their headings, and last the examples.
func dressHelp(a *app, root *cobra.Command) {
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) { cmdline.Annotate(f, "global") })
	cmdline.Annotate(root.Flags().Lookup("version"), "global")
	keepOrder(root)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		_, _ = io.WriteString(a.stdout, help.Of(cmd, help.Width(a.stdout))) // a help that nobody takes is no fault
	})
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return problem.Usagef(cmd.CommandPath()+" --help lists its flags", "%s%s", err, nearestFlag(cmd, err))
	})
}

// nearestFlag names the flag that was perhaps meant by one that isn't there.
func nearestFlag(cmd *cobra.Command, err error) string {
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return ""
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := pigello.Nearest(unknown.GetSpecifiedName(), names); near != "" {
		return "; did you mean --" + near + "?"
	}
	return ""
}

// keepOrder lets every command list its flags as they were bound.
func keepOrder(cmd *cobra.Command) {
	cmd.Flags().SortFlags = false
	for _, child := range cmd.Commands() {
		keepOrder(child)
	}
}
