package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/importer/run"
)

// TestResumeWritesFiles: a process that was killed when all rows were written
// and its files weren't leaves a run that is mentioned, and resume writes them;
// those of a run that came to its end are the user's own.
func TestResumeWritesFiles(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	say := sayIn(t, dir)
	if err := os.WriteFile("rows.csv", []byte("name,custom_id\nExempelbacken AB,1\nExempelviken AB,#N/A\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	say(3, "import", "rows.csv", "--sandbox", "--yes", "--skip-invalid")
	path, err := run.Resolve(config.DefaultRuns, run.Latest)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"results.csv", "rejects.csv", "rejects.xlsx"} {
		if err := os.WriteFile(filepath.Join(path, name), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	say(0, "resume", "latest", "--sandbox", "--yes")
	if text := read(t, filepath.Join(path, "rejects.csv")); text != "mine" {
		t.Errorf("resume has written over the user's file: %s", text)
	}
	setUnreported(t, path)
	if said := say(0, "runs"); !strings.Contains(said, "was cut off; go on with it: orgbatch resume ") {
		t.Errorf("it isn't mentioned: %s", said)
	}
	said := say(3, "resume", "latest", "--sandbox", "--yes")
	if !strings.Contains(said, "is finished") || !strings.Contains(said, "next: orgbatch import ") || !strings.Contains(said, "to correct.xlsx") {
		t.Errorf("resume said %s", said)
	}
	if text := read(t, filepath.Join(path, "results.csv")); !strings.Contains(text, "created") {
		t.Errorf("results.csv: %s", text)
	}
	if said := say(0, "runs"); strings.Contains(said, "cut off") {
		t.Errorf("it is mentioned still: %s", said)
	}
}

// TestUndoWritesFiles: so do resume, and undo itself, of a run that was undone.
func TestUndoWritesFiles(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	say := sayIn(t, dir)
	if err := os.WriteFile("rows.csv", []byte("name\nExempelbacken AB\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	say(0, "import", "rows.csv", "--sandbox", "--yes")
	say(0, "undo", "latest", "--sandbox", "--yes", "--delete", "1")
	path, err := run.Resolve(config.DefaultRuns, run.Latest)
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(path, "result.html")
	if text := read(t, page); !strings.Contains(text, "as before; linked contracts can’t be seen from here.") {
		t.Error("result.html is not the undo's")
	}
	for _, command := range []string{"resume", "undo"} {
		if err := os.Remove(page); err != nil {
			t.Fatal(err)
		}
		say(map[string]int{"resume": 5, "undo": 0}[command], command, "latest", "--sandbox", "--yes") // it came to its end
		if _, err := os.Stat(page); err == nil {
			t.Error("a page that the user removed was written anew")
		}
		setUnreported(t, path)
		if said := say(0, "runs"); !strings.Contains(said, "was cut off; go on with it: orgbatch resume ") {
			t.Errorf("it isn't mentioned: %s", said)
		}
		if said := say(0, command, "latest", "--sandbox", "--yes"); !strings.Contains(said, "is undone already") || !strings.Contains(said, "undo.csv") {
			t.Errorf("%s said %s", command, said)
		}
		if text := read(t, page); !strings.Contains(text, "as before; linked contracts can’t be seen from here.") {
			t.Errorf("%s wrote %s", command, text)
		}
		if said := say(0, "runs"); strings.Contains(said, "cut off") {
			t.Errorf("it is mentioned still: %s", said)
		}
	}
}

// setUnreported makes the run of a process that was killed before it had written
// the files of its end.
func setUnreported(t *testing.T, path string) {
	t.Helper()
	r, err := run.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.SetMeta(func(m *run.Meta) { m.Unreported = true }); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestApplyWritesPlanFiles: so does apply, of a plan.
func TestApplyWritesPlanFiles(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	say := sayIn(t, dir)
	if err := os.WriteFile("rows.csv", []byte("name\nExempelbacken AB\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	say(0, "import", "rows.csv", "--sandbox", "--dry-run")
	path, err := run.Resolve(config.DefaultRuns, run.Latest)
	if err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(path, "report.html")
	if err := os.Remove(report); err != nil {
		t.Fatal(err)
	}
	if said := say(0, "apply", "latest", "--sandbox", "--yes"); !strings.Contains(said, "report.html") {
		t.Errorf("apply said %s", said)
	}
	if text := read(t, report); !strings.Contains(text, "Exempelbacken AB") {
		t.Error("report.html is not the plan's")
	}
}

// sayIn gives what runs a command, checks its exit code and returns what it
// said to people.
func sayIn(t *testing.T, home string) func(want int, args ...string) string {
	return func(want int, args ...string) string {
		t.Helper()
		var out, said bytes.Buffer
		env := func(name string) string { return map[string]string{"HOME": home, "XDG_CONFIG_HOME": home}[name] }
		if exit := execute(context.Background(), process{
			args: args, stdin: strings.NewReader(""),
			stdout: &out, stderr: &said,
			env: env,
		}); exit != want {
			t.Fatalf("orgbatch %s: exit %d, want %d\n%s", strings.Join(args, " "), exit, want, said.String())
		}
		return said.String()
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
