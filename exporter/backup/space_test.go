package backup

import (
	"errors"
	"path/filepath"
	"testing"
	"time"
)

// Room for the last snapshot and a quarter more is asked for before anything is
// read; what the next prune would free is said.
func TestSpace(t *testing.T) {
	client := serve(t)
	create(t, client, "Exempelbacken AB")
	s := Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
	for i := range 3 {
		put(t, s, begun.AddDate(0, 0, i), 1000)
	}
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	need := list[2].Bytes() + list[2].Bytes()/4 + spare
	for _, c := range []struct {
		name  string
		free  int64
		known bool
		full  bool
	}{{"just enough", need, true, false}, {"one byte too few", need - 1, true, true}, {"not known", 0, false, false}} {
		asked := ""
		_, err := s.Create(t.Context(), client, CreateOptions{
			Now:   func() time.Time { return begun.AddDate(0, 0, 4) },
			Free:  func(dir string) (int64, bool) { asked = dir; return c.free, c.known },
			Prune: PruneOptions{Policy: Policy{Last: 1}},
		})
		var full *SpaceError
		switch {
		case errors.As(err, &full) != c.full, asked != s.Dir:
			t.Errorf("%s: %v, asked of %q", c.name, err, asked)
		case c.full && (full.Need != need || full.Free != c.free || full.Prunable != 2 || full.PrunableBytes == 0):
			t.Errorf("%s: %+v", c.name, full)
		}
		if !c.full {
			if err := s.remove(newest(t, s).Name); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func newest(t *testing.T, s Store) *Snapshot {
	t.Helper()
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	return list[len(list)-1]
}
