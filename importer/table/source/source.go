// Package source gives the plain bytes of a file, unpacked, from its start and as often as asked, and a window that slides over them.
package source

import (
	"errors"
	"io"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Source gives the plain bytes of a file, from its start, as often as asked.
type Source struct {
	src         io.ReadSeeker
	Name        string
	Compression string        // "", "gzip", "zstd"
	Taken       atomic.Int64  // bytes read from src since the last open
	unpacked    bool          // src is what the file holds
	zstd        *zstd.Decoder // of every reading, since its window may be large
}

// New reads src from its start; name stands in errors. src is never closed.
func New(src io.ReadSeeker, name string) *Source { return &Source{src: src, Name: name} }

// Read counts what is taken from the file itself.
func (s *Source) Read(p []byte) (int, error) {
	n, err := s.src.Read(p)
	s.Taken.Add(int64(n))
	return n, err
}

// Rewind goes back to the first byte, packed as the file is.
func (s *Source) Rewind() error {
	if _, err := s.src.Seek(0, io.SeekStart); err != nil {
		return s.Fail("going back to its start failed", err)
	}
	s.Taken.Store(0)
	return nil
}

// Fail says of the source that it can't be read, and why: an *tabular.InputError.
func (s *Source) Fail(problem string, err error) error {
	return &tabular.InputError{Name: s.Name, Problem: problem, Err: err}
}

// Refuse is the error of a source that can be read and isn't, and what to do about it.
func (s *Source) Refuse(problem, hint string) error {
	return &tabular.InputError{Name: s.Name, Problem: problem, Hint: hint}
}

// Stopped turns the error that ended a reading into one with a position and, where there is one, a hint.
func (s *Source) Stopped(err error, line int) error {
	switch {
	case err == tabular.ErrRowTooLarge:
		return &tabular.InputError{
			Name: s.Name, Line: line, Problem: "a row of more than 8 MiB starts here",
			Hint: "the file is not a table, or its line ends are missing; open it in a text editor and look at this line",
		}
	case errors.Is(err, zstd.ErrWindowSizeExceeded) || s.Compression == "zstd" && errors.Is(err, zstd.ErrDecoderSizeExceeded): // a frame that demands too much memory
		return s.tooWide(line)
	case s.Compression != "":
		return &tabular.InputError{
			Name: s.Name, Line: line, Problem: "unpacking the " + s.Compression + " file stopped", Err: err,
			Hint: "the file is damaged or was not copied whole; fetch it again",
		}
	}
	return &tabular.InputError{Name: s.Name, Line: line, Problem: "reading stopped", Err: err}
}
