package run

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

const (
	journalName = "run.db"
	idTime      = "20060102T150405"
	shortLen    = 4
	// shortLetters are those that nobody takes for each other when reading an id aloud or copying it: no 0, 1, l, o.
	shortLetters = "abcdefghijkmnpqrstuvwxyz23456789"
)

// makeFolder makes a run's folder under a name that no other run of runsDir has, and the empty journal in it.
func makeFolder(runsDir string, created time.Time) (dir, id string, err error) {
	runsDir, err = filepath.Abs(runsDir)
	if err != nil {
		return "", "", fmt.Errorf("create run in %s: %w", runsDir, err)
	}
	if err := makeRunsDir(runsDir); err != nil {
		return "", "", classify("create run in", runsDir, err)
	}
	names, err := Names(runsDir)
	if err != nil {
		return "", "", classify("create run in", runsDir, err)
	}
	for {
		short := newShort()
		if slices.ContainsFunc(names, func(name string) bool { return shortOf(name) == short }) {
			continue
		}
		id = created.Format(idTime) + "-" + short
		dir = filepath.Join(runsDir, id)
		err := os.Mkdir(dir, 0o700)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil {
			err = errors.Join(writeNew(filepath.Join(dir, ".gitignore"), "*\n"), writeNew(filepath.Join(dir, journalName), ""))
		}
		return dir, id, classify("create run", dir, err)
	}
}

// makeRunsDir makes the folder of all runs, durably. One that exists already is somebody's own and is left as it is.
func makeRunsDir(runsDir string) error {
	above := runsDir
	_, err := os.Stat(above)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for ; errors.Is(err, fs.ErrNotExist); _, err = os.Stat(above) {
		above = filepath.Dir(above)
	}
	if err := os.MkdirAll(runsDir, 0o700); err != nil {
		return err
	}
	err = writeNew(filepath.Join(runsDir, ".gitignore"), "*\n")
	if errors.Is(err, fs.ErrExist) { // another process was quicker
		err = nil
	}
	return errors.Join(err, syncNames(filepath.Dir(runsDir), above))
}

// syncNames makes the names in a folder durable, and in those above it up to the last.
func syncNames(dir, last string) error {
	for {
		if err := sink.SyncDir(dir); err != nil || dir == last || dir == filepath.Dir(dir) {
			return err
		}
		dir = filepath.Dir(dir)
	}
}

// writeNew writes a small file that must not exist yet, for its owner's eyes only.
func writeNew(path, content string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	return errors.Join(err, f.Close())
}

// newShort draws a short id: one of 786,432. The first is a letter, so that no spreadsheet takes "2345:17" for a time of day.
func newShort() string {
	var b [shortLen]byte
	_, _ = rand.Read(b[:]) // never fails
	for i := range b {
		b[i] = shortLetters[b[i]&31]
	}
	if b[0] <= '9' {
		return newShort()
	}
	return string(b[:])
}

// isID says whether a folder's name is that of a run.
func isID(name string) bool {
	if len(name) != len(idTime)+1+shortLen || name[len(idTime)] != '-' {
		return false
	}
	if _, err := time.Parse(idTime, name[:len(idTime)]); err != nil {
		return false
	}
	return strings.Trim(shortOf(name), shortLetters) == ""
}

// timeOf is when a run was made, to the second, as its id tells.
func timeOf(id string) time.Time {
	t, _ := time.Parse(idTime, id[:len(idTime)]) // isID has seen it
	return t
}

func shortOf(id string) string { return id[len(idTime)+1:] }

// Names lists the runs of a folder, newest first. A folder that doesn't exist has none.
func Names(runsDir string) ([]string, error) {
	entries, err := os.ReadDir(runsDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, entry := range entries {
		if isID(entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		if byTime := strings.Compare(b[:len(idTime)], a[:len(idTime)]); byTime != 0 {
			return byTime
		}
		// Of the same second: by the file that is written once, when a run is made.
		return cmp.Or(born(runsDir, b).Compare(born(runsDir, a)), strings.Compare(b, a))
	})
	return names, err
}

func born(runsDir, name string) time.Time {
	info, err := os.Stat(filepath.Join(runsDir, name, ".gitignore"))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
