package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestReadme runs every command block of the README, one script a block, with
// the samples beside it. What differs from what a reader types is only that the
// program is built already, and that the profile of the examples is a sandbox
// whose headers are pasted.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	blocks := strings.Split(string(readme), "```sh\n")[1:]
	if len(blocks) < 4 {
		t.Fatalf("the README has %d command blocks, which can't be all", len(blocks))
	}
	for n, block := range blocks {
		commands, _, closed := strings.Cut(block, "```")
		if !closed {
			t.Fatalf("block %d isn't closed", n+1)
		}
		script := readmeScript(t, commands)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("block%d.txtar", n+1)), []byte(script), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := scriptParams(dir)
	setup := p.Setup
	samples, err := filepath.Abs(filepath.Join(root, "samples"))
	if err != nil {
		t.Fatal(err)
	}
	p.Setup = func(e *testscript.Env) error {
		if err := os.CopyFS(filepath.Join(e.WorkDir, "samples"), os.DirFS(samples)); err != nil {
			return err
		}
		return setup(e)
	}
	p.RequireExplicitExec = true
	testscript.Run(t, p)
}

func readmeScript(t *testing.T, commands string) string {
	var b strings.Builder
	b.WriteString("serve -headers headers.txt\n")
	for line := range strings.Lines(commands) {
		line = strings.TrimSpace(line)
		command := strings.Replace(line, "go run ./cmd/orgbatch", "orgbatch", 1)
		switch {
		case command == "":
		case command == "go test ./...":
			ci, err := os.ReadFile(filepath.Join(root, ".ci", "run"))
			if err != nil || !strings.Contains(string(ci), `go test -v -count=1 "$@" ./...`) {
				t.Errorf(".ci/run doesn't run the README's test command: %v", err)
			}
		case strings.HasPrefix(command, "orgbatch config add"):
			fmt.Fprintf(&b, "stdin headers.txt\nexec %s --url $SERVER\n", command)
		case strings.Contains(command, "messy.csv"):
			fmt.Fprintf(&b, "exits 3 %s\n", command)
		case strings.HasPrefix(command, "orgbatch "):
			fmt.Fprintf(&b, "exec %s\n", command)
		default:
			t.Errorf("the README has a command that no test runs: %s", line)
		}
	}
	return b.String()
}
