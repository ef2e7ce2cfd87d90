package backup

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// nights publishes n snapshots, a night apart.
func nights(t *testing.T, n int) (Store, []*Snapshot) {
	t.Helper()
	s := Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
	var list []*Snapshot
	for i := range n {
		list = append(list, put(t, s, begun.AddDate(0, 0, i), 10))
	}
	return s, list
}

func names(t *testing.T, s Store) string {
	t.Helper()
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for _, snap := range list {
		days = append(days, snap.Name[6:8])
	}
	return strings.Join(days, " ")
}

// What goes is gone, what stays is whole, and what would be freed is told before.
func TestPrune(t *testing.T) {
	s, _ := nights(t, 5)
	for _, left := range []string{".20261101T021500Z.partial-00000000", ".20261101T021500Z.removing-00000000"} {
		if err := os.Mkdir(filepath.Join(s.Dir, left), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(s.Dir, left, rowsName), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	other := filepath.Join(s.Dir, ".snapshots")
	if err := os.Mkdir(other, 0o700); err != nil {
		t.Fatal(err)
	}
	o := PruneOptions{Policy: Policy{Last: 2}, DryRun: true}
	would, err := s.Prune(t.Context(), o)
	if err != nil || would.Removed != 3 || names(t, s) != "23 24 25 26 27" {
		t.Fatalf("dry run: %+v, %v; there are %s", would, err, names(t, s))
	}
	if n, bytes, err := s.WouldFree(o); n != 3 || bytes != would.Freed || err != nil {
		t.Errorf("would free: %d, %d, %v", n, bytes, err)
	}
	o.DryRun = false
	before := folderBytes(s.Dir)
	did, err := s.Prune(t.Context(), o)
	if err != nil || did.Removed != 3 || did.Leftovers != 8 || names(t, s) != "26 27" {
		t.Fatalf("%+v, %v; there are %s", did, err, names(t, s))
	}
	if freed := before - folderBytes(s.Dir); freed != did.Freed {
		t.Errorf("freed %d bytes, and says %d", freed, did.Freed)
	}
	if entries, _ := filepath.Glob(filepath.Join(s.Dir, ".*")); len(entries) != 2 { // the lock, and what isn't ours
		t.Errorf("left: %q", entries)
	}
	if did, err = s.Prune(t.Context(), o); err != nil || did.Removed != 0 || did.Freed != 0 {
		t.Errorf("again: %+v, %v", did, err)
	}
}

// Nothing is pruned unless the newest snapshot is trusted and whole.
func TestPruneNewestUntrusted(t *testing.T) {
	for what, harm := range map[string]func(*Snapshot) error{
		"suspect": func(s *Snapshot) error {
			s.Manifest.State, s.Manifest.Reasons = Suspect, []string{"fewer rows than before"}
			return errors.Join(os.Remove(filepath.Join(s.Dir, manifestName)), writeSealed(filepath.Join(s.Dir, manifestName), &s.Manifest))
		},
		"newer": func(s *Snapshot) error {
			s.Manifest.Backup = manifestVersion + 1
			return errors.Join(os.Remove(filepath.Join(s.Dir, manifestName)), writeSealed(filepath.Join(s.Dir, manifestName), &s.Manifest))
		},
		"a byte of the rows": func(s *Snapshot) error {
			path := filepath.Join(s.Dir, rowsName)
			b, err := os.ReadFile(path)
			b[len(b)/2] ^= 1
			return errors.Join(err, os.WriteFile(path, b, 0o600))
		},
		"rows cut":    func(s *Snapshot) error { return os.Truncate(filepath.Join(s.Dir, rowsName), 7) },
		"no rows":     func(s *Snapshot) error { return os.Remove(filepath.Join(s.Dir, rowsName)) },
		"no manifest": func(s *Snapshot) error { return os.Remove(filepath.Join(s.Dir, manifestName)) },
	} {
		t.Run(what, func(t *testing.T) {
			s, list := nights(t, 3)
			if err := harm(list[2]); err != nil {
				t.Fatal(err)
			}
			for _, dry := range []bool{true, false} {
				var newest *NewestError
				_, err := s.Prune(t.Context(), PruneOptions{Policy: Policy{Last: 1}, DryRun: dry})
				if !errors.As(err, &newest) || newest.Snapshot != list[2].Dir || !strings.Contains(err.Error(), list[2].Dir) {
					t.Errorf("%v", err)
				}
			}
			if got := names(t, s); got != "23 24 25" {
				t.Errorf("there are %s", got)
			}
		})
	}
}

// A damaged snapshot keeps no place, and isn't removed.
func TestPruneDamaged(t *testing.T) {
	s, list := nights(t, 4)
	if err := os.Truncate(filepath.Join(list[2].Dir, rowsName), 7); err != nil {
		t.Fatal(err)
	}
	if did, err := s.Prune(t.Context(), PruneOptions{Policy: Policy{Last: 2}}); err != nil || names(t, s) != "24 25 26" || did.Removed != 1 {
		t.Errorf("%+v, %v; there are %s", did, err, names(t, s))
	}
}

// A policy that keeps nothing is refused, and so is one that makes no sense.
func TestPruneKeepsNone(t *testing.T) {
	s, _ := nights(t, 2)
	for _, p := range []Policy{{}, {Last: -1}, {Last: 2, Daily: -1}} {
		if _, err := s.Prune(t.Context(), PruneOptions{Policy: p}); !errors.Is(err, errKeepsNone) {
			t.Errorf("%+v: %v", p, err)
		}
		if n, _, err := s.WouldFree(PruneOptions{Policy: p}); n != 0 || err != nil {
			t.Errorf("%+v: would free %d, %v", p, n, err)
		}
	}
	if did, err := (Store{Dir: t.TempDir()}).Prune(t.Context(), PruneOptions{Policy: Policy{Last: 1}, Location: time.UTC}); err != nil || did.Removed != 0 {
		t.Errorf("an empty store: %+v, %v", did, err)
	}
}

// A snapshot is named after those made before it, also when one of them has gone.
func TestNamesTellTheOrder(t *testing.T) {
	s := Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
	put(t, s, begun.AddDate(1, 0, 0), 1) // by a clock that was wrong
	for range 3 {
		put(t, s, begun, 1)
	}
	if err := os.RemoveAll(filepath.Join(s.Dir, begun.Add(time.Second).Format(nameTime))); err != nil {
		t.Fatal(err)
	}
	if got, want := put(t, s, begun, 1).Time, begun.Add(3*time.Second); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A snapshot that is pruned while others look isn't taken for a damaged one.
func TestLookWhilePruned(t *testing.T) {
	s, list := nights(t, 2)
	if _, err := s.Prune(t.Context(), PruneOptions{Policy: Policy{Last: 1}}); err != nil {
		t.Fatal(err)
	}
	var gone *NotFoundError
	if _, problems, err := ProveSnapshot(t.Context(), list[0]); !errors.As(err, &gone) || gone.Name != list[0].Name {
		t.Errorf("%v, %v", problems, err)
	}
}
