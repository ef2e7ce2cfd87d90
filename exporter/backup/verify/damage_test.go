//go:build !race

// One goroutine tries some ten thousand damages: nothing is shared.

package verify

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// Whatever byte is changed, whatever is cut off, missing or swapped: it is
// found, and said in the right words.
func TestVerifyFindsAllDamage(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, snap := range map[string]*backup.Snapshot{"plain": whole(t), "encrypted": whole(t, key.Recipient().String())} {
		t.Run(name, func(t *testing.T) {
			d := &damager{t: t, snap: snap, keys: Options{Identities: []age.Identity{key}}}
			if v := d.verify(); !v.Whole() || v.Rows != 3 || v.Snapshot.State() != backup.Accepted {
				t.Fatalf("before: %d rows, %v, %v", v.Rows, v.Snapshot.State(), v.Problems)
			}
			for _, e := range entries(t, snap.Dir) {
				d.file(e)
			}
			d.extra()
			if d.tried < 3000 {
				t.Errorf("only %d damages were tried", d.tried)
			}
		})
	}
}

type damager struct {
	t     *testing.T
	snap  *backup.Snapshot
	keys  Options
	tried int
}

func (d *damager) verify() *Result {
	v, err := Snapshot(d.t.Context(), backup.Open(d.snap.Dir), d.keys)
	if err != nil {
		d.t.Fatal(err)
	}
	return v
}

// wants verifies, and wants the damage found and named.
func (d *damager) wants(what string, words ...string) {
	d.t.Helper()
	d.tried++
	v := d.verify()
	text := errors.Join(v.Problems...)
	if v.Whole() {
		d.t.Fatalf("%s isn't found", what)
	}
	var damage *backup.DamageError
	if !errors.As(text, &damage) || damage.Snapshot != d.snap.Dir {
		d.t.Fatalf("%s: %v", what, text)
	}
	for _, word := range words {
		if strings.Contains(text.Error(), word) {
			return
		}
	}
	d.t.Errorf("%s: %v, want one of %q", what, text, words)
}

// file flips each byte of a file, cuts it at each length, takes it away, and
// puts another one in its place.
func (d *damager) file(name string) {
	path := filepath.Join(d.snap.Dir, name)
	good, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	put := func(b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			d.t.Fatal(err)
		}
	}
	broken := []string{"it isn't as it was written"}
	cut := append([]string{"bytes, and the manifest says"}, broken...)
	for i := range good {
		b := append([]byte(nil), good...)
		b[i] ^= 1 << (i % 8)
		put(b)
		d.wants(fmt.Sprintf("%s, byte %d", name, i), broken...)
		put(good[:i])
		d.wants(fmt.Sprintf("%s cut at %d", name, i), cut...)
	}
	put(append(append([]byte(nil), good...), '\n'))
	d.wants(name+" longer", cut...)
	if err := os.Remove(path); err != nil {
		d.t.Fatal(err)
	}
	if name == acceptedName { // then it is what it was before: suspect
		d.tried++
		if v := d.verify(); v.Snapshot.State() != backup.Suspect {
			d.t.Errorf("without its acceptance it is %s", v.Snapshot.State())
		}
	} else {
		d.wants(name+" removed", "the file is missing")
	}
	d.swap(name, path)
	put(good)
}

// swap puts the file of another snapshot in the place of one.
func (d *damager) swap(name, path string) {
	other := whole(d.t, d.snap.Manifest.Recipients...)
	b, err := os.ReadFile(filepath.Join(other.Dir, name))
	if err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		d.t.Fatal(err)
	}
	d.wants(name+" swapped", "it accepts another snapshot", "it is the manifest of", "it isn't as it was written", "bytes, and the manifest says")
}

// extra adds a file, and gives the folder another name.
func (d *damager) extra() {
	path := filepath.Join(d.snap.Dir, "notes.txt")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		d.t.Fatal(err)
	}
	d.wants("a file more", "the manifest doesn't know this file")
	if err := os.Remove(path); err != nil {
		d.t.Fatal(err)
	}
	renamed := filepath.Join(filepath.Dir(d.snap.Dir), "20200101T000000Z")
	if err := os.Rename(d.snap.Dir, renamed); err != nil {
		d.t.Fatal(err)
	}
	d.snap = &backup.Snapshot{Dir: renamed}
	d.wants("another name", "it is the manifest of")
}
