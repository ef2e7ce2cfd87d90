package source

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"

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
	// magicSkippable is what a frame begins with that holds nothing of the file, after a byte from 0x50 to 0x5f: pzstd begins files with one.
	magicSkippable = []byte{0x2a, 0x4d, 0x18}
)

// maxArchive bounds the workbook that a compressed file may hold, which is kept in memory: it is compressed itself, so that packing it
// once more won hardly anything. One of Excel's full million rows has about 70 MiB.
const maxArchive = 256 << 20

// IsArchive says whether a file starts as the archives that workbooks are, or as the old files that are mistaken for one.
func IsArchive(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0"))
}

// Detect finds the compression by the first bytes; the name of the file has no say. A workbook in it is unpacked.
func (s *Source) Detect() error {
	head, err := s.firstFrame(4)
	if err != nil {
		return err
	}
	switch {
	case bytes.HasPrefix(head, magicGzip):
		s.Compression = "gzip"
	case bytes.HasPrefix(head, magicZstd):
		s.Compression = "zstd"
	default:
		return nil
	}
	return s.unpackArchive(maxArchive)
}

// Open starts anew. The function it gives releases the decompressor.
func (s *Source) Open() (io.Reader, func(), error) {
	if err := s.Rewind(); err != nil {
		return nil, nil, err
	}
	switch {
	case s.unpacked:
	case s.Compression == "gzip":
		r, err := newMembers(s)
		if err != nil {
			return nil, nil, s.Fail("it looks like gzip but can't be unpacked", err)
		}
		return r, func() { _ = r.Close() }, nil
	case s.Compression == "zstd":
		// A concurrency of one decodes in Read itself: no goroutines to leak when a caller stops early.
		var err error
		if s.zstd == nil {
			s.zstd, err = zstd.NewReader(s, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxZstdWindow))
		} else {
			err = s.zstd.Reset(s)
		}
		if err != nil {
			return nil, nil, s.Fail("it looks like zstd but can't be unpacked", err)
		}
		return s.zstd, func() {}, nil
	}
	return s, func() {}, nil
}

// firstFrame gives the first n bytes behind the frames that begin the file and hold nothing of it.
func (s *Source) firstFrame(n int) ([]byte, error) {
	if err := s.Rewind(); err != nil {
		return nil, err
	}
	const most = 64 // nobody writes more than one
	head := make([]byte, max(n, 8))
	for range most {
		got, err := io.ReadFull(s, head)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return nil, s.Fail("reading it failed", err)
		}
		head = head[:got]
		if got < 8 || head[0]&0xf0 != 0x50 || !bytes.HasPrefix(head[1:], magicSkippable) {
			break
		}
		if _, err = s.src.Seek(8-int64(got)+int64(binary.LittleEndian.Uint32(head[4:])), io.SeekCurrent); err != nil {
			return nil, s.Fail("reading it failed", err)
		}
		head = head[:cap(head)]
	}
	return head, nil
}

// members unpacks a gzip file, which is one member after the other, and zeros behind one: a tape fills its blocks with them.
type members struct {
	*gzip.Reader
	src *bufio.Reader
}

func newMembers(src io.Reader) (*members, error) {
	m := &members{src: bufio.NewReader(src)}
	var err error
	if m.Reader, err = gzip.NewReader(m.src); err == nil {
		m.Multistream(false)
	}
	return m, err
}

// Read goes on with the next member where one ends.
func (m *members) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	if err != io.EOF {
		return n, err
	}
	for {
		b, err := m.src.ReadByte()
		switch {
		case err != nil:
			return n, err
		case b == 0:
			continue
		}
		if err := m.src.UnreadByte(); err != nil {
			return n, err
		}
		if err := m.Reset(m.src); err != nil {
			return n, fmt.Errorf("something else stands behind it: %w", err)
		}
		m.Multistream(false)
		return n, nil
	}
}

// tooWide says how large the window of the file is and what unpacks it.
func (s *Source) tooWide(line int) error {
	problem, long := fmt.Sprintf("it is compressed by zstd with a window of more than the %d MiB of memory that are used for it", maxZstdWindow>>20), 31
	var h zstd.Header
	if head, err := s.firstFrame(zstd.HeaderMaxSize); err == nil && h.Decode(head) == nil {
		if window := max(h.WindowSize, h.FrameContentSize); window > maxZstdWindow {
			problem = fmt.Sprintf("it is compressed by zstd with a window of %d MiB; at most %d MiB of memory are used for it", (window+1<<20-1)>>20, maxZstdWindow>>20)
			long = min(long, bits.Len64(window-1))
		}
	}
	return &tabular.InputError{
		Name: s.Name, Line: line, Problem: problem,
		Hint: fmt.Sprintf("unpack it with zstd -d --long=%d and give the file that this makes", long),
	}
}

// unpackArchive takes a workbook of at most so many bytes out of a compressed file: its parts are read in any order.
func (s *Source) unpackArchive(most int64) error {
	r, release, err := s.Open()
	if err != nil {
		return err
	}
	defer release()
	head := make([]byte, 4)
	if _, err := io.ReadFull(r, head); err != nil || !IsArchive(head) {
		return nil // a text, whose damage shows when it is read
	}
	whole := bytes.NewBuffer(head)
	_, err = io.Copy(whole, io.LimitReader(r, most+1-int64(len(head))))
	switch {
	case err != nil:
		return s.Stopped(err, 0)
	case int64(whole.Len()) > most:
		return s.Refuse(fmt.Sprintf("it holds a workbook of more than %d MiB", most>>20), "if you trust it, unpack it and give the workbook that is in it")
	}
	s.src, s.unpacked, s.zstd = bytes.NewReader(whole.Bytes()), true, nil
	return nil
}

// Plain is the file, or the workbook that was taken out of it.
func (s *Source) Plain() io.ReadSeeker { return s.src }
