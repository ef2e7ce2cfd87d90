package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
)

// toCorrect is what the name of a workbook of rows to correct ends with. It lies beside
// the file that they come from, where whoever made that finds it.
const toCorrect = " – to correct"

// corrected matches the base of such a name.
var corrected = regexp.MustCompile(`^(.+)` + toCorrect + `(?: [0-9]+)?$`)

// besideSource copies the workbook of the rows to correct beside the one file that they
// come from, under the first free name: nobody's file is replaced. Where that can't be
// done it isn't, and the run's folder has it all the same.
func besideSource(log *slog.Logger, r *run.Run, files []leftFile) []leftFile {
	at := slices.IndexFunc(files, func(f leftFile) bool { return f.kind == "rejects-xlsx" && f.path != "" })
	sources := r.Meta().Sources
	if at < 0 || len(sources) != 1 || sources[0].Path == "" {
		return files
	}
	if _, err := os.Lstat(filepath.Join(filepath.Dir(sources[0].Path), "run.db")); err == nil { // rejects of another run
		return files
	}
	base := strings.TrimSuffix(sources[0].Path, filepath.Ext(sources[0].Path))
	if m := corrected.FindStringSubmatch(filepath.Base(base)); m != nil { // a corrected file with some left
		if files[at].rows == sources[0].Rows { // nothing of it was taken: it is the file to correct
			return append(files, leftFile{
				kind: "to-correct", path: shownPath(sources[0].Path), rows: files[at].rows,
			})
		}
		base = filepath.Join(filepath.Dir(base), m[1])
	}
	path, err := copyFree(files[at].path, base+toCorrect)
	if err != nil {
		log.Info("the rows to correct are in the run's folder alone", "error", err)
		return files
	}
	return append(files, leftFile{
		kind: "to-correct", path: shownPath(path), rows: files[at].rows,
	})
}

// freeNames is how many names are tried.
const freeNames = 100

// copyFree copies a workbook to the first of base.xlsx, base 2.xlsx … that is free.
func copyFree(from, base string) (path string, err error) {
	workbook, err := sink.ReadFile(from)
	if err != nil {
		return "", err
	}
	for n := 1; n <= freeNames; n++ {
		if path = base + ".xlsx"; n > 1 {
			path = fmt.Sprintf("%s %d.xlsx", base, n)
		}
		if there, err := sink.ReadFile(path); bytes.Equal(there, workbook) { // a resumed run has made it
			return path, err
		}
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		return path, sink.WriteFile(path, workbook, sink.Options{})
	}
	return "", fmt.Errorf("%s.xlsx and %d more are taken: %w", base, freeNames-1, fs.ErrExist)
}

// targetOfOrigin gives the flags the target of the run that rows to correct come from,
// where the command line names none. It returns them as they were given to that run.
func (o *importOptions) targetOfOrigin(a *app) (taken []cmdline.Flag) {
	t := &o.target
	if t.Named() || a.env("ORGBATCH_PROFILE") != "" || len(o.inputs) != 1 {
		return nil
	}
	path := o.inputs[0].Path
	if base := filepath.Base(path); !corrected.MatchString(strings.TrimSuffix(base, filepath.Ext(base))) && !strings.HasPrefix(base, "rejects") {
		return nil
	}
	short, err := originOf(path)
	if err != nil || short == "" {
		return nil // what is wrong with the file is told when it is read
	}
	dir, err := run.Resolve(a.targets.RunsDir(o.runs, nil), short)
	if err != nil {
		return nil // the target is asked for, as of any file
	}
	r, err := run.OpenReadOnly(dir)
	if err != nil {
		return nil
	}
	defer func() { _ = r.Close() }() // it was only read
	for _, f := range cmdline.Kept(r.Meta().Command).Flags {
		switch f.Name {
		case "sandbox":
			t.Sandbox = true
		case "sandbox-db":
			t.SandboxDB = f.Value
		case "profile":
			t.Profile = f.Value
		case "env":
			t.Env = f.Value
		case "url":
			t.URL = f.Value
		default:
			continue
		}
		taken = append(taken, f)
	}
	if t.Named() {
		a.ui.Say("%s", a.words.Origin(short, ui.FileName(path), ui.Clean(r.Meta().Target.Name, 0)))
	}
	return taken
}

// originOf is the run that the first row with an identity names, "" for none.
func originOf(path string) (short string, err error) {
	f, err := sink.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	t, err := (&columns.Reading{}).OpenTable(f, path)
	if err != nil {
		return "", err
	}
	at := slices.Index(t.Header(), identityHeader)
	for row, err := range columns.Rows(t) {
		if err != nil || at < 0 {
			return "", err
		}
		if at >= len(row.Cells) {
			continue
		}
		if id, ok := run.ParseIdentity(strings.TrimSuffix(row.Cells[at].Text, "!")); ok {
			return id.Run(), nil
		}
	}
	return "", nil
}

// identityHeader is that of the column by which rows are known again.
const identityHeader = "orgbatch_row"
