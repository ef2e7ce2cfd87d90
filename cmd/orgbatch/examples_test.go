//go:build !race

// The race detector sees these commands in the scripts, and more of each.

package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// exampleID is the organization that the examples speak of.
const exampleID = "6f1a8f0e-2b7c-4d3a-9c55-0d7f2e4b8a11"

// exampleRow is that organization, as the API gives it.
const exampleRow = `{"id":"` + exampleID + `","name":"Exempelbacken Holding Ett AB","custom_id":"K-1","organization":null,"created_at":"2019-08-24T14:15:22.000000Z","tags":null,"customer_columns":null}`

// TestExamples runs the two examples that end each help text, each in a folder
// where what it names exists.
func TestExamples(t *testing.T) {
	t.Parallel()
	var script strings.Builder
	everyCommand(func(c *cobra.Command) {
		for line := range strings.Lines(c.Example) {
			run := ""
			if strings.Contains(line, "latest") || strings.Contains(line, "runs") || strings.Contains(line, "orgbatch approve") {
				run = " run"
			}
			allowed := "0"
			if strings.Contains(line, "--max-age") { // nobody made a backup last night
				allowed = "7"
			}
			fmt.Fprintf(&script, "prepare%s\nline %s %s\n", run, allowed, quoteScript(strings.TrimSpace(line)))
		}
	})
	runLines(t, "examples", script.String())
}

// TestReadme runs every command block of the README and of the pages in docs, in
// the order of the page, each page in a folder of its own: those whose language is
// sh or console, the latter's commands after a "$ ". A dry run may find errors, what
// leaves them out ends with them, and a comparison may find differences. Where a page makes the profile itself, it has none before.
func TestReadme(t *testing.T) {
	t.Parallel()
	var scripts []string
	for name, page := range pages(t) {
		var script strings.Builder
		script.WriteString("prepare run\n")
		if strings.Contains(page, "config add nordhus") {
			script.WriteString("forget nordhus\n")
		}
		lines := commandsOf(page)
		for _, line := range lines {
			allowed := "0"
			if strings.Contains(line, "--dry-run") || strings.Contains(line, "--skip-invalid") || strings.Contains(line, "backup diff") {
				allowed = "0,3"
			}
			fmt.Fprintf(&script, "line %s %s\n", allowed, quoteScript(line))
		}
		if len(lines) == 0 {
			if blocks := commandBlock.FindAllString(page, -1); len(blocks) > 0 && name != "library.md" { // whose examples are go test's
				t.Errorf("%s has no commands in %q", name, blocks)
			}
			continue
		}
		scripts = append(scripts, strings.TrimSuffix(name, ".md"), script.String())
	}
	runLines(t, scripts...)
}

var commandBlock = regexp.MustCompile("(?ms)^```(sh|console)\n(.*?)^```")

// commandsOf are the commands of a page. go test is this very run.
func commandsOf(page string) []string {
	var commands []string
	for _, block := range commandBlock.FindAllStringSubmatch(strings.ReplaceAll(page, "\r\n", "\n"), -1) {
		for line := range strings.Lines(block[2]) {
			line = strings.TrimSpace(line)
			command, prompted := strings.CutPrefix(line, "$ ")
			if block[1] == "console" && !prompted || command == "" || command[0] == '#' || strings.HasPrefix(command, "go test") || strings.HasPrefix(command, "go install") {
				continue
			}
			commands = append(commands, strings.Replace(command, "go run ./cmd/orgbatch", "orgbatch", 1))
		}
	}
	return commands
}

