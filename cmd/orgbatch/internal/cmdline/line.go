// Package cmdline has command lines as data: one that was given, kept with its run, given
// again, and cut down to what another command takes.
package cmdline

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

// Line is a command line that can be given again: the command, its arguments,
// and the flags that were given.
type Line struct {
	Command []string
	Args    []string
	Flags   []Flag
}

// Flag is a flag that was given.
type Flag struct {
	Name  string
	Value string // "" for a flag without one
}

// neverAgain are the flags that a command that is given again doesn't have: what was
// approved is that one plan, and what nobody was asked about is that one write.
var neverAgain = []string{"approval", "approved-by", "yes", "open"}

// The flags of every command, those that name a target, and those of every command that
// reaches one.
var (
	globalNames = []string{"json", "quiet", "verbose", "log-format"}
	TargetFlags = []string{"sandbox", "sandbox-db", "profile", "env", "url"}
	reachNames  = slices.Concat(globalNames, TargetFlags,
		[]string{"ca-file", "assume", "fault", "fault-seed", "rate", "concurrency", "runs", "yes", "code"})
)

// Takes are the flags of the commands that go on with a run, but for --dry-run: they do
// what a dry run shows. A test compares them with the commands themselves.
var Takes = map[string][]string{
	"apply": slices.Concat(reachNames,
		[]string{"skip-invalid", "as-planned", "max-rejects", "open", "delete", "approval", "approved-by"}),
	"resume": slices.Concat(reachNames,
		[]string{"max-rejects", "chunk-size", "open", "approval", "approved-by"}),
	"undo": slices.Concat(reachNames, []string{"delete"}),
}

// IsGlobal says whether a flag is one of every command.
func IsGlobal(flag string) bool { return slices.Contains(globalNames, flag) }

// IsTarget says whether a flag names a target.
func IsTarget(flag string) bool { return slices.Contains(TargetFlags, flag) }

// Of keeps the command line that is being run.
func Of(cmd *cobra.Command, args []string) Line {
	g := Line{Command: strings.Fields(cmd.CommandPath())[1:], Args: slices.Clone(args)}
	for i := range g.Args {
		g.Args[i] = WithoutQuery(g.Args[i])
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if slices.Contains(neverAgain, f.Name) {
			return
		}
		if many, ok := f.Value.(pflag.SliceValue); ok {
			for _, value := range many.GetSlice() {
				g.Flags = append(g.Flags, Flag{f.Name, value})
			}
			return
		}
		value := f.Value.String()
		if f.Value.Type() == "bool" {
			value = ""
		}
		g.Flags = append(g.Flags, Flag{f.Name, value})
	})
	return g
}

// Words is the command line as a run keeps it: a flag and its value are one word.
func (g Line) Words() []string {
	words := slices.Concat(g.Command, g.Args)
	for _, f := range g.Flags {
		word := "--" + f.Name
		if f.Value != "" {
			word += "=" + f.Value
		}
		words = append(words, word)
	}
	return words
}

// Kept is the command line that kept gave; of a run that has none, nothing.
func Kept(words []string) Line {
	var g Line
	for i, word := range words {
		switch flag, ok := strings.CutPrefix(word, "--"); {
		case i == 0:
			g.Command = []string{word}
		case ok:
			name, value, _ := strings.Cut(flag, "=")
			if slices.Contains(neverAgain, name) { // an earlier version kept it
				continue
			}
			g.Flags = append(g.Flags, Flag{name, value})
		default:
			g.Args = append(g.Args, word)
		}
	}
	return g
}

// As is another command for one run, with the flags that it takes too.
func (g Line) As(short, command string) Line {
	g.Command, g.Args = []string{command}, []string{short}
	g.Flags = slices.Clone(g.Flags)
	g.Flags = slices.DeleteFunc(g.Flags, func(f Flag) bool {
		return !slices.Contains(Takes[command], f.Name)
	})
	return g
}

// Has says whether a flag was given.
func (g Line) Has(flag string) bool {
	return slices.ContainsFunc(g.Flags, func(f Flag) bool { return f.Name == flag })
}

// NamesTarget says whether a flag that names a target was given.
func (g Line) NamesTarget() bool { return slices.ContainsFunc(TargetFlags, g.Has) }

// Without is the command line without those flags.
func (g Line) Without(flags ...string) Line {
	g.Flags = slices.DeleteFunc(slices.Clone(g.Flags), func(f Flag) bool {
		return slices.Contains(flags, f.Name)
	})
	return g
}

// Single says that the command gives one row by its own flags: there is no file
// to mend, and few of import's flags.
func (g Line) Single() bool {
	return len(g.Command) == 1 && (g.Command[0] == "create" || g.Command[0] == "update")
}

// In adds the folder of the runs where it isn't the usual one.
func (g Line) In(dir, usual string) Line {
	if !g.Has("runs") && dir != usual {
		g.Flags = append(g.Flags, Flag{"runs", dir})
	}
	return g
}

// OnPage is the command as a page has it, which others read: it names
// no folder of whoever sent the page.
func (g Line) OnPage() Line {
	g.Args, g.Flags = slices.Clone(g.Args), slices.Clone(g.Flags)
	for i := range g.Args {
		g.Args[i] = withoutFolder(g.Args[i])
	}
	for i := range g.Flags {
		g.Flags[i].Value = withoutFolder(g.Flags[i].Value)
		if g.Flags[i].Name == "approval" { // it isn't there yet
			g.Flags[i].Value = filepath.Base(g.Flags[i].Value)
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

// Text is the command line, without the flags named.
func (g Line) Text(without ...string) string {
	words := slices.Concat(g.Command, g.Args)
	for _, f := range g.Without(without...).Flags {
		words = append(words, "--"+f.Name)
		if f.Value != "" {
			words = append(words, f.Value)
		}
	}
	return Join(words...)
}

// Join writes a command as it can be typed.
func Join(args ...string) string {
	quoted := make([]string, len(args))
	for i, arg := range args {
		quoted[i] = shell.Quote(arg)
	}
	return "orgbatch " + strings.Join(quoted, " ")
}

// IsAddress says whether an argument is no file's name.
func IsAddress(arg string) bool {
	scheme, _, ok := strings.Cut(arg, "://")
	return ok && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}

// WithoutQuery is an address as it may stand in runs, pages and logs: what comes after a ?
// may be a key. Anything else stays.
func WithoutQuery(arg string) string {
	u, err := url.Parse(arg)
	if !IsAddress(arg) || err != nil {
		return arg
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}
