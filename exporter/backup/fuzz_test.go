package backup

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
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
		if _, problems, err := ProveSnapshot(t.Context(), snap); err == nil && len(problems) == 0 {
			t.Errorf("there are no rows, and it is whole: %q", data)
		}
	})
}
