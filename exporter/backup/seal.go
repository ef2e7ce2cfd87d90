package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// maxSealed bounds what is read of a file that may be no manifest at all.
const maxSealed = 16 << 20

// The seal stands where the closing brace would: it is the last field, and the SHA-256 of every
// byte before it.
const (
	sealKey   = ",\n  \"seal\": \""
	sealEnd   = "\"\n}\n"
	unsealed  = "\n}"
	sealBytes = len(sealKey) + 2*sha256.Size + len(sealEnd)
)

// seal is v as it lies on disk, and the seal alone.
func seal(v any) (data []byte, sum string, err error) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return nil, "", fmt.Errorf("encode the manifest: %w", err)
	}
	b = bytes.TrimSuffix(b, []byte(unsealed))
	sum = sealOf(b)
	return append(b, sealKey+sum+sealEnd...), sum, nil
}

func sealOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// What can be wrong with a sealed file.
var (
	errBroken  = errors.New("it isn't as it was written: a byte was changed, or the file was cut off")
	errForeign = errors.New("it isn't a manifest of orgbatch")
)

// openSealed reads a sealed file of the snapshot into v, strictly: every byte counts. version
// returns the form that v then has.
func (s *Snapshot) openSealed(name string, v any, version func() int) (sum string, err error) {
	path := filepath.Join(s.Dir, name)
	f, err := sink.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // only read
	b, err := io.ReadAll(io.LimitReader(f, maxSealed+1))
	if err != nil {
		return "", err
	}
	if len(b) > maxSealed || len(b) < sealBytes {
		return "", errBroken
	}
	body, tail := b[:len(b)-sealBytes], b[len(b)-sealBytes:]
	sum = sealOf(body)
	if string(tail) != sealKey+sum+sealEnd {
		return "", errBroken
	}
	dec := json.NewDecoder(bytes.NewReader(append(bytes.Clone(body), unsealed...)))
	if err := dec.Decode(v); err != nil {
		return "", fmt.Errorf("%w: %w", errForeign, err)
	}
	switch n := version(); {
	case n <= 0:
		return "", errForeign
	case n > manifestVersion:
		return "", &NewerError{Path: path, Version: n}
	}
	return sum, nil
}
