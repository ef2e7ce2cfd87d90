// Package intake reads inputs: opens each, maps its columns, checks its rows and hands them on.
package intake

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Input is one source file; [File] makes one of a path.
type Input struct {
	Name string // as the person called it; stands in every message
	Path string // where it lies, "" for what can't be read again
	Open func() (io.ReadSeekCloser, error)
	// Stream is read instead of Open when it isn't nil, once, into the run's
	// folder: standard input, a pipe, what was fetched.
	Stream io.Reader
}

// File is the input that lies at path; it is opened when it is read.
func File(path string) Input {
	whole, err := filepath.Abs(path) // the run may be applied from another folder
	if err != nil {
		whole = path
	}
	return Input{Name: path, Path: whole, Open: func() (io.ReadSeekCloser, error) { return os.Open(path) }}
}

// OpenIn opens the input. One that can't be read twice is copied into a folder first, and the copy is gone when it is closed.
func (in Input) OpenIn(dir string) (io.ReadSeekCloser, error) {
	if in.Stream == nil {
		return in.Open()
	}
	f, err := os.CreateTemp(dir, "input-*.tmp") // 0600
	if err != nil {
		return nil, fmt.Errorf("keep %s: %w", in.Name, err)
	}
	s := &spooled{f}
	if _, err = io.Copy(f, in.Stream); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(tabular.Named("keep", in.Name, err), s.Close())
	}
	return s, nil
}

type spooled struct{ *os.File }

// Close removes the file.
func (s *spooled) Close() error { return errors.Join(s.File.Close(), os.Remove(s.Name())) }

// CheckInputs refuses what can't be read, before anything is.
func CheckInputs(inputs []Input) error {
	if len(inputs) == 0 {
		return errors.New("no inputs: Inputs names what is read, importer.File(path) a file of it")
	}
	for i, in := range inputs {
		if in.Open == nil && in.Stream == nil {
			return fmt.Errorf("input %d, %q, has no Open and no Stream: importer.File(path) makes one of a file", i+1, in.Name)
		}
	}
	return nil
}

// Seen is what the reading of a source showed beside its rows.
type Seen struct {
	Detection table.Detection
	Parts     []tabular.Part // the first of them
	PartCount int
}

// maxParts is how many parts of a source are kept: a file may have a blank row
// after each row.
const maxParts = 200

// SeenOf is what the reading of a table showed.
func SeenOf(t *table.Table) Seen {
	parts := t.Parts()
	return Seen{Detection: t.Detection(), Parts: parts[:min(len(parts), maxParts)], PartCount: len(parts)}
}
