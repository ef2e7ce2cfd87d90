package main

import (
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/run"
)

// maxLooked is how many runs, from the newest on, are looked at for one that was
// left behind: each costs a few milliseconds.
const maxLooked = 10

// sayLeftBehind names the newest run of the folder that was begun and not
// finished, with the command that goes on with it. It is a courtesy: what can't
// be read says nothing here.
func (a *app) sayLeftBehind(dir string) {
	infos, err := run.Newest(dir, maxLooked)
	if err != nil {
		return
	}
	for _, info := range infos {
		if info.InUse || info.Err != nil || !importer.LeftBehind(info.Meta) {
			continue
		}
		what := "was cut off"
		if info.Meta.State == run.Undoing {
			what = "was cut off while it was being undone"
		}
		a.ui.warn("run %s %s; go on with it: %s", info.Meta.Short, what, a.leftBehindLine(info.Meta, dir))
		return
	}
}

func (a *app) leftBehindLine(m run.Meta, dir string) string {
	g := keptAgain(m.Command).as(m.Short, newResume(a))
	return g.in(a, dir).line("yes", "json", "quiet")
}
