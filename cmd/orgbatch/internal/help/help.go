// Package help writes what a command does, how it is called and its flags, for a terminal.
package help

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
)

// Sections are the headings, in their order; "" holds the command's own flags.
var Sections = []struct{ name, Heading string }{
	{"", "Flags"}, {"target", "Target"}, {"global", "Everywhere"},
}

// Width is the terminal's width, as far as lines of it are good to read.
func Width(w io.Writer) int {
	const usual, most = 80, 100
	if width := ui.WidthOf(w); width > 0 {
		return min(width, most)
	}
	return usual
}

// Of is the help of a command or a topic, for a terminal of that width.
func Of(cmd *cobra.Command, width int) string {
	var b strings.Builder
	b.WriteString(Reflow(cmp.Or(cmd.Long, cmd.Short), width))
	if cmd.IsAdditionalHelpTopicCommand() {
		return b.String()
	}
	b.WriteString("\nUsage:\n  " + strings.Join(UsageOf(cmd), "\n  ") + "\n")
	for _, l := range slices.Concat(GroupsOf(cmd), FlagsOf(cmd)) {
		b.WriteString("\n" + l.Heading + ":\n" + helpRows(l.Rows, width))
	}
	if cmd.Example != "" {
		b.WriteString("\nExamples:\n  " + strings.ReplaceAll(strings.TrimSpace(cmd.Example), "\n", "\n  ") + "\n")
	}
	return b.String()
}

// UsageOf are the lines by which a command is called.
func UsageOf(cmd *cobra.Command) (lines []string) {
	children := Available(cmd)
	if len(children) == 0 || strings.Contains(cmd.Use, " ") {
		lines = append(lines, cmd.UseLine())
	}
	if len(children) > 0 {
		lines = append(lines, cmd.CommandPath()+" COMMAND")
	}
	return lines
}

// Available are the commands below one that can be given.
func Available(cmd *cobra.Command) []*cobra.Command {
	var there []*cobra.Command
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			there = append(there, c)
		}
	}
	return there
}

// Child is the command or topic of that name, nil for none.
func Child(cmd *cobra.Command, name string) *cobra.Command {
	for _, c := range cmd.Commands() {
		if c.Name() == name || c.HasAlias(name) {
			return c
		}
	}
	return nil
}
