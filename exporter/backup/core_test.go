package backup

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
)

var begun = time.Date(2026, 11, 23, 2, 15, 0, 0, time.UTC)

// put publishes a snapshot of n rows, as create would.
func put(t *testing.T, s Store, at time.Time, n int, to ...age.Recipient) *Snapshot {
	t.Helper()
	return putRows(t, s, at, n, func(w io.Writer, i int) {
		fmt.Fprintf(w, `{"id":"00000000-0000-4000-8000-%012d","name":"Exempelbacken %d AB","custom_id":null,"organization":null,"created_at":"2026-11-23T01:00:00.%06dZ","tags":null,"customer_columns":null}`+"\n", i, i, i)
	}, to...)
}

// putRows publishes a snapshot of n rows.
func putRows(t *testing.T, s Store, at time.Time, n int, line func(w io.Writer, i int), to ...age.Recipient) *Snapshot {
	t.Helper()
	release, err := s.lock()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	f, err := s.newFolder(at)
	if err != nil {
		t.Fatal(err)
	}
	f.recipients = to
	out, err := f.create(rowsName)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		line(out, i)
	}
	files, err := f.commit()
	if err != nil {
		t.Fatal(err)
	}
	snap, err := f.publish(&Manifest{Profile: s.Profile(), Started: at, Rows: n, Files: files, State: Good})
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

func count(s *Snapshot, ids ...age.Identity) (n int, err error) {
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

// What was published comes back, encrypted or not, and is found by its names.
func TestPublishAndRead(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	s := Store{Dir: filepath.Join(t.TempDir(), "backups", "nordhus")}
	plain := put(t, s, begun, 1000)
	sealed := put(t, s, begun, 1000, key.Recipient())
	if n, err := count(plain); n != 1000 || err != nil {
		t.Errorf("plain: %d rows, %v", n, err)
	}
	if n, err := count(sealed, other, key); n != 1000 || err != nil {
		t.Errorf("encrypted: %d rows, %v", n, err)
	}
	var wrong *KeyError
	if _, err := count(sealed); !errors.As(err, &wrong) {
		t.Errorf("without a key: %v", err)
	}
	if _, err := count(sealed, other); !errors.As(err, &wrong) || wrong.Given != 1 {
		t.Errorf("with another key: %v", err)
	}
	if b, err := os.ReadFile(filepath.Join(sealed.Dir, rowsName+ageEnding)); err != nil || bytes.Contains(b, []byte("Exempel")) {
		t.Errorf("the encrypted file: %v", err)
	}
	for name, want := range map[string]*Snapshot{
		"latest": sealed, "": sealed, "20261123": sealed, "2026-11-23": sealed, "2026-11-23T02:15:00Z": plain, plain.Dir: plain,
	} {
		if got, err := s.Find(name); err != nil || got.Name != want.Name {
			t.Errorf("find %q: %v, %v", name, got, err)
		}
	}
	var missing *NotFoundError
	for _, name := range []string{"2025", filepath.Join(s.Dir, "20250101T000000Z")} {
		if got, err := s.Find(name); !errors.As(err, &missing) {
			t.Errorf("find %q: %v, %v", name, got, err)
		}
	}
	for _, dir := range []string{s.Dir, filepath.Dir(s.Dir)} {
		if stores, err := Stores(dir); err != nil || len(stores) != 1 || stores[0].Profile() != "nordhus" {
			t.Errorf("stores of %s: %v, %v", dir, stores, err)
		}
	}
}

// Two processes don't make snapshots in one folder at a time.
func TestLock(t *testing.T) {
	s := Store{Dir: t.TempDir()}
	release, err := s.lock()
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(100*time.Millisecond, func() { _ = release() })
	again, err := s.lock()
	if err != nil {
		t.Fatal(err)
	}
	_ = again()
}

// A seal holds against every changed byte, every cut and every addition.
func TestSeal(t *testing.T) {
	path := filepath.Join(t.TempDir(), manifestName)
	good, _, err := seal(&Manifest{Backup: 1, Name: "x", Reasons: []string{"å <&>"}})
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, b []byte, fine bool) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		var m Manifest
		if _, err := (&Snapshot{Dir: filepath.Dir(path)}).openSealed(manifestName, &m, func() int { return m.Backup }); (err == nil) != fine {
			t.Errorf("%s: %v", what, err)
		}
	}
	try("as written", good, true)
	for i := range good {
		b := bytes.Clone(good)
		b[i] ^= 1 << (i % 8)
		try(fmt.Sprint("byte ", i), b, false)
		try(fmt.Sprint("cut at ", i), good[:i], false)
	}
	try("longer", append(bytes.Clone(good), '\n'), false)
	newer, _, err := seal(map[string]int{"orgbatch_backup": manifestVersion + 1})
	if err != nil {
		t.Fatal(err)
	}
	try("newer", newer, false)
	if !strings.Contains(string(good), `"seal": "`) {
		t.Error("no seal is written")
	}
}

func newKey(t testing.TB) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}
