package verify

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// folder looks at the folder: what doesn't belong there, what others may read, and what is no file
// at all.
func (v *verifier) folder() error {
	entries, err := os.ReadDir(v.Snapshot.Dir)
	if err != nil {
		return fmt.Errorf("look into the snapshot's folder: %w", err)
	}
	store := backup.Store{Dir: filepath.Dir(v.Snapshot.Dir)}
	if was := v.Snapshot.Manifest.Profile; v.Snapshot.Seal != "" && was != store.Profile() {
		v.warn("%s was made for the profile %s, and lies in the folder of %s: was it moved there?",
			v.Snapshot.Dir, was, store.Profile())
	}
	v.warnOfAccess(v.Snapshot.Dir, "chmod 700")
	for _, e := range entries {
		switch path := filepath.Join(v.Snapshot.Dir, e.Name()); {
		case !v.Snapshot.Owns(e.Name()):
			if v.Snapshot.Seal != "" { // else nothing is known to be ours
				v.damaged(e.Name(), 0, "the manifest doesn't know this file")
			}
		case !e.Type().IsRegular():
			v.damaged(e.Name(), 0, "it is no file")
		default:
			v.warnOfAccess(path, "chmod 600")
		}
	}
	return nil
}

// warnOfAccess names what other accounts of the machine may read or change.
func (v *verifier) warnOfAccess(path, remedy string) {
	info, err := os.Lstat(path)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return
	}
	v.warn("%s can be read by other accounts (%s): %s corrects it", path, info.Mode().Perm(),
		remedy)
}

func (v *verifier) warn(format string, args ...any) {
	if len(v.Warnings) < maxProblems {
		v.Warnings = append(v.Warnings, fmt.Sprintf(format, args...))
	}
}
