package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// given is a command as this test gives it: BEGUN, READY, DONE and LISTED are runs, ID is an organization that is there, and in ids.txt.
type given struct {
	line   string
	writes bool // to the target, where nothing forbids it
	freely bool // and where an approval is required, too
}

// everyLine gives each command, as a person would who doesn't know of approvals. Whoever makes a command says here whether it writes.
var everyLine = map[string][]given{
	"import": {{line: "import rows.csv --yes", writes: true}, {line: "import rows.csv --yes --skip-invalid --approved-by Berta", writes: true},
		{line: "import rows.csv --dry-run"}},
	"apply": {{line: "apply READY --yes", writes: true}, {line: "apply READY --yes --as-planned --skip-invalid --approved-by Berta", writes: true},
		{line: "apply LISTED --yes --delete 1", writes: true}},
	"resume":         {{line: "resume BEGUN --yes", writes: true}},
	"undo":           {{line: "undo DONE --yes --delete 2", writes: true, freely: true}},
	"backup restore": {{line: "backup restore backups --yes", writes: true}, {line: "backup restore backups --dry-run"}},
	"create":         {{line: "create --name Exempelängen --yes", writes: true}},
	"update":         {{line: "update ID --custom-id U-1 --yes", writes: true}},
	"delete":         {{line: "delete ID --yes", writes: true}, {line: "delete --ids ids.txt --yes --delete 1", writes: true}, {line: "delete --ids ids.txt --dry-run"}},
	"doctor":         {{line: "doctor"}, {line: "doctor --probe", writes: true}},

	"validate": {{line: "validate rows.csv"}}, "inspect": {{line: "inspect rows.csv"}}, "audit": {{line: "audit DONE"}},
	"approve": {{line: "approve report.html --yes"}}, "export": {{line: "export out.csv"}}, "get": {{line: "get ID"}}, "list": {{line: "list"}},
	"backup create": {{line: "backup create backups --verify restore"}}, "backup list": {{line: "backup list backups"}},
	"backup verify": {{line: "backup verify backups --all --restore"}}, "backup diff": {{line: "backup diff backups latest live"}},
	"backup prune": {{line: "backup prune backups --keep-last 1"}}, "backup accept": {{line: "backup accept backups latest --reason x"}},
	"runs": {{line: "runs"}, {line: "runs --prune 0h --yes"}}, "runs prune": {{line: "runs prune 0h --yes"}}, "history": {{line: "history"}},
	"sandbox serve": {{line: "sandbox serve --addr nowhere:none"}}, "sandbox seed": {{line: "sandbox seed 3 --db other.db"}},
	"sandbox reset": {{line: "sandbox reset --db other.db --yes"}}, "sandbox copy": {{line: "sandbox copy --db copy.db"}},
	"config add": {{line: "config add other"}}, "config list": {{line: "config list"}}, "config show": {{line: "config show guarded"}},
	"config test": {{line: "config test guarded"}}, "config set": {{line: "config set guarded rate 5"}}, "config remove": {{line: "config remove other"}},
	"config path": {{line: "config path"}}, "completion": {{line: "completion bash"}}, "version": {{line: "version"}},
}

// guarded is a folder with runs, backups and a configuration whose one profile has the target of a recording server.
type guarded struct {
	t      *testing.T
	server *sandbox.Sandbox
	url    string
	dead   atomic.Bool // it takes no write, and answers none
	words  *strings.Replacer
	env    map[string]string
}

// begun says that there is to be a run that was cut off, which takes a while to make.
func newGuarded(t *testing.T, begun bool) *guarded {
	t.Helper()
	g := &guarded{t: t, env: map[string]string{"ORGBATCH_PROFILE": "guarded"}}
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "AppData"} {
		t.Setenv(name, dir)
	}
	var err error
	if g.server, err = sandbox.Open(sandbox.Options{}); err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.dead.Load() && r.Method != http.MethodGet {
			panic(http.ErrAbortHandler)
		}
		g.server.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { h.Close(); _ = g.server.Close() })
	g.url = h.URL
	for name, text := range map[string]string{
		"rows.csv": "name\nExempelbacken AB\n", "live.csv": "name\nExempelviken AB\nExempelön AB\n", "begun.csv": "name\nExempelnäset AB\n",
		"ready.csv": "name\nExempelåsen AB\n", "signers": "",
	} {
		g.write(name, text)
	}
	g.configure("")
	_, said := g.run("import live.csv --yes")
	g.run("backup create backups")
	g.run("import ready.csv --dry-run")
	words := []string{"BEGUN", ""}
	if begun {
		g.dead.Store(true)
		if code, said := g.run("import begun.csv --yes"); code != 6 {
			t.Fatalf("an import without answers ends in %d\n%s", code, said)
		}
		g.dead.Store(false)
		words[1] = run.Latest
	}
	infos, err := run.List(config.DefaultRuns)
	if err != nil || len(infos) < 2 {
		t.Fatalf("%d runs, %v\n%s", len(infos), err, said)
	}
	infos = infos[len(infos)-2:]
	r, err := run.OpenReadOnly(infos[1].Path)
	if err != nil {
		t.Fatal(err)
	}
	_, ids, err := r.States()
	if err != nil || r.Close() != nil {
		t.Fatal(err)
	}
	g.write("ids.txt", ids[0].String()+"\n")
	g.words = strings.NewReplacer(append(words, "LISTED", run.Latest, "READY", infos[0].Meta.Short, "DONE", infos[1].Meta.Short, "ID", ids[0].String())...)
	return g
}

