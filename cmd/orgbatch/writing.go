package main

import (
	"path/filepath"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Two runs that write to one target at the same time harm nothing: names keep
// them from doubling a row, and each holds what the other changed. But they
// share what the service allows, and their books are puzzling afterwards. So
// each process leaves a mark for as long as it writes, in a folder that all
// processes of a user know, and says whose mark it finds there.

// marksDir is that folder, beside the configuration.
func marksDir() (string, bool) {
	path, err := target.ConfigPath()
	return filepath.Join(filepath.Dir(path), "writing"), err == nil
}

// markWriting leaves the mark of a run and then looks for others, so that of
// two processes one at least sees the other. It is a courtesy: what can't be
// written stops nothing.
func markWriting(a *app, r *run.Run) (unmark func()) {
	dir, ok := marksDir()
	if !ok {
		return func() {}
	}
	remove, err := r.MarkWriting(dir)
	if err != nil {
		a.log.Debug("leave a mark for other processes", "error", err)
		remove = func() error { return nil }
	}
	sayWriting(a, r)
	return func() {
		if err := remove(); err != nil {
			a.log.Debug("take the mark for other processes away", "error", err)
		}
	}
}

// sayBeforeAsking is sayWriting where a question follows: it may be answered no.
func sayBeforeAsking(a *app, r *run.Run, yes consent) {
	if !yes {
		sayWriting(a, r)
	}
}

// sayWriting warns, once of each, of other processes that write to the same target now.
func sayWriting(a *app, r *run.Run) {
	dir, ok := marksDir()
	if !ok {
		return
	}
	for _, info := range run.Writing(dir, r.Meta()) {
		if a.beside[info.Path] {
			continue
		}
		if a.beside == nil {
			a.beside = map[string]bool{}
		}
		a.beside[info.Path] = true
		a.ui.Warn("run %s is writing to the same target at this moment (%s): no row is doubled, but the two slow each other down, and what one has changed the other holds",
			info.Meta.Short, info.Path)
	}
}
