package exporter

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// manifestOf is the manifest of a file with this content.
func manifestOf(t *testing.T, content string) string {
	t.Helper()
	hash := sha256.Sum256([]byte(content))
	m := Manifest{Manifest: ManifestVersion, Bytes: int64(len(content)), SHA256: hex.EncodeToString(hash[:])}
	b, err := m.marshal()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestMayReplace(t *testing.T) {
	newer := strings.Replace(manifestOf(t, "data"), `"orgbatch_manifest": 1`, `"orgbatch_manifest": 99`, 1)
	for _, c := range []struct {
		name     string
		manifest string // "" for none
		pending  string // a partial that a killed export left
		reason   string // "" for allowed
	}{
		{"ours", manifestOf(t, "data"), "", ""},
		{"no manifest", "", "", "no manifest"},
		{"longer than told", manifestOf(t, "dat"), "", "changed since"},
		{"same length", manifestOf(t, "dato"), "", "changed since"},
		{"not JSON", "hello", "", "can't be read"},
		{"other JSON", `{"rows": 4}`, "", "can't be read"},
		{"half a manifest", manifestOf(t, "data")[:40], "", "can't be read"},
		{"of a newer form", newer, "", "can't be read"},
		{"killed before its manifest had a name", "", manifestOf(t, "data"), ""},
		{"killed before the old manifest was replaced", manifestOf(t, "old"), manifestOf(t, "data"), ""},
		{"killed before the file was replaced", manifestOf(t, "data"), manifestOf(t, "new"), ""},
		{"a leftover of something else", "", manifestOf(t, "new"), "no manifest"},
		{"half a leftover", "", manifestOf(t, "data")[:40], "no manifest"},
	} {
		path := filepath.Join(t.TempDir(), "a[1].csv")
		put(t, path, "data")
		if c.manifest != "" {
			put(t, ManifestPath(path), c.manifest)
		}
		leftover := strings.NewReplacer("[[]", "[", "*", "00c0ffee").Replace(sink.PartialPattern(ManifestPath(path)))
		if c.pending != "" {
			put(t, leftover, c.pending)
		}
		pending, err := mayReplace(path)
		if c.reason == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			if vouches := c.pending == manifestOf(t, "data"); vouches != (len(pending) == 1 && pending[0] == leftover) {
				t.Errorf("%s: to be removed: %q", c.name, pending)
			}
			continue
		}
		var r *ReplaceError
		if !errors.Is(err, ErrWouldReplace) || !errors.As(err, &r) || !strings.Contains(r.Reason, c.reason) || r.Hint == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestReadManifest(t *testing.T) {
	dir := t.TempDir()
	if _, err := ReadManifest(filepath.Join(dir, "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
	path := filepath.Join(dir, "m")
	put(t, path, manifestOf(t, "data"))
	if m, err := ReadManifest(path); err != nil || m.Bytes != 4 {
		t.Errorf("%+v, %v", m, err)
	}
	put(t, path, strings.Repeat(" ", maxManifest)+manifestOf(t, "data"))
	if _, err := ReadManifest(path); err == nil {
		t.Error("a file of more than a megabyte was taken for a manifest")
	}
}

func TestWindowHoldsTheReading(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct{ from, to, wantFrom, wantTo string }{
		{"2026-11-23T20:35:29Z", "2026-11-23T20:35:29Z", "2026-11-23T20:35:28Z", "2026-11-23T20:35:30Z"},
		{"2026-11-23T21:35:29.9+01:00", "2026-11-23T20:35:30.1Z", "2026-11-23T20:35:28Z", "2026-11-23T20:35:32Z"},
	} {
		if got := NewWindow(at(c.from), at(c.to)); got != (Window{at(c.wantFrom), at(c.wantTo)}) {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}
