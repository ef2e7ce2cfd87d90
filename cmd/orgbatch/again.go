package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// again is a command line that can be given again: the command, its arguments,
// and the flags that were given.
type again struct {
	command []string
	args    []string
	flags   []givenFlag
}

type givenFlag struct {
	name  string
	value string // "" for a flag without one
}

// newAgain keeps the command line that is being run.
func newAgain(cmd *cobra.Command, args []string) again {
	g := again{command: strings.Fields(cmd.CommandPath())[1:], args: slices.Clone(args)}
	for i := range g.args {
		g.args[i] = withoutQuery(g.args[i])
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if slices.Contains(neverAgain, f.Name) {
			return
		}
		if many, ok := f.Value.(pflag.SliceValue); ok {
			for _, value := range many.GetSlice() {
				g.flags = append(g.flags, givenFlag{f.Name, value})
			}
			return
		}
		value := f.Value.String()
		if f.Value.Type() == "bool" {
			value = ""
		}
		g.flags = append(g.flags, givenFlag{f.Name, value})
	})
	return g
}

// kept is the command line as a run keeps it: a flag and its value are one word.
func (g again) kept() []string {
	words := append(append([]string{}, g.command...), g.args...)
	for _, f := range g.flags {
		word := "--" + f.name
		if f.value != "" {
			word += "=" + f.value
		}
		words = append(words, word)
	}
	return words
}

// keptAgain is the command line that kept gave; of a run that has none, nothing.
func keptAgain(words []string) again {
	var g again
	for i, word := range words {
		switch flag, ok := strings.CutPrefix(word, "--"); {
		case i == 0:
			g.command = []string{word}
		case ok:
			name, value, _ := strings.Cut(flag, "=")
			if slices.Contains(neverAgain, name) { // an earlier version kept it
				continue
			}
			g.flags = append(g.flags, givenFlag{name, value})
		default:
			g.args = append(g.args, word)
		}
	}
	return g
}

// as is another command for one run, with the flags that it knows too. It does what a dry run shows.
func (g again) as(short string, cmd *cobra.Command) again {
	of := again{command: []string{cmd.Name()}, args: []string{short}}
	for _, f := range g.flags {
		if (cmd.Flags().Lookup(f.name) != nil || isGlobal(f.name)) && f.name != "dry-run" {
			of.flags = append(of.flags, f)
		}
	}
	return of
}

// single says that the command gives one row by its own flags: there is no file
// to mend, and few of import's flags.
func (g again) single() bool {
	return len(g.command) == 1 && (g.command[0] == "create" || g.command[0] == "update")
}

// in adds the folder of the runs where it isn't the usual one.
func (g again) in(a *app, dir string) again {
	named := slices.ContainsFunc(g.flags, func(f givenFlag) bool { return f.name == "runs" })
	if !named && dir != a.runsDir("", nil) {
		g.flags = append(g.flags, givenFlag{"runs", dir})
	}
	return g
}

// onPage is the command as a page has it, which others read: it names
// no folder of whoever sent the page.
func (g again) onPage() again {
	g.args, g.flags = slices.Clone(g.args), slices.Clone(g.flags)
	for i := range g.args {
		g.args[i] = withoutFolder(g.args[i])
	}
	for i := range g.flags {
		g.flags[i].value = withoutFolder(g.flags[i].value)
		if g.flags[i].name == "approval" { // it isn't there yet
			g.flags[i].value = filepath.Base(g.flags[i].value)
		}
	}
	return g
}

// withoutFolder is the name of what is there, and anything else as it is.
func withoutFolder(word string) string {
	if _, err := os.Stat(word); err != nil {
		return word
	}
	return filepath.Base(word)
}

// line is the command line, without the flags named.
func (g again) line(without ...string) string {
	words := append(append([]string{}, g.command...), g.args...)
	for _, f := range g.flags {
		if slices.Contains(without, f.name) {
			continue
		}
		words = append(words, "--"+f.name)
		if f.value != "" {
			words = append(words, f.value)
		}
	}
	return commandLine(words...)
}
