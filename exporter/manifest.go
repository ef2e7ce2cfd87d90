package exporter

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// ManifestVersion is the version of the manifest's form. A reader that knows
// it also reads smaller ones.
const ManifestVersion = 1

// maxManifest bounds what is read of a file that may be no manifest at all.
const maxManifest = 1 << 20

// Manifest says what an exported file holds. It lies beside the file as
// FILE.manifest.json. All times are UTC.
type Manifest struct {
	Manifest    int       `json:"orgbatch_manifest"` // ManifestVersion
	File        string    `json:"file"`              // its name without the folder; empty for standard output
	Rows        int       `json:"rows"`
	Bytes       int64     `json:"bytes"`                 // of the file as it lies on disk
	SHA256      string    `json:"sha256"`                // of those bytes, lower-case hexadecimal
	Format      string    `json:"format"`                // csv, jsonl, xlsx or ods
	Compression string    `json:"compression,omitempty"` // gzip or zstd
	Columns     []string  `json:"columns,omitempty"`     // of all but JSONL
	Excel       bool      `json:"excel,omitempty"`       // CSV written for Excel
	Query       string    `json:"query"`                 // the parameters that selected and ordered, URL-encoded
	Source      Source    `json:"source"`
	Started     time.Time `json:"started"` // local clock
	Finished    time.Time `json:"finished"`
	Window      Window    `json:"window"`

	// UntoldParents counts rows of which the answer didn't tell the parent:
	// their empty cell doesn't mean that there is none.
	UntoldParents int `json:"untold_parents"`

	// UnknownParents counts rows whose parent isn't visible to this
	// activation; counted only when the parents' names were asked for.
	UnknownParents int `json:"unknown_parents,omitempty"`

	// Replaced counts texts that hold characters which an ODS file can't: U+FFFD stands
	// in their place.
	Replaced int `json:"replaced_texts,omitempty"`

	// Unreadable counts rows that can't be taken and are not in the file but in
	// [UnreadablePath] of it, whose bytes have this SHA-256.
	Unreadable       int    `json:"unreadable_rows,omitempty"`
	UnreadableSHA256 string `json:"unreadable_sha256,omitempty"`

	Version string `json:"orgbatch_version"`
}

// Source is where an export came from. It holds no credential.
type Source struct {
	URL  string `json:"url"`
	Name string `json:"name,omitempty"` // of the profile, or "sandbox"
}

// Window is the time, by the server's clock, in which the list was read: a
// change made within it may be in the file or not, what was changed before is.
// It is whole seconds, as the server tells them, and one wider at each end than
// the clocks say.
type Window struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// NewWindow is the window of a reading that lasted from one time to the other.
func NewWindow(from, to time.Time) Window {
	return Window{
		From: from.UTC().Add(-time.Second).Truncate(time.Second),
		To:   to.UTC().Add(2*time.Second - 1).Truncate(time.Second),
	}
}

// ManifestPath is where the manifest of a file lies.
func ManifestPath(file string) string { return file + ".manifest.json" }

// ReadManifest reads a manifest. What is no manifest of this program, or one of
// a newer form, is an error.
func ReadManifest(path string) (Manifest, error) {
	f, err := sink.Open(path)
	if err != nil {
		return Manifest{}, err
	}
	defer func() { _ = f.Close() }() // only read
	b, err := io.ReadAll(io.LimitReader(f, maxManifest))
	if err != nil {
		return Manifest{}, err
	}
	var m Manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return Manifest{}, fmt.Errorf("read manifest %s: %w", path, err)
	}
	switch {
	case m.Manifest == 0:
		return Manifest{}, fmt.Errorf("read manifest %s: %w", path, errNoManifest)
	case m.Manifest > ManifestVersion:
		return m, fmt.Errorf("read manifest %s: it has form %d, this program knows %d", path, m.Manifest, ManifestVersion)
	}
	return m, nil
}

var errNoManifest = errors.New("it is JSON, but no manifest of orgbatch")

// marshal is the manifest as it lies on disk.
func (m *Manifest) marshal() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	return append(b, '\n'), err
}
