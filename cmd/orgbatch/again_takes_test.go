package main

import (
	"slices"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
)

// TestTakes: the flags of the commands that go on with a run are those that a command line
// is cut down to.
func TestTakes(t *testing.T) {
	a := bare()
	root := &cobra.Command{}
	bindGlobal(root, &a.global)
	for name, cmd := range map[string]*cobra.Command{"apply": newApply(a), "resume": newResume(a), "undo": newUndo(a)} {
		cmd.Flags().AddFlagSet(root.PersistentFlags())
		var flags []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "dry-run" {
				flags = append(flags, f.Name)
			}
		})
		known := slices.Sorted(slices.Values(cmdline.Takes[name]))
		if slices.Sort(flags); !slices.Equal(known, flags) {
			t.Errorf("%s takes %q, and is known to take %q", name, flags, known)
		}
	}
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if !cmdline.IsGlobal(f.Name) {
			t.Errorf("--%s is a flag of every command", f.Name)
		}
	})
}