func quoteScript(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// runLines runs scripts, each named by the text before it.
func runLines(t *testing.T, scripts ...string) {
	t.Helper()
	p := scriptParams("")
	for i := 0; i < len(scripts); i += 2 {
		file := filepath.Join(t.TempDir(), scripts[i]+".txtar")
		if err := os.WriteFile(file, []byte("[windows] skip 'the lines are for a POSIX shell'\n"+scripts[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
		p.Files = append(p.Files, file)
	}
	p.Cmds["prepare"], p.Cmds["line"], p.Cmds["forget"] = scriptPrepare, scriptLine, scriptForget
	testscript.Run(t, p)
}

// scriptPrepare puts into a fresh folder what examples name: files, a sandbox
// with one organization, and a served one with the profiles nordhus. It makes them
// once; each folder is a copy, and the served sandbox begins anew. With the word
// run there is a planned run, which belongs to its folder.
func scriptPrepare(ts *testscript.TestScript, _ bool, args []string) {
	made := filepath.Join(ts.Getenv("WORK"), "made")
	if _, err := os.Stat(made); errors.Is(err, fs.ErrNotExist) {
		makeExample(ts, made)
	}
	dir, err := os.MkdirTemp(ts.Getenv("WORK"), "example-")
	ts.Check(err)
	ts.Check(ts.Exec("cp", "-pR", made+"/.", dir))
	enterExample(ts, dir)
	s := serverOf(ts).sandbox
	ts.Check(s.Reset(context.Background()))
	load(ts, s)
	if len(args) > 0 {
		ts.Check(ts.Exec("orgbatch", "import", "customers.csv", "--sandbox", "--dry-run"))
	}
}

// enterExample makes a folder the current one and the home.
func enterExample(ts *testscript.TestScript, dir string) {
	ts.Check(ts.Chdir(dir))
	ts.Setenv("XDG_CONFIG_HOME", filepath.Join(dir, ".config"))
	ts.Setenv("HOME", dir)
}

func makeExample(ts *testscript.TestScript, dir string) {
	ts.Check(os.Mkdir(dir, 0o700))
	enterExample(ts, dir)
	ts.Check(os.CopyFS(filepath.Join(dir, "samples"), os.DirFS(filepath.Join(packageDir, "..", "..", "samples"))))
	ts.Check(os.WriteFile(ts.MkAbs("customers.csv"), []byte("Kundnamn\nExempelbacken Norra AB\n"), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("closed.csv"), []byte("id\n6f1a8f0e-2b7c-4d3a-9c55-0d7f2e4b8a11\n"), 0o600))
	scriptServe(ts, false, []string{"-headers", "headers.txt"})
	secret := sandbox.DefaultCredentials()["X-PIGELLO-CLIENT-SECRET"] + "\n"
	for _, name := range []string{"nordhus.secret", "nordhus-test.secret"} {
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(secret), 0o600))
	}
	for _, name := range []string{"20261122T021500Z", "20261123T021500Z"} {
		ts.Check(backuptest.Put(ts.MkAbs("backups/nordhus"), backuptest.Past{Name: name, State: backup.Good, Rows: exampleRow + "\n"}))
	}
	ts.Check(backuptest.Put(ts.MkAbs("nightly/nordhus"), backuptest.Past{Name: "20261124T021500Z", State: backup.Suspect, Reasons: []string{"it has few rows"}, Rows: exampleRow + "\n"}))
	local, err := sandbox.Open(sandbox.Options{DB: ts.MkAbs(target.DefaultSandbox)})
	ts.Check(err)
	load(ts, local)
	ts.Check(local.Close())
	for _, line := range []string{
		"orgbatch config add nordhus --url $SERVER < headers.txt",
		"orgbatch config add nordhus-test --url $SERVER < headers.txt",
		"cp " + target.DefaultSandbox + " test.db",
	} {
		ts.Check(ts.Exec("sh", "-c", line))
	}
}

func load(ts *testscript.TestScript, s *sandbox.Sandbox) {
	rows := iter.Seq2[[]byte, error](func(yield func([]byte, error) bool) { yield([]byte(exampleRow), nil) })
	if _, err := s.Load(context.Background(), rows); err != nil {
		ts.Fatalf("load the sandbox: %v", err)
	}
}

// packageDir is the folder of this package: scripts run elsewhere.
var packageDir = func() string {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	return dir
}()

// scriptForget removes a profile that prepare made.
func scriptForget(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(ts.Exec("orgbatch", "config", "remove", args[0]))
}

// scriptLine runs a command line in a shell and checks its exit code: line
// 0,3 LINE. What a person would do is done for them: the API is the served
// sandbox, pasted headers are on standard input, questions are answered yes,
// a server is interrupted, and the code of a
// plan is that of the last run.
func scriptLine(ts *testscript.TestScript, _ bool, args []string) {
	line := args[1]
	if strings.Contains(line, "config add") {
		name := regexp.MustCompile(`config add (\S+)`).FindStringSubmatch(line)[1]
		_ = ts.Exec("orgbatch", "config", "remove", name)
		line = regexp.MustCompile(` --env \w+`).ReplaceAllString(line, "")
		line = strings.Replace(line, name, name+" --url $SERVER", 1)
		if !strings.Contains(line, "<") {
			line += " < headers.txt"
		}
	}
	if asks.MatchString(line) && !strings.Contains(line, "--yes") && !strings.Contains(line, "--dry-run") {
		line += " --yes"
	}
	if strings.HasPrefix(line, "orgbatch approve") {
		makeApprover(ts)
	}
	if strings.HasPrefix(line, "orgbatch undo") && !strings.Contains(line, "--delete") {
		line += " --delete 1"
	}
	if begun.MatchString(line) && ts.Exec("sh", "-c", "orgbatch runs latest | grep -q '^run .* · done$'") != nil {
		ts.Check(ts.Exec("orgbatch", "apply", "latest", "--sandbox", "--yes")) // so that there is a run that was begun
	}
	line = someCode.ReplaceAllString(line, "--code $(orgbatch runs latest | sed -n 's/^  plan  *//p')")
	if strings.Contains(line, "sandbox serve") {
		line = regexp.MustCompile(` --addr \S+`).ReplaceAllString(line, "") + " --addr 127.0.0.1:0"
		scriptSignalled(ts, false, append([]string{"130", "INT", "0"}, strings.Fields(line)...))
		return
	}
	got := fmt.Sprint(exitCodeOf(ts.Exec("sh", "-c", line)))
	for _, allowed := range strings.Split(args[0], ",") {
		if got == allowed {
			return
		}
	}
	ts.Fatalf("%s: exit code %s, want %s", args[1], got, args[0])
}

// makeApprover gives a person a key, and the page of the last plan.
func makeApprover(ts *testscript.TestScript) {
	key := filepath.Join(ts.Getenv("HOME"), ".ssh", "id_ed25519")
	ts.Check(os.MkdirAll(filepath.Dir(key), 0o700))
	ts.Check(makeKey(key))
	ts.Check(ts.Exec("sh", "-c", "for page in orgbatch-runs/*/report.html; do cp $page report.html; done"))
}

// makeKey writes a new SSH key.
func makeKey(path string) error {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		return err
	}
	return os.WriteFile(path, pem.EncodeToMemory(block), 0o600)
}

// someCode is the code of a plan that only the example has.
var someCode = regexp.MustCompile(`--code [0-9a-f]{8}`)

// begun are the commands for a run that was applied.
var begun = regexp.MustCompile(`^orgbatch (resume|undo|audit) latest --sandbox`)

var asks = regexp.MustCompile(`^orgbatch (import|approve|apply|resume|undo|create|update|delete) |--prune`)

// TestCommandsOf holds the reader of the pages to what it promises.
func TestCommandsOf(t *testing.T) {
	page := "text\n```sh\norgbatch list\n\n# why\ngo test ./...\n```\n```console\n$ go run ./cmd/orgbatch get x\nanswer\n```\n```toml\na = 1\n```\n"
	got := strings.Join(commandsOf(page), "|")
	if want := "orgbatch list|orgbatch get x"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
