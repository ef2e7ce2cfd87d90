package main

import (
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/run"
)

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

// leftBehind says that something of a run is still to be done. One that was stopped when all its rows were tried has nothing left.
func leftBehind(info *run.Info) bool {
	m, b := &info.Meta, &info.Books
	return may.LeftBehind(*m) && (m.State != run.Interrupted || m.Unreported || b.Unknown+b.NotReached > 0)
}

func leftBehindLine(targets *target.Finder, m run.Meta, dir string) string {
	g := cmdline.Kept(m.Command).As(m.Short, "resume")
	return g.In(dir, targets.RunsDir("", nil)).Text("yes", "json", "quiet")
}
