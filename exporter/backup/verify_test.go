package backup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// whole makes a small snapshot by Create, with an acceptance.
func whole(t *testing.T, recipients ...string) *Snapshot {
	t.Helper()
	client := serve(t)
	for i := range 3 {
		create(t, client, fmt.Sprintf("Exempelbacken %d AB", i))
	}
	shrink := 0.0
	s := Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
	put(t, s, begun, 20)
	snap, err := s.Create(t.Context(), client, CreateOptions{MaxShrink: &shrink, Recipients: recipients})
	if err != nil {
		t.Fatal(err)
	}
	if err := snap.Accept(t.Context(), "a branch was sold", "test", begun); err != nil {
		t.Fatal(err)
	}
	return Open(snap.Dir)
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
	snap := put(t, Store{Dir: filepath.Join(dir, "nordhus")}, begun, 3)
	to := filepath.Join(dir, "sydhus", snap.Name)
	if err := errors.Join(os.Mkdir(filepath.Dir(to), 0o700), os.Rename(snap.Dir, to)); err != nil {
		t.Fatal(err)
	}
	v, err := Open(to).Verify(t.Context(), VerifyOptions{})
	want := to + " was made for the profile nordhus, and lies in the folder of sydhus"
	if err != nil || !v.Whole() || !strings.Contains(strings.Join(v.Warnings, "\n"), want) {
		t.Errorf("%v, %v, %v", v.Problems, v.Warnings, err)
	}
}

// Of two that accept one snapshot the second learns that it is accepted, and the
// first one's reason stays.
func TestAcceptOnce(t *testing.T) {
	snap := whole(t)
	if err := os.Remove(filepath.Join(snap.Dir, acceptedName)); err != nil {
		t.Fatal(err)
	}
	first, second := Open(snap.Dir), Open(snap.Dir)
	if err := first.Accept(t.Context(), "sold", "test", begun); err != nil {
		t.Fatal(err)
	}
	var not *NotSuspectError
	if err := second.Accept(t.Context(), "merged", "test", begun); !errors.As(err, &not) || not.State != Accepted {
		t.Errorf("the second: %v", err)
	}
	if now := Open(snap.Dir); now.Accepted == nil || now.Accepted.Reason != "sold" {
		t.Errorf("%+v", now.Accepted)
	}
}
