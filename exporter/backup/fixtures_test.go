package backup

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/pigello"
)

// makeFixtures makes the snapshots of the newest form, which are kept for good.
var makeFixtures = flag.Bool("fixtures", false, "make the snapshots of the newest form in testdata/fixtures")

// fixture is a snapshot that is kept of each form. The rows are those that the
// sandbox gave; the numbers and states are the same in each form.
type fixture struct {
	store, name string
	state       State
	rows        int
	encrypted   bool
}

var fixtures = []fixture{
	{"plain", "20261122T021500Z", Good, 9, false},
	{"plain", "20261123T021500Z", Suspect, 2, false},
	{"plain", "20261124T021500Z", Accepted, 2, false},
	{"encrypted", "20261122T021500Z", Good, 9, true},
}

func fixtureDir(version int) string {
	return filepath.Join("testdata", "fixtures", fmt.Sprintf("v%d", version))
}

const fixtureKey = "key.txt" // made for these tests alone

// Snapshots of every form that there was are opened, read to the last row, and
// thought of as they were.
func TestFixtures(t *testing.T) {
	if *makeFixtures {
		makeFixture(t, fixtureDir(manifestVersion))
	}
	for version := 1; version <= manifestVersion; version++ {
		dir := fixtureDir(version)
		if _, err := os.Stat(dir); err != nil {
			t.Errorf("%v: form %d of the manifest is new, so snapshots of it must be kept. Make them, once nothing more is added to it, with: "+
				"go test ./exporter/backup -run TestFixtures -fixtures, and add that folder. One that exists stays as it is: remove it first if it was never released", err, version)
			continue
		}
		checkFixtures(t, dir, version)
	}
	checkFixtures(t, fixtureDir(1)+"-58a3a29", 1) // of a later build that wrote the same form
}

// checkFixtures checks the snapshots of a folder.
func checkFixtures(t *testing.T, dir string, version int) {
	keys, err := os.Open(filepath.Join(dir, fixtureKey))
	if err != nil {
		t.Fatal(err)
	}
	identities, err := ParseIdentities(keys)
	if err := errors.Join(err, keys.Close()); err != nil {
		t.Fatal(err)
	}
	for _, f := range fixtures {
		t.Run(fmt.Sprintf("%s %s %s", filepath.Base(dir), f.store, f.name), func(t *testing.T) { f.check(t, dir, version, identities) })
	}
}

func (f *fixture) check(t *testing.T, dir string, version int, identities []age.Identity) {
	snap, err := Store{Dir: filepath.Join(dir, f.store)}.Find(f.name)
	if err != nil || snap.Err != nil {
		t.Fatal(err, snap.Err)
	}
	m := &snap.Manifest
	if m.Backup != version || snap.State() != f.state || m.Rows != f.rows || m.Files[0].Encryption != "" != f.encrypted || m.Check.Fuzzy > 0 != (f.state == Good) || m.Source.URL == "" || len(m.Fields) == 0 {
		t.Errorf("it is %s, and its manifest is %+v", snap.State(), m)
	}
	rows, problems, err := ProveSnapshot(t.Context(), snap, identities...)
	if err != nil || len(problems) > 0 || rows != f.rows {
		t.Errorf("%d rows, %v, %v", rows, problems, err)
	}
	if n, err := count(snap, identities...); n != f.rows || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
}

// makeFixture makes the snapshots as create and accept do.
func makeFixture(t *testing.T, dir string) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	key := newKey(t)
	file, err := os.OpenFile(filepath.Join(dir, fixtureKey), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(file, "# made for tests alone\n%s\n", key); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	client := serve(t)
	var made []pigello.Organization
	for i, name := range []string{"Exempelbacken Koncern AB", "Exempelbacken Nord AB", "Låtsasberget Bostad AB", "Påhittad Åker & Äng \"4\" AB", "Straßen ı 5 AB", "Sagodalen 6 AB", "Sagodalen 7 AB", "Sagodalen 8 AB", "Sagodalen 9 AB"} {
		w := pigello.Write{Name: name}
		if i%2 > 0 {
			w.CustomID, w.Parent = pigello.Some(fmt.Sprint("EX-", i)), pigello.Some(made[0].ID)
		}
		org, err := client.Create(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, org)
	}
	meanwhile := func() { // a row changes while the first two are made
		if _, err := client.Update(t.Context(), made[1].ID, pigello.Write{Name: made[1].Name, CustomID: pigello.Some(time.Now().String())}); err != nil {
			t.Error(err)
		}
	}
	take := func(store string, day int, to ...string) *Snapshot {
		at := time.Date(2026, 11, day, 2, 15, 0, 0, time.UTC)
		snap, err := Store{Dir: filepath.Join(dir, store)}.Create(t.Context(), client, CreateOptions{
			Source: Source{URL: "https://api.example.org", Name: store, Customer: "00000000-0000-4000-8000-00000000000c"}, Check: CheckFull,
			Recipients: to, MaxShrink: new(float64), Progress: func(exporter.Progress) { meanwhile() }, Version: "v0.0.0-fixture", Now: func() time.Time { return at },
		})
		if err != nil {
			t.Fatal(err)
		}
		return snap
	}
	take("plain", 22)
	take("encrypted", 22, key.Recipient().String())
	meanwhile = func() {}
	for _, org := range made[2:] {
		if err := client.Delete(t.Context(), org.ID); err != nil {
			t.Fatal(err)
		}
	}
	take("plain", 23)
	if err := take("plain", 24).Accept(t.Context(), "Låtsasberget was sold", "v0.0.0-fixture", time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
}
