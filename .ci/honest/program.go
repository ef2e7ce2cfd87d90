package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// slow is how long a program may take for one command.
const slow = 30 * time.Second

// program is a build that reads files.
type program struct {
	path string
	dir  string
	// quick leaves the import out.
	quick bool
	// kept is where its answers are kept, by the sum of the file and the flags.
	kept string
}

// answer is what a program makes of a file.
type answer struct {
	Exits   map[string]int // by command
	Issues  []issue        // of validate
	Planned []string       // of import, each with its rows
	Layout  layout
	Fields  map[string]string
	Created int
	Table   [][]string
	Said    string // standard error of validate and import
}

type issue struct {
	Code, Severity, Column, Value, Message string
	Row                                    int
}

type layout struct {
	Name      string `json:"name"`
	Encoding  string `json:"encoding"`
	Delimiter string `json:"delimiter"`
	Quote     string `json:"quote"`
	HeaderRow int    `json:"header_row"`
	Sheet     string `json:"sheet"`
}

func twoPrograms(before, after, dir string, quick bool) (older, newer program, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return
	}
	for i, p := range []*program{&older, &newer} {
		if p.path, err = filepath.Abs([]string{before, after}[i]); err != nil {
			return
		}
		p.dir = dir
		var data []byte
		if data, err = os.ReadFile(p.path); err != nil {
			return
		}
		sum := sha256.Sum256(data)
		p.kept = filepath.Join(dir, "answers-"+hex.EncodeToString(sum[:6]))
		if p.quick = quick; quick {
			p.kept += "-quick"
		}
		if err = os.MkdirAll(p.kept, 0o777); err != nil {
			return
		}
	}
	return
}

// readAll has the program read all files, several at once.
func (p program) readAll(files []file, jobs int) ([]answer, error) {
	answers := make([]answer, len(files))
	failed := make([]error, len(files))
	var wg sync.WaitGroup
	next := make(chan int)
	for range jobs {
		wg.Go(func() {
			for i := range next {
				answers[i], failed[i] = p.read(files[i])
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	wg.Wait()
	return answers, errors.Join(failed...)
}

// read has the program read a file, unless its answer is kept.
func (p program) read(f file) (answer, error) {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n%q\n%s", f.name, f.args, f.data)
	kept := filepath.Join(p.kept, hex.EncodeToString(sum.Sum(nil))[:32])
	var a answer
	if data, err := os.ReadFile(kept); err == nil && json.Unmarshal(data, &a) == nil {
		return a, nil
	}
	a, err := p.ask(f)
	if err != nil {
		return a, fmt.Errorf("%s: %w", f.name, err)
	}
	data, err := json.Marshal(a)
	if err != nil {
		return a, err
	}
	return a, os.WriteFile(kept, data, 0o666)
}

// ask runs the commands over a file.
func (p program) ask(f file) (answer, error) {
	scratch, err := os.MkdirTemp(scratchRoot(), "honest")
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	a := answer{Exits: map[string]int{}, Fields: map[string]string{}, Created: -1}
	path := filepath.Join(p.dir, "files", filepath.FromSlash(f.name))
	run := func(name string, args ...string) string {
		out, said, code := p.run(scratch, append(args, f.args...)...)
		a.Exits[name] = code
		if name == "validate" || name == "import" {
			a.Said += said
		}
		return out
	}
	a.Issues = issues(run("validate", "validate", path, "--json"))
	inspected := run("inspect", "inspect", path, "--json", "--rows", "1")
	table := run("as", "inspect", path, "--as", "csv")
	plan := ""
	if !p.quick {
		plan = run("import", "import", path, "--json", "--dry-run", "--sandbox-db", "sandbox.db", "--runs", "runs")
	}
	for _, event := range events(plan) {
		switch event.Type {
		case "plan":
			for _, i := range event.Issues {
				a.Planned = append(a.Planned, i.Severity+" "+i.Code+" "+i.Column+" in "+i.Rows)
			}
		case "books":
			a.Created = event.Created
		}
	}
	for _, event := range events(inspected) {
		if event.Type != "inspection" {
			continue
		}
		a.Layout = event.Format
		for _, column := range event.Columns {
			a.Fields[column.Field] = column.Header
		}
	}
	a.Table = cells(table)
	return a, nil
}

// scratchRoot is a folder in memory where the system has one: what is written there needn't reach a disk.
func scratchRoot() string {
	const memory = "/dev/shm"
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		return memory
	}
	return ""
}

// run runs a command in a folder of its own.
func (p program) run(dir string, args ...string) (out, said string, code int) {
	ctx, stop := context.WithTimeout(context.Background(), slow)
	defer stop()
	command := exec.CommandContext(ctx, p.path, args...)
	command.Dir = dir
	command.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TMPDIR=" + dir}
	var stdout, stderr strings.Builder
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return stdout.String(), "it took longer than " + slow.String(), -1
	case errors.As(err, &exit):
		code = exit.ExitCode()
	case err != nil:
		return "", err.Error(), -2
	}
	return stdout.String(), stderr.String(), code
}
