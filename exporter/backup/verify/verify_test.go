package verify

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// whole makes a small snapshot by Create, with an acceptance.
func whole(t *testing.T, recipients ...string) *backup.Snapshot {
	t.Helper()
	client := serve(t)
	for i := range 3 {
		create(t, client, fmt.Sprintf("Exempelbacken %d AB", i))
	}
	shrink := 0.0
	s := backup.Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
	put(t, s, begun, 20)
	snap, err := s.Create(t.Context(), client, backup.CreateOptions{MaxShrink: &shrink, Recipients: recipients})
	if err != nil {
		t.Fatal(err)
	}
	if err := snap.Accept(t.Context(), "a branch was sold", "test", begun); err != nil {
		t.Fatal(err)
	}
	return backup.Open(snap.Dir)
}

func entries(t *testing.T, dir string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

// Whoever moved a snapshot to another profile's folder is asked about it: it may
// be another customer's.
func TestVerifyNotesForeignProfile(t *testing.T) {
	dir := t.TempDir()
	snap := put(t, backup.Store{Dir: filepath.Join(dir, "nordhus")}, begun, 3)
	to := filepath.Join(dir, "sydhus", snap.Name)
	if err := errors.Join(os.Mkdir(filepath.Dir(to), 0o700), os.Rename(snap.Dir, to)); err != nil {
		t.Fatal(err)
	}
	v, err := Snapshot(t.Context(), backup.Open(to), Options{})
	want := to + " was made for the profile nordhus, and lies in the folder of sydhus"
	if err != nil || !v.Whole() || !strings.Contains(strings.Join(v.Warnings, "\n"), want) {
		t.Errorf("%v, %v, %v", v.Problems, v.Warnings, err)
	}
}
