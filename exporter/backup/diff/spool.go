package diff

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// spool keeps blocks of bytes in a temporary file, which is made by the first. They are rows of
// customers, perhaps of an encrypted snapshot, so each is encrypted with a key that exists in this
// process alone: what a crash leaves behind, nobody can read. Where the system allows it the file
// has no name from the start, and a crash leaves nothing.
type spool struct {
	dir    string // "" is the system's folder for such files
	file   *os.File
	named  bool // the file has still a name
	end    int64
	aead   cipher.AEAD
	pack   *zstd.Encoder
	unpack *zstd.Decoder
	packed []byte // memory that is used again
	sealed []byte
}

// block is where a spool keeps one.
type block struct {
	at     int64 // in the file; of all blocks another one: the nonce
	length int32
}

// write keeps a block.
func (s *spool) write(plain []byte) (block, error) {
	if s.file == nil {
		if err := s.open(); err != nil {
			return block{}, err
		}
	}
	s.packed = s.pack.EncodeAll(plain, s.packed[:0])
	s.sealed = s.aead.Seal(s.sealed[:0], s.nonce(s.end), s.packed, nil)
	b := block{at: s.end, length: int32(len(s.sealed))}
	if _, err := s.file.WriteAt(s.sealed, s.end); err != nil {
		return block{}, sink.Explain("write", s.file.Name(), err)
	}
	s.end += int64(len(s.sealed))
	return b, nil
}

// read gives a block in the memory of dst, as far as it fits there.
func (s *spool) read(b block, dst []byte) ([]byte, error) {
	if cap(s.sealed) < int(b.length) {
		s.sealed = make([]byte, b.length)
	}
	sealed := s.sealed[:b.length]
	if _, err := s.file.ReadAt(sealed, b.at); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read a temporary file: %w", err)
	}
	var err error
	if s.packed, err = s.aead.Open(s.packed[:0], s.nonce(b.at), sealed, nil); err != nil {
		return nil, fmt.Errorf("read a temporary file: it isn't as it was written: %w", err)
	}
	if dst, err = s.unpack.DecodeAll(s.packed, dst[:0]); err != nil {
		return nil, fmt.Errorf("read a temporary file: %w", err)
	}
	return dst, nil
}

// nonce is never used twice: the key is the spool's own, and no block is where another one is.
func (s *spool) nonce(at int64) []byte {
	nonce := make([]byte, s.aead.NonceSize())
	binary.BigEndian.PutUint64(nonce, uint64(at))
	return nonce
}

func (s *spool) open() (err error) {
	var key [32]byte
	_, _ = rand.Read(key[:]) // never fails
	ciphers, err := aes.NewCipher(key[:])
	if err == nil {
		s.aead, err = cipher.NewGCM(ciphers)
	}
	if err == nil {
		s.pack, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest),
			zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(blockSize),
			zstd.WithLowerEncoderMem(true))
	}
	if err == nil {
		s.unpack, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderLowmem(true))
	}
	if err == nil {
		s.file, err = s.temporary()
	}
	if err != nil {
		return sink.Explain("create", filepath.Join(s.dir, "a temporary file"), err)
	}
	s.named = os.Remove(s.file.Name()) != nil // Windows removes no open file
	return nil
}

// temporary makes the file, readable by its owner alone. If the folder of snapshots can't be
// written to, it is made in the system's folder for such files.
func (s *spool) temporary() (*os.File, error) {
	const pattern = ".diff-*.tmp"
	if s.dir != "" {
		if f, err := os.CreateTemp(s.dir, pattern); err == nil {
			return f, nil
		}
	}
	return os.CreateTemp("", pattern)
}

// close removes the file.
func (s *spool) close() error {
	if s.file == nil {
		return nil
	}
	s.unpack.Close()
	err := errors.Join(s.pack.Close(), s.file.Close())
	if s.named {
		err = errors.Join(err, os.Remove(s.file.Name()))
	}
	s.file = nil
	return err
}
