package main

import (
	"cmp"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
)

// runsDir is the folder of the runs: flag, variable, profile, [defaults], default.
func (f *finder) runsDir(flag string, t *target) string {
	for _, dir := range []string{flag, f.env("ORGBATCH_RUNS")} {
		if dir != "" {
			return dir
		}
	}
	if t != nil && t.profile.Runs != "" {
		return t.profile.Runs
	}
	// A configuration that can't be read stops what goes by it; where a spool or a hint lies doesn't.
	file, _ := f.config.configIfAny()
	return cmp.Or(file.Defaults.Runs, config.DefaultRuns)
}

// runsHere is that folder for what has no target and goes by its content: a configuration that can't be read may name another one.
func (f *finder) runsHere(flag string) (string, error) {
	if flag == "" && f.env("ORGBATCH_RUNS") == "" {
		if _, err := f.config.configIfAny(); err != nil {
			return "", err
		}
	}
	return f.runsDir(flag, nil), nil
}
