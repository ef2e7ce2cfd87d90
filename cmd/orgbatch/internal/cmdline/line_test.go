package cmdline

import (
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
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

// TestQuoteArg: a shell reads back what was written.
func TestQuoteArg(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal("the next command is written for a POSIX shell:", err)
	}
	args := []string{"plain", "", "two words", "it's", `"x"`, "$HOME", "a\nb", "name=Kundnamn", "--map", "name__icontains!=å", "*", "`x`", `\`, "~", "#x", "a;b"}
	out, err := exec.Command(sh, "-c", strings.Replace(Join(args...), "orgbatch", `printf '%s\0'`, 1)).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"); strings.Join(got, "|") != strings.Join(args, "|") {
		t.Errorf("got %q, want %q", got, args)
	}
}
