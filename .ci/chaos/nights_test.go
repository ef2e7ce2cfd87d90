//go:build !race

// Every command is another process, of which the race detector sees nothing.

package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// TestNights is the short form of go run ./.ci/chaos nights and backup.
func TestNights(t *testing.T) {
	dir := t.TempDir()
	p, err := buildProgram(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []nightsOptions{
		{name: "nights", steps: 60, seed: 9, acts: allActs(), out: t.Output()},
		{name: "backup", kills: 12, seed: 1, acts: killActs(), out: t.Output()},
	} {
		if err := playNights(p, filepath.Join(dir, o.name), o); err != nil {
			t.Error(err)
		}
	}
}

// TestNightsNotice: a snapshot that is gone, half or holds something else, and an
// API that isn't as it must be, are found out.
func TestNightsNotice(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(w *world, s *snap) error
		want string
	}{
		"nothing":          {func(*world, *snap) error { return nil }, ""},
		"one is gone":      {func(w *world, s *snap) error { return os.RemoveAll(filepath.Join(w.store, s.name)) }, "the snapshots are"},
		"one is half":      {func(w *world, s *snap) error { return os.Remove(filepath.Join(w.store, s.name, "manifest.json")) }, "no such file"},
		"one more is half": {func(w *world, s *snap) error { return os.Mkdir(filepath.Join(w.store, "20200101T000000Z"), 0o700) }, "the snapshots are"},
		"a row is missing": {func(w *world, s *snap) error { s.rows["x"] = firm{}; return nil }, "doesn't hold what it must"},
		"a byte":           {func(w *world, s *snap) error { s.rotten = 20; defer func() { s.rotten = 0 }(); return w.flip(s) }, "aren't those of the manifest"},
		"Pigello":          {func(w *world, s *snap) error { return w.addUnknown() }, "Pigello doesn't hold what it must"},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := newWorld(nil, t.TempDir(), nightsOptions{seed: 1})
			if err != nil {
				t.Fatal(err)
			}
			defer w.desk.front.close()
			w.store = filepath.Join(w.desk.dir, "backups", "nordhus")
			if err := backuptest.Put(w.store, backuptest.Past{Name: "20261123T021500Z", State: backup.Good, Rows: backuptest.Rows(3)}); err != nil {
				t.Fatal(err)
			}
			s := &snap{name: "20261123T021500Z", rows: map[string]firm{}}
			for i := range 3 {
				id := fmt.Sprintf("00000000-0000-4000-8000-%012d", i)
				s.rows[id] = firm{id: id, name: fmt.Sprintf("Exempelbacken %d AB", i)}
			}
			w.snaps = []*snap{s}
			if err := c.harm(w, s); err != nil {
				t.Fatal(err)
			}
			if err := w.compare(); c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// addUnknown makes an organization that the model doesn't know.
func (w *world) addUnknown() error {
	_, err := w.ask(http.MethodPost, "", map[string]any{"name": "Påhittsö AB"})
	return err
}
