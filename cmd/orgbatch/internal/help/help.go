// Package help writes what a command does, how it is called and its flags, for a terminal.
package help

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/rivo/uniseg"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
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
		example := strings.ReplaceAll(strings.TrimSpace(cmd.Example), "\n", "\n  ")
		b.WriteString("\nExamples:\n  " + example + "\n")
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

// Groups are the headings under which the first help lists the commands,
// each in the order of the work.
var Groups = []struct {
	heading string
	Names   []string
}{
	{"Import", []string{
		"inspect", "validate", "import", "approve", "apply", "resume", "undo", "audit", "runs", "history",
	}},
	{"Export", []string{"export", "list"}},
	{"Backup", []string{"backup"}},
	{"One organization", []string{"get", "create", "update", "delete"}},
	{"Set up", []string{"config", "doctor", "sandbox", "completion", "version"}},
}

// Listed are rows of the help under a heading.
type Listed struct {
	Heading string
	Rows    [][2]string
}

// GroupsOf puts the commands, and after them the topics, under their headings.
func GroupsOf(cmd *cobra.Command) []Listed {
	children := Available(cmd)
	if len(children) == 0 {
		return nil
	}
	row := func(c *cobra.Command) [2]string { return [2]string{c.Name(), c.Short} }
	if cmd.HasParent() {
		all := Listed{Heading: "Commands"}
		for _, c := range children {
			all.Rows = append(all.Rows, row(c))
		}
		return []Listed{all}
	}
	var groups []Listed
	for _, g := range Groups {
		group := Listed{Heading: g.heading}
		for _, name := range g.Names {
			group.Rows = append(group.Rows, row(Child(cmd, name)))
		}
		groups = append(groups, group)
	}
	topics := Listed{Heading: "Topics (orgbatch help TOPIC)"}
	for _, c := range cmd.Commands() {
		if c.IsAdditionalHelpTopicCommand() {
			topics.Rows = append(topics.Rows, row(c))
		}
	}
	const code = "What the code of an issue means and what to do, as in orgbatch help parent-missing"
	topics.Rows = append(topics.Rows, [2]string{"CODE", code})
	return append(groups, topics)
}

// FlagsOf are the flags of a command, its own and inherited ones, under their headings.
func FlagsOf(cmd *cobra.Command) (all []Listed) {
	for _, s := range Sections {
		flags := Listed{Heading: s.Heading}
		add := func(f *pflag.Flag) {
			section := strings.Join(f.Annotations[cmdline.Section], "")
			if section == s.name && !f.Hidden && f.Name != "help" {
				flags.Rows = append(flags.Rows, flagRow(f))
			}
		}
		cmd.LocalFlags().VisitAll(add)
		cmd.InheritedFlags().VisitAll(add)
		if len(flags.Rows) > 0 {
			all = append(all, flags)
		}
	}
	return all
}

// flagRow is a flag and what it does, in the library's words.
func flagRow(f *pflag.Flag) [2]string {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	set.AddFlag(f)
	line := strings.TrimSuffix(set.FlagUsages(), "\n")
	const margin, between = 2, "   "
	at := margin + 4 + strings.Index(line[margin+4:], between) // -x, or as many blanks
	return [2]string{line[margin:at], line[at+len(between):]}
}

// helpRows aligns rows of two columns by cells, and breaks the second one where the
// terminal ends. What leaves it no room stands on a line of its own.
func helpRows(rows [][2]string, width int) string {
	const margin, gap, narrow = 2, 3, 10
	at := 0
	for _, row := range rows {
		at = max(at, margin+uniseg.StringWidth(row[0])+gap)
	}
	if at > width/2 {
		at = narrow
	}
	var b strings.Builder
	for _, row := range rows {
		first := "  " + row[0]
		if uniseg.StringWidth(first) >= at {
			b.WriteString(first + "\n" + strings.Repeat(" ", at))
		} else {
			b.WriteString(ui.Pad(first, at))
		}
		b.WriteString(ui.Hang(row[1], at, width) + "\n")
	}
	return b.String()
}
