package run

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Unsafe says why a folder is a bad place for runs: "lies on a network file system (nfs4)" or "is synchronised by Dropbox". There a lock may
// not hold, what was synced may not be on any disk, and another program may take or replace a run.db that is being written. It is "" for a
// folder that is fine, or of which nothing is known; the folder needn't be there yet.
//
// env looks a variable up, "" for one that isn't set: OneDrive names its folders so on Windows.
func Unsafe(dir string, env func(string) string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	there := existing(dir)
	real, err := filepath.EvalSymlinks(there)
	if err != nil {
		real = there
	}
	if by := cmp.Or(synchroniser(real, env), synchroniser(dir, env)); by != "" {
		return "is synchronised by " + by
	}
	if kind := networkOf(real); kind != "" {
		return "lies on a network file system (" + kind + ")"
	}
	return ""
}

// existing is the folder itself, or the nearest one above it that is there.
func existing(dir string) string {
	for {
		above := filepath.Dir(dir)
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) || above == dir {
			return dir
		}
		dir = above
	}
}

// synchroniser names the program that copies a folder elsewhere.
func synchroniser(dir string, env func(string) string) string {
	for _, name := range [...]string{"OneDrive", "OneDriveCommercial", "OneDriveConsumer"} {
		if root := env(name); root != "" && within(dir, root) {
			return "OneDrive"
		}
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if by := cmp.Or(byName(filepath.Base(filepath.Dir(dir)), filepath.Base(dir)), byMark(dir)); by != "" {
			return by
		}
	}
	return ""
}

// byName knows a synchronised folder by its name and that of the one above it.
func byName(above, name string) string {
	lower := strings.ToLower(name)
	switch {
	case strings.EqualFold(above, "CloudStorage"): // macOS keeps all of them there
		program, _, _ := strings.Cut(name, "-")
		return program
	case lower == "mobile documents" && strings.EqualFold(above, "Library"), lower == "iclouddrive", lower == "icloud drive":
		return "iCloud"
	}
	for start, program := range map[string]string{
		"onedrive": "OneDrive", "dropbox": "Dropbox", "google drive": "Google Drive", "googledrive": "Google Drive", "nextcloud": "Nextcloud",
		"owncloud": "ownCloud",
	} {
		// With the name of a firm or a person behind it: "OneDrive - Exempelbacken AB", "Dropbox (Privat)".
		rest, ok := strings.CutPrefix(lower, start)
		if ok && (rest == "" || strings.HasPrefix(rest, " - ") || strings.HasPrefix(rest, " (") || strings.HasPrefix(rest, "-")) {
			return program
		}
	}
	return ""
}

// marks are the files by which programs know a folder that they synchronise, whatever its name is.
var marks = [...]struct{ pattern, program string }{
	{".dropbox.cache", "Dropbox"}, {".stfolder", "Syncthing"}, {".tmp.driveupload", "Google Drive"},
	{".sync_*.db", "Nextcloud"}, {"._sync_*.db", "Nextcloud"},
}

func byMark(dir string) string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			continue
		}
		for _, m := range marks {
			if ok, _ := filepath.Match(m.pattern, e.Name()); ok { // the patterns are right
				return m.program
			}
		}
	}
	return ""
}

// within says whether a path is a folder or lies below it, whatever the case of its letters.
func within(path, folder string) bool {
	path, folder = strings.ToLower(filepath.Clean(path)), strings.ToLower(filepath.Clean(folder))
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, string(filepath.Separator))+string(filepath.Separator))
}
