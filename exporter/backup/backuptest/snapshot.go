package backuptest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// Past is a snapshot that somebody made once.
type Past struct {
	Name    string       // 20261123T021500Z
	State   backup.State // Good or Suspect
	Reasons []string     // of a suspect one
	Rows    string       // organizations as the API gives them, each ended by a line feed
}

// Rows are n plain organizations.
func Rows(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, `{"id":"00000000-0000-4000-8000-%012d","name":"Exempelbacken %d AB","custom_id":null,"organization":null,"created_at":"2026-01-01T01:00:00.%06dZ","tags":null,"customer_columns":null}`+"\n", i, i, i)
	}
	return text.String()
}

// Put writes a snapshot into the folder of a store.
func Put(store string, p Past) error {
	begun, err := time.Parse(nameTime, p.Name)
	if err != nil {
		return err
	}
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		return err
	}
	rows := encoder.EncodeAll([]byte(p.Rows), nil)
	dir := filepath.Join(store, p.Name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, rowsName), rows, 0o600); err != nil {
		return err
	}
	_, err = WriteSealed(filepath.Join(dir, manifestName), &backup.Manifest{
		Backup: 1, Name: p.Name, Profile: filepath.Base(store), Started: begun, Finished: begun, Rows: strings.Count(p.Rows, "\n"),
		Files: []backup.File{{Name: rowsName, Bytes: int64(len(rows)), SHA256: sum(rows),
			Compression: "zstd"}},
		State: p.State, Reasons: p.Reasons,
	})
	return err
}

// Names are the folders of a store that are shown as snapshots, the oldest first, and those that
// are hidden.
func Names(store string) (shown, hidden []string, err error) {
	entries, err := os.ReadDir(store)
	for _, e := range entries {
		switch {
		case !e.IsDir():
		case strings.HasPrefix(e.Name(), "."):
			hidden = append(hidden, e.Name())
		default:
			shown = append(shown, e.Name())
		}
	}
	return shown, hidden, err
}

// Read reads a snapshot that isn't encrypted: its manifest, whether a person accepted it, and its
// rows without their ends. An error says that it isn't whole.
func Read(dir string) (m backup.Manifest, accepted bool, rows []string, err error) {
	seal, err := ReadSealed(filepath.Join(dir, manifestName), &m)
	if err != nil {
		return m, false, nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, acceptedName)); err == nil {
		var a backup.Acceptance
		if _, err := ReadSealed(filepath.Join(dir, acceptedName), &a); err != nil ||
			a.Manifest != seal {
			return m, false, nil, errors.Join(fmt.Errorf("%s: the acceptance isn't of this snapshot", dir), err)
		}
		accepted = true
	}
	b, err := os.ReadFile(filepath.Join(dir, rowsName))
	if err != nil || m.Name != filepath.Base(dir) || len(m.Files) == 0 ||
		sum(b) != m.Files[0].SHA256 {
		return m, accepted, nil, errors.Join(fmt.Errorf("%s: the rows aren't those of the manifest",
			dir), err)
	}
	decoder, err := zstd.NewReader(nil)
	if err != nil {
		return m, accepted, nil, err
	}
	defer decoder.Close()
	text, err := decoder.DecodeAll(b, nil)
	if rows = slices.Collect(strings.Lines(string(text))); err == nil && len(rows) != m.Rows {
		err = fmt.Errorf("%s: %d rows, and the manifest says %d", dir, len(rows), m.Rows)
	}
	return m, accepted, rows, err
}
