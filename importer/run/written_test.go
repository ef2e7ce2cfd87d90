//go:build !race

package run

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// otherWrites are what people do to a journal in another SQLite, none of which changes a record.
var otherWrites = []string{
	"vacuum", "analyze", "create index people_made on chunk (kind)", "pragma journal_mode = delete", "pragma journal_mode = persist",
	"pragma journal_mode = truncate", "pragma journal_mode = wal", ".backup copy.db",
}

// writeInto lets sqlite3 write into a run; a copy that it makes is put in the run's place.
func writeInto(t *testing.T, dir, statement string) {
	t.Helper()
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("sqlite3 isn't installed")
	}
	cmd := exec.Command("sqlite3", journalName, statement)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", statement, err, out)
	}
	if err := os.Rename(filepath.Join(dir, "copy.db"), filepath.Join(dir, journalName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}

// endedRun gives a run that was closed as it should be.
func endedRun(t *testing.T) string {
	t.Helper()
	dir := killedRun(t, true)
	r, err := Open(dir)
	must(t, err)
	must(t, r.Close())
	return dir
}

// TestWrittenInto guards that a run which another SQLite wrote into without changing a record goes on opening, and that it is told.
func TestWrittenInto(t *testing.T) {
	for name, dir := range map[string]string{"closed": endedRun(t), "killed": killedRun(t, true)} {
		want, err := contentOf(Open, copyFolder(t, dir))
		must(t, err)
		for _, statement := range otherWrites {
			for how, open := range map[string]func(string) (*Run, error){"open": Open, "read": OpenReadOnly} {
				t.Run(fmt.Sprintf("%s, %s, %s", name, statement, how), func(t *testing.T) {
					dir := copyFolder(t, dir)
					before, err := os.ReadFile(filepath.Join(dir, journalName))
					must(t, err)
					writeInto(t, dir, statement)
					after, err := os.ReadFile(filepath.Join(dir, journalName))
					must(t, err)
					wrote := !bytes.Equal(before, after)
					r, err := open(dir)
					must(t, err)
					got, err := everything(r)
					if err != nil || got != want || r.Resealed() != wrote {
						t.Errorf("it holds\n%s, not\n%s; %v, sealed anew %v, not %v", got, want, err, r.Resealed(), wrote)
					}
					must(t, r.Close())
					again, err := Open(dir)
					must(t, err)
					if again.Resealed() {
						t.Error("it is sealed anew a second time")
					}
					must(t, again.Close())
				})
			}
		}
	}
}

// TestWrittenIntoDamage guards that a closed run whose bytes a disk changed isn't taken for one that another program wrote into: what is
// read of its records is what was written.
func TestWrittenIntoDamage(t *testing.T) {
	dir := endedRun(t)
	want, err := contentOf(Open, copyFolder(t, dir))
	must(t, err)
	journal, err := os.ReadFile(filepath.Join(dir, journalName))
	must(t, err)
	told := 0
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 2))
		at, by := rng.IntN(len(journal)), byte(1+rng.IntN(255))
		if seed%2 == 0 {
			at = rng.IntN(4096)
		}
		damaged := append([]byte(nil), journal...)
		damaged[at] ^= by
		got, err := contentOf(Open, copyOf(t, dir, damaged))
		if err != nil {
			told++
			continue
		}
		if got != want {
			t.Errorf("byte %d by %#x: it holds\n%s, not\n%s", at, by, got, want)
		}
	}
	if told < 170 {
		t.Errorf("%d of 200 changed bytes were told", told)
	}
	damaged := append([]byte(nil), journal...)
	damaged[len(damaged)-100] ^= 1
	damaged[30] ^= 1 // and the first page
	if _, err := contentOf(Open, copyOf(t, dir, damaged)); err == nil {
		t.Error("a damaged record beside a damaged first page is read")
	}
}
