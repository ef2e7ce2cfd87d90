//go:build !race

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
)

// asNobody runs a command without the right to read and write everything.
func (c *cell) asNobody(args ...string) (exit int, said string) {
	c.t.Helper()
	cmd := exec.Command(c.path, args...)
	cmd.Dir, cmd.Env = c.dir, c.environment()
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	return exitCodeOf(cmd.Wait()), stderr.String()
}

// letIn lets others come as far as the cell's folder, and gives them the program there.
func (c *cell) letIn() {
	c.t.Helper()
	program, err := filepath.EvalSymlinks(c.path)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, dir := range []string{c.dir, filepath.Dir(c.dir)} {
		if err := os.Chmod(dir, 0o755); err != nil {
			c.t.Fatal(err)
		}
	}
	c.path = filepath.Join(c.dir, filepath.Base(c.path))
	if os.Link(program, c.path) == nil {
		return
	}
	data, err := os.ReadFile(program) // on another disk
	if err == nil {
		err = os.WriteFile(c.path, data, 0o755)
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

// TestForbidden: a file, a folder of runs or a run that may not be read or written is said to be so, with what to do, and nothing is sent.
func TestForbidden(t *testing.T) {
	t.Parallel()
	c := newCell(t, "name\nExempelbacken AB\n")
	c.letIn()
	c.env = append(c.env, "XDG_CONFIG_HOME="+filepath.Join(c.dir, "none")) // the program itself has the name of the folder there
	if exit, said := c.run(0, 0, "import", "rows.csv", "--dry-run"); exit != 0 {
		t.Fatalf("exit %d, %s", exit, said)
	}
	runs, open := filepath.Join(c.dir, config.DefaultRuns), filepath.Join(c.dir, "open")
	if err := errors.Join(os.Mkdir(open, 0o700), os.Chmod(open, 0o777)); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		closed string
		mode   os.FileMode
		exit   int
		says   string
		args   []string
	}{
		{"rows.csv", 0, 1, "open rows.csv: permission denied", []string{"import", "rows.csv", "--dry-run", "--runs", open}},
		{"", 0o555, 1, "mine: permission denied\nhint: this folder can't be written: choose another with --runs DIR", []string{"import", "rows.csv", "--yes", "--runs", "mine"}},
		{runs, 0, 1, "permission denied\nhint: this folder can't be", []string{"apply", "latest", "--yes"}},
		{runs, 0, 1, "permission denied\nhint: this folder can't be", []string{"resume", "latest", "--yes"}},
		{runs, 0, 1, "permission denied\nhint: this folder can't be", []string{"runs"}},
		{c.journal(), 0, 1, "permission denied\nhint: this folder can't be", []string{"undo", "latest", "--yes"}},
	} {
		if !filepath.IsAbs(step.closed) {
			step.closed = filepath.Join(c.dir, step.closed)
		}
		was, err := os.Stat(step.closed)
		if err == nil {
			err = os.Chmod(step.closed, step.mode)
		}
		if err != nil {
			t.Fatal(err)
		}
		exit, said := c.asNobody(step.args...)
		if exit != step.exit || !strings.Contains(said, step.says) {
			t.Errorf("%s closed: %q gives exit %d, want %d and %q\n%s", step.closed, step.args, exit, step.exit, step.says, said)
		}
		if err := os.Chmod(step.closed, was.Mode()); err != nil {
			t.Fatal(err)
		}
	}
	if got := c.listing(); len(got) > 0 {
		t.Errorf("there is %q", got)
	}
}
