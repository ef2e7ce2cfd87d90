package input

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestLeftSpools: what a killed command left goes a day later; a spool in use, a run and a file of somebody's stay.
func TestLeftSpools(t *testing.T) {
	t.Parallel()
	dir, now := t.TempDir(), time.Now()
	for name, age := range map[string]time.Duration{".input-old": 25 * time.Hour, ".input-new": 23 * time.Hour, "20261101T000000Z-aaaa": 48 * time.Hour} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name, "input.tmp"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(filepath.Join(dir, name), now, now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, ".input-file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(dir, ".input-file"), now, now.Add(-48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	removeLeftSpools(dir, now)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{".input-file", ".input-new", "20261101T000000Z-aaaa"}; !slices.Equal(names, want) {
		t.Errorf("there are %q, want %q", names, want)
	}
}
