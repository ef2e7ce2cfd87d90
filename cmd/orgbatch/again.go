package main

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/orgbatch/orgbatch/exporter/shell"
)

// again is a command line that can be given again: the command, its arguments,
// and the flags that were given.
type again struct {
	command []string
	args    []string
	flags   []givenFlag
}

// givenFlag is a flag that was given.
type givenFlag struct {
	name  string
	value string // "" for a flag without one
}

// neverAgain are the flags that a command that is given again doesn't have: what was
// approved is that one plan, and what nobody was asked about is that one write.
var neverAgain = []string{"approval", "approved-by", "yes", "open"}

// The flags of every command, those that name a target, and those of every command that
// reaches one.
var (
	globalNames = []string{"json", "quiet", "verbose", "log-format"}
	targetNames = []string{"sandbox", "sandbox-db", "profile", "env", "url"}
	reachNames  = slices.Concat(globalNames, targetNames,
		[]string{"ca-file", "assume", "fault", "fault-seed", "rate", "concurrency", "runs", "yes", "code"})
)

// takes are the flags of the commands that go on with a run, but for --dry-run: they do
// what a dry run shows. A test compares them with the commands themselves.
var takes = map[string][]string{
	"apply": slices.Concat(reachNames,
		[]string{"skip-invalid", "as-planned", "max-rejects", "open", "delete", "approval", "approved-by"}),
	"resume": slices.Concat(reachNames,
		[]string{"max-rejects", "chunk-size", "open", "approval", "approved-by"}),
	"undo": slices.Concat(reachNames, []string{"delete"}),
}

// isGlobal says whether a flag is one of every command.
func isGlobal(flag string) bool { return slices.Contains(globalNames, flag) }

// isTarget says whether a flag names a target.
func isTarget(flag string) bool { return slices.Contains(targetNames, flag) }

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
	words := slices.Concat(g.command, g.args)
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

// as is another command for one run, with the flags that it takes too.
func (g again) as(short, command string) again {
	g.command, g.args = []string{command}, []string{short}
	g.flags = slices.Clone(g.flags)
	g.flags = slices.DeleteFunc(g.flags, func(f givenFlag) bool {
		return !slices.Contains(takes[command], f.name)
	})
	return g
}

// has says whether a flag was given.
func (g again) has(flag string) bool {
	return slices.ContainsFunc(g.flags, func(f givenFlag) bool { return f.name == flag })
}

// namesTarget says whether a flag that names a target was given.
func (g again) namesTarget() bool { return slices.ContainsFunc(targetNames, g.has) }

// without is the command line without those flags.
func (g again) without(flags ...string) again {
	g.flags = slices.DeleteFunc(slices.Clone(g.flags), func(f givenFlag) bool {
		return slices.Contains(flags, f.name)
	})
	return g
}

// single says that the command gives one row by its own flags: there is no file
// to mend, and few of import's flags.
func (g again) single() bool {
	return len(g.command) == 1 && (g.command[0] == "create" || g.command[0] == "update")
}

// in adds the folder of the runs where it isn't the usual one.
func (g again) in(dir, usual string) again {
	if !g.has("runs") && dir != usual {
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
	words := slices.Concat(g.command, g.args)
	for _, f := range g.without(without...).flags {
		words = append(words, "--"+f.name)
		if f.value != "" {
			words = append(words, f.value)
		}
	}
	return commandLine(words...)
}

// commandLine writes a command as it can be typed.
func commandLine(args ...string) string {
	quoted := make([]string, len(args))
	for i, arg := range args {
		quoted[i] = shell.Quote(arg)
	}
	return "orgbatch " + strings.Join(quoted, " ")
}

// isAddress says whether an argument is no file's name.
func isAddress(arg string) bool {
	scheme, _, ok := strings.Cut(arg, "://")
	return ok && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}

// withoutQuery is an address as it may stand in runs, pages and logs: what comes after a ?
// may be a key. Anything else stays.
func withoutQuery(arg string) string {
	u, err := url.Parse(arg)
	if !isAddress(arg) || err != nil {
		return arg
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}
