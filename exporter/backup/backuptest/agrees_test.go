package backuptest

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// What is put here is read by the package that it is for, and the other way round
// a changed byte is seen by both.
func TestAgrees(t *testing.T) {
	s := backup.Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
	for _, name := range []string{"20261122T021500Z", "20261123T021500Z"} {
		if err := Put(s.Dir, Past{Name: name, State: backup.Suspect, Reasons: []string{"few"}, Rows: Rows(7)}); err != nil {
			t.Fatal(err)
		}
	}
	shown, hidden, err := Names(s.Dir)
	if want := []string{"20261122T021500Z", "20261123T021500Z"}; err != nil || !slices.Equal(shown, want) || len(hidden) > 0 {
		t.Fatalf("%v, %v, %v", shown, hidden, err)
	}
	for _, name := range shown {
		snap := backup.Open(filepath.Join(s.Dir, name))
		rows := 0
		for _, err := range snap.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			rows++
		}
		if m, accepted, lines, err := Read(snap.Dir); err != nil || accepted || len(lines) != 7 || rows != 7 || m.Name != name || snap.State() != backup.Suspect {
			t.Errorf("%s: %d rows, %d lines, %v", name, rows, len(lines), err)
		}
	}
	path := filepath.Join(s.Dir, shown[0], rowsName)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[9] ^= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := Read(filepath.Dir(path)); err == nil {
		t.Error("a changed byte isn't seen")
	}
}
