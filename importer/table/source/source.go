// Package source gives the plain bytes of a file, unpacked, from its start and as often as asked, and a window that slides over them.
package source

import (
	"bytes"
	"io"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// maxZstdWindow bounds what a zstd frame may demand; the largest window that the zstd tool itself uses without being told to is 8 MiB,
// with --long 128 MiB.
const maxZstdWindow = 128 << 20

var (
	magicGzip = []byte{0x1f, 0x8b}
	magicZstd = []byte{0x28, 0xb5, 0x2f, 0xfd}
)

// Source gives the plain bytes of a file, from its start, as often as asked.
type Source struct {
	src         io.ReadSeeker
	Name        string
	Compression string       // "", "gzip", "zstd"
	Taken       atomic.Int64 // bytes read from src since the last open
}

// New reads src from its start; name stands in errors. src is never closed.
func New(src io.ReadSeeker, name string) *Source { return &Source{src: src, Name: name} }

// Read counts what is taken from the file itself.
func (s *Source) Read(p []byte) (int, error) {
	n, err := s.src.Read(p)
	s.Taken.Add(int64(n))
	return n, err
}

// Detect finds the compression by the first bytes; the name of the file has no say.
func (s *Source) Detect() error {
	if err := s.Rewind(); err != nil {
		return err
	}
	head := make([]byte, 4)
	n, err := io.ReadFull(s, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return s.Fail("reading it failed", err)
	}
	switch head = head[:n]; {
	case bytes.HasPrefix(head, magicGzip):
		s.Compression = "gzip"
	case bytes.HasPrefix(head, magicZstd):
		s.Compression = "zstd"
	}
	return nil
}

// Open starts anew. The function it gives releases the decompressor.
func (s *Source) Open() (io.Reader, func(), error) {
	if err := s.Rewind(); err != nil {
		return nil, nil, err
	}
	switch s.Compression {
	case "gzip":
		r, err := gzip.NewReader(s)
		if err != nil {
			return nil, nil, s.Fail("it looks like gzip but can't be unpacked", err)
		}
		return r, func() { _ = r.Close() }, nil
	case "zstd":
		// A concurrency of one decodes in Read itself: no goroutines to leak when a caller stops early.
		r, err := zstd.NewReader(s, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxZstdWindow))
		if err != nil {
			return nil, nil, s.Fail("it looks like zstd but can't be unpacked", err)
		}
		return r, r.Close, nil
	}
	return s, func() {}, nil
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

// Stopped turns the error that ended a reading into one with a position and, where there is one, a hint.
func (s *Source) Stopped(err error, line int) error {
	switch {
	case err == tabular.ErrRowTooLarge:
		return &tabular.InputError{
			Name: s.Name, Line: line, Problem: "a row of more than 8 MiB starts here",
			Hint: "the file is not a table, or its line ends are missing; open it in a text editor and look at this line",
		}
	case s.Compression != "":
		return &tabular.InputError{
			Name: s.Name, Line: line, Problem: "unpacking the " + s.Compression + " file stopped", Err: err,
			Hint: "the file is damaged or was not copied whole; fetch it again",
		}
	}
	return &tabular.InputError{Name: s.Name, Line: line, Problem: "reading stopped", Err: err}
}
