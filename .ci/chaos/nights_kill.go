package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// What a kill -9 may leave: whole snapshots and what is hidden, which the next
// command takes away.

// undisturbed is what a command takes that nobody kills.
type undisturbed struct {
	requests int
	took     time.Duration
}

// measured runs a command as run does, and remembers what it took.
func (w *world) measured(kind string, want []int, args ...string) (said, error) {
	before := w.desk.front.requests()
	s, err := w.run(want, args...)
	if err == nil {
		w.took[kind] = undisturbed{requests: w.desk.front.requests() - before, took: s.took}
	}
	return s, err
}

// drawKill draws when a command of a kind is killed: by its requests, by the
// clock, or by what it has put into the folder.
func (w *world) drawKill(kind string) trigger {
	short, base := time.Duration(w.rng.IntN(4000))*time.Microsecond, w.took[kind]
	if base.took == 0 {
		base.took = 20 * time.Millisecond
	}
	begun := map[string]string{"create": ".partial-", "prune": ".removing-"}[kind]
	switch n := w.rng.IntN(6); {
	case n == 0 && base.requests > 0:
		return trigger{by: "request", request: 1 + w.rng.IntN(base.requests), how: killing(w.rng.IntN(int(killings))), time: short}
	case n < 3 || kind == "accept":
		return trigger{by: "time", time: time.Duration(w.rng.Float64() * 1.1 * float64(base.took))}
	case n < 5 || kind == "prune":
		return trigger{by: "named", named: begun, time: short / 4}
	}
	names := map[string]bool{}
	size := folder(filepath.Join(w.desk.dir, w.desk.watched), names)
	if w.rng.IntN(2) == 0 {
		return trigger{by: "bytes", bytes: size + 1 + w.rng.Int64N(3000)}
	}
	return trigger{by: "files", files: len(names) + 1 + w.rng.IntN(4), time: short}
}

// kill kills a command; killed says whether it was, or ended before.
func (w *world) kill(kind string, args ...string) (killed bool, err error) {
	t := w.drawKill(kind)
	s, err := w.desk.kill(t, args...)
	w.figures.commands++
	if err != nil {
		return false, err
	}
	if s.exit != exitKilled {
		w.figures.killed["ended before"]++
		if s.exit != 0 && s.exit != exitUntrusted {
			err = fmt.Errorf("%v, to be killed %s, ends in %d\n%s", args, t, s.exit, s.errors)
		}
		return false, err
	}
	w.figures.killed[kind]++
	w.figures.kills++
	return true, nil
}

// killCreate kills a backup, with pruning and without. Either the snapshot is
// there and whole, or it isn't.
func (w *world) killCreate() error {
	if err := w.catchUp(); err != nil {
		return err
	}
	args := []string{"backup", "create", "backups"}
	p, prunes := w.drawPolicy(), w.rng.IntN(2) == 0
	if prunes {
		args = append(args, p.flags()...)
	}
	if w.rng.IntN(4) == 0 {
		args = append(args, "--verify", "restore")
	}
	s := w.expect(10)
	if _, err := w.kill("create", args...); err != nil {
		return err
	}
	if err := w.adoptIfThere(s); err != nil {
		return err
	}
	left := w.snaps
	if prunes && s.name != "" {
		left = w.leftBy(p)
	}
	return w.afterKill(left)
}

// killPrune kills a prune. What was to stay is there, and of the rest some.
func (w *world) killPrune() error {
	for len(w.snaps) < 8 {
		if err := errors.Join(w.change(), w.create()); err != nil {
			return err
		}
	}
	if err := w.accept(); err != nil {
		return err
	}
	p := policy{last: 1 + w.rng.IntN(4), monthly: w.rng.IntN(3)}
	left := w.leftBy(p)
	if _, err := w.kill("prune", append([]string{"backup", "prune", "backups"}, p.flags()...)...); err != nil {
		return err
	}
	return w.afterKill(left)
}

// afterKill takes what is shown for true if it is between what had to stay and
// what there was. Then all that is shown must be whole, and verify say so.
func (w *world) afterKill(left []*snap) error {
	if w.store == "" {
		return nil
	}
	shown, hidden, err := backuptest.Names(w.store)
	if err != nil {
		return err
	}
	w.figures.hidden += len(hidden)
	for _, s := range left {
		if !slices.Contains(shown, s.name) {
			return fmt.Errorf("%s is gone and had to stay; there are %v", s.name, shown)
		}
	}
	was := len(w.snaps)
	w.snaps = slices.DeleteFunc(w.snaps, func(s *snap) bool { return !slices.Contains(shown, s.name) })
	w.figures.removed += was - len(w.snaps)
	for _, s := range w.snaps {
		if err := w.whole(s); err != nil {
			return err
		}
	}
	if len(w.snaps) == 0 {
		return nil
	}
	return w.verified(w.snaps, "--all")
}

// adoptIfThere adopts a snapshot that a killed command may have published.
func (w *world) adoptIfThere(s *snap) error {
	stores, err := filepath.Glob(filepath.Join(w.desk.dir, "backups", "*"))
	if err != nil || len(stores) == 0 {
		return err
	}
	if err := w.findStore(); err != nil {
		return err
	}
	shown, _, err := backuptest.Names(w.store)
	if err != nil || len(shown) <= w.stillThere(shown) {
		return err
	}
	return w.adopt(s)
}

// stillThere counts the snapshots of before that are shown.
func (w *world) stillThere(shown []string) (n int) {
	for _, s := range w.snaps {
		if slices.Contains(shown, s.name) {
			n++
		}
	}
	return n
}

// tidy wants nothing hidden: the command that was just done takes away whatever
// was left.
func (w *world) tidy() error {
	_, hidden, err := backuptest.Names(w.store)
	if len(hidden) > 0 {
		err = errors.Join(err, fmt.Errorf("%v was left there", hidden))
	}
	return err
}
