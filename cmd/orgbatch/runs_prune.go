package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// pruneRuns removes old runs that nobody needs any more.
func pruneRuns(a *app, o runsOptions, dir string) error {
	age, err := parseAge(o.prune)
	if err != nil {
		return err
	}
	if err := a.mayAsk(o.yes); err != nil {
		return err
	}
	infos, err := run.List(dir)
	if err != nil {
		return err
	}
	old := oldRuns(a, infos, a.now().Add(-age))
	if len(old) == 0 {
		a.ui.say("no runs in %s are older than %s", dir, o.prune)
		return nil
	}
	if !o.yes {
		ok, err := a.ui.confirm(fmt.Sprintf("%s · Remove %s, the newest of %s?", dir, counted(len(old), "run"), old[0].Meta.Created.Local().Format("2006-01-02")))
		if !ok {
			return err
		}
	}
	for _, info := range old {
		if err := os.RemoveAll(info.Path); err != nil {
			return fmt.Errorf("remove run %s: %w", info.Meta.Short, err)
		}
		e := runEvent(info)
		e.Pruned = true
		a.emit(e)
	}
	a.ui.say("removed %s", counted(len(old), "run"))
	return nil
}

// oldRuns are those that may go: old, read whole, and with nothing open.
func oldRuns(a *app, infos []run.Info, before time.Time) []run.Info {
	var old []run.Info
	for _, info := range infos {
		if info.Meta.Created.IsZero() || !info.Meta.Created.Before(before) {
			continue
		}
		switch {
		case info.InUse:
			a.ui.warn("run %s stays: it is in use", info.Meta.Short)
		case info.Err != nil:
			a.ui.warn("run %s stays: %s", info.Meta.Short, info.Err)
		case info.Books.Unknown > 0:
			a.ui.warn("run %s stays: the fate of %s is unknown", info.Meta.Short, counted(info.Books.Unknown, "row"))
		case info.Undo.Left() > 0:
			a.ui.warn("run %s stays: %s of its undo are left", info.Meta.Short, counted(info.Undo.Left(), "row"))
		default:
			old = append(old, info)
		}
	}
	return old
}

// parseAge reads 90d, 12w or 48h.
func parseAge(s string) (time.Duration, error) {
	units := map[string]time.Duration{"h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}
	if len(s) > 1 {
		n, err := strconv.Atoi(s[:len(s)-1])
		if unit, ok := units[s[len(s)-1:]]; ok && err == nil && n >= 0 && n < 100_000 {
			return time.Duration(n) * unit, nil
		}
	}
	return 0, usagef("90d, 12w or 48h", "%q is no age", s)
}
