package main

import (
	"path/filepath"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/may"
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
	remove, err := run.MarkWriting(r, dir)
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

// sayUnsafe warns, once a command, of runs that are kept where a journal may be spoilt.
func sayUnsafe(env func(string) string, u *ui.UI, dir string) {
	if why := run.Unsafe(dir, env); why != "" {
		u.Warn("%s %s: run.db may be damaged there while it is written; keep the runs on a disk of this computer with --runs DIR",
			ui.Clean(shownPath(dir), 0), why)
	}
}

// maxLooked is how many runs, from the newest on, are looked at for one that was
// left behind: each costs a few milliseconds.
const maxLooked = 10

// sayLeftBehind names the newest run of the folder that was begun and not
// finished, with the command that goes on with it. All commands that work in the
// folder say it but resume, undo and audit, which see to a run that they are
// given. It is a courtesy: what can't be read says nothing here.
func sayLeftBehind(u *ui.UI, targets *target.Finder, dir string) {
	infos, err := run.Newest(dir, maxLooked)
	if err != nil {
		return
	}
	for _, info := range infos {
		sayOpened(u, run.Info{Meta: info.Meta, Resealed: info.Resealed})
		if info.InUse || info.Err != nil || !leftBehind(&info) {
			continue
		}
		what := "was cut off"
		if info.Meta.State == run.Undoing && !info.Meta.Deletes {
			what = "was cut off while it was being undone"
		}
		u.Warn("run %s %s; go on with it: %s", info.Meta.Short, what, leftBehindLine(targets, info.Meta, dir))
		return
	}
}

// leftBehind says that something of a run is still to be done. One that was stopped when all its
// rows were tried has nothing left.
func leftBehind(info *run.Info) bool {
	m, b := &info.Meta, &info.Books
	return may.LeftBehind(*m) && (m.State != run.Interrupted || m.Unreported || b.Unknown+b.NotReached > 0)
}

func leftBehindLine(targets *target.Finder, m run.Meta, dir string) string {
	g := cmdline.Kept(m.Command).As(m.Short, "resume")
	return g.In(dir, targets.RunsDir("", nil)).Text("yes", "json", "quiet")
}
