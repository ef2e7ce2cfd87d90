package cmdline

import (
	"path/filepath"
	"reflect"
	"testing"
)

// TestKeptAgain: a command line comes back from a run as it was given.
func TestKeptAgain(t *testing.T) {
	g := Line{
		Command: []string{"import"}, Args: []string{"kunder.csv", "-"},
		Flags: []Flag{{"map", "name=Namn"}, {"map", "custom_id=Nr = 2"}, {"dry-run", ""}, {"sandbox-db", "a b.db"}},
	}
	if got := Kept(g.Words()); !reflect.DeepEqual(got, g) {
		t.Errorf("got %+v, want %+v", got, g)
	}
	if got := g.Text("dry-run"); got != "orgbatch import kunder.csv - --map name=Namn --map 'custom_id=Nr = 2' --sandbox-db 'a b.db'" {
		t.Errorf("the line is %s", got)
	}
	dir := t.TempDir()
	on := Line{Command: []string{"apply"}, Args: []string{dir}, Flags: []Flag{{"runs", dir}, {"map", "name=A/B"}}}.OnPage()
	if got, want := on.Text(), "orgbatch apply "+filepath.Base(dir)+" --runs "+filepath.Base(dir)+" --map name=A/B"; got != want {
		t.Errorf("on a page the line is %s, not %s", got, want)
	}
	if got := Kept([]string{"import", "rows.csv", "--yes", "--approved-by=Berta", "--rate=5"}).Text(); got != "orgbatch import rows.csv --rate 5" {
		t.Errorf("what an earlier version kept is given again as %s", got)
	}
	if got := Kept(nil); got.Command != nil {
		t.Errorf("of nothing comes %+v", got)
	}
}
