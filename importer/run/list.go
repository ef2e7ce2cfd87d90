package run

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Info is one run of a list.
type Info struct {
	// Path is its folder. Meta has ID, Short and Created at least; the rest only when it could be read.
	Path  string
	Meta  Meta
	Books Books
	// Beside is told beside them.
	Beside Beside
	// Undo are the books of its undo; empty unless it was begun.
	Undo UndoBooks
	// Gone is as of GoneBefore.
	Gone int
	// InUse says that a living process has it; then it can't be read.
	InUse bool
	// Err is why it couldn't be read otherwise.
	Err error
	// Resealed is as of the Run.
	Resealed bool
}

// List reads all runs of a folder, newest first. A run that can't be read is listed with its error; a folder that isn't there has none.
func List(runsDir string) ([]Info, error) { return Newest(runsDir, math.MaxInt) }

// Newest is what List gives of the newest n runs.
func Newest(runsDir string, n int) ([]Info, error) {
	names, err := Names(runsDir)
	if err != nil {
		return nil, classify("list runs of", runsDir, err)
	}
	return lookAt(runsDir, names[:min(n, len(names))]), nil
}

// Others is what List gives of the other runs in the folder of a run, which may be open: looking at a run that is in use takes a second.
func Others(r *Run) ([]Info, error) {
	names, err := otherNames(r)
	return lookAt(filepath.Dir(r.dir), names), err
}

// FindOther looks for a run among the newest n others in the folder of a run, and stops at the first one that is what is looked for.
func FindOther(r *Run, n int, is func(Info) bool) (info Info, found bool, err error) {
	names, err := otherNames(r)
	for _, name := range names[:min(n, len(names))] {
		if info := look(filepath.Join(filepath.Dir(r.dir), name)); is(info) {
			return info, true, nil
		}
	}
	return Info{}, false, err
}

func otherNames(r *Run) ([]string, error) {
	runsDir := filepath.Dir(r.dir)
	names, err := Names(runsDir)
	own := filepath.Base(r.dir)
	return slices.DeleteFunc(names, func(name string) bool { return name == own }), classify("list runs of", runsDir, err)
}

func lookAt(runsDir string, names []string) []Info {
	infos := make([]Info, len(names))
	for i, name := range names {
		infos[i] = look(filepath.Join(runsDir, name))
	}
	return infos
}

// look reads what a list tells of a run.
func look(path string) Info {
	id := filepath.Base(path)
	info := Info{Path: path, Meta: Meta{ID: id, Short: shortOf(id), Created: timeOf(id)}}
	r, err := OpenReadOnly(path)
	if err == nil {
		info.Meta, info.Resealed = r.Meta(), r.Resealed()
		var undone, beside, gone error
		info.Books, err = r.Books()
		info.Undo, undone = r.UndoBooks()
		info.Beside, beside = BesideOf(r, info.Books)
		info.Gone, gone = GoneBefore(r)
		err = errors.Join(err, undone, beside, gone, r.Close())
	}
	var locked *LockedError
	if info.InUse = errors.As(err, &locked); !info.InUse {
		info.Err = err
	}
	return info
}

// Latest is the reference that means the newest run.
const Latest = "latest"

// Resolve finds the folder of a run: ref is a short id ("k7f3"), the beginning of a short or whole id that no other run has, the path of
// a run, or Latest. The error is a *NotFoundError.
func Resolve(runsDir, ref string) (path string, err error) {
	names, err := Names(runsDir)
	if err != nil {
		return "", classify("find run in", runsDir, err)
	}
	fail := &NotFoundError{Ref: ref, Runs: runsDir, Hint: "see which there are with: orgbatch runs"}
	if ref == Latest && len(names) > 0 {
		return filepath.Join(runsDir, names[0]), nil
	}
	if ref == "" || ref == Latest {
		return "", fail
	}
	var matches []string
	for _, name := range names {
		switch lower := strings.ToLower(ref); {
		case name == ref || shortOf(name) == lower:
			return filepath.Join(runsDir, name), nil
		case strings.HasPrefix(shortOf(name), lower), len(name) >= len(ref) && strings.EqualFold(name[:len(ref)], ref):
			matches = append(matches, name)
		}
	}
	switch {
	case len(matches) == 1:
		return filepath.Join(runsDir, matches[0]), nil
	case isRun(ref):
		dir, _, err := locate(ref)
		return dir, err
	}
	if fail.Matches = matches; len(matches) > 1 {
		fail.Hint = "give more of its id"
	}
	return "", fail
}

// isRun says whether a path is that of a run's folder or journal.
func isRun(path string) bool {
	_, file, err := locate(path)
	if err != nil {
		return false
	}
	_, err = os.Stat(file)
	return !errors.Is(err, fs.ErrNotExist)
}
