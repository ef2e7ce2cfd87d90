package backup

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// lookAround looks at the folder: what doesn't belong there, what others may
// read, and what is no file at all.
func (v *verifier) lookAround() error {
	entries, err := os.ReadDir(v.Snapshot.Dir)
	if err != nil {
		return fmt.Errorf("look into the snapshot's folder: %w", err)
	}
	ours := map[string]bool{manifestName: true, acceptedName: true, provenName: true}
	for _, f := range v.Snapshot.Manifest.Files {
		ours[f.Name] = true
	}
	store := Store{Dir: filepath.Dir(v.Snapshot.Dir)}
	if was := v.Snapshot.Manifest.Profile; v.Snapshot.Seal != "" && was != store.Profile() {
		v.note("%s was made for the profile %s, and lies in the folder of %s: was it moved there?", v.Snapshot.Dir, was, store.Profile())
	}
	v.noteWide(v.Snapshot.Dir, "chmod 700")
	for _, e := range entries {
		switch path := filepath.Join(v.Snapshot.Dir, e.Name()); {
		case !ours[e.Name()]:
			if v.Snapshot.Seal != "" { // else nothing is known to be ours
				v.found(e.Name(), 0, "the manifest doesn't know this file")
			}
		case !e.Type().IsRegular():
			v.found(e.Name(), 0, "it is no file")
		default:
			v.noteWide(path, "chmod 600")
		}
	}
	return nil
}

// noteWide names what other accounts of the machine may read or change.
func (v *verifier) noteWide(path, mend string) {
	info, err := os.Lstat(path)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return
	}
	v.note("%s can be read by other accounts (%s): %s corrects it", path, info.Mode().Perm(), mend)
}

func (v *verifier) note(format string, args ...any) {
	if len(v.Warnings) < maxProblems {
		v.Warnings = append(v.Warnings, fmt.Sprintf(format, args...))
	}
}

// Strays are folders of the store that hold a manifest and aren't named as a
// snapshot is: nobody lists them. What is hidden is none.
func (s Store) Strays() ([]string, error) {
	entries, err := os.ReadDir(s.Dir)
	if err != nil {
		return nil, fmt.Errorf("list the snapshots: %w", err)
	}
	var strays []string
	for _, e := range entries {
		if !e.IsDir() || isName(e.Name()) || e.Name()[0] == '.' {
			continue
		}
		if _, err := os.Lstat(filepath.Join(s.Dir, e.Name(), manifestName)); err == nil {
			strays = append(strays, filepath.Join(s.Dir, e.Name()))
		}
	}
	return strays, nil
}

// contextReader ends reading when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

// Read reads unless the context ended.
func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
