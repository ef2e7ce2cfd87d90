package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// workshop is a folder with the program and an estate in it.
type workshop struct {
	dir     string
	program string
}

// newWorkshop builds the program and loads an estate of an organization for each hard text.
func newWorkshop(dir string, texts []string) (*workshop, error) {
	w := &workshop{dir: dir, program: filepath.Join(dir, "orgbatch")}
	if out, err := exec.Command("go", "build", "-o", w.program, "./cmd/orgbatch").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build: %w\n%s", err, out)
	}
	sb, err := sandbox.Open(sandbox.Options{DB: filepath.Join(dir, "estate.db")})
	if err != nil {
		return nil, err
	}
	_, err = sb.Load(context.Background(), func(yield func([]byte, error) bool) {
		for i, text := range texts {
			raw, err := json.Marshal(map[string]any{
				"id": fmt.Sprintf("%08x-0000-4000-8000-000000000000", i+1), "name": nameOf(i), "custom_id": text, "organization": nil,
				"created_at": time.Date(2020, 1, 1, 0, 0, i, 0, time.UTC).Format(time.RFC3339),
			})
			if !yield(raw, err) {
				return
			}
		}
	})
	if cerr := sb.Close(); err == nil {
		err = cerr
	}
	return w, err
}

// run runs the program and gives what it printed. Its exit code must be one of those.
func (w *workshop) run(codes []int, args ...string) (string, error) {
	c := exec.Command(w.program, args...)
	c.Dir = w.dir
	c.Env = append(os.Environ(), "ORGBATCH_PROFILE=", "XDG_CONFIG_HOME="+w.dir)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	for _, code := range codes {
		if c.ProcessState != nil && c.ProcessState.ExitCode() == code {
			return stdout.String(), nil
		}
	}
	return "", fmt.Errorf("orgbatch %s: %v, want exit %v\n%s", strings.Join(args, " "), err, codes, stderr.String())
}

// written is a file that we wrote, and what stands in it.
type written struct {
	name string // export.xlsx, rejects.xlsx …
	path string
	rows [][]string // the header first
}

// files writes what others shall read: exports of the estate, and the rejects of a file of those texts.
func (w *workshop) files(texts []string) ([]written, error) {
	rows := [][]string{{"id", "name", "custom_id", "organization", "created_at", "tags", "customer_columns"}}
	lines, err := w.run([]int{0}, "export", "-", "--format", "jsonl", "--sandbox-db", "estate.db")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(lines) {
		var o struct {
			ID      string `json:"id"`
			Name    string `json:"name"`
			Custom  string `json:"custom_id"`
			Created string `json:"created_at"`
			Tags    any    `json:"tags"`
			Columns any    `json:"customer_columns"`
		}
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			return nil, err
		}
		rows = append(rows, []string{o.ID, o.Name, o.Custom, "", o.Created, compact(o.Tags), compact(o.Columns)})
	}
	var all []written
	for _, name := range []string{"export.xlsx", "export.ods"} {
		if _, err := w.run([]int{0}, "export", name, "--sandbox-db", "estate.db", "--quiet"); err != nil {
			return nil, err
		}
		all = append(all, written{name, filepath.Join(w.dir, name), rows})
	}
	rejects, err := w.rejects(texts)
	return append(all, rejects), err
}

func compact(v any) string {
	if v == nil {
		return ""
	}
	b, _ := json.Marshal(v)
	return string(b)
}

// rejects makes rejects.xlsx of rows without a name that have the texts in a column of their own.
func (w *workshop) rejects(texts []string) (written, error) {
	var source bytes.Buffer
	source.WriteString("Namn,Kundnr,Anm,Moderbolag\n")
	for i, text := range texts {
		fmt.Fprintf(&source, ",K-%d,\"%s\",\n", i, strings.ReplaceAll(text, `"`, `""`))
	}
	if err := os.WriteFile(filepath.Join(w.dir, "source.csv"), source.Bytes(), 0o600); err != nil {
		return written{}, err
	}
	if _, err := w.run([]int{3}, "import", "source.csv", "--sandbox-db", "none.db", "--dry-run", "--runs", "runs"); err != nil {
		return written{}, err
	}
	found, err := filepath.Glob(filepath.Join(w.dir, "runs", "*", "rejects.xlsx"))
	if err != nil || len(found) != 1 {
		return written{}, fmt.Errorf("rejects.xlsx: found %q, %v", found, err)
	}
	table, err := w.run([]int{0}, "inspect", found[0], "--as", "csv")
	if err != nil {
		return written{}, err
	}
	rows, err := exactCSV(table)
	if err != nil {
		return written{}, err
	}
	if len(rows) != len(texts)+1 {
		return written{}, fmt.Errorf("rejects.xlsx has %d rows, not %d", len(rows), len(texts)+1)
	}
	at := 4 // orgbatch_error, orgbatch_suggestion, Namn, Kundnr, Anm
	for i, text := range texts {
		if rows[i+1][at] != text {
			return written{}, fmt.Errorf("rejects.xlsx: we read %s as %s", shown(text), shown(rows[i+1][at]))
		}
	}
	return written{"rejects.xlsx", found[0], rows}, nil
}

// exactCSV reads what a program wrote: package csv makes a line feed of each line end within a cell.
func exactCSV(data string) ([][]string, error) {
	const stand = "\x00" // no text has it
	rows, err := csv.NewReader(strings.NewReader(strings.ReplaceAll(data, "\r", stand))).ReadAll()
	for _, row := range rows {
		for i := range row {
			row[i] = strings.ReplaceAll(row[i], stand, "\r")
		}
	}
	return rows, err
}
