package main

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/run"
)

// errNoTarget is the cause of an error that says that nothing names a target.
var errNoTarget = errors.New("no target is named")

// targetOfRun is findTarget for a command that goes on with a run: where none is named,
// the error has the command that names the run's own. Nothing is written where nobody
// has named it.
func (f *finder) targetOfRun(t *targetFlags, n need, dir string, g cmdline.Line) (*target, error) {
	found, err := f.findTarget(t, n)
	if !errors.Is(err, errNoTarget) {
		return found, err
	}
	path, missing := run.Resolve(dir, g.Args[0])
	if missing != nil {
		return nil, err
	}
	r, unread := run.OpenReadOnly(path)
	if unread != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // it was only read
	return nil, f.withTarget(err, r.Meta(), g)
}

// withTarget gives an error about the target the command that names that of the run,
// where the configuration knows it.
func (f *finder) withTarget(err error, m run.Meta, g cmdline.Line) error {
	flags := f.flagsFor(m)
	if len(flags) == 0 {
		return err
	}
	g.Args = []string{m.Short} // latest may be another one by then
	g = g.Without(cmdline.TargetFlags...)
	g.Flags = append(g.Flags, flags...)
	p := &problem.Problem{Msg: err.Error(), Code: problem.ExitStopped, Hint: f.words.TargetOfRun(m.Short, ui.Clean(m.Target.Name, 0)) + " " + g.Text(), Err: err}
	if errors.Is(err, errNoTarget) {
		p.Code = problem.ExitUsage
	}
	return p
}

// otherTarget is withTarget for a refusal of a target that isn't the run's.
func (f *finder) otherTarget(err error, m run.Meta, t *target, g cmdline.Line) error {
	if t.runTarget().Same(m.Target) {
		return err
	}
	return f.withTarget(err, m, g)
}

// flagsFor are the flags that name a run's target here, none where nothing is known to.
func (f *finder) flagsFor(m run.Meta) []cmdline.Flag {
	if flags := sandboxFlags(m.Target.URL); flags != nil {
		return flags
	}
	file, err := f.config.configIfAny()
	if err != nil {
		return nil // that is told by what needs it
	}
	path, _ := configPath() // without a place for it there are no profiles
	for _, name := range file.Names() {
		p, _ := file.Profile(name)
		if t, err := newTarget(&targetFlags{}, p, name, path, ""); err == nil && t.runTarget().Same(m.Target) {
			return []cmdline.Flag{{Name: "profile", Value: name}}
		}
	}
	return slices.DeleteFunc(cmdline.Kept(m.Command).Flags, func(f cmdline.Flag) bool { return f.Name != "env" && f.Name != "url" })
}

// sandboxFlags name the sandbox of a URL here, nil for another target's.
func sandboxFlags(url string) []cmdline.Flag {
	path, ok := strings.CutPrefix(url, "sandbox:")
	switch {
	case !ok:
		return nil
	case (&target{sandbox: defaultSandboxDB}).runTarget().URL == url:
		return []cmdline.Flag{{Name: "sandbox", Value: ""}}
	}
	return []cmdline.Flag{{Name: "sandbox-db", Value: filepath.FromSlash(path)}}
}
