package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// desk is where somebody sits who uses orgbatch: a folder, and a target.
type desk struct {
	program, dir string
	env          []string
}

// newDesk builds the program.
func newDesk(ctx context.Context, dir string, target []string) (*desk, error) {
	d := &desk{program: filepath.Join(dir, "orgbatch.exe"), dir: filepath.Join(dir, "desk")} // the ending disturbs nobody
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return nil, err
	}
	d.env = append(os.Environ(), "HOME="+d.dir, "XDG_CONFIG_HOME="+d.dir, "ORGBATCH_PROFILE=", "ORGBATCH_RUNS=", "NO_PROXY=*")
	d.env = append(d.env, target...)
	out, err := exec.CommandContext(ctx, "go", "build", "-o", d.program, "github.com/orgbatch/orgbatch/cmd/orgbatch").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("go build: %w\n%s", err, out)
	}
	return d, nil
}

// write puts a file there.
func (d *desk) write(name, text string) error {
	return os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o600)
}

// clear takes away what earlier scenes have left.
func (d *desk) clear() error {
	for _, name := range []string{"orgbatch-runs", "backups", "out.csv", "out.csv.manifest.json"} {
		if err := os.RemoveAll(filepath.Join(d.dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// said is what came of a command.
type said struct {
	line        string
	exit        int // -1 when it was killed
	out, errors string
}

// command is a process that runs.
type command struct {
	*exec.Cmd
	line        string
	out, errors bytes.Buffer
	giveUp      context.CancelFunc
}

// limit is when a command is given up that makes no end.
const limit = 2 * time.Minute

// begin starts orgbatch.
func (d *desk) begin(ctx context.Context, args ...string) (*command, error) {
	ctx, giveUp := context.WithTimeout(ctx, limit)
	c := &command{Cmd: exec.CommandContext(ctx, d.program, args...), line: "orgbatch " + strings.Join(args, " "), giveUp: giveUp}
	c.Dir, c.Env, c.Stdout, c.Stderr = d.dir, d.env, &c.out, &c.errors
	return c, c.Start()
}

// wait waits for its end.
func (c *command) wait() (said, error) {
	err := c.Wait()
	c.giveUp()
	s := said{line: c.line, out: c.out.String(), errors: c.errors.String()}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		s.exit, err = exit.ExitCode(), nil
	}
	return s, err
}

// do runs a command to its end.
func (d *desk) do(ctx context.Context, args ...string) (said, error) {
	c, err := d.begin(ctx, args...)
	if err != nil {
		return said{}, err
	}
	return c.wait()
}

// is says whether a command ended as it must, with all of some texts among its messages.
func (s said) is(exit int, texts ...string) error {
	if s.exit != exit {
		return fmt.Errorf("%s: exit %d, want %d\n%s", s.line, s.exit, exit, s.errors)
	}
	for _, text := range texts {
		if !strings.Contains(s.errors, text) {
			return fmt.Errorf("%s doesn't say %q\n%s", s.line, text, s.errors)
		}
	}
	return nil
}

// must runs a command that is to end so.
func (d *desk) must(ctx context.Context, exit int, text string, args ...string) error {
	s, err := d.do(ctx, args...)
	if err != nil {
		return err
	}
	return s.is(exit, text)
}
