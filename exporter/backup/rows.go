package backup

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/pigello"
)

// Row is one row of a snapshot.
type Row struct {
	Number int // from 1
	pigello.Organization
}

// maxLine bounds one row: what isn't a snapshot must not fill the memory.
const maxLine = 16 << 20

// Rows reads the organizations of a snapshot in the order of its file. After
// the last row it has seen every byte: only a loop that ends without an error
// read what was published. Until then a row may be a damaged one, so whoever
// writes them somewhere reads twice. Memory is one row.
//
// Errors are *DamageError, *KeyError, or of the file system.
func (s *Snapshot) Rows(identities ...age.Identity) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		rows := 0
		for row, err := range readRows(s, 0, identities, parseRow) {
			if !yield(row, err) || err != nil {
				return
			}
			rows++
		}
		if rows != s.Manifest.Rows {
			yield(Row{}, s.damage(s.Manifest.Files[0].Name, fmt.Errorf("it has %d rows, and the manifest says %d", rows, s.Manifest.Rows)))
		}
	}
}

func parseRow(number int, line []byte) (Row, error) {
	org, err := pigello.ParseOrganization(line)
	return Row{Number: number, Organization: org}, err
}

// readRows reads the lines of a file of the manifest, by its place there. What a
// line breaks on is blamed on its row, and after the last one the file is proven.
func readRows[T any](s *Snapshot, at int, identities []age.Identity, parse func(number int, line []byte) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if s.Err != nil {
			yield(none, s.Err)
			return
		}
		f, err := s.open(at, identities)
		if err != nil {
			yield(none, err)
			return
		}
		defer f.close()
		number := 0
		for line, err := range f.lines() {
			number++
			row := none
			if err == nil {
				row, err = parse(number, line)
			}
			if err != nil {
				yield(none, f.blame(number, err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := f.proof(); err != nil {
			yield(none, err)
		}
	}
}

// opened is a file of a snapshot that is being read: from disk through the
// hash, the decryption and the decompression.
type opened struct {
	snap  *Snapshot
	entry File
	disk  *os.File
	raw   io.Reader // disk through the hash
	sum   interface{ Sum([]byte) []byte }
	read  int64
	text  *zstd.Decoder
}

// openRaw opens a file of the manifest, by its place there, for its bytes as they
// lie on disk.
func (s *Snapshot) openRaw(at int) (*opened, error) {
	f := &opened{snap: s, entry: s.Manifest.Files[at]}
	if filepath.Base(f.entry.Name) != f.entry.Name {
		return nil, s.damage(manifestName, errForeign)
	}
	var err error
	if f.disk, err = sink.Open(filepath.Join(s.Dir, f.entry.Name)); err != nil {
		return nil, s.damage(f.entry.Name, err)
	}
	hash := sha256.New()
	f.sum, f.raw = hash, io.TeeReader(f.disk, io.MultiWriter(hash, (*counter)(&f.read)))
	return f, nil
}

// open opens a file of the manifest, by its place there, for its text.
func (s *Snapshot) open(at int, identities []age.Identity) (*opened, error) {
	f, err := s.openRaw(at)
	if err != nil {
		return nil, err
	}
	var plain io.Reader = bufio.NewReaderSize(f.raw, 256<<10)
	if f.entry.Encryption != "" {
		if plain, err = f.decrypt(plain, identities); err != nil {
			return nil, errors.Join(err, f.disk.Close())
		}
	}
	// One goroutine, a window as create writes it, and no more memory than that.
	f.text, err = zstd.NewReader(plain, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(64<<20))
	if err != nil {
		return nil, errors.Join(err, f.disk.Close())
	}
	return f, nil
}

func (f *opened) decrypt(r io.Reader, identities []age.Identity) (io.Reader, error) {
	if len(identities) == 0 {
		return nil, &KeyError{Snapshot: f.snap.Dir}
	}
	plain, err := age.Decrypt(r, identities...)
	if _, wrong := errors.AsType[*age.NoIdentityMatchError](err); wrong {
		return nil, &KeyError{Snapshot: f.snap.Dir, Given: len(identities), Err: err}
	}
	if err != nil {
		return nil, f.blame(0, err)
	}
	return plain, nil
}

func (f *opened) close() {
	f.text.Close()
	_ = f.disk.Close() // only read
}

// lines gives the lines without their ends, each valid until the next.
func (f *opened) lines() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		r := bufio.NewReaderSize(f.text, 256<<10)
		var long []byte
		for {
			line, err := r.ReadSlice('\n')
			if err == bufio.ErrBufferFull {
				for long = append(long[:0], line...); err == bufio.ErrBufferFull && len(long) <= maxLine; long = append(long, line...) {
					line, err = r.ReadSlice('\n')
				}
				line = long
			}
			switch {
			case err == io.EOF && len(line) == 0:
				return
			case err == io.EOF:
				yield(nil, errors.New("the last row is cut off"))
				return
			case err == bufio.ErrBufferFull:
				yield(nil, fmt.Errorf("the row is longer than %d bytes", maxLine))
				return
			case err != nil:
				yield(nil, err)
				return
			}
			if !yield(line[:len(line)-1], nil) {
				return
			}
		}
	}
}

// proof reads on to the end of the file and compares it with the manifest.
func (f *opened) proof() error {
	if _, err := io.Copy(io.Discard, f.raw); err != nil {
		return f.snap.damage(f.entry.Name, err)
	}
	switch {
	case f.read != f.entry.Bytes:
		return f.snap.damage(f.entry.Name, fmt.Errorf("it has %d bytes, and the manifest says %d", f.read, f.entry.Bytes))
	case f.checksum() != f.entry.SHA256:
		return f.snap.damage(f.entry.Name, errBroken)
	}
	return nil
}

// checksum is that of what was read so far.
func (f *opened) checksum() string { return hex.EncodeToString(f.sum.Sum(nil)) }

// blame gives an error of reading its row. What proof finds says more.
func (f *opened) blame(row int, err error) error {
	if broken := f.proof(); broken != nil {
		err = errors.Join(errors.Unwrap(broken), err)
	}
	return &DamageError{Snapshot: f.snap.Dir, File: f.entry.Name, Row: row, Err: err}
}

// counter counts bytes.
type counter int64

func (c *counter) Write(b []byte) (int, error) { *c += counter(len(b)); return len(b), nil }
