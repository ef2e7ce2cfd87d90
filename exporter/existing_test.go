package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// A nightly export replaces its own file, and nobody else's.
func TestExistingFile(t *testing.T) {
	to := serve(t, sandbox.Options{})
	to.load(t, family(20))
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	to.export(t, path, exporter.Options{})
	to.export(t, path, exporter.Options{})
	wantNames(t, dir, "a.csv", "a.csv.manifest.json")

	refused := func(what string) {
		t.Helper()
		before, beforeManifest := string(read(t, path)), readIfThere(path)
		asked := len(to.sandbox.Requests())
		_, err := exporter.Export(context.Background(), to.Client, exporter.Options{Output: path})
		if !errors.Is(err, exporter.ErrWouldReplace) {
			t.Errorf("%s: %v", what, err)
		}
		if string(read(t, path)) != before || readIfThere(path) != beforeManifest {
			t.Errorf("%s: something was changed", what)
		}
		if len(to.sandbox.Requests()) != asked {
			t.Errorf("%s: Pigello was asked", what)
		}
	}
	put := func(path, content string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(path, strings.Replace(string(read(t, path)), "Exempel", "Eksempel", 1))
	refused("edited by hand")
	to.export(t, path, exporter.Options{Overwrite: true})
	to.export(t, path, exporter.Options{})

	if err := os.Remove(exporter.ManifestPath(path)); err != nil {
		t.Fatal(err)
	}
	refused("without its manifest")
	to.export(t, path, exporter.Options{Overwrite: true})

	put(exporter.ManifestPath(path), `{"mine": true}`)
	refused("a manifest of something else")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	put(path, "")
	refused("an empty file")
	to.export(t, path, exporter.Options{Overwrite: true})

	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	to.export(t, path, exporter.Options{}) // our manifest, whose file was moved away
	wantNames(t, dir, "a.csv", "a.csv.manifest.json")
}

func readIfThere(path string) string {
	b, _ := os.ReadFile(exporter.ManifestPath(path))
	return string(b)
}

// A name that the manifest needs is not taken from its owner, and that is told
// before the export and not after.
func TestManifestNameTaken(t *testing.T) {
	to := serve(t, sandbox.Options{})
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	if err := os.WriteFile(exporter.ManifestPath(path), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := exporter.Export(context.Background(), to.Client, exporter.Options{Output: path})
	if !errors.Is(err, exporter.ErrWouldReplace) {
		t.Errorf("error %v", err)
	}
	wantNames(t, dir, "a.csv.manifest.json")
	if len(to.sandbox.Requests()) != 0 {
		t.Error("Pigello was asked")
	}
	to.export(t, path, exporter.Options{Overwrite: true})
	if m, err := exporter.ReadManifest(exporter.ManifestPath(path)); err != nil || m.File != "a.csv" {
		t.Errorf("manifest %+v, %v", m, err)
	}
}

// An export killed between file and manifest leaves the new file beside an old
// manifest, or none. They are told apart, and the next export goes on.
func TestKilledBetweenFileAndManifest(t *testing.T) {
	for _, old := range []bool{false, true} {
		to := serve(t, sandbox.Options{})
		to.load(t, family(5))
		dir := t.TempDir()
		path := filepath.Join(dir, "a.csv")
		manifest := exporter.ManifestPath(path)
		oldManifest := ""
		if old {
			to.export(t, path, exporter.Options{Columns: []string{"name"}})
			oldManifest = readIfThere(path)
		}
		to.export(t, path, exporter.Options{})
		// as it lies there when the second rename never happened
		if err := os.Rename(manifest, filepath.Join(dir, ".a.csv.manifest.json.partial-00c0ffee")); err != nil {
			t.Fatal(err)
		}
		if old {
			if err := os.WriteFile(manifest, []byte(oldManifest), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		to.export(t, path, exporter.Options{})
		wantNames(t, dir, "a.csv", "a.csv.manifest.json")
		to.export(t, path, exporter.Options{})
	}
}

// A file with rows isn't replaced by one that has none, unless that is said.
func TestNothingOverRows(t *testing.T) {
	none := pigello.Query{Filters: []pigello.Filter{pigello.FieldName.Is("Ingen AB")}}
	to := serve(t, sandbox.Options{})
	to.load(t, family(5))
	for _, name := range []string{"a.csv", "a.jsonl", "a.jsonl.zst", "a.xlsx"} {
		path := filepath.Join(t.TempDir(), name)
		to.export(t, path, exporter.Options{Query: none}) // the first
		to.export(t, path, exporter.Options{Query: none})
		to.export(t, path, exporter.Options{})
		before := string(read(t, path)) + readIfThere(exporter.ManifestPath(path))
		for _, o := range []exporter.Options{{}, {Overwrite: true}} {
			o.Output, o.Query = path, none
			_, err := exporter.Export(context.Background(), to.Client, o)
			var empty *exporter.EmptyError
			if !errors.As(err, &empty) || empty.Rows != 5 || !strings.Contains(empty.Hint, "--allow-empty") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if string(read(t, path))+readIfThere(exporter.ManifestPath(path)) != before {
			t.Errorf("%s: something was changed", name)
		}
		to.export(t, path, exporter.Options{Query: none, AllowEmpty: true})
		to.export(t, path, exporter.Options{Query: none})
	}

	path := filepath.Join(t.TempDir(), "mine.csv")
	if err := os.WriteFile(path, []byte("name,custom_id,organization,id,created_at\nSomebody's own AB,1,,,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := exporter.Export(context.Background(), to.Client, exporter.Options{Output: path, Query: none, Overwrite: true})
	var empty *exporter.EmptyError
	if !errors.As(err, &empty) || strings.Contains(err.Error(), " 0 rows") {
		t.Errorf("a file without a manifest: %v", err)
	}
	to.export(t, path, exporter.Options{Query: none, Overwrite: true, AllowEmpty: true})
}

// spoil serves a target with a name twice in the rows that have it, and says where the list was asked.
func spoil(t *testing.T, to target, name *string) target {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		to.sandbox.ServeHTTP(rec, r)
		w.WriteHeader(rec.Code)
		field := fmt.Sprintf(`"name":%q`, *name)
		_, _ = io.WriteString(w, strings.ReplaceAll(rec.Body.String(), field, field+","+field))
	}))
	t.Cleanup(server.Close)
	client, err := connect(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return target{client, to.sandbox}
}

// A row that can't be taken ends an export, unless it goes on without it: then the row lies beside the file as it
// came, belongs to it, and goes with it.
func TestUnreadableRows(t *testing.T) {
	objects := family(60)
	to := serve(t, sandbox.Options{})
	to.load(t, objects)
	var bad string
	for org, err := range to.ListAll(context.Background(), pigello.Query{}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		bad = org.Name
	}
	name := bad
	client := spoil(t, to, &name)
	var told []*pigello.UnreadableError
	note := func(e *pigello.UnreadableError) { told = append(told, e) }
	for _, o := range []exporter.Options{{Output: "a.jsonl"}, {Output: "a.csv.gz"}, {Output: "a.xlsx"}, {Output: "a.csv", Columns: []string{"name", "organization_name"}},
		{Output: "a.jsonl", Query: pigello.Query{OrderBy: []pigello.Order{{Field: "name", Descending: true}}}}} {
		dir, base := t.TempDir(), o.Output
		o.Output = filepath.Join(dir, base)
		side := exporter.UnreadablePath(o.Output)
		name = bad
		var unreadable *pigello.UnreadableError
		if _, err := exporter.Export(context.Background(), client.Client, o); !errors.As(err, &unreadable) || !strings.Contains(err.Error(), unreadable.ID.String()) {
			t.Fatalf("%s: %v", base, err)
		}
		wantNames(t, dir)

		told, o.Unreadable = nil, note
		m := client.export(t, o.Output, o)
		if m.Rows != len(objects)-1 || m.Unreadable != 1 || len(told) != 1 || told[0].ID != unreadable.ID || string(read(t, side)) != string(told[0].Raw)+"\n" {
			t.Fatalf("%s: %+v, told %v, kept %s", base, m, told, readIfThere(side))
		}
		client.export(t, o.Output, o) // its own again
		wantNames(t, dir, base, base+".manifest.json", base+".unreadable.jsonl")
		name = ""
		if m := client.export(t, o.Output, o); m.Rows != len(objects) || m.Unreadable != 0 {
			t.Errorf("%s, corrected: %+v", base, m)
		}
		wantNames(t, dir, base, base+".manifest.json")

		if err := os.WriteFile(side, []byte("mine\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := exporter.Export(context.Background(), client.Client, o); !errors.Is(err, exporter.ErrWouldReplace) {
			t.Errorf("%s, a file of that name: %v", base, err)
		}
		o.Unreadable = nil
		client.export(t, o.Output, o)
		wantNames(t, dir, base, base+".manifest.json", base+".unreadable.jsonl")
	}
	var usage *pigello.UsageError
	if _, err := exporter.Export(context.Background(), client.Client, exporter.Options{Output: "-", Stdout: io.Discard, Unreadable: note}); !errors.As(err, &usage) {
		t.Error(err)
	}
}

// What an OpenDocument spreadsheet can't hold is replaced and counted, and a list that begins anew is counted anew.
func TestODSSaysWhatItReplaces(t *testing.T) {
	to := serve(t, sandbox.Options{})
	objects := family(3)
	objects[1].Name, objects[2].Name = "Låtsas\x01 AB", "Fiktiva\x1b AB\x02"
	to.load(t, objects)
	dir := t.TempDir()
	if m := to.export(t, filepath.Join(dir, "all.ods"), exporter.Options{}); m.Format != exporter.FormatODS || m.Rows != 3 || m.Replaced != 2 {
		t.Errorf("the manifest is %+v", m)
	}
	if m := to.export(t, filepath.Join(dir, "all.xlsx"), exporter.Options{}); m.Replaced != 0 {
		t.Errorf("a workbook of Excel holds them, and %d were replaced", m.Replaced)
	}
}
