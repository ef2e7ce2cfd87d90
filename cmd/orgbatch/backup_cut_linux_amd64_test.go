//go:build !race

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// cutScene is a command on snapshots that is cut off.
type cutScene struct {
	name  string
	line  []string
	past  []string // the snapshots that are there before
	stays int      // how many of them, the newest, must be there after it, cut off or not
	again int      // and after it was done a second time, or next was
	next  []string
	// suspect says that the newest of them is.
	suspect bool
}

// last are the newest of the snapshots that are there before.
func (s *cutScene) last(n int) []string { return s.past[len(s.past)-n:] }

// cutNights are the snapshots that are there before.
var cutNights = []string{"20261030T021500Z", "20261031T021500Z", "20261121T021500Z", "20261122T021500Z", "20261123T021500Z"}

// cutRows are the organizations of each snapshot.
const cutRows = 60

func cutScenes() []cutScene {
	all := len(cutNights)
	create := []string{"backup", "create", "backups"}
	return []cutScene{
		{name: "create the first", line: create},
		{name: "create", line: append(create, "--check", "full"), past: cutNights, stays: all, again: all},
		{name: "create and prune", line: append(create, "--keep-last", "2"), past: cutNights, stays: 1},
		{name: "accept", line: []string{"backup", "accept", "backups", cutNights[all-1], "--reason", "they moved out", "--yes"}, past: cutNights, stays: all, again: all,
			next: create, suspect: true},
		{name: "prune", line: []string{"backup", "prune", "backups", "--keep-last", "2"}, past: cutNights, stays: 2, again: 2},
		{name: "prune nothing", line: []string{"backup", "prune", "backups", "--keep-last", "9"}, past: cutNights, stays: all, again: all},
	}
}

// cutStore is the store of a target that variables name.
const cutStore = "backups/127.0.0.1"

// newCut makes a folder with snapshots.
func newCut(t *testing.T, s *cutScene) *tracing {
	t.Helper()
	c := newTracing(t, "")
	if err := c.e.sandbox.Seed(t.Context(), cutRows, 1); err != nil {
		t.Fatal(err)
	}
	for i, name := range s.past {
		p := backuptest.Past{Name: name, State: backup.Good, Rows: backuptest.Rows(cutRows)}
		if s.suspect && i == len(s.past)-1 {
			p.State = backup.Suspect
		}
		if err := backuptest.Put(filepath.Join(c.dir, cutStore), p); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// look reads all that is shown as a snapshot: each must be whole, and those that
// stay be there. It gives how many folders are hidden.
func (c *tracing) look(what string, stays []string) (hidden int) {
	c.t.Helper()
	store := filepath.Join(c.dir, cutStore)
	shown, left, err := backuptest.Names(store)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		c.t.Fatal(err)
	}
	for _, name := range shown {
		if _, _, rows, err := backuptest.Read(filepath.Join(store, name)); err != nil {
			c.t.Errorf("%s: %s is shown and isn't whole: %v", what, name, err)
		} else if len(rows) != cutRows {
			c.t.Errorf("%s: %s has %d rows", what, name, len(rows))
		}
	}
	for _, name := range stays {
		if !slices.Contains(shown, name) {
			c.t.Errorf("%s: %s is gone", what, name)
		}
	}
	return len(left)
}

// goOnBackups does what the next night does, after which nothing of the cut is left.
func (c *tracing) goOnBackups(what string, s *cutScene) {
	c.t.Helper()
	line := s.line
	if s.next != nil {
		line = s.next
	}
	exit, said := c.run(0, 0, line...)
	if left := c.look(what+", then again", s.last(s.again)); exit != 0 || left > 0 {
		c.t.Errorf("%s: the next one ends in %d and leaves %d hidden folders\n%s", what, exit, left, said)
	}
}

// TestBackupCut kills backups and cuts their power before each of so many of their operations on the disk: what is shown as a snapshot is always
// whole, none is gone that was to stay, and the next one takes away what was left.
func TestBackupCut(t *testing.T) {
	t.Parallel()
	cuts, hidden := map[string]int{}, 0
	scenes := cutScenes()
	each := max(1, pointsOr(2*len(scenes))/len(scenes))
	for _, s := range scenes {
		exit, said, operations := newCut(t, &s).traced("count", 0, 0, s.line...)
		if exit != 0 {
			t.Fatalf("%s: %s", s.name, said)
		}
		for point := range each {
			at := 1 + point*(len(operations)-1)/max(1, each-1)
			for _, mode := range []string{"kill", "power"} {
				c := newCut(t, &s)
				what := fmt.Sprintf("%s, %s before operation %d of %d, seed %d", s.name, mode, at, len(operations), point%3*point)
				if exit, _, _ := c.traced(mode, at, point%3*point, s.line...); exit == 128+9 {
					cuts[mode]++
				}
				hidden += c.look(what, s.last(s.stays))
				c.goOnBackups(what, &s)
			}
		}
	}
	if !t.Failed() {
		t.Logf("%d killed and %d without power at points of %d scenes; %d hidden folders were left and taken away: whatever was shown as a snapshot was whole", cuts["kill"], cuts["power"], len(scenes), hidden)
	}
}

// backupFull is what a full disk is told as.
var backupFull = regexp.MustCompile(`(?s)no space left on device.*hint: .*disk is full`)

// TestBackupDiskFull lets the disk be full from one operation of a backup on: it says so, ends with 1, and shows nothing half.
func TestBackupDiskFull(t *testing.T) {
	t.Parallel()
	for _, s := range cutScenes() {
		_, said, operations := newCut(t, &s).traced("full", 1<<30, 0, s.line...)
		n := min(pointsOr(3), len(operations))
		if n == 0 {
			t.Fatalf("%s: %s", s.name, said)
		}
		for point := range n {
			c := newCut(t, &s)
			at := 1 + point*(len(operations)-1)/max(1, n-1)
			exit, said, tried := c.traced("full", at, 0, s.line...)
			if len(tried) < at {
				continue // it took fewer this time
			}
			what := fmt.Sprintf("%s, full from operation %d (%s) on", s.name, at, tried[at-1])
			if exit != 1 || !backupFull.MatchString(said) {
				t.Errorf("%s: exit %d, %s", what, exit, said)
			}
			c.look(what, s.last(s.stays))
			c.goOnBackups(what, &s)
		}
	}
}
