package backup

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
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

// Rows reads the organizations of a snapshot in the order of its file. After the last row it has
// seen every byte: only a loop that ends without an error read what was published. Until then a row
// may be damaged, so code that writes rows somewhere reads them twice. Memory is one row.
//
// Errors are *DamageError, *KeyError, or of the file system.
func (s *Snapshot) Rows(identities ...age.Identity) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if s.Err != nil {
			yield(Row{}, s.Err)
			return
		}
		var row Row
		for line, err := range s.Lines(0, identities...) {
			if err == nil {
				row.Number++
				if row.Organization, err = pigello.ParseOrganization(line); err != nil {
					err = s.blame(0, row.Number, err)
				}
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if row.Number != s.Manifest.Rows {
			m := &s.Manifest
			err := fmt.Errorf("it has %d rows, and the manifest says %d", row.Number, m.Rows)
			yield(Row{}, s.damage(m.Files[0].Name, err))
		}
	}
}

// Lines reads the lines of a file of the manifest, by its place there, without their ends, each
// valid until the next. Damage of a line has its row. After the last one the file is compared with
// the manifest. It works whatever state the rest of the snapshot is in.
func (s *Snapshot) Lines(at int, identities ...age.Identity) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		f, err := s.open(at, identities)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.close()
		lines := bufio.NewScanner(f.text)
		lines.Buffer(make([]byte, 256<<10), maxLine)
		lines.Split(wholeLine)
		number := 0
		for ; lines.Scan(); number++ {
			if !yield(lines.Bytes(), nil) {
				return
			}
		}
		err = lines.Err()
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("the row is longer than %d bytes", maxLine)
		}
		if err != nil {
			err = s.blame(at, number+1, err)
		} else {
			_, err = f.proof()
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// wholeLine is a [bufio.SplitFunc] that requires a line feed after the last line, too.
func wholeLine(data []byte, atEOF bool) (advance int, line []byte, err error) {
	end := bytes.IndexByte(data, '\n')
	switch {
	case end >= 0:
		return end + 1, data[:end], nil
	case atEOF && len(data) > 0:
		return 0, nil, errors.New("the last row is cut off")
	}
	return 0, nil, nil
}

// opened is a file of a snapshot that is being read: from disk through the hash, the decryption and
// the decompression.
type opened struct {
	snap  *Snapshot
	entry File
	disk  *os.File
	hash  hash.Hash
	raw   io.Reader // disk through the hash
	text  *zstd.Decoder
}

// openRaw opens a file of the manifest, by its place there, for its bytes as they lie on disk.
func (s *Snapshot) openRaw(ctx context.Context, at int) (*opened, error) {
	f := &opened{snap: s, entry: s.Manifest.Files[at], hash: sha256.New()}
	if filepath.Base(f.entry.Name) != f.entry.Name {
		return nil, s.damage(manifestName, errForeign)
	}
	var err error
	if f.disk, err = sink.Open(filepath.Join(s.Dir, f.entry.Name)); err != nil {
		return nil, s.damage(f.entry.Name, err)
	}
	f.raw = io.TeeReader(&contextReader{ctx: ctx, r: f.disk}, f.hash)
	return f, nil
}

// open opens a file of the manifest, by its place there, for its text.
func (s *Snapshot) open(at int, identities []age.Identity) (*opened, error) {
	f, err := s.openRaw(context.Background(), at)
	if err != nil {
		return nil, err
	}
	var plain io.Reader = bufio.NewReaderSize(f.raw, 256<<10)
	if f.entry.Encryption != "" {
		plain, err = decrypt(s, at, plain, identities)
	}
	if err == nil {
		// One goroutine, a window as create writes it, and no more memory than that.
		f.text, err = zstd.NewReader(plain, zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(64<<20))
	}
	if err != nil {
		return nil, errors.Join(err, f.disk.Close())
	}
	return f, nil
}

func decrypt(s *Snapshot, at int, r io.Reader, identities []age.Identity) (io.Reader, error) {
	if len(identities) == 0 {
		return nil, &KeyError{Snapshot: s.Dir}
	}
	plain, err := age.Decrypt(r, identities...)
	if _, wrong := errors.AsType[*age.NoIdentityMatchError](err); wrong {
		return nil, &KeyError{Snapshot: s.Dir, Given: len(identities), Err: err}
	}
	if err != nil {
		return nil, s.blame(at, 0, err)
	}
	return plain, nil
}

func (f *opened) close() {
	f.text.Close()
	_ = f.disk.Close() // only read
}

// proof reads on to the end of the file, compares it with the manifest, and gives the checksum that
// it has.
func (f *opened) proof() (sum string, err error) {
	_, err = io.Copy(io.Discard, f.raw)
	read, broken := f.disk.Seek(0, io.SeekCurrent)
	if err := errors.Join(err, broken); err != nil {
		return "", f.snap.damage(f.entry.Name, err)
	}
	sum = hex.EncodeToString(f.hash.Sum(nil))
	switch {
	case read != f.entry.Bytes:
		return sum, f.snap.damage(f.entry.Name, otherLength(read, f.entry.Bytes))
	case sum != f.entry.SHA256:
		return sum, f.snap.damage(f.entry.Name, errBroken)
	}
	return sum, nil
}

func otherLength(bytes, said int64) error {
	return fmt.Errorf("it has %d bytes, and the manifest says %d", bytes, said)
}

// CheckFile compares a file, by its place in the manifest, with its length and checksum there, and
// gives the checksum that it has.
func (s *Snapshot) CheckFile(ctx context.Context, at int) (sum string, err error) {
	f, err := s.openRaw(ctx, at)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.disk.Close() }() // only read
	sum, err = f.proof()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	return sum, err
}

// blame adds the row to an error of reading, and what is wrong with the file as a whole.
func (s *Snapshot) blame(at, row int, err error) error {
	if _, broken := s.CheckFile(context.Background(), at); broken != nil {
		err = errors.Join(errors.Unwrap(broken), err)
	}
	return &DamageError{Snapshot: s.Dir, File: s.Manifest.Files[at].Name, Row: row, Err: err}
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
