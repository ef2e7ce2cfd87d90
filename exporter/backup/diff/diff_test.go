package diff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// sideOf is a side of the given lines.
func sideOf(name string, lines ...string) Side {
	return Side{
		Name: name,
		each: func(_ context.Context, do func(sideRow) error) error {
			for i, line := range lines {
				org, err := pigello.ParseOrganization([]byte(line))
				if err == nil {
					err = do(sideRow{org.ID, i + 1, org.Raw})
				}
				if err != nil {
					return err
				}
			}
			return nil
		},
		duplicate: func(id uuid.UUID, first, second int) error {
			return fmt.Errorf("%s: rows %d and %d", id, first, second)
		},
	}
}

// fileOf is a side of a file's text.
func fileOf(t *testing.T, name, text string) Side {
	t.Helper()
	tab, err := table.Open(strings.NewReader(text), name, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	side, err := FileSide(tab, name)
	if err != nil {
		t.Fatal(err)
	}
	return side
}

// diffOf compares and gives all changes.
func diffOf(t interface {
	Helper()
	Fatal(...any)
}, a, b Side, o Options) (Summary, []Change) {
	t.Helper()
	d, err := Compare(context.Background(), a, b, o)
	if err != nil {
		t.Fatal(err)
	}
	var changes []Change
	for c, err := range d.Changes(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		changes = append(changes, c)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return d.Summary, changes
}

const (
	idA = "0a000000-0000-4000-8000-000000000001"
	idB = "0b000000-0000-4000-8000-000000000002"
	idC = "0c000000-0000-4000-8000-000000000003"
)

func line(id, rest string) string { return `{"id":"` + id + `",` + rest + `}` }

// say writes changes as a test reads them: kind, name, and field: before → after.
func say(changes []Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "%s %s", c.Kind, c.Name)
		if c.Was != "" {
			fmt.Fprintf(&b, " (was %s)", c.Was)
		}
		for _, f := range c.Fields {
			before, after := string(f.Before), string(f.After)
			if f.BeforeName+f.AfterName != "" {
				before, after = f.BeforeName, f.AfterName
			}
			fmt.Fprintf(&b, "; %s: %s → %s", f.Field, before, after)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// What counts as a difference, and what doesn't.
func TestDiffFields(t *testing.T) {
	for _, test := range []struct{ name, a, b, want string }{
		{"order and space", `"name":"x","tags":{"a":1,"b":[ 2 ]}`, `"tags" : {"b":[2],"a":1},"name":"\u0078"`, ""},
		{"text of numbers", `"name":"x","tags":1.0`, `"name":"x","tags":1`, "changed x; tags: 1.0 → 1\n"},
		{"long numbers", `"name":"x","tags":12345678901234567890`, `"name":"x","tags":12345678901234567891`, "changed x; tags: 12345678901234567890 → 12345678901234567891\n"},
		{"order in an array", `"name":"x","tags":[1,2]`, `"name":"x","tags":[2,1]`, "changed x; tags: [1,2] → [2,1]\n"},
		{"unknown field", `"name":"x","vat":"1"`, `"name":"x","vat":"2"`, "changed x; vat: \"1\" → \"2\"\n"},
		{"new field", `"name":"x"`, `"name":"x","vat":null`, "changed x; vat:  → null\n"},
		{"null and empty", `"name":"x","custom_id":null`, `"name":"x","custom_id":""`, "changed x; custom_id: null → \"\"\n"},
		{"renamed", `"name":"x"`, `"name":"y"`, "changed y (was x); name: \"x\" → \"y\"\n"},
		{"parent", `"name":"x","organization":{"id":"` + idB + `"}`, `"name":"x","organization":null`, "changed x; organization: b → \n"},
		{"parent told with more", `"name":"x","organization":{"id":"` + idB + `"}`, `"name":"x","organization":{"id":"` + idB + `","name":"b"}`, ""},
		{"untold", `"name":"x","organization":{}`, `"name":"x","organization":{"id":"` + idB + `"}`, ""},
		{"untold and more", `"name":"x"`, `"name":"y","organization":null`, "changed y (was x); name: \"x\" → \"y\"\n"},
		{"whole seconds", `"name":"x","created_at":"2026-11-23T02:15:00Z"`, `"name":"x","created_at":"2026-11-23T02:15:00.123456Z"`, ""},
		{"another zone", `"name":"x","created_at":"2026-11-23T02:15:00Z"`, `"name":"x","created_at":"2026-11-23T03:15:00+01:00"`, ""},
		{"another time", `"name":"x","created_at":"2026-11-23T02:15:00.1Z"`, `"name":"x","created_at":"2026-11-23T02:15:00.12Z"`, "changed x; created_at: \"2026-11-23T02:15:00.1Z\" → \"2026-11-23T02:15:00.12Z\"\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			other := line(idB, `"name":"b","organization":null`)
			s, got := diffOf(t, sideOf("a", line(idA, test.a), other), sideOf("b", other, line(idA, test.b)), Options{})
			if say(got) != test.want {
				t.Errorf("%q, want %q", say(got), test.want)
			}
			if untold := strings.HasPrefix(test.name, "untold"); untold != (s.UntoldParents == 1) && strings.Contains(test.a+test.b, "organization") {
				t.Errorf("%d untold parents", s.UntoldParents)
			}
		})
	}
}

// A restore makes new ids: that is said.
func TestDiffSameName(t *testing.T) {
	s, got := diffOf(t,
		sideOf("a", line(idA, `"name":"Exempel AB","organization":null`), line(idB, `"name":"Prov AB","organization":null`)),
		sideOf("b", line(idC, `"name":"Exempel AB","organization":null`), line(idB, `"name":"Prov AB","organization":{"id":"`+idC+`"}`)), Options{})
	want := "removed Exempel AB; name: \"Exempel AB\" → ; organization: null → \nchanged Prov AB; organization:  → Exempel AB\nadded Exempel AB; name:  → \"Exempel AB\"; organization:  → null\n"
	if say(got) != want {
		t.Errorf("%q, want %q", say(got), want)
	}
	if want := (Summary{RowsA: 2, RowsB: 2, Added: 1, Removed: 1, Changed: 1, Moved: 1, SameName: 1}); s != want {
		t.Errorf("%+v, want %+v", s, want)
	}
}

// Of a table its columns count alone, and a blank cell is null or nothing.
func TestDiffTable(t *testing.T) {
	a := sideOf("a",
		line(idA, `"name":"Exempel AB","custom_id":null,"organization":null,"created_at":"2026-11-23T02:15:00.5Z","tags":{"x": [1]},"vat":"1"`),
		line(idB, `"name":"Prov AB","custom_id":"7","organization":{"id":"`+idA+`"},"created_at":"2026-11-23T02:15:00.5Z","tags":null`))
	csv := fileOf(t, "b.csv", "id;Namn;custom_id;organization;created_at;tags;Ort\n"+
		idB+";Prov AB;8;"+idA+";2026-11-23T02:15:00Z;;Umeå\n"+
		idA+";Exempel AB;;Koncernen;2026-11-23T02:15:00Z;\"{\"\"x\"\":[1]}\";Luleå\n"+
		";Ny AB;9;;;;\n")
	s, got := diffOf(t, a, csv, Options{})
	want := "added Ny AB; name:  → \"Ny AB\"; custom_id:  → \"9\"; organization:  → null; created_at:  → null; tags:  → null\nchanged Prov AB; custom_id: \"7\" → \"8\"\n"
	if say(got) != want || s.UntoldParents != 1 || !slices.Equal(csv.Skipped, []string{"Ort"}) {
		t.Errorf("%q, want %q; %+v, %q", say(got), want, s, csv.Skipped)
	}
	byName := fileOf(t, "b.csv", "id,name,organization_name\n"+idA+",Exempel AB,\n"+idB+",Prov AB,Koncernen\n")
	if s, got := diffOf(t, a, byName, Options{}); len(got) > 0 || !slices.Equal(byName.Skipped, []string{"organization_name"}) {
		t.Errorf("parents by name: %q, %+v, %q", say(got), s, byName.Skipped)
	}
	jsonl := fileOf(t, "b.jsonl", line(idA, `"name":"Exempel AB"`)+"\n"+line(idB, `"name":"Prov AB","custom_id":"7"`)+"\n")
	if _, got := diffOf(t, jsonl, jsonl, Options{}); len(got) > 0 {
		t.Errorf("a file against itself: %q", say(got))
	}
	array := fileOf(t, "b.json", "[\n "+line(idA, `"name":"Exempel AB"`)+",\n "+line(idB, `"name":"Prov AB","custom_id":"7"`)+"]\n")
	if s, got := diffOf(t, jsonl, array, Options{}); len(got) > 0 || s.RowsB != 2 {
		t.Errorf("the same as an array: %q", say(got))
	}
}

// What can't be compared is refused with its place.
func TestDiffRefuses(t *testing.T) {
	open := func(text string) (Side, error) {
		tab, err := table.Open(strings.NewReader(text), "b.csv", table.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return FileSide(tab, "b.csv")
	}
	var input *tabular.InputError
	if _, err := open("name,custom_id\nExempel AB,1\nProv AB,2\n"); !errors.As(err, &input) || !strings.Contains(err.Error(), "no column of ids") {
		t.Errorf("no ids: %v", err)
	}
	for text, want := range map[string]string{
		"id,name\n" + idA + ",Exempel AB\n" + idA + ",Prov AB\n" + idB + ",B\n": "read b.csv: row 3: the id " + idA + " stands in row 2 too, and the rows aren't the same",
		"id,name\n" + idA + ",Exempel AB\n" + idB + ",B\nnothing,Prov AB\n":     "read b.csv: row 4: it is no organization with an id",
	} {
		side, err := open(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Compare(t.Context(), side, side, Options{}); !errors.As(err, &input) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// A damaged snapshot is never compared: no claim is made of it.
func TestDiffDamaged(t *testing.T) {
	s := backup.Store{Dir: filepath.Join(t.TempDir(), "backups", "nordhus")}
	a, b := put(t, s, begun, 100), put(t, s, begun, 101)
	sum, got := diffOf(t, SnapshotSide(a), SnapshotSide(b), Options{})
	if len(got) != 1 || sum.Added != 1 || sum.Same != 100 {
		t.Errorf("%+v", sum)
	}
	path := filepath.Join(b.Dir, rowsName)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(whole); at += 7 {
		bad := bytes.Clone(whole)
		bad[at] ^= 0x10
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		var damage *backup.DamageError
		if _, err := Compare(t.Context(), SnapshotSide(a), SnapshotSide(b), Options{}); !errors.As(err, &damage) {
			t.Fatalf("byte %d: %v", at, err)
		}
	}
}

// An encrypted snapshot is compared by whoever has its key.
func TestDiffEncrypted(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	s := backup.Store{Dir: filepath.Join(t.TempDir(), "backups", "nordhus")}
	plain, sealed := put(t, s, begun, 3), put(t, s, begun, 4, key.Recipient())
	if sum, changes := diffOf(t, SnapshotSide(plain, key), SnapshotSide(sealed, key), Options{}); len(changes) != 1 || sum.Added != 1 {
		t.Errorf("%+v", sum)
	}
	var wrong *backup.KeyError
	if _, err := Compare(t.Context(), SnapshotSide(plain), SnapshotSide(sealed), Options{}); !errors.As(err, &wrong) {
		t.Errorf("without a key: %v", err)
	}
}

// Nothing is left in the folder of the temporary file, and while it is there it
// holds nothing that can be read.
func TestDiffTemporary(t *testing.T) {
	var lines []string
	for i := range 5000 {
		lines = append(lines, line(fmt.Sprintf("%08x-0000-4000-8000-000000000000", i*2654435761%(1<<32)), fmt.Sprintf(`"name":"Exempelbacken %d AB"`, i)))
	}
	dir := t.TempDir()
	d, err := Compare(t.Context(), sideOf("a", lines...), sideOf("b", lines[1:]...), Options{Temp: dir, runSize: 50_000})
	if err != nil {
		t.Fatal(err)
	}
	sealed := make([]byte, 4096)
	if _, err := d.spool.file.ReadAt(sealed, 0); err != nil || d.spool.end < 4096 || bytes.Contains(sealed, []byte("Exempel")) {
		t.Errorf("the temporary file has %d bytes, %v", d.spool.end, err)
	}
	if d.Summary.Same != 4999 || d.Summary.Removed != 1 {
		t.Errorf("%+v", d.Summary)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	nowhere := Options{Temp: filepath.Join(dir, "nowhere"), runSize: 50_000}
	if s, _ := diffOf(t, sideOf("a", lines...), sideOf("b", lines...), nowhere); s.Same != 5000 {
		t.Errorf("without a folder: %+v", s)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Compare(cancelled, sideOf("a", lines...), sideOf("b"), Options{Temp: dir}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
