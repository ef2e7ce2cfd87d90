package main

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// What people do by day, and what time and disks do.

// change makes, changes and deletes some organizations.
func (w *world) change() error {
	for range 1 + w.rng.IntN(4) {
		do := []func() error{w.add, w.alter, w.alter, w.drop}[w.rng.IntN(4)]
		if len(w.live) < 30 || len(w.live) > 70 {
			do = map[bool]func() error{true: w.add, false: w.drop}[len(w.live) < 30]
		}
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// loseMany deletes so many that a backup has to doubt what it sees, or not quite.
func (w *world) loseMany() error {
	for range 3 + w.rng.IntN(len(w.live)/3+1) {
		if err := w.drop(); err != nil {
			return err
		}
	}
	return nil
}

// ids are those of the organizations that are there, in an order that a seed repeats.
func (w *world) ids() []string { return slices.Sorted(maps.Keys(w.live)) }

func (w *world) newName() string {
	w.numbers++
	return fmt.Sprintf("Exempelbacken %d i Sagodalen AB", w.numbers)
}

// body is an organization as it is written.
func (o firm) body() map[string]any {
	b := map[string]any{"name": o.name, "custom_id": nil, "organization": nil}
	if o.custom != "" {
		b["custom_id"] = o.custom
	}
	if o.parent != "" {
		b["organization"] = map[string]string{"id": o.parent}
	}
	return b
}

func (w *world) add() error {
	o := firm{name: w.newName(), custom: fmt.Sprintf("K-%d", w.numbers)}
	if ids := w.ids(); len(ids) > 0 && w.rng.IntN(2) == 0 {
		o.parent = ids[w.rng.IntN(len(ids))]
	}
	answer, err := w.ask(http.MethodPost, "", o.body())
	if list := objects(answer); len(list) == 1 {
		o.id = list[0].ID
		w.live[o.id] = o
	}
	return err
}

// alter changes the name, the custom id or the parent of one.
func (w *world) alter() error {
	ids := w.ids()
	o := w.live[ids[w.rng.IntN(len(ids))]]
	switch w.rng.IntN(3) {
	case 0:
		o.name = w.newName()
	case 1:
		w.numbers++
		o.custom = fmt.Sprintf("N-%d", w.numbers)
	case 2:
		if o.parent = ids[w.rng.IntN(len(ids))]; w.below(o.parent, o.id) {
			o.parent = ""
		}
	}
	_, err := w.ask(http.MethodPatch, o.id+"/", o.body())
	w.live[o.id] = o
	return err
}

// below says whether one is another or below it.
func (w *world) below(id, above string) bool {
	for ; id != ""; id = w.live[id].parent {
		if id == above {
			return true
		}
	}
	return false
}

// drop deletes one that has none below it.
func (w *world) drop() error {
	parents := map[string]bool{}
	for _, o := range w.live {
		parents[o.parent] = true
	}
	ids := slices.DeleteFunc(w.ids(), func(id string) bool { return parents[id] })
	id := ids[w.rng.IntN(len(ids))]
	_, err := w.ask(http.MethodDelete, id+"/", nil)
	delete(w.live, id)
	return err
}

// pass lets hours, days or weeks pass: all snapshots grow older.
func (w *world) pass() error {
	by := time.Duration(1+w.rng.IntN(1200)) * time.Second
	switch w.rng.IntN(3) {
	case 0:
		by = 24*time.Hour + time.Duration(w.rng.IntN(600))*time.Second
	case 1:
		by = time.Duration(1+w.rng.IntN(60*24)) * time.Hour
	}
	return w.age(by)
}

// catchUp lets a little time pass when snapshots were made so fast that their
// names, a second apart, are ahead of the clock.
func (w *world) catchUp() error {
	if n := len(w.snaps); n > 0 && time.Until(w.snaps[n-1].at()) > 20*time.Second {
		return w.age(10 * time.Minute)
	}
	return nil
}

func (w *world) age(by time.Duration) error {
	if err := age(w.store, by); err != nil {
		return err
	}
	for _, s := range w.snaps {
		s.name = older(s.name, by)
	}
	return nil
}

// rot changes a byte of the rows of a snapshot; manifests don't show that.
func (w *world) rot() error {
	s := w.snaps[w.rng.IntN(len(w.snaps))]
	if s.rotten > 0 {
		return nil
	}
	s.rotten = 10 + w.rng.IntN(80)
	return w.flip(s)
}

// mend puts it back.
func (w *world) mend() error {
	for _, s := range w.snaps {
		if s.rotten > 0 {
			err := w.flip(s)
			s.rotten = 0
			return err
		}
	}
	return nil
}

func (w *world) flip(s *snap) error {
	files, err := filepath.Glob(filepath.Join(w.store, s.name, "organizations.*"))
	if err != nil || len(files) != 1 {
		return errors.Join(fmt.Errorf("%s has the files %v", s.name, files), err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		return err
	}
	b[min(s.rotten, len(b)-1)] ^= 4
	return os.WriteFile(files[0], b, 0o600)
}
