package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// Whatever a file of rows holds, published as such: reading and verifying don't
// panic, and what is whole can be read.
func FuzzRows(f *testing.F) {
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		f.Fatal(err)
	}
	text := []byte(textRow(1, 0) + textRow(2, 0))
	for _, seed := range [][]byte{text, text[:len(text)-1], append(bytes.Clone(text), text...), []byte("{}\n"), []byte("\n\n"), nil} {
		f.Add(seed, true, 2)
	}
	f.Add(encoder.EncodeAll(text, nil), false, 2)
	f.Add(append(encoder.EncodeAll(text[:9], nil), encoder.EncodeAll(text[9:], nil)...), false, 2)
	f.Add([]byte("\x28\xb5\x2f\xfd\x04\xff"), false, 0)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte, compress bool, rows int) {
		if compress {
			data = encoder.EncodeAll(data, nil)
		}
		if err := os.WriteFile(filepath.Join(dir, rowsName), data, 0o600); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		m := backup.Manifest{Backup: 1, Rows: rows, State: backup.Good, Files: []backup.File{{Name: rowsName, Bytes: int64(len(data)), SHA256: hex.EncodeToString(sum[:]), Compression: "zstd"}}}
		if err := os.WriteFile(filepath.Join(dir, manifestName), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		snap := &backup.Snapshot{Dir: dir, Manifest: m, Seal: "sealed"}
		v, err := Snapshot(t.Context(), snap, Options{})
		if err != nil {
			t.Fatal(err)
		}
		n, err := count(snap)
		if v.Whole() && (err != nil || n != rows) {
			t.Errorf("it is whole, and of %d rows %d can be read: %v", rows, n, err)
		}
	})
}
