package run

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUnsafe(t *testing.T) {
	none := func(string) string { return "" }
	for path, want := range map[string]string{
		"orgbatch-runs":                        "",
		"Dropbox/import/orgbatch-runs":         "is synchronised by Dropbox",
		"Dropbox (Privat)/runs":                "is synchronised by Dropbox",
		"Dropboxen/runs":                       "",
		"OneDrive - Exempelbacken AB/runs":     "is synchronised by OneDrive",
		"Library/CloudStorage/GoogleDrive-a@b": "is synchronised by GoogleDrive",
		"Library/Mobile Documents/runs":        "is synchronised by iCloud",
		"Mobile Documents/runs":                "",
		"iCloudDrive":                          "is synchronised by iCloud",
		"Google Drive/Min enhet":               "is synchronised by Google Drive",
		"Nextcloud/runs":                       "is synchronised by Nextcloud",
	} {
		if got := Unsafe(filepath.Join(t.TempDir(), filepath.FromSlash(path)), none); got != want {
			t.Errorf("%s %q, want %q", path, got, want)
		}
	}
}

func TestUnsafeByMark(t *testing.T) {
	for mark, want := range map[string]string{
		".stfolder": "is synchronised by Syncthing", ".sync_0a1b2c.db": "is synchronised by Nextcloud", ".dropbox.cache": "is synchronised by Dropbox", ".git": "",
	} {
		dir := t.TempDir()
		must(t, os.Mkdir(filepath.Join(dir, mark), 0o700))
		if got := Unsafe(filepath.Join(dir, "below", "runs"), func(string) string { return "" }); got != want {
			t.Errorf("beside %s: %q, want %q", mark, got, want)
		}
	}
}

func TestUnsafeByVariable(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Moln")
	env := func(name string) string {
		if name == "OneDriveCommercial" {
			return strings.ToUpper(dir)
		}
		return ""
	}
	if got := Unsafe(filepath.Join(dir, "runs"), env); got != "is synchronised by OneDrive" {
		t.Errorf("it %q", got)
	}
	if got := Unsafe(dir+"tvist", env); got != "" {
		t.Errorf("beside it: %q", got)
	}
}

// TestUnsafeByLink guards that a link doesn't hide where a folder lies.
func TestUnsafeByLink(t *testing.T) {
	dir := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(dir, "Dropbox", "runs"), 0o700))
	if err := os.Symlink(filepath.Join(dir, "Dropbox", "runs"), filepath.Join(dir, "runs")); err != nil {
		t.Logf("no links here: %v", err)
		return
	}
	if got := Unsafe(filepath.Join(dir, "runs"), func(string) string { return "" }); got != "is synchronised by Dropbox" {
		t.Errorf("it %q", got)
	}
}
