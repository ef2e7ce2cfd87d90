package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// Which snapshots are to be trusted: what the program says of them, and what
// people do about it.

// newestSuspect is the newest snapshot, if it waits for somebody to accept it.
func (w *world) newestSuspect() *snap {
	if n := len(w.snaps); n > 0 && !w.snaps[n-1].trusted() {
		return w.snaps[n-1]
	}
	return nil
}

// accept takes the newest snapshot for good, if it is suspect and whole.
func (w *world) accept() error {
	s := w.newestSuspect()
	if s == nil {
		return nil
	}
	want := 0
	if s.rotten > 0 {
		want = exitUntrusted
	}
	_, err := w.measured("accept", []int{want}, "backup", "accept", "backups", s.name, "--reason", "they moved out", "--yes")
	s.accepted = err == nil && want == 0
	return err
}

// verify wants found what is damaged or suspect, and nothing else: of all, or of
// the newest, which is restored into an empty sandbox now and then.
func (w *world) verify() error {
	if w.rng.IntN(3) > 0 {
		return w.verified(w.snaps, "--all")
	}
	newest := w.snaps[len(w.snaps)-1:]
	if w.rng.IntN(3) == 0 {
		return w.verified(newest, "--restore")
	}
	return w.verified(newest, newest[0].name)
}

// verified proves some, and holds what is said of each against what must be.
func (w *world) verified(list []*snap, args ...string) error {
	want := 0
	for _, s := range list {
		if s.rotten > 0 || !s.trusted() {
			want = exitUntrusted
		}
	}
	said, err := w.run([]int{want}, append([]string{"backup", "verify", "backups", "--json"}, args...)...)
	if err != nil {
		return err
	}
	whole := map[string]bool{}
	for _, e := range events(said.out, "verification") {
		whole[e["snapshot"].(string)] = e["whole"].(bool)
	}
	for _, s := range list {
		if got, told := whole[s.name]; !told || got != (s.rotten == 0) {
			return fmt.Errorf("%s: verify told %t that whole is %t; changed byte: %d\n%s", s.name, told, got, s.rotten, said.errors)
		}
	}
	w.figures.verified += len(list)
	return nil
}

// list wants each snapshot listed with its state.
func (w *world) list() error {
	s, err := w.run([]int{0}, "backup", "list", "backups", "--json")
	if err != nil {
		return err
	}
	var got, want []string
	for _, e := range events(s.out, "snapshot") {
		got = append(got, fmt.Sprint(e["snapshot"], e["state"], e["rows"]))
	}
	for _, s := range w.snaps {
		want = append(want, fmt.Sprint(s.name, s.state(), len(s.rows)))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		return fmt.Errorf("listed are %v\nwant %v", got, want)
	}
	return nil
}

// killAccept kills the acceptance of a suspect snapshot: it is accepted, or not.
func (w *world) killAccept() error {
	for w.newestSuspect() == nil {
		for !w.doubtful(len(w.live), 10) {
			if len(w.live) == 0 {
				return nil // that none are there was accepted before
			}
			if err := w.drop(); err != nil {
				return err
			}
		}
		if err := w.create(); err != nil {
			return err
		}
	}
	s := w.newestSuspect()
	if s.rotten > 0 {
		return nil
	}
	if _, err := w.kill("accept", "backup", "accept", "backups", s.name, "--reason", "they moved out", "--yes"); err != nil {
		return err
	}
	_, accepted, _, err := backuptest.Read(filepath.Join(w.store, s.name))
	if err == nil {
		s.accepted = accepted
	}
	return errors.Join(err, w.afterKill(w.snaps))
}
