package report

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/run"
)

func text(s string) run.Text { return run.Text{Text: s, Kind: run.Value} }

// compared is a small comparison with something of everything.
func compared() []Differing {
	null := run.Text{Kind: run.Null}
	parent, other := text(id(7).String()), text(id(8).String())
	return []Differing{
		{Change: "removed", ID: id(1), Name: "Exempelbacken AB", Fields: []DifferingField{
			{Field: "name", Before: text("Exempelbacken AB")}, {Field: "custom_id", Before: text("=7+7")}, {Field: "organization", Before: parent, BeforeName: "Provhuset <Holding> AB"},
			{Field: "created_at", Before: text("2024-02-03T04:05:06.7Z")}, {Field: "tags", Before: null}}},
		{Change: "changed", ID: id(2), Name: "Påhittade Gården i Väst AB", Fields: []DifferingField{
			{Field: "name", Before: text("Påhittade Gården AB"), After: text("Påhittade Gården i Väst AB")}, {Field: "custom_id", Before: null, After: text("007")},
			{Field: "vat", After: text("SE\u202e1")}}},
		{Change: "changed", ID: id(3), Name: "Dåtida \"Bygg\" AB", Fields: []DifferingField{{Field: "organization", Before: parent, After: other, BeforeName: "Provhuset <Holding> AB"}}},
		{Change: "added", ID: id(4), Name: "Exempelbacken AB", Fields: []DifferingField{
			{Field: "name", After: text("Exempelbacken AB")}, {Field: "organization", After: null}, {Field: "created_at", After: text("2026-11-23T12:00:00Z")}}},
	}
}

// TestDiffGolden compares the table with testdata.
func TestDiffGolden(t *testing.T) {
	dir := t.TempDir()
	w := NewDiffWriter(filepath.Join(dir, "changes.csv"))
	for _, d := range compared() {
		must(t, w.Add(d))
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
