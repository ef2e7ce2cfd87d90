package main

import (
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/run"
)

// sayUnsafe warns, once a command, of runs that are kept where a journal may be spoilt.
func sayUnsafe(env func(string) string, u *ui.UI, dir string) {
	if why := run.Unsafe(dir, env); why != "" {
		u.Warn("%s %s: run.db may be damaged there while it is written; keep the runs on a disk of this computer with --runs DIR",
			ui.Clean(shownPath(dir), 0), why)
	}
}
