package table

import (
	"bytes"
	"io"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxZstdWindow bounds what a zstd frame may demand; the largest window that the zstd tool itself uses without being told to is 8 MiB,
// with --long 128 MiB.
const maxZstdWindow = 128 << 20

var (
	magicGzip = []byte{0x1f, 0x8b}
	magicZstd = []byte{0x28, 0xb5, 0x2f, 0xfd}
)

// source gives the plain bytes of a file, from its start, as often as asked.
type source struct {
	src         io.ReadSeeker
	name        string
	compression string       // "", "gzip", "zstd"
	taken       atomic.Int64 // bytes read from src since the last open
}

// Read counts what is taken from the file itself.
func (s *source) Read(p []byte) (int, error) {
	n, err := s.src.Read(p)
	s.taken.Add(int64(n))
	return n, err
}

// detect finds the compression by the first bytes; the name of the file has no say.
func (s *source) detect() error {
	if err := s.rewind(); err != nil {
		return err
	}
	head := make([]byte, 4)
	n, err := io.ReadFull(s, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return s.fail("reading it failed", err)
	}
	switch head = head[:n]; {
	case bytes.HasPrefix(head, magicGzip):
		s.compression = "gzip"
	case bytes.HasPrefix(head, magicZstd):
		s.compression = "zstd"
	}
	return nil
}

// open starts anew. The function it gives releases the decompressor.
func (s *source) open() (io.Reader, func(), error) {
	if err := s.rewind(); err != nil {
		return nil, nil, err
	}
	switch s.compression {
	case "gzip":
		r, err := gzip.NewReader(s)
		if err != nil {
			return nil, nil, s.fail("it looks like gzip but can't be unpacked", err)
		}
		return r, func() { _ = r.Close() }, nil
	case "zstd":
		// A concurrency of one decodes in Read itself: no goroutines to leak when a caller stops early.
		r, err := zstd.NewReader(s, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxZstdWindow))
		if err != nil {
			return nil, nil, s.fail("it looks like zstd but can't be unpacked", err)
		}
		return r, r.Close, nil
	}
	return s, func() {}, nil
}

func (s *source) rewind() error {
	if _, err := s.src.Seek(0, io.SeekStart); err != nil {
		return s.fail("going back to its start failed", err)
	}
	s.taken.Store(0)
	return nil
}

func (s *source) fail(problem string, err error) error {
	return &InputError{Name: s.name, Problem: problem, Err: err}
}

// stopped turns the error that ended a reading into one with a position and, where there is one, a hint.
func (s *source) stopped(err error, line int) error {
	switch {
	case err == errRowTooLarge:
		return &InputError{
			Name: s.name, Line: line, Problem: "a row of more than 8 MiB starts here",
			Hint: "the file is not a table, or its line ends are missing; open it in a text editor and look at this line",
		}
	case s.compression != "":
		return &InputError{
			Name: s.name, Line: line, Problem: "unpacking the " + s.compression + " file stopped", Err: err,
			Hint: "the file is damaged or was not copied whole; fetch it again",
		}
	}
	return &InputError{Name: s.name, Line: line, Problem: "reading stopped", Err: err}
}
