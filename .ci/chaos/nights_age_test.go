package main

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// TestAge: a snapshot that grew older is whole still, for both who read it.
func TestAge(t *testing.T) {
	store := filepath.Join(t.TempDir(), "nordhus")
	for _, name := range []string{"20261122T021500Z", "20261123T021500Z"} {
		p := backuptest.Past{Name: name, State: backup.Suspect, Reasons: []string{"few"}, Rows: backuptest.Rows(7)}
		if err := backuptest.Put(store, p); err != nil {
			t.Fatal(err)
		}
	}
	if err := age(store, 24*time.Hour); err != nil {
		t.Fatal(err)
	}
	shown, hidden, err := backuptest.Names(store)
	if want := []string{"20261121T021500Z", "20261122T021500Z"}; err != nil || !slices.Equal(shown, want) || len(hidden) > 0 {
		t.Fatalf("%v, %v, %v", shown, hidden, err)
	}
	for _, name := range shown {
		dir := filepath.Join(store, name)
		if m, _, rows, err := backuptest.Read(dir); err != nil || m.Name != name || len(rows) != 7 || backup.Open(dir).State() != backup.Suspect {
			t.Errorf("%s: %s of %d rows, %v", name, m.Name, len(rows), err)
		}
	}
}
