package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// What a restore must bring back: what is missing is made anew under another id,
// what differs stays or is put back, what was made since stays.

// restoring is a restore as it must be.
type restoring struct {
	revert bool
	live   map[string]firm // as it must be in the end; of those made anew, by the ids they had
	anew   map[string]bool // those
	put    int             // that get former values back
}

// now is the id that an organization has today.
func (w *world) now(id string) string {
	for w.anew[id] != "" {
		id = w.anew[id]
	}
	return id
}

// restoreOf is what must come of bringing rows back. Parents that the snapshot
// wasn't told stay as they are.
func (w *world) restoreOf(rows map[string]firm, revert, untold bool) *restoring {
	r := &restoring{revert: revert, live: maps.Clone(w.live), anew: map[string]bool{}}
	for id, o := range rows {
		o.id = w.now(id)
		if o.parent != "" {
			o.parent = w.now(o.parent)
		}
		was, there := w.live[o.id]
		if untold {
			o.parent = was.parent
		}
		switch {
		case !there:
			r.anew[o.id] = true
			r.live[o.id] = o
		case revert && was != o:
			r.put++
			r.live[o.id] = o
		}
	}
	return r
}

// drawRestore draws a restore: its command line, and what must come of it.
func (w *world) drawRestore() (args []string, r *restoring, exit int) {
	s := w.snaps[w.rng.IntN(len(w.snaps))]
	args = []string{"backup", "restore", "backups", s.name, "--yes", "--chunk-size", "5"}
	rows := s.rows
	if w.rng.IntN(3) == 0 {
		part := strconv.Itoa(1 + w.rng.IntN(9))
		args = append(args, "--only", "name__icontains=exempelbacken "+part)
		rows = w.part(s.told(), "Exempelbacken "+part)
	}
	r = w.restoreOf(rows, w.rng.IntN(2) == 0, s.untold)
	if r.revert {
		args = append(args, "--revert")
	}
	switch {
	case s.rotten > 0:
		return args, w.restoreOf(nil, false, false), exitUntrusted
	case len(rows) == 0:
		return args, r, exitIncomplete
	case circular(r.live): // a part comes back under what somebody has put below it since
		return args, w.restoreOf(nil, false, false), exitBlocked
	}
	return args, r, 0
}

const exitBlocked = 5

// circular says whether one of them is its own ancestor.
func circular(live map[string]firm) bool {
	for id := range live {
		above := live[id].parent
		for range live {
			above = live[above].parent
		}
		if above != "" {
			return true
		}
	}
	return false
}

// restore brings a snapshot back, or a part of it, and now and then takes that
// back again.
func (w *world) restore() error {
	args, r, exit := w.drawRestore()
	if _, err := w.answer(oddWrites); err != nil {
		return err
	}
	if _, err := w.measured("restore", []int{exit}, args...); err != nil {
		return err
	}
	before, anew := maps.Clone(w.live), maps.Clone(w.anew)
	if err := w.settle(r); err != nil || exit != 0 || w.rng.IntN(4) > 0 {
		return err
	}
	if _, err := w.run([]int{0}, "undo", "latest", "--yes", "--delete", strconv.Itoa(len(r.anew))); err != nil {
		return err
	}
	w.live, w.anew = before, anew // compared after this step
	w.figures.undone++
	return nil
}

// killRestore kills a restore, resumes its run if there is one, and restores
// again: what is there already isn't made twice.
func (w *world) killRestore() error {
	args, r, exit := w.drawRestore()
	if exit != 0 {
		return nil
	}
	if _, err := w.kill("restore", args...); err != nil {
		return err
	}
	if _, err := w.desk.do("resume", "latest", "--yes"); err != nil { // it may have no run, or a plan that was cut short
		return err
	}
	if _, err := w.run([]int{0}, args...); err != nil {
		return err
	}
	return w.settle(r)
}

// part are the rows of a name, and those above them that aren't there any more.
func (w *world) part(rows map[string]firm, name string) map[string]firm {
	part := map[string]firm{}
	for id, o := range rows {
		if !strings.Contains(o.name, name) {
			continue
		}
		part[id] = o
		for above := o.parent; above != ""; above = rows[above].parent {
			if _, there := w.live[above]; !there {
				part[above] = rows[above]
			}
		}
	}
	return part
}

// settle finds what was made anew, by its name, takes its id over, and holds all
// that is there against what must be.
func (w *world) settle(r *restoring) error {
	got, err := w.read()
	if err != nil {
		return err
	}
	ids := map[string]string{} // of those made anew, by the ids they had
	for _, id := range slices.Sorted(maps.Keys(r.anew)) {
		for now, o := range got {
			if _, known := r.live[now]; !known && o.name == r.live[id].name {
				ids[id] = now
			}
		}
		if ids[id] == "" {
			return fmt.Errorf("%+v wasn't brought back", r.live[id])
		}
	}
	want := map[string]firm{}
	for id, o := range r.live {
		if now := ids[id]; now != "" {
			id, o.id = now, now
		}
		if now := ids[o.parent]; now != "" {
			o.parent = now
		}
		want[id] = o
	}
	if !maps.Equal(got, want) {
		return fmt.Errorf("after the restore (revert %t) there is not what must be:\n%s", r.revert, unlike(got, want))
	}
	maps.Copy(w.anew, ids)
	w.live = want
	w.figures.restored += len(ids)
	w.figures.reverted += r.put
	return nil
}
