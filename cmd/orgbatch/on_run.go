package main

import (
	"path/filepath"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/importer/run"
)

// onRun are the flags that apply, resume and undo share: which run, where, and whether
// anything is written.
type onRun struct {
	target target.Flags
	use    target.Use
	ref    string
	code   string
	dryRun rehearsal
	yes    consent
	runs   string
}

// open finds the target and opens the run, after what has to be said before it is locked.
func (o *onRun) open(a *app, writing target.Need, again cmdline.Line) (*target.Target, *run.Run, error) {
	need, err := needOf(a, &o.target, o.dryRun.need(writing), o.yes)
	if err != nil {
		return nil, nil, err
	}
	t, err := a.targets.OfRun(&o.target, need, a.targets.RunsDir(o.runs, nil), again)
	if err != nil {
		return nil, nil, err
	}
	dir := a.targets.RunsDir(o.runs, t)
	if writing == target.Writes { // what goes on with a run sees to that one
		sayLeftBehind(a.ui, a.targets, dir)
	}
	path, err := run.Resolve(dir, o.ref)
	if err != nil {
		return nil, nil, err
	}
	sayUnsafe(a.env, a.ui, filepath.Dir(path))
	r, err := openRun(a.ui, path)
	return t, r, err
}
