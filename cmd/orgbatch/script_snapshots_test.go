package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// scriptSnapshots puts snapshots of a past into a store, as backup create would
// have made them:
//
//	snapshots STORE good|suspect 20261101T021500Z…
func scriptSnapshots(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	for _, name := range args[2:] {
		ts.Check(putSnapshot(dir, name, backup.State(args[1]), tenRows()))
	}
}

// tenRows are organizations as the API gives them, one a line.
func tenRows() string {
	var text strings.Builder
	for i := range 10 {
		fmt.Fprintf(&text, `{"id":"00000000-0000-4000-8000-%012d","name":"Exempelbacken %d AB","custom_id":null,"organization":null,"created_at":"2026-01-01T01:00:00.%06dZ","tags":null,"customer_columns":null}`+"\n", i, i, i)
	}
	return text.String()
}

// putSnapshot writes a snapshot of these rows by what its form says, with none of
// the code that writes them.
func putSnapshot(store, name string, state backup.State, text string) error {
	dir := filepath.Join(store, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		return err
	}
	rows := encoder.EncodeAll([]byte(text), nil)
	begun, err := time.Parse("20060102T150405Z", name)
	if err != nil {
		return err
	}
	m := backup.Manifest{
		Backup: 1, Name: name, Profile: filepath.Base(store), Started: begun, Finished: begun, Rows: strings.Count(text, "\n"), State: state,
		Files: []backup.File{{Name: "organizations.jsonl.zst", Bytes: int64(len(rows)), SHA256: sha(rows), Compression: "zstd"}},
	}
	if state == backup.Suspect {
		m.Reasons = []string{"it has 10 organizations, and the last good one had 20"}
	}
	manifest, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	body := strings.TrimSuffix(string(manifest), "\n}")
	sealed := body + ",\n  \"seal\": \"" + sha([]byte(body)) + "\"\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(sealed), 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "organizations.jsonl.zst"), rows, 0o600)
}

func sha(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
