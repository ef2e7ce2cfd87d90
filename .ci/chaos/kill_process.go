package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// program is orgbatch, built.
type program struct{ path string }

func buildProgram(dir string, flags ...string) (*program, error) {
	p := &program{path: filepath.Join(dir, "orgbatch.exe")} // the ending disturbs nobody
	args := append(append([]string{"build", "-ldflags=-s -w", "-o", p.path}, flags...), "github.com/orgbatch/orgbatch/cmd/orgbatch")
	if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return p, nil
}

// desk is where a user sits: a folder with a file to import, and a target.
type desk struct {
	program *program
	dir     string
	front   *front
	env     []string // beyond what every desk has
	watched string   // the folder in it whose files and bytes a trigger counts
	log     func(format string, args ...any)
}

func newDesk(p *program, dir string, f *front, e *estate) (*desk, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	d := &desk{program: p, dir: dir, front: f, watched: "orgbatch-runs", log: func(string, ...any) {}}
	return d, os.WriteFile(filepath.Join(dir, "rows.csv"), []byte(e.file()), 0o600)
}

// inside makes a path that was printed here one for everybody.
func (d *desk) inside(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(d.dir, path)
}

// said is what came of a command.
type said struct {
	exit        int // -1 when it was killed
	out, errors string
	took        time.Duration
}

// command is a process that runs.
type command struct {
	*exec.Cmd
	desk        *desk
	line        string
	out, errors bytes.Buffer
	started     time.Time
}

// start starts orgbatch.
func (d *desk) start(args ...string) (*command, error) {
	c := &command{Cmd: exec.Command(d.program.path, args...), desk: d, line: "orgbatch " + strings.Join(args, " ")}
	c.Dir = d.dir
	c.Env = append(os.Environ(), "HOME="+d.dir, "XDG_CONFIG_HOME="+d.dir, "NO_PROXY=*", "PIGELLO_URL="+d.front.server.URL, "GOMAXPROCS=2")
	for header, value := range sandbox.DefaultCredentials() {
		c.Env = append(c.Env, strings.ReplaceAll(strings.TrimPrefix(header, "X-"), "-", "_")+"="+value)
	}
	c.Env = append(c.Env, d.env...)
	c.Stdout, c.Stderr = &c.out, &c.errors
	c.started = time.Now()
	return c, c.Start()
}

// wait waits for its end.
func (c *command) wait() said {
	err := c.Wait()
	s := said{out: c.out.String(), errors: c.errors.String(), took: time.Since(c.started)}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		s.exit = exit.ExitCode()
	}
	c.desk.log("$ %s\n%sexit %d\n", c.line, s.errors, s.exit)
	return s
}

// do runs a command to its end.
func (d *desk) do(args ...string) (said, error) {
	c, err := d.start(args...)
	if err != nil {
		return said{}, err
	}
	return c.wait(), nil
}

// trigger says when a process is killed. The zero value is never.
type trigger struct {
	by      string // request, rows, time, bytes, files, named
	request int
	rows    int
	how     killing
	time    time.Duration // after the start, or after the answer
	bytes   int64         // in the folder that is watched
	files   int           // that were seen there, whole or not
	named   string        // a file or folder of that name was seen there, whole or not
}

func (t trigger) String() string {
	hows := [...]string{"before its write", "after its write", fmt.Sprintf("%s after its answer", t.time)}
	switch t.by {
	case "request":
		return fmt.Sprintf("at request %d, %s", t.request, hows[t.how])
	case "rows":
		return fmt.Sprintf("at the request that makes it %d rows written, %s", t.rows, hows[t.how])
	case "time":
		return fmt.Sprintf("after %s", t.time)
	case "bytes":
		return fmt.Sprintf("at %d bytes in the folder", t.bytes)
	case "named":
		return fmt.Sprintf("%s after %s was begun", t.time, t.named)
	case "files":
		return fmt.Sprintf("%s after file %d in the folder", t.time, t.files)
	}
	return "never"
}

// kill runs a command and kills it with a signal that it can't catch.
func (d *desk) kill(t trigger, args ...string) (said, error) {
	var process *os.Process
	started, ended := make(chan struct{}), make(chan struct{})
	kill := func() { <-started; _ = process.Kill() } // it may have ended by itself
	if t.by == "request" || t.by == "rows" {
		d.front.condemn(&doom{request: t.request, rows: t.rows, how: t.how, after: t.time, kill: kill})
	}
	defer d.front.condemn(nil)
	c, err := d.start(args...)
	if err != nil {
		return said{}, err
	}
	process = c.Process
	close(started)
	var watching sync.WaitGroup
	watching.Go(func() { d.watch(t, ended, kill) })
	d.log("(to be killed %s)\n", t)
	s := c.wait()
	close(ended)
	watching.Wait()
	return s, nil
}

// watch kills by what can be seen from outside: the clock and the folder.
func (d *desk) watch(t trigger, ended <-chan struct{}, kill func()) {
	var due <-chan time.Time
	tick := time.NewTicker(700 * time.Microsecond)
	defer tick.Stop()
	switch t.by {
	case "time":
		due = time.After(t.time)
		tick.Stop()
	case "bytes", "files", "named":
	default:
		return
	}
	names := map[string]bool{}
	for {
		select {
		case <-ended:
			return
		case <-due:
			kill()
			return
		case <-tick.C:
			size := folder(filepath.Join(d.dir, d.watched), names)
			if t.seen(size, names) {
				time.Sleep(t.time)
				kill()
				return
			}
		}
	}
}

// seen says whether the folder is as far as the trigger says.
func (t trigger) seen(size int64, names map[string]bool) bool {
	switch t.by {
	case "bytes":
		return size >= t.bytes
	case "files":
		return len(names) >= t.files
	}
	for path := range names {
		if strings.Contains(path, t.named) {
			return true
		}
	}
	return false
}

// folder measures a folder and gathers the names of its files.
func folder(runs string, names map[string]bool) (size int64) {
	_ = filepath.WalkDir(runs, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil // it may be gone by now
		}
		names[path] = true
		if info, err := e.Info(); err == nil {
			size += info.Size()
		}
		return nil
	})
	return size
}
