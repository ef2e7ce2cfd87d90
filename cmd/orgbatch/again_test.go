package main

import (
	"path/filepath"
	"reflect"
	"testing"
)

// TestKeptAgain: a command line comes back from a run as it was given.
func TestKeptAgain(t *testing.T) {
	g := again{
		command: []string{"import"}, args: []string{"kunder.csv", "-"},
		flags: []givenFlag{{"map", "name=Namn"}, {"map", "custom_id=Nr = 2"}, {"dry-run", ""}, {"sandbox-db", "a b.db"}},
	}
	if got := keptAgain(g.kept()); !reflect.DeepEqual(got, g) {
		t.Errorf("got %+v, want %+v", got, g)
	}
	if got := g.line("dry-run"); got != "orgbatch import kunder.csv - --map name=Namn --map 'custom_id=Nr = 2' --sandbox-db 'a b.db'" {
		t.Errorf("the line is %s", got)
	}
	dir := t.TempDir()
	on := again{command: []string{"apply"}, args: []string{dir}, flags: []givenFlag{{"runs", dir}, {"map", "name=A/B"}}}.onPage()
	if got, want := on.line(), "orgbatch apply "+filepath.Base(dir)+" --runs "+filepath.Base(dir)+" --map name=A/B"; got != want {
		t.Errorf("on a page the line is %s, not %s", got, want)
	}
	if got := keptAgain([]string{"import", "rows.csv", "--yes", "--approved-by=Berta", "--rate=5"}).line(); got != "orgbatch import rows.csv --rate 5" {
		t.Errorf("what an earlier version kept is given again as %s", got)
	}
	if got := keptAgain(nil); got.command != nil {
		t.Errorf("of nothing comes %+v", got)
	}
}
