package main

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
)

// sections are the headings, in their order; "" holds the command's own flags.
var sections = []struct{ name, heading string }{
	{"", "Flags"}, {"target", "Target"}, {"global", "Everywhere"},
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

// availableOf are the commands below one that can be given.
func availableOf(cmd *cobra.Command) []*cobra.Command {
	var there []*cobra.Command
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			there = append(there, c)
		}
	}
	return there
}

// childOf is the command or topic of that name, nil for none.
func childOf(cmd *cobra.Command, name string) *cobra.Command {
	for _, c := range cmd.Commands() {
		if c.Name() == name || c.HasAlias(name) {
			return c
		}
	}
	return nil
}
