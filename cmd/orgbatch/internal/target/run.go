package target

import (
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/run"
)

// OfRun is Find for a command that goes on with a run: where none is named,
// the error has the command that names the run's own. Nothing is written where nobody
// has named it.
func (f *Finder) OfRun(t *Flags, n Need, dir string, g cmdline.Line) (*Target, error) {
	found, err := f.Find(t, n)
	if !errors.Is(err, ErrNoTarget) {
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
func (f *Finder) withTarget(err error, m run.Meta, g cmdline.Line) error {
	flags := f.flagsFor(m)
	if len(flags) == 0 {
		return err
	}
	g.Args = []string{m.Short} // latest may be another one by then
	g = g.Without(cmdline.TargetFlags...)
	g.Flags = append(g.Flags, flags...)
	p := &problem.Problem{Msg: err.Error(), Code: problem.ExitStopped, Hint: f.Words.TargetOfRun(m.Short, ui.Clean(m.Target.Name, 0)) + " " + g.Text(), Err: err}
	if errors.Is(err, ErrNoTarget) {
		p.Code = problem.ExitUsage
	}
	return p
}

// OtherTarget is withTarget for a refusal of a target that isn't the run's.
func (f *Finder) OtherTarget(err error, m run.Meta, t *Target, g cmdline.Line) error {
	if t.RunTarget().Same(m.Target) {
		return err
	}
	return f.withTarget(err, m, g)
}

// flagsFor are the flags that name a run's target here, none where nothing is known to.
func (f *Finder) flagsFor(m run.Meta) []cmdline.Flag {
	if flags := SandboxFlags(m.Target.URL); flags != nil {
		return flags
	}
	file, err := f.Config.IfAny()
	if err != nil {
		return nil // that is told by what needs it
	}
	path, _ := ConfigPath() // without a place for it there are no profiles
	for _, name := range file.Names() {
		p, _ := file.Profile(name)
		if t, err := New(&Flags{}, p, name, path, ""); err == nil && t.RunTarget().Same(m.Target) {
			return []cmdline.Flag{{Name: "profile", Value: name}}
		}
	}
	return slices.DeleteFunc(cmdline.Kept(m.Command).Flags, func(f cmdline.Flag) bool { return f.Name != "env" && f.Name != "url" })
}

// SandboxFlags name the sandbox of a URL here, nil for another target's.
func SandboxFlags(url string) []cmdline.Flag {
	path, ok := strings.CutPrefix(url, "sandbox:")
	switch {
	case !ok:
		return nil
	case (&Target{Sandbox: DefaultSandbox}).RunTarget().URL == url:
		return []cmdline.Flag{{Name: "sandbox", Value: ""}}
	}
	return []cmdline.Flag{{Name: "sandbox-db", Value: filepath.FromSlash(path)}}
}

// RunsDir is the folder of the runs: flag, variable, profile, [defaults], default.
func (f *Finder) RunsDir(flag string, t *Target) string {
	for _, dir := range []string{flag, f.Env("ORGBATCH_RUNS")} {
		if dir != "" {
			return dir
		}
	}
	if t != nil && t.Profile.Runs != "" {
		return t.Profile.Runs
	}
	// A configuration that can't be read stops what goes by it; where a spool or a hint lies
	// doesn't.
	file, _ := f.Config.IfAny()
	return cmp.Or(file.Defaults.Runs, config.DefaultRuns)
}

// RunsHere is that folder for what has no target and goes by its content: a configuration that
// can't be read may name another one.
func (f *Finder) RunsHere(flag string) (string, error) {
	if flag == "" && f.Env("ORGBATCH_RUNS") == "" {
		if _, err := f.Config.IfAny(); err != nil {
			return "", err
		}
	}
	return f.RunsDir(flag, nil), nil
}
