//go:build !race

package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// cutScene is a command on snapshots that is cut off.
type cutScene struct {
	name string
	line []string
	// stays says which of the snapshots that are there before must be there after it, cut off or not.
	stays func(name string) bool
	// suspect is the newest one.
	suspect bool
}

// cutNights are the snapshots that are there before.
var cutNights = []string{"20261030T021500Z", "20261031T021500Z", "20261121T021500Z", "20261122T021500Z", "20261123T021500Z"}

func cutScenes() []cutScene {
	all := func(string) bool { return true }
	last := func(n int) func(string) bool {
		return func(name string) bool { return slices.Contains(cutNights[len(cutNights)-n:], name) }
	}
	return []cutScene{
		{"prune", []string{"backup", "prune", "backups", "--keep-last", "2"}, last(2), false},
		{"prune to one", []string{"backup", "prune", "backups", "--keep-last", "1"}, last(1), false},
		{"prune nothing", []string{"backup", "prune", "backups", "--keep-last", "9"}, all, false},
	}
}

// newCut makes a folder with snapshots.
func newCut(t *testing.T, s *cutScene) *tracing {
	t.Helper()
	c := newTracing(t, "")
	for i, name := range cutNights {
		p := backuptest.Past{Name: name, State: backup.Good, Rows: backuptest.Rows(60)}
		if s.suspect && i == len(cutNights)-1 {
			p.State = backup.Suspect
		}
		if err := backuptest.Put(filepath.Join(c.dir, "backups", "nordhus"), p); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// look reads all that is shown as a snapshot: each must be whole, none be there or gone that mustn't. It gives how many are hidden.
func (c *tracing) look(what string, s *cutScene) (hidden int) {
	c.t.Helper()
	store := filepath.Join(c.dir, "backups", "nordhus")
	shown, left, err := backuptest.Names(store)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, name := range shown {
		if _, _, rows, err := backuptest.Read(filepath.Join(store, name)); err != nil {
			c.t.Errorf("%s: %s is shown and isn't whole: %v", what, name, err)
		} else if len(rows) != 60 {
			c.t.Errorf("%s: %s has %d rows", what, name, len(rows))
		}
	}
	for _, name := range cutNights {
		if s.stays(name) && !slices.Contains(shown, name) {
			c.t.Errorf("%s: %s is gone", what, name)
		}
	}
	return len(left)
}

// goOnBackups does what the next night does, after which nothing of the cut is left.
func (c *tracing) goOnBackups(what string, s *cutScene) {
	c.t.Helper()
	exit, said := c.run(0, 0, s.line...)
	if left := c.look(what+", then again", s); exit != 0 || left > 0 {
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
				hidden += c.look(what, &s)
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
			c.look(what, &s)
			c.goOnBackups(what, &s)
		}
	}
}
