package report

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/run"
)

// compared is a small comparison with something of everything.
func compared() (DiffPage, []Differing) {
	null := run.Text{Kind: run.Null}
	parent, other := text(id(7).String()), text(id(8).String())
	return DiffPage{
			Compared: time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC), Version: "1.0.0",
			A:     DiffSide{Name: "20261123T021500Z", About: "good snapshot of nordhus, begun 23 November 2026, 02:15:00 UTC; 4 organizations"},
			B:     DiffSide{Name: "nordhus.csv", Skipped: []string{"Ort", "Kontakt"}},
			RowsA: 4, RowsB: 4, Same: 1, Added: 1, Removed: 1, Changed: 2, Renamed: 1, Moved: 1, UntoldParents: 1, SameName: 1, All: "changes.csv",
		}, []Differing{
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

// build makes a page of organizations.
func build(p DiffPage, all []Differing) *DiffBuilder {
	b := NewDiffBuilder(p)
	for _, d := range all {
		b.Add(d)
	}
	return b
}

// TestDiffGolden compares both files with testdata.
func TestDiffGolden(t *testing.T) {
	dir := t.TempDir()
	p, all := compared()
	must(t, build(p, all).WriteFile(filepath.Join(dir, "diff.html")))
	w := NewDiffWriter(filepath.Join(dir, "changes.csv"))
	for _, d := range all {
		must(t, w.Add(d))
	}
	files, err := w.Finish(nil)
	must(t, err)
	if len(files) != 1 || files[0].Rows != 10 {
		t.Errorf("%v", files)
	}
	page, err := os.ReadFile(filepath.Join(dir, "diff.html"))
	must(t, err)
	compareHTML(t, nil, string(page), "compared-diff.html")
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

// TestDiffSame is the page of two that are alike: no list, and a CSV of its header; what isn't such a file stays.
func TestDiffSame(t *testing.T) {
	var page strings.Builder
	_, err := build(DiffPage{RowsA: 3, RowsB: 3, Same: 3}, nil).WriteTo(&page)
	must(t, err)
	if s := page.String(); !strings.Contains(s, "Nothing differs: 3 organizations.") || strings.Contains(s, "data-list>") || strings.Contains(s, "Look at this") {
		t.Error(s)
	}
	path := filepath.Join(t.TempDir(), "old.csv")
	for range 2 { // its own is replaced
		files, err := NewDiffWriter(path).Finish(nil)
		must(t, err)
		if text, _ := os.ReadFile(path); len(files) != 1 || files[0].Rows != 0 || string(text) != "\ufeffchange,id,name,field,before,after\n" {
			t.Errorf("%v: %q", files, text)
		}
	}
	must(t, os.WriteFile(path, []byte("old"), 0o600))
	if _, err = NewDiffWriter(path).Finish(nil); !errors.Is(err, sink.ErrInTheWay) {
		t.Errorf("a foreign file: %v", err)
	}
	if text, _ := os.ReadFile(path); string(text) != "old" {
		t.Errorf("it became %q", text)
	}
}
