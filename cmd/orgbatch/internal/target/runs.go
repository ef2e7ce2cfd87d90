package target

import (
	"cmp"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
)

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
	// A configuration that can't be read stops what goes by it; where a spool or a hint lies doesn't.
	file, _ := f.Config.IfAny()
	return cmp.Or(file.Defaults.Runs, config.DefaultRuns)
}

// RunsHere is that folder for what has no target and goes by its content: a configuration that can't be read may name another one.
func (f *Finder) RunsHere(flag string) (string, error) {
	if flag == "" && f.Env("ORGBATCH_RUNS") == "" {
		if _, err := f.Config.IfAny(); err != nil {
			return "", err
		}
	}
	return f.RunsDir(flag, nil), nil
}
