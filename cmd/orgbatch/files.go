package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/crash"
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
			left = append(left, leftFile{w.kind, shownPath(f.Path), f.Rows, f.Note})
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
