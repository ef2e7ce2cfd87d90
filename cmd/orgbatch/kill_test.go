//go:build !race

// What a killed process leaves is no matter of its goroutines, and every command is another process.

package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// killing is when a process is killed with a signal that it can't catch, seen
// from the request that it sends.
type killing int

const (
	beforeWrite killing = iota // the request is never carried out
	afterWrite                 // it is, and its answer never comes
	afterAnswer                // a moment after its answer left
	killings
)

// executioner serves a sandbox, and kills the client at one of its requests.
type executioner struct {
	sandbox *sandbox.Sandbox
	mu      sync.Mutex
	seen    int
	at      int // counted over all commands; 0 is never
	how     killing
	kill    func()
}

func (e *executioner) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	e.seen++
	doomed, kill := e.seen == e.at, e.kill
	e.mu.Unlock()
	switch {
	case !doomed:
		e.sandbox.ServeHTTP(w, r)
		return
	case e.how == afterAnswer:
		e.sandbox.ServeHTTP(w, r)
		time.AfterFunc(time.Duration(e.at%7)*time.Millisecond, kill)
		return
	case e.how == afterWrite:
		e.sandbox.ServeHTTP(httptest.NewRecorder(), r)
	}
	kill()
	panic(http.ErrAbortHandler)
}

// condemn makes the request after that many more the last of its command.
func (e *executioner) condemn(more int, how killing, kill func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.at, e.how, e.kill = 0, how, kill
	if more > 0 {
		e.at = e.seen + more
	}
}

// cell is where one file is imported, killed and resumed.
type cell struct {
	t    *testing.T
	e    *executioner
	url  string
	dir  string
	path string // of the program
	// env and stdin are what each command gets besides, flags what those that go to the target need.
	env, flags []string
	stdin      string
	interrupt  bool // twice, instead of killing
}

func newCell(t *testing.T, text string) *cell {
	t.Helper()
	path, err := exec.LookPath("orgbatch")
	if err != nil {
		t.Fatal(err)
	}
	s, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := &cell{t: t, e: &executioner{sandbox: s}, dir: t.TempDir(), path: path}
	h := httptest.NewServer(c.e)
	t.Cleanup(func() { h.CloseClientConnections(); h.Close(); _ = s.Close() })
	c.url = h.URL
	if err := os.WriteFile(filepath.Join(c.dir, "rows.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

// run runs a command to its end, or to that of the request after so many more.
func (c *cell) run(more int, how killing, args ...string) (exit int, said string) {
	c.t.Helper()
	cmd := exec.Command(c.path, args...)
	cmd.Dir, cmd.Stdin = c.dir, strings.NewReader(c.stdin)
	cmd.Env = c.environment()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	started := make(chan struct{})
	c.e.condemn(more, how, func() { <-started; c.end(cmd.Process) })
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	close(started)
	return exitCodeOf(cmd.Wait()), stderr.String()
}

// environment is that of every command.
func (c *cell) environment() []string {
	env := append(os.Environ(), "HOME="+c.dir, "XDG_CONFIG_HOME="+c.dir, "NO_PROXY=*", config.VariableURL+"="+c.url)
	for _, k := range config.Keys() {
		env = append(env, k.Variable+"="+sandbox.DefaultCredentials()[k.Header])
	}
	return append(env, c.env...)
}

// end ends a process, which may have ended by itself.
func (c *cell) end(p *os.Process) {
	if !c.interrupt {
		_ = p.Kill()
		return
	}
	_ = p.Signal(os.Interrupt)
	time.Sleep(100 * time.Millisecond) // so that the first is taken before the second
	_ = p.Signal(os.Interrupt)
}

// organizations are those that the sandbox holds.
func (c *cell) organizations() (orgs []pigello.Organization) {
	c.t.Helper()
	c.e.condemn(0, 0, nil)
	client, err := pigello.New(pigello.Options{BaseURL: c.url, Credentials: pigello.CredentialsFrom(sandbox.DefaultCredentials())})
	if err != nil {
		c.t.Fatal(err)
	}
	for org, err := range client.ListAll(context.Background(), pigello.Query{}, nil) {
		if err != nil {
			c.t.Fatal(err)
		}
		orgs = append(orgs, org)
	}
	return orgs
}

// listing is what the sandbox holds, as "name|custom_id|parent's name".
func (c *cell) listing() []string {
	c.t.Helper()
	orgs := c.organizations()
	names := map[string]string{}
	for _, org := range orgs {
		names[org.ID.String()] = org.Name
	}
	lines := make([]string, len(orgs))
	for i, org := range orgs {
		custom, _ := org.CustomID.Get()
		parent, _ := org.Parent.Get()
		lines[i] = fmt.Sprintf("%s|%s|%s", org.Name, custom, names[parent.String()])
	}
	slices.Sort(lines)
	return lines
}

// family makes n rows, children before their parents, and what must be there.
func family(n int) (text string, want []string) {
	var b strings.Builder
	b.WriteString("name,custom_id,organization\n")
	for i := n; i > 0; i-- {
		parent := ""
		if i > 1 {
			parent = fmt.Sprintf("Exempelbacken %d AB", i/2)
		}
		fmt.Fprintf(&b, "Exempelbacken %d AB,K-%d,%s\n", i, i, parent)
		want = append(want, fmt.Sprintf("Exempelbacken %d AB|K-%d|%s", i, i, parent))
	}
	slices.Sort(want)
	return b.String(), want
}

// TestResumeInUse: a run that another process holds is left to it, with a word.
func TestResumeInUse(t *testing.T) {
	t.Parallel()
	c := newCell(t, "name\nExempelbacken AB\n")
	if exit, said := c.run(0, 0, "import", "rows.csv", "--dry-run"); exit != 0 {
		t.Fatalf("exit %d, %s", exit, said)
	}
	path, err := run.Resolve(filepath.Join(c.dir, config.DefaultRuns), run.Latest)
	if err != nil {
		t.Fatal(err)
	}
	r, err := run.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	exit, said := c.run(0, 0, "resume", "latest", "--yes")
	if exit != 1 || !strings.Contains(said, "another orgbatch is using it") || !strings.Contains(said, "hint: wait until the other has ended") {
		t.Errorf("exit %d, %s", exit, said)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}
