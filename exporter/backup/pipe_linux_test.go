package backup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestPipe guards that a named pipe in the place of any file of a snapshot is damage of that snapshot, and nothing waits for it.
func TestPipe(t *testing.T) {
	for _, name := range []string{manifestName, acceptedName, rowsName} {
		s := Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
		snap := put(t, s, begun, 10)
		put(t, s, begun.AddDate(0, 0, 1), 10)
		path := filepath.Join(snap.Dir, name)
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
		_, problems, err := ProveSnapshot(t.Context(), Open(snap.Dir))
		if err != nil || !strings.Contains(fmt.Sprint(errors.Join(problems...)), "is not an ordinary file") {
			t.Errorf("%s: verify %v, %v", name, problems, err)
		}
		if _, err := count(Open(snap.Dir)); err == nil {
			t.Errorf("%s: its rows are read", name)
		}
		done, err := s.Prune(t.Context(), PruneOptions{Policy: Policy{Last: 1}})
		if err != nil || done.Removed != 0 || done.Fates[0].Snapshot.Err == nil {
			t.Errorf("%s: prune %+v, %v", name, done, err)
		}
	}
}
