package exporter

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// ErrWouldReplace is what every [*ReplaceError] is, for [errors.Is].
var ErrWouldReplace = errors.New("would replace a file that orgbatch did not write, or that was changed since")

// ReplaceError says that a file is in the way which the export may not replace.
// Nothing was read or written.
type ReplaceError struct {
	Path   string
	Reason string // completes "PATH "
	Hint   string
}

// Error names the file and the reason.
func (e *ReplaceError) Error() string { return "replace " + e.Path + ": " + e.Reason }

// Is makes the error an [ErrWouldReplace].
func (e *ReplaceError) Is(target error) bool { return target == ErrWouldReplace }

func newReplaceError(path, reason string) *ReplaceError {
	return &ReplaceError{Path: path, Reason: reason,
		Hint: "choose another name, or say that this file may be overwritten (--overwrite)"}
}

// EmptyError says that there was nothing to export, and a file with rows is in the
// way, which stays as it is.
type EmptyError struct {
	Path string
	Rows int // of the file; 0: no manifest tells
	Hint string
}

// Error says what there is in the file and that nothing is in its place.
func (e *EmptyError) Error() string {
	holds := "is not empty"
	if e.Rows > 0 {
		holds = fmt.Sprintf("has %d rows", e.Rows)
	}
	return fmt.Sprintf("replace %s: there is no organization to export, and the file %s: it stays as it is", e.Path, holds)
}

// mayEmpty decides whether a file of no rows, so many bytes long, may replace what
// is at path. A file without a manifest that describes it has rows when it is
// longer than that.
func mayEmpty(path string, bytes int64) error {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil // nothing that could be lost
	}
	m, err := ReadManifest(ManifestPath(path))
	if known := err == nil && m.Bytes == info.Size(); known && m.Rows == 0 || !known && info.Size() <= bytes {
		return nil
	} else if !known {
		m.Rows = 0
	}
	return &EmptyError{Path: path, Rows: m.Rows, Hint: "is it the right target and filter? --allow-empty replaces the file by one without rows"}
}

// mayReplace decides about the file at path: only what a manifest beside it
// describes byte for byte may go.
//
// Besides the published manifest those count which a killed export had brought
// to disk but not yet given their name: the new file was then published, with
// the old manifest or none beside it. pending returns those that vouched for
// the file, to be removed once it is replaced.
func mayReplace(path string) (pending []string, err error) {
	prepared, err := filepath.Glob(sink.PartialPattern(ManifestPath(path)))
	if err != nil {
		return nil, err
	}
	_, readErr := ReadManifest(ManifestPath(path))
	actual, err := fingerprintOf(path)
	if err != nil {
		return nil, fmt.Errorf("compare %s with its manifest: %w", path, err)
	}
	vouched := false
	for _, candidate := range append(prepared, ManifestPath(path)) {
		m, err := ReadManifest(candidate)
		if err != nil || actual != (fingerprint{m.Bytes, m.SHA256}) {
			continue
		}
		vouched = true
		if candidate != ManifestPath(path) {
			pending = append(pending, candidate)
		}
	}
	switch {
	case vouched:
		return pending, nil
	case errors.Is(readErr, os.ErrNotExist):
		return nil, newReplaceError(path, "there is no manifest beside it, so orgbatch didn't write it")
	case readErr != nil:
		return nil, newReplaceError(path, "its manifest can't be read ("+readErr.Error()+")")
	}
	return nil, newReplaceError(path, "it isn't what its manifest describes: it was changed since, or an export stopped between file and manifest")
}

// mayReplaceManifest lets only a manifest be replaced by one.
func mayReplaceManifest(path string) error {
	if _, err := ReadManifest(path); err != nil {
		return newReplaceError(path, "this name is needed for the manifest, but it isn't one ("+err.Error()+")")
	}
	return nil
}

// fingerprint tells a file's bytes apart from all others.
type fingerprint struct {
	bytes  int64
	sha256 string
}

func fingerprintOf(path string) (fingerprint, error) {
	f, err := sink.Open(path)
	if err != nil {
		return fingerprint{}, err
	}
	defer func() { _ = f.Close() }() // only read
	hash := sha256.New()
	n, err := io.Copy(hash, f)
	return fingerprint{n, hex.EncodeToString(hash.Sum(nil))}, err
}
