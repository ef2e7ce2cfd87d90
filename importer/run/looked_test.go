//go:build !race

package run

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// otherPrograms look into a journal. Neither writes anything, but both take the log in when they end.
var otherPrograms = map[string][]string{
	"sqlite3": {"sqlite3", "run.db", "select count(*) from chunk"},
	"python3": {"python3", "-c", "import sqlite3; c = sqlite3.connect('run.db'); c.execute('select count(*) from chunk').fetchone(); c.close()"},
}

// lookInto has another program look into a run.
func lookInto(t *testing.T, program, dir string) {
	t.Helper()
	line := otherPrograms[program]
	if _, err := exec.LookPath(line[0]); err != nil {
		t.Skipf("%s isn't installed", program)
	}
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := os.Lstat(filepath.Join(dir, journalName+"-wal")); err == nil {
		t.Fatal("the log is still there")
	}
}

// TestLookedAt guards that another program which looks into a killed run leaves it as it is, for whoever opens it next.
func TestLookedAt(t *testing.T) {
	for program := range otherPrograms {
		for _, applied := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, applied %v", program, applied), func(t *testing.T) {
				killed := killedRun(t, applied)
				want, err := contentOf(Open, copyFolder(t, killed))
				must(t, err)
				for name, open := range map[string]func(string) (*Run, error){"open": Open, "read": OpenReadOnly} {
					dir := copyFolder(t, killed)
					lookInto(t, program, dir)
					r, err := open(dir)
					must(t, err)
					got, err := everything(r)
					if err != nil || got != want || !r.Resealed() {
						t.Errorf("%s: it holds\n%s, not\n%s; %v, sealed anew %v", name, got, want, err, r.Resealed())
					}
					must(t, r.Close())
					r, err = Open(dir)
					must(t, err)
					if r.Resealed() {
						t.Errorf("%s: it is sealed anew a second time", name)
					}
					must(t, r.Close())
				}
				infos, err := List(filepath.Dir(killed))
				must(t, err)
				if len(infos) != 1 || infos[0].Err != nil || infos[0].Resealed {
					t.Errorf("nobody looked: %+v", infos)
				}
			})
		}
	}
}

// TestLookedAtTwice guards that a run which was looked at, killed again and looked at again goes on, too.
func TestLookedAtTwice(t *testing.T) {
	dir := killedRun(t, true)
	for i := range int32(3) {
		lookInto(t, "python3", dir)
		r, err := Open(dir)
		must(t, err)
		chunk, err := r.Journal().Intend(t.Context(), ChunkCreate, []int32{500 + i}, time.Unix(9, 0))
		must(t, err)
		must(t, r.Journal().Settle(t.Context(), chunk, []Outcome{{Row: 500 + i, Status: Created, ID: uid(2)}}))
		dir = copyFolder(t, r.Dir())
		books, err := r.Books()
		must(t, err)
		if books.Created != 5+int(i)+1 {
			t.Errorf("time %d: the books are %s", i, books)
		}
		must(t, r.Close())
	}
}

// TestLookedAtDamage changes a byte of a run that was looked at: never are other rows, decisions or outcomes read. What people are told
// of them isn't proven by then, nor is the description.
func TestLookedAtDamage(t *testing.T) {
	dir := killedRun(t, true)
	lookInto(t, "python3", dir)
	records := func(r *Run) (string, error) {
		status, ids, err := r.States()
		var b strings.Builder
		for row, broken := range r.Rows(0) {
			err = errors.Join(err, broken)
			fmt.Fprintf(&b, "%+v", row)
		}
		return fmt.Sprint(status, ids, b.String()), err
	}
	looked, err := os.ReadFile(filepath.Join(dir, journalName))
	must(t, err)
	r, err := Open(copyOf(t, dir, looked))
	must(t, err)
	want, err := records(r)
	must(t, err)
	must(t, r.Close())
	told := 0
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 1))
		at, by := 24+rng.IntN(len(looked)-24), byte(1+rng.IntN(255))
		journal := append([]byte(nil), looked...)
		journal[at] ^= by
		r, err := Open(copyOf(t, dir, journal))
		var damaged *DamagedError
		switch {
		case errors.As(err, &damaged) && damaged.Hint != "":
			told++
			continue
		case err != nil:
			t.Errorf("byte %d by %#x: %v", at, by, err)
			continue
		}
		if got, err := records(r); err != nil || got != want {
			t.Errorf("byte %d by %#x: other records are read, %v", at, by, err)
		}
		must(t, r.Close())
	}
	if told < 10 {
		t.Errorf("%d of 100 changed bytes were told", told)
	}
}