func (g *guarded) write(name, text string) {
	g.t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		g.t.Fatal(err)
	}
}

// configure writes the configuration, with what it says of approvals.
func (g *guarded) configure(approvals string) {
	g.t.Helper()
	path, err := target.ConfigPath()
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err != nil {
		g.t.Fatal(err)
	}
	g.write(path, profile("guarded", g.url)+"secret = \""+sandbox.DefaultCredentials()["X-PIGELLO-CLIENT-SECRET"]+"\"\n"+approvals)
}

// run runs a command, and says how it ended.
func (g *guarded) run(line string) (code int, said string) {
	var out, err bytes.Buffer
	code = execute(context.Background(), process{
		args: strings.Fields(line), stdin: strings.NewReader(""),
		stdout: &out, stderr: &err,
		env: func(name string) string { return g.env[name] },
	})
	return code, err.String()
}

const required = "approval = \"required\"\nallowed_signers = \"signers\"\nown_signers = \"anna\"\n"

// TestEveryCommandIsGuarded: where the configuration requires approvals no command sends a request that writes, but for undo; and where it
// doesn't, those do that are said to.
func TestEveryCommandIsGuarded(t *testing.T) {
	found := map[string]bool{}
	everyCommand(func(c *cobra.Command) {
		if !c.Runnable() || c.HasSubCommands() && !strings.Contains(c.Use, " ") || c.IsAdditionalHelpTopicCommand() || c.Name() == "help" {
			return
		}
		name := strings.TrimPrefix(c.CommandPath(), "orgbatch ")
		found[name] = true
		if len(everyLine[name]) == 0 {
			t.Errorf("%s is a command of which nobody has said whether it writes", name)
		}
	})
	var harmless []string
	for name, lines := range everyLine {
		if !found[name] {
			t.Errorf("there is no %s", name)
		}
		for _, l := range lines {
			if !l.writes {
				harmless = append(harmless, l.line)
				continue
			}
			t.Run(l.line, func(t *testing.T) { guards(t, l) })
		}
	}
	g := newGuarded(t, false)
	g.configure(required)
	before := g.wrote()
	for _, line := range harmless {
		if code, said := g.run(g.words.Replace(line)); g.wrote() > before {
			t.Fatalf("%s ends in %d, and wrote\n%s", line, code, said)
		}
	}
}

// guards gives a command that writes, where an approval is required, by the profile and by variables, and where none is.
func guards(t *testing.T, l given) {
	g := newGuarded(t, strings.Contains(l.line, "BEGUN"))
	line := g.words.Replace(l.line)
	if strings.Contains(line, "restore") { // something is missing there
		g.run(g.words.Replace("undo DONE --yes --delete 2"))
	}
	if strings.Contains(l.line, "LISTED") {
		g.run("delete --ids ids.txt --dry-run")
	}
	before := g.wrote()
	g.configure(required)
	if l.freely {
		if code, said := g.run(line); code != 0 || g.wrote() == before {
			t.Errorf("it ends in %d\n%s", code, said)
		}
		return
	}
	for range 2 {
		if code, said := g.run(line); code != 5 || g.wrote() > before {
			t.Errorf("it ends in %d, and wrote: %v\n%s", code, g.wrote() > before, said)
		}
		g.variables()
	}
	g.configure("")
	g.env = map[string]string{"ORGBATCH_PROFILE": "guarded"}
	if code, said := g.run(line); g.wrote() == before {
		t.Errorf("it ends in %d where nothing forbids it, and wrote nothing\n%s", code, said)
	}
}

// variables names the same target by variables, beside the profile.
func (g *guarded) variables() {
	g.env = map[string]string{config.VariableURL: strings.ToUpper(g.url[:4]) + g.url[4:] + "/"}
	for _, k := range config.Keys() {
		g.env[k.Variable] = sandbox.DefaultCredentials()[k.Header]
	}
}

// wrote counts the requests that write.
func (g *guarded) wrote() (n int) {
	for _, r := range g.server.Requests() {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			n++
		}
	}
	return n
}
