package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// tasks are what programs are compared by: reading each kind of file, an import and exports. The sandbox that both talk to is this program's.
func (b *bench) tasks(rows int) (tasks []task, stop func(), err error) {
	list := makeListing(rows)
	few := max(1, rows/workbookShare)
	files := []struct {
		name  string
		rows  int
		write func(path string) error
	}{
		{"rows.csv", rows, list.writeCSV},
		{"rows.jsonl", rows, list.writeJSONL},
		{"rows.xlsx", few, list[:few].writeWorkbook},
	}
	for _, f := range files {
		path := filepath.Join(b.dir, f.name)
		if err := f.write(path); err != nil {
			return nil, nil, err
		}
		tasks = append(tasks, task{"validate " + f.name + " " + thousands(f.rows), func(program string) (measured, error) {
			return measure(exec.Command(program, "validate", path), "checked: "+grouped(f.rows)+" rows")
		}})
	}
	tasks = append(tasks, task{"import rows.csv " + thousands(rows), func(program string) (measured, error) {
		return b.importAnew(program, filepath.Join(b.dir, "rows.csv"), grouped(rows)+" created")
	}})
	s, err := b.serve("exported", rows)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range []string{"out.jsonl", "out.csv"} {
		tasks = append(tasks, task{"export " + name + " " + thousands(rows), func(program string) (measured, error) {
			return measure(b.export(program, s, name), "")
		}})
	}
	return tasks, s.stop, nil
}

// importAnew imports a file into an empty sandbox and forgets it again.
func (b *bench) importAnew(program, path, mustSay string) (measured, error) {
	dir, err := os.MkdirTemp(b.dir, "import-")
	if err != nil {
		return measured{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, err := b.serve(filepath.Join(filepath.Base(dir), "sandbox"), 0)
	if err != nil {
		return measured{}, err
	}
	defer s.stop()
	cmd := exec.Command(program, "import", path, "--yes", "--runs", filepath.Join(dir, "runs"))
	cmd.Env = append(os.Environ(), s.env...)
	return measure(cmd, mustSay)
}

// grouped writes a number as the program does.
func grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}

func thousands(rows int) string { return fmt.Sprintf("%gk", float64(rows)/1000) }
