package run

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// FingerprintOf is the fingerprint of the file at path: see [Fingerprint].
func FingerprintOf(path string) (sum string, err error) {
	f, err := sink.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sum, _, err = Fingerprint(f)
	return sum, err
}

// Fingerprint is the SHA-256 of a source in hexadecimal, as [Source] keeps it, and its length in bytes. It
// leaves src at its start.
func Fingerprint(src io.ReadSeeker) (sum string, size int64, err error) {
	h := sha256.New()
	if size, err = io.Copy(h, src); err != nil {
		return "", 0, err
	}
	_, err = src.Seek(0, io.SeekStart)
	return hex.EncodeToString(h.Sum(nil)), size, err
}
