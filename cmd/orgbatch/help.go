package main

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/pigello"
)

// sections are the headings, in their order; "" holds the command's own flags.
var sections = []struct{ name, heading string }{
	{"", "Flags"}, {"target", "Target"}, {"global", "Everywhere"},
}

// dressHelp gives the tree our help: what it does, how it is called, its flags
// under their headings, and last the examples.
func dressHelp(a *app, root *cobra.Command) {
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) { cmdline.Annotate(f, "global") })
	cmdline.Annotate(root.Flags().Lookup("version"), "global")
	keepOrder(root)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		_, _ = io.WriteString(a.stdout, helpOf(cmd, helpWidth(a.stdout))) // a help that nobody takes is no fault
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

// helpWidth is the terminal's width, as far as lines of it are good to read.
func helpWidth(w io.Writer) int {
	const usual, most = 80, 100
	if width := ui.WidthOf(w); width > 0 {
		return min(width, most)
	}
	return usual
}

// helpOf is the help of a command or a topic, for a terminal of that width.
func helpOf(cmd *cobra.Command, width int) string {
	var b strings.Builder
	b.WriteString(reflow(cmp.Or(cmd.Long, cmd.Short), width))
	if cmd.IsAdditionalHelpTopicCommand() {
		return b.String()
	}
	b.WriteString("\nUsage:\n  " + strings.Join(usageOf(cmd), "\n  ") + "\n")
	for _, l := range slices.Concat(groupsOf(cmd), flagsOf(cmd)) {
		b.WriteString("\n" + l.heading + ":\n" + helpRows(l.rows, width))
	}
	if cmd.Example != "" {
		b.WriteString("\nExamples:\n  " + strings.ReplaceAll(strings.TrimSpace(cmd.Example), "\n", "\n  ") + "\n")
	}
	return b.String()
}

// usageOf are the lines by which a command is called.
func usageOf(cmd *cobra.Command) (lines []string) {
	children := availableOf(cmd)
	if len(children) == 0 || strings.Contains(cmd.Use, " ") {
		lines = append(lines, cmd.UseLine())
	}
	if len(children) > 0 {
		lines = append(lines, cmd.CommandPath()+" COMMAND")
	}
	return lines
}

func availableOf(cmd *cobra.Command) []*cobra.Command {
	var there []*cobra.Command
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			there = append(there, c)
		}
	}
	return there
}
