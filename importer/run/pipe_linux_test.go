package run

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestPipe guards that a named pipe among a run's files is damage of that run, and nothing waits for it.
func TestPipe(t *testing.T) {
	for _, name := range []string{journalName, journalName + "-wal", journalName + "-journal", journalName + "-shm"} {
		for state, dir := range map[string]string{"killed": killedRun(t, true), "closed": closedRun(t)} {
			path := filepath.Join(dir, name)
			if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			must(t, syscall.Mkfifo(path, 0o600))
			for what, open := range map[string]func(string) (*Run, error){"open": Open, "read": OpenReadOnly} {
				_, err := open(dir)
				var damaged *DamagedError
				if !errors.As(err, &damaged) || !strings.Contains(err.Error(), name+" is not an ordinary file") {
					t.Errorf("%s, %s, %s: %v", name, state, what, err)
				}
			}
			if infos, err := List(filepath.Dir(dir)); err != nil || len(infos) != 1 || infos[0].Err == nil {
				t.Errorf("%s, %s: the list says %+v, %v", name, state, infos, err)
			}
		}
	}
}

func closedRun(t *testing.T) string {
	r := newTestRun(t)
	fill(t, r, 3)
	must(t, r.Close())
	return r.Dir()
}
