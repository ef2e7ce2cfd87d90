package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/report/workbook"
	"github.com/orgbatch/orgbatch/importer/run"
)

// leftFile is a file that a run left for a person.
type leftFile struct {
	kind string // report, result, issues, changes, missing-parents, results, rejects, rejects-xlsx or to-correct
	path string // "" for one that couldn't be written for a reason worth telling
	rows int    // 0 for what holds none, such as a page
	note string
	// shown in one line with others of its folder
	beside bool
}

// line names the file, and how much is in it.
func (f leftFile) line() string {
	text := fmt.Sprintf("  %-15s  %s", f.kind, f.path)
	if f.path == "" {
		return text + f.note
	}
	text += f.counted()
	if f.note != "" {
		text += fmt.Sprintf("\n  %-15s  %s", "", f.note)
	}
	return text
}

// counted is how many rows are in it, "" for none.
func (f leftFile) counted() string {
	if f.rows == 0 {
		return ""
	}
	return " (" + words.Counted(f.rows, "row") + ")"
}

// pathOf is the path of the file of a kind, "" for none.
func pathOf(files []leftFile, kind string) string {
	for _, f := range files {
		if f.kind == kind {
			return f.path
		}
	}
	return ""
}

// writer writes one kind of file of a run, one for each form of its sources.
type writer struct {
	kind  string
	write func(*run.Run) ([]report.File, error)
}

// rejectsWriters write the rows to mend, in the form of their source and as a
// workbook.
var rejectsWriters = []writer{{"rejects", report.WriteRejects}, {"rejects-xlsx", workbook.WriteRejects}}

// undoWriter writes what an undo did to each row.
var undoWriter = writer{"undo", report.WriteUndo}

// writeAll writes the files; one that would hold no row isn't written.
func writeAll(r *run.Run, writers ...writer) ([]leftFile, error) {
	var left []leftFile
	for _, w := range writers {
		var files []report.File
		err := crash.Do("writing the run's "+w.kind, func() (err error) {
			files, err = w.write(r)
			return err
		})
		if err != nil {
			return left, err
		}
		for _, f := range files {
			left = append(left, leftFile{kind: w.kind, path: shownPath(f.Path), rows: f.Rows, note: f.Note})
		}
	}
	return left, nil
}

// writePlanFiles writes what a person reads before deciding. The rejects of a
// plan are those of its errors: ends are their writers, for a plan that isn't applied.
func writePlanFiles(r *run.Run, s *plan.Summary, page writer, ends ...writer) ([]leftFile, error) {
	writers := []writer{
		{"issues", report.WriteIssues},
		{"changes", report.WriteChanges},
		{"missing-parents", func(r *run.Run) ([]report.File, error) {
			return report.WriteMissingParents(r, s.MissingParents)
		}},
	}
	files, err := writeAll(r, append(writers, ends...)...)
	if err != nil {
		return files, err
	}
	// The report comes last: that it is there says that the others are.
	first, err := writeAll(r, page)
	return append(first, files...), err
}

// planFilesMissing says that a process ended between a plan and its files.
func planFilesMissing(r *run.Run) bool {
	_, err := os.Stat(filepath.Join(r.Dir(), "report.html"))
	return errors.Is(err, fs.ErrNotExist)
}

// writeResultFiles writes what became of each row.
func writeResultFiles(r *run.Run) ([]leftFile, error) {
	return writeAll(r, append([]writer{{"results", report.WriteResults}}, rejectsWriters...)...)
}

// shownPath is a path as it is shortest to type from here: relative below the
// current folder, else as it is.
func shownPath(path string) string {
	if path == "" {
		return ""
	}
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return path
}

// namedFile is a file that a person names for something of ours; an empty path
// is none.
type namedFile struct {
	flag, path string
	replaces   func(path string) error
}

// mayWrite looks, before any work, at what has those names already.
func mayWrite(files ...namedFile) error {
	for i, f := range files {
		if f.path == "" {
			continue
		}
		for _, other := range files[:i] {
			if other.path != "" && filepath.Clean(other.path) == filepath.Clean(f.path) {
				return problem.Usagef("name a file for each", "%s and %s name one file", other.flag, f.flag)
			}
		}
		if isStandard(f.path) {
			return problem.Usagef("choose another name", "%s is where the output of this command goes", f.path)
		}
		if err := sink.Try(f.path, sink.Options{CheckReplace: f.replaces}); err != nil {
			return problem.InTheWay(err)
		}
	}
	return nil
}

// isStandard reports whether a file is open as standard output or error.
func isStandard(path string) bool {
	info, err := os.Stat(path)
	for _, open := range []*os.File{os.Stdout, os.Stderr} {
		if to, failed := open.Stat(); err == nil && failed == nil && info.Mode().IsRegular() && os.SameFile(info, to) {
			return true
		}
	}
	return false
}

func bindOpen(cmd *cobra.Command, open *bool) {
	cmd.Flags().BoolVar(open, "open", false, "open the page in the end, or the workbook of rows to correct")
}

// openLeft opens the first file of these kinds with the program that the system has for
// it, and doesn't wait for that.
func openLeft(a *app, o *importOptions, files []leftFile, kinds ...string) {
	if !o.open {
		return
	}
	for _, kind := range kinds {
		at := slices.IndexFunc(files, func(f leftFile) bool { return f.kind == kind && f.path != "" })
		if at < 0 {
			continue
		}
		if err := openFile(files[at].path); err != nil {
			a.ui.Warn("%s could not be opened: %s", ui.Clean(files[at].path, 0), err)
		}
		return
	}
}

func openFile(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	name, args := "xdg-open", []string{path}
	switch runtime.GOOS {
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", path}
	case "darwin":
		name = "open"
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}
