package report

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/orgbatch/orgbatch/exporter/backup/diff"
	"github.com/orgbatch/orgbatch/exporter/sink"
)

// compared is a small comparison with something of everything.
func compared() []diff.Change {
	parent, other := jsonOf(id(7).String()), jsonOf(id(8).String())
	return []diff.Change{
		{Kind: diff.Removed, ID: id(1), Name: "Exempelbacken AB", Fields: []diff.FieldChange{
			{Field: "name", Before: jsonOf("Exempelbacken AB")}, {Field: "custom_id", Before: jsonOf("=7+7")}, {Field: "organization", Before: parent, BeforeName: "Provhuset <Holding> AB"},
			{Field: "created_at", Before: jsonOf("2024-02-03T04:05:06.7Z")}, {Field: "tags", Before: jsonNull}}},
		{Kind: diff.Changed, ID: id(2), Name: "Påhittade Gården i Väst AB", Fields: []diff.FieldChange{
			{Field: "name", Before: jsonOf("Påhittade Gården AB"), After: jsonOf("Påhittade Gården i Väst AB")}, {Field: "custom_id", Before: jsonNull, After: jsonOf("007")},
			{Field: "vat", After: jsonOf("SE\u202e1")}}},
		{Kind: diff.Changed, ID: id(3), Name: "Dåtida \"Bygg\" AB", Fields: []diff.FieldChange{{Field: "organization", Before: parent, After: other, BeforeName: "Provhuset <Holding> AB"}}},
		{Kind: diff.Added, ID: id(4), Name: "Exempelbacken AB", Fields: []diff.FieldChange{
			{Field: "name", After: jsonOf("Exempelbacken AB")}, {Field: "organization", After: jsonNull}, {Field: "created_at", After: jsonOf("2026-11-23T12:00:00Z")}}},
	}
}

// TestDiffGolden compares the table with testdata.
func TestDiffGolden(t *testing.T) {
	dir := t.TempDir()
	w := NewDiffWriter(filepath.Join(dir, "changes.csv"))
	for _, d := range compared() {
		must(t, w.Add(&d))
	}
	files, err := w.Finish(nil)
	must(t, err)
	if len(files) != 1 || files[0].Rows != 10 {
		t.Errorf("%v", files)
	}
	got, err := os.ReadFile(filepath.Join(dir, "changes.csv"))
	must(t, err)
	path := filepath.Join("testdata", "compared-changes.csv")
	if *update {
		must(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if string(got) != string(want) {
		t.Errorf("the table isn't as in %s (-update accepts it):\n%s", path, got)
	}
}

// TestDiffSame is the table of two that are alike, its header; what isn't such a file stays.
func TestDiffSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.csv")
	for range 2 { // its own is replaced
		files, err := NewDiffWriter(path).Finish(nil)
		must(t, err)
		if text, _ := os.ReadFile(path); len(files) != 1 || files[0].Rows != 0 || string(text) != "\ufeffchange,id,name,field,before,after\n" {
			t.Errorf("%v: %q", files, text)
		}
	}
	must(t, os.WriteFile(path, []byte("old"), 0o600))
	if _, err := NewDiffWriter(path).Finish(nil); !errors.Is(err, sink.ErrInTheWay) {
		t.Errorf("a foreign file: %v", err)
	}
	if text, _ := os.ReadFile(path); string(text) != "old" {
		t.Errorf("it became %q", text)
	}
}

// jsonOf is a text as JSON.
func jsonOf(s string) jsontext.Value {
	v, err := jsontext.AppendQuote(nil, s)
	if err != nil {
		panic(err)
	}
	return v
}

var jsonNull = jsontext.Value("null")
