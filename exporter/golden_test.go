package exporter_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

var update = flag.Bool("update", false, "write the golden files")

// windowTimes are this computer's: the server's clock, which stands still, is too far off to be believed.
var windowTimes = regexp.MustCompile(`"(from|to)": "20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"`)

// The files as they are, byte for byte: others read them.
func TestGolden(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 11, 23, 20, 35, 29, 0, time.UTC) }
	to := serve(t, sandbox.Options{Now: clock})
	objects := family(4)
	objects[1].Name = `Påhittsviken "Hus", Låtsas & Söner; AB`
	objects[2].Name = "Sagolunda\r\npå två rader 🏠"
	objects[3].Tags = []any{map[string]any{"id": idOf(77), "name": "x y"}}
	to.load(t, objects)
	dir := t.TempDir()
	o := exporter.Options{Source: exporter.Source{URL: "http://127.0.0.1", Name: "sandbox"}, Version: "1.2.3", Now: clock}
	to.export(t, filepath.Join(dir, "all.jsonl"), o)
	to.export(t, filepath.Join(dir, "all.csv"), o)
	o.Query = pigello.Query{Filters: []pigello.Filter{pigello.FieldName.IContains("påhitt")}}
	o.Columns = []string{"name", "custom_id"}
	to.export(t, filepath.Join(dir, "some.csv.gz"), o)
	for _, name := range []string{"all.jsonl", "all.jsonl.manifest.json", "all.csv", "all.csv.manifest.json", "some.csv.gz.manifest.json"} {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		got = windowTimes.ReplaceAll(got, []byte(`"$1": "WHEN"`))
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s became\n%s\nwant\n%s", name, got, want)
		}
	}
}
