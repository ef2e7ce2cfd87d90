//go:build !race

package main

import (
	"archive/zip"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
)

// killedFixture is a cell with the killed run of the fixtures.
func killedFixture(t *testing.T) *cell {
	t.Helper()
	archive, err := zip.OpenReader(filepath.Join("testdata", "fixtures", "v4-58a3a29.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }() // it was only read
	kept, err := fs.Sub(archive, "killed/runs")
	if err != nil {
		t.Fatal(err)
	}
	there, err := fs.ReadFile(archive, "killed/there.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	c := newFarCell(t, fixtureFamily)
	c.load(string(there))
	if err := os.CopyFS(filepath.Join(c.dir, config.DefaultRuns), kept); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestSaysLookedAt guards that what another program did to a run is said once.
func TestSaysLookedAt(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("sqlite3 isn't installed")
	}
	c := killedFixture(t)
	for what, again := range map[string][]string{"a look": nil, "resume": {"resume", "latest"}} {
		c := killedFixture(t)
		look := exec.Command("sqlite3", c.journal(), "select count(*) from chunk")
		if out, err := look.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		args := []string{"runs"}
		if again != nil {
			args = append(again, c.flags...)
		}
		const word = "another program wrote into the journal"
		if exit, said := c.run(0, 0, args...); exit != 0 || strings.Count(said, word) != 1 {
			t.Errorf("%s: exit %d\n%s", what, exit, said)
		}
		if exit, said := c.run(0, 0, "runs", "latest"); exit != 0 || strings.Contains(said, word) {
			t.Errorf("%s, and then: exit %d\n%s", what, exit, said)
		}
	}
	if _, said := c.run(0, 0, "runs"); strings.Contains(said, "another program") {
		t.Errorf("nobody looked: %s", said)
	}
}

// TestSaysWhyUnread guards that the list of runs says of one that can't be read what it lacks.
func TestSaysWhyUnread(t *testing.T) {
	t.Parallel()
	c := killedFixture(t)
	if err := os.Remove(c.journal() + "-wal"); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"runs"}, {"runs", "latest"}, append([]string{"resume", "latest"}, c.flags...)} {
		if _, said := c.run(0, 0, args...); !strings.Contains(said, "run.db-wal is missing") || !strings.Contains(said, "hint: copy the run's whole folder") {
			t.Errorf("%s: %s", args, said)
		}
	}
}
