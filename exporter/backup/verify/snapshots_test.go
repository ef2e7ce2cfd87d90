package verify

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

var begun = time.Date(2026, 11, 23, 2, 15, 0, 0, time.UTC)

const (
	manifestName = "manifest.json"
	acceptedName = "accepted.json"
	rowsName     = "organizations.jsonl.zst"
)

// put writes a snapshot of n rows.
func put(t *testing.T, s backup.Store, at time.Time, n int, to ...age.Recipient) *backup.Snapshot {
	t.Helper()
	return putRows(t, s, at, n, func(w io.Writer, i int) {
		fmt.Fprintf(w, `{"id":"00000000-0000-4000-8000-%012d","name":"Exempelbacken %d AB","custom_id":null,"organization":null,"created_at":"2026-11-23T01:00:00.%06dZ","tags":null,"customer_columns":null}`+"\n", i, i, i)
	}, to...)
}

// putRows writes a snapshot of n rows, by what its form says.
func putRows(t *testing.T, s backup.Store, at time.Time, n int, line func(w io.Writer, i int), to ...age.Recipient) *backup.Snapshot {
	t.Helper()
	file := backup.File{Name: rowsName, Compression: "zstd"}
	o := sink.Options{}
	o.Compression, _ = sink.CompressionFor(rowsName)
	if len(to) > 0 {
		file.Name, file.Encryption = rowsName+".age", "age"
		o.Encrypt = func(w io.Writer) (io.WriteCloser, error) { return age.Encrypt(w, to...) }
	}
	dir := filepath.Join(s.Dir, at.Format("20060102T150405Z"))
	if _, err := os.Stat(dir); err == nil { // there is one of that second
		return putRows(t, s, at.Add(time.Second), n, line, to...)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	out, err := sink.Create(filepath.Join(dir, file.Name), o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		line(out, i)
	}
	sum, err := out.Commit()
	if err != nil {
		t.Fatal(err)
	}
	file.Bytes, file.SHA256 = sum.Bytes, sum.SHA256
	m := backup.Manifest{Backup: 1, Name: filepath.Base(dir), Profile: s.Profile(), Started: at, Rows: n, Files: []backup.File{file}, State: backup.Good}
	return seal(t, dir, &m)
}

// seal writes the manifest of a snapshot: its last field is the SHA-256 of all before it.
func seal(t *testing.T, dir string, m *backup.Manifest) *backup.Snapshot {
	t.Helper()
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	body := strings.TrimSuffix(string(b), "\n}")
	text := fmt.Sprintf("%s,\n  \"seal\": \"%x\"\n}\n", body, sha256.Sum256([]byte(body)))
	if err := os.WriteFile(filepath.Join(dir, manifestName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return backup.Open(dir)
}

// reseal changes what the manifest of a snapshot says.
func reseal(t *testing.T, snap *backup.Snapshot, change func(*backup.Manifest)) *backup.Snapshot {
	t.Helper()
	m := snap.Manifest
	change(&m)
	return seal(t, snap.Dir, &m)
}

func count(s *backup.Snapshot, ids ...age.Identity) (n int, err error) {
	for row, err := range s.Rows(ids...) {
		if err != nil {
			return n, err
		}
		if n++; row.Number != n || row.Name == "" {
			return n, fmt.Errorf("row %d is number %d", n, row.Number)
		}
	}
	return n, nil
}

// serve serves an empty sandbox and connects to it.
func serve(t *testing.T) *pigello.Client {
	t.Helper()
	sb, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(sb)
	client, err := pigello.New(pigello.Options{BaseURL: server.URL, Credentials: pigello.CredentialsFrom(sandbox.DefaultCredentials())})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.CloseIdleConnections()
		server.Close()
		if err := sb.Close(); err != nil {
			t.Error(err)
		}
	})
	return client
}

// create makes one organization.
func create(t *testing.T, client *pigello.Client, name string) {
	t.Helper()
	if _, err := client.Create(t.Context(), pigello.Write{Name: name}); err != nil {
		t.Fatal(err)
	}
}
