package importer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/run"
)

// UnfinishedError says that mended rejects come too early: the run that they
// come from has rows that were not reached, and these would be forgotten.
type UnfinishedError struct {
	Run        string // the short id of that run
	NotReached int
	Files      []string // what that run imported
	Hint       string
}

// Error says which run has rows left, and how many.
func (e *UnfinishedError) Error() string {
	return fmt.Sprintf("these rows are rejects of run %s, of which %d other rows of %s were not reached yet", e.Run, e.NotReached, strings.Join(e.Files, ", "))
}

// checkOrigin looks up the run that a mended row comes from, once a run. A run
// that isn't here any more, or in use, can't be asked and stops nothing.
func (p *planner) checkOrigin(runsDir, identity string) error {
	short, _, ok := strings.Cut(identity, ":")
	if !ok || p.origins[short] {
		return nil
	}
	p.origins[short] = true
	path, err := run.Resolve(runsDir, short)
	if err != nil {
		return nil
	}
	r, err := run.OpenReadOnly(path)
	if err != nil {
		return nil
	}
	books, err := r.Books()
	meta := r.Meta()
	if err = errors.Join(err, r.Close()); err != nil || books.NotReached == 0 {
		return err
	}
	if done, err := writtenSince(runsDir, meta); err != nil || done {
		return err
	}
	e := &UnfinishedError{Run: short, NotReached: books.NotReached}
	paths := ""
	for _, s := range meta.Sources {
		e.Files = append(e.Files, s.Name)
		paths += " " + s.Name
	}
	e.Hint = "write those first: orgbatch import" + paths + " --skip-invalid"
	return e
}

// writtenSince tells whether another run has written the same files to the last
// row.
func writtenSince(runsDir string, meta run.Meta) (bool, error) {
	infos, err := run.List(runsDir)
	if err != nil {
		return false, err
	}
	for _, info := range infos {
		if info.Err == nil && info.Books.NotReached == 0 && sameFiles(info.Meta.Sources, meta.Sources) {
			return true, nil
		}
	}
	return false, nil
}

func sameFiles(a, b []run.Source) bool {
	return slices.EqualFunc(a, b, func(a, b run.Source) bool { return a.SHA256 == b.SHA256 })
}
