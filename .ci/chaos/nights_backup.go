package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// What the program is told to do with snapshots.

// create makes a snapshot, and prunes after it now and then.
func (w *world) create() error {
	if err := w.catchUp(); err != nil {
		return err
	}
	args := []string{"backup", "create", "backups"}
	if w.rng.IntN(4) == 0 {
		args = append(args, "--check=full")
	}
	if w.rng.IntN(4) == 0 {
		args = append(args, "--verify", []string{"rows", "rows", "restore"}[w.rng.IntN(3)])
	}
	p, prunes := w.drawPolicy(), w.rng.IntN(3) == 0
	if prunes {
		args = append(args, p.flags()...)
	}
	shrink := 10
	if w.rng.IntN(4) == 0 {
		shrink = w.rng.IntN(60)
		args = append(args, fmt.Sprintf("--max-shrink=%d%%", shrink))
	}
	s, want := w.expect(shrink), 0
	if s.suspect {
		want = exitUntrusted
	}
	var err error
	if s.untold, err = w.odd(); err != nil {
		return err
	}
	_, err = w.measured("create", []int{want}, args...)
	if err := errors.Join(err, w.calm()); err != nil {
		return err
	}
	if err := w.adopt(s); err != nil {
		return err
	}
	if prunes {
		w.keep(w.leftBy(p))
	}
	return w.tidy()
}

const exitUntrusted = 7

// expect is the snapshot that a backup must make now, if so much of a hundred
// may be gone.
func (w *world) expect(shrink int) *snap {
	return &snap{rows: maps.Clone(w.live), suspect: w.doubtful(len(w.live), shrink)}
}

// doubtful says whether so many rows are too few to be believed. None are, unless somebody believed it the time before.
func (w *world) doubtful(rows, shrink int) bool {
	bases := w.bases()
	if rows == 0 {
		return len(bases) == 0 || bases[0] > 0
	}
	for _, before := range bases {
		if lost := before - rows; lost > 5 && float64(lost) > float64(shrink)/100*float64(before) {
			return true
		}
	}
	return false
}

// bases are the numbers of rows that a new snapshot is held against: those of
// the last trusted one, and the largest of 30 days since somebody accepted one.
func (w *world) bases() []int {
	var bases []int
	month := time.Now().AddDate(0, 0, -30)
	for _, s := range slices.Backward(w.snaps) {
		if !s.trusted() {
			continue
		}
		if len(bases) == 0 || s.at().After(month) {
			bases = append(bases, len(s.rows))
		}
		if s.accepted {
			break
		}
	}
	return bases
}

// adopt finds the snapshot that was just made, and takes its name.
func (w *world) adopt(s *snap) error {
	if err := w.findStore(); err != nil {
		return err
	}
	shown, _, err := backuptest.Names(w.store)
	if err != nil {
		return err
	}
	known := w.names()
	fresh := slices.DeleteFunc(shown, func(name string) bool { return slices.Contains(known, name) })
	if len(fresh) != 1 || len(known) > 0 && fresh[0] < known[len(known)-1] {
		return fmt.Errorf("the new snapshots are %v, beside %v", fresh, known)
	}
	s.name = fresh[0]
	if s.suspect {
		w.figures.suspect++
	}
	w.snaps = append(w.snaps, s)
	return nil
}

// prune removes what a policy doesn't keep, or only says so.
func (w *world) prune() error {
	p := w.drawPolicy()
	dry := w.rng.IntN(4) == 0
	args := append([]string{"backup", "prune", "backups", "--json"}, p.flags()...)
	if dry {
		args = append(args, "--dry-run")
	}
	want, left := 0, w.leftBy(p)
	if !w.trusts() {
		want = exitUntrusted
	}
	s, err := w.measured("prune", []int{want}, args...)
	if err != nil {
		return err
	}
	if err := w.judged(s.out, left, want == 0); err != nil {
		return err
	}
	if dry {
		return nil
	}
	w.keep(left)
	return w.tidy()
}

// keep forgets all other snapshots.
func (w *world) keep(left []*snap) {
	w.figures.removed += len(w.snaps) - len(left)
	w.snaps = left
}

// judged holds what was said of each snapshot against what must be.
func (w *world) judged(out string, left []*snap, done bool) error {
	said := map[string]bool{}
	for _, e := range events(out, "backup-fate") {
		said[e["snapshot"].(string)] = e["keep"].(bool)
	}
	for _, s := range w.snaps {
		if keep, told := said[s.name]; told != done || done && keep != slices.Contains(left, s) {
			return fmt.Errorf("%s: keep is %t, told %t; left must be %v", s.name, keep, told, left)
		}
	}
	return nil
}

// events are those of a type.
func events(out, kind string) (all []map[string]any) {
	for line := range strings.Lines(out) {
		var e map[string]any
		if json.Unmarshal([]byte(line), &e) == nil && e["type"] == kind {
			all = append(all, e)
		}
	}
	return all
}

// diff compares two snapshots, or one with what is there now.
func (w *world) diff() error {
	a, b := w.snaps[w.rng.IntN(len(w.snaps))], w.snaps[w.rng.IntN(len(w.snaps))]
	to, rows, rotten, untold := filepath.Join(w.store, b.name), b.rows, a.rotten+b.rotten > 0, b.untold
	odd, err := w.odd()
	if err != nil {
		return err
	}
	if w.rng.IntN(2) == 0 {
		to, rows, rotten, untold = "live", w.live, a.rotten > 0, odd
	}
	want := differences(a.rows, rows)
	if a.untold || untold {
		want = differences(bare(a.rows), bare(rows))
	}
	code := 0
	switch {
	case rotten:
		code = exitUntrusted
	case len(want) > 0:
		code = exitIncomplete
	}
	s, err := w.run([]int{code}, "backup", "diff", "backups", a.name, to, "--json")
	if err = errors.Join(err, w.calm()); err != nil || rotten {
		return err
	}
	got := map[string]string{}
	for _, e := range events(s.out, "change") {
		got[e["id"].(string)] = e["change"].(string)
	}
	if !maps.Equal(got, want) {
		return fmt.Errorf("from %s to %s the differences are %v\nwant %v", a.name, to, got, want)
	}
	return nil
}

const exitIncomplete = 3

// differences are what must be said to have changed, by id.
func differences(a, b map[string]firm) map[string]string {
	all := map[string]string{}
	for id, o := range a {
		if now, there := b[id]; !there {
			all[id] = "removed"
		} else if now != o {
			all[id] = "changed"
		}
	}
	for id := range b {
		if _, there := a[id]; !there {
			all[id] = "added"
		}
	}
	return all
}
