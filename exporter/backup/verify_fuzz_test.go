package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// Whatever lies there as a manifest, it is opened without a panic, and opened
// only if its last field is the checksum of all before it.
func FuzzManifest(f *testing.F) {
	good, _, err := seal(&Manifest{Backup: 1, Name: "20261123T021500Z", Files: []File{{Name: rowsName}}, State: Good})
	if err != nil {
		f.Fatal(err)
	}
	odd, _, err := seal(map[string]any{"orgbatch_backup": 1, "snapshot": "20261123T021500Z", "files": []any{nil}, "state": "good"})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{good, odd, good[:len(good)-1], []byte("{}"), nil} {
		f.Add(seed, false)
		f.Add(bytes.TrimSuffix(seed, []byte("}\n")), true)
	}
	dir := filepath.Join(f.TempDir(), "20261123T021500Z")
	if err := os.Mkdir(dir, 0o700); err != nil {
		f.Fatal(err)
	}
	path := filepath.Join(dir, manifestName)
	f.Fuzz(func(t *testing.T, data []byte, sealed bool) {
		if sealed { // so that the fuzzer gets behind the seal
			data = append(bytes.Clone(data), sealKey+sealOf(data)+sealEnd...)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		snap := Open(dir)
		if snap.Err != nil {
			return
		}
		body := data[:len(data)-sealBytes]
		if want := append(bytes.Clone(body), sealKey+sealOf(body)+sealEnd...); !bytes.Equal(data, want) {
			t.Errorf("it isn't sealed, and was opened: %q", data)
		}
		if v, err := snap.Verify(t.Context(), VerifyOptions{}); err == nil && v.Whole() {
			t.Errorf("there are no rows, and it is whole: %q", data)
		}
	})
}

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
		m := Manifest{Backup: 1, Rows: rows, State: Good, Files: []File{{Name: rowsName, Bytes: int64(len(data)), SHA256: hex.EncodeToString(sum[:]), Compression: "zstd"}}}
		if err := os.WriteFile(filepath.Join(dir, manifestName), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		snap := &Snapshot{Dir: dir, Manifest: m, Seal: "sealed"}
		v, err := snap.Verify(t.Context(), VerifyOptions{})
		if err != nil {
			t.Fatal(err)
		}
		n, err := count(snap)
		if v.Whole() && (err != nil || n != rows) {
			t.Errorf("it is whole, and of %d rows %d can be read: %v", rows, n, err)
		}
	})
}
