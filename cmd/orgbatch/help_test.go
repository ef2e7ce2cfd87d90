package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/help"
)

var update = flag.Bool("update", false, "write the golden files anew")

// runHere runs the program in this process, with no input and no variables.
func runHere(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = execute(context.Background(), process{
		args: args, stdin: strings.NewReader(""),
		stdout: &out, stderr: &err,
		env: func(string) string { return "" },
	})
	return code, out.String(), err.String()
}

// everyCommand calls f for each command and topic of the tree.
func everyCommand(f func(*cobra.Command)) {
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		f(c)
		for _, child := range c.Commands() {
			walk(child)
		}
	}
	a := bare()
	walk(newRoot(a))
}

// TestHelp compares every help text with its golden file: what people script
// against doesn't change unseen.
func TestHelp(t *testing.T) {
	everyCommand(func(c *cobra.Command) {
		words := strings.Fields(c.CommandPath())[1:]
		name := "orgbatch"
		if len(words) > 0 {
			name = strings.Join(words, "-")
		}
		t.Run(name, func(t *testing.T) {
			args := append([]string{"help"}, words...)
			if c.Runnable() {
				args = append(words, "--help")
			}
			code, stdout, stderr := runHere(t, args...)
			if code != 0 || stderr != "" {
				t.Fatalf("exit %d, %s", code, stderr)
			}
			golden(t, filepath.Join("testdata", "help", name+".golden"), stdout)
		})
	})
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("%s differs (go test ./cmd/orgbatch -update accepts it):\n%s", path, got)
	}
}

// TestHelpIsWhole holds every command to its house rules: a short and a long
// text, two examples that call it, and no line that a terminal of 100 cells
// wraps.
func TestHelpIsWhole(t *testing.T) {
	everyCommand(func(c *cobra.Command) {
		if c.IsAdditionalHelpTopicCommand() || c.Name() == "help" {
			return
		}
		if c.Short == "" || c.Long == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: needs a short text without a full stop, and a long one", c.CommandPath())
		}
		examples := strings.Split(strings.TrimSpace(c.Example), "\n")
		if len(examples) != 2 {
			t.Errorf("%s: has %d examples, want 2", c.CommandPath(), len(examples))
		}
		for _, e := range examples {
			if !strings.Contains(e, c.CommandPath()) {
				t.Errorf("%s: example %q doesn't call it", c.CommandPath(), e)
			}
		}
	})
}

// TestEventsAreDocumented holds every key of every event to its doc tag.
func TestEventsAreDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range event.Types {
		if seen[e.Kind] || e.About == "" {
			t.Errorf("event %q is there twice or has no text", e.Kind)
		}
		seen[e.Kind] = true
		checkDocs(t, e.Kind, reflect.TypeOf(e.Event))
	}
}

func checkDocs(t *testing.T, path string, typ reflect.Type) {
	for _, f := range event.Keys(typ) {
		name := f.Key
		if name == "" || f.Tag.Get("doc") == "" || strings.ToLower(name) != name {
			t.Errorf("%s.%s needs a lower-case json tag and a doc tag", path, f.Name)
		}
		if inner := event.ElemStruct(f.Type); inner != nil {
			checkDocs(t, path+"."+name, inner)
		}
	}
}

// TestHelpFits: no line of a help is wider than the terminal but one that is to be
// copied, or whose one word is, and second columns are aligned by cells.
func TestHelpFits(t *testing.T) {
	everyCommand(func(c *cobra.Command) {
		for _, width := range []int{40, 60, 80, 100} {
			text, examples, _ := strings.Cut(help.Of(c, width), "\nExamples:\n")
			for line := range strings.Lines(text) {
				line = strings.TrimRight(line, "\n")
				words := strings.Fields(line)
				if uniseg.StringWidth(line) > width && len(words) > 1 && !strings.HasPrefix(line, "  orgbatch ") && uniseg.StringWidth(words[len(words)-1]) < width/2 {
					t.Errorf("%s at %d: %q", c.CommandPath(), width, line)
				}
			}
			if c.Example != "" && !strings.HasPrefix(examples, "  "+c.CommandPath()) {
				t.Errorf("%s at %d ends in %q", c.CommandPath(), width, examples)
			}
		}
	})
}

// TestEveryCommandIsInAGroup: each stands once in the first help.
func TestEveryCommandIsInAGroup(t *testing.T) {
	var grouped, there []string
	for _, g := range help.Groups {
		grouped = append(grouped, g.Names...)
	}
	for _, c := range help.Available(newRoot(bare())) {
		there = append(there, c.Name())
	}
	slices.Sort(grouped)
	if !slices.Equal(grouped, there) {
		t.Errorf("grouped %v, there are %v", grouped, there)
	}
}
