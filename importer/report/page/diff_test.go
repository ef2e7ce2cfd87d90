package page

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// compared is a small comparison with something of everything.
func compared() (DiffPage, []report.Differing) {
	null := run.Text{Kind: run.Null}
	parent, other := text(id(7).String()), text(id(8).String())
	return DiffPage{
			Compared: time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC), Version: "1.0.0",
			A:     DiffSide{Name: "20261123T021500Z", About: "good snapshot of nordhus, begun 23 November 2026, 02:15:00 UTC; 4 organizations"},
			B:     DiffSide{Name: "nordhus.csv", Skipped: []string{"Ort", "Kontakt"}},
			RowsA: 4, RowsB: 4, Same: 1, Added: 1, Removed: 1, Changed: 2, Renamed: 1, Moved: 1, UntoldParents: 1, SameName: 1, All: "changes.csv",
		}, []report.Differing{
			{Change: "removed", ID: id(1), Name: "Exempelbacken AB", Fields: []report.DifferingField{
				{Field: "name", Before: text("Exempelbacken AB")}, {Field: "custom_id", Before: text("=7+7")}, {Field: "organization", Before: parent, BeforeName: "Provhuset <Holding> AB"},
				{Field: "created_at", Before: text("2024-02-03T04:05:06.7Z")}, {Field: "tags", Before: null}}},
			{Change: "changed", ID: id(2), Name: "Påhittade Gården i Väst AB", Fields: []report.DifferingField{
				{Field: "name", Before: text("Påhittade Gården AB"), After: text("Påhittade Gården i Väst AB")}, {Field: "custom_id", Before: null, After: text("007")},
				{Field: "vat", After: text("SE\u202e1")}}},
			{Change: "changed", ID: id(3), Name: "Dåtida \"Bygg\" AB", Fields: []report.DifferingField{{Field: "organization", Before: parent, After: other, BeforeName: "Provhuset <Holding> AB"}}},
			{Change: "added", ID: id(4), Name: "Exempelbacken AB", Fields: []report.DifferingField{
				{Field: "name", After: text("Exempelbacken AB")}, {Field: "organization", After: null}, {Field: "created_at", After: text("2026-11-23T12:00:00Z")}}},
		}
}

// build makes a page of organizations.
func build(p DiffPage, all []report.Differing) *DiffBuilder {
	b := NewDiffBuilder(p)
	for _, d := range all {
		b.Add(d)
	}
	return b
}

// TestDiffGolden compares the page with testdata.
func TestDiffGolden(t *testing.T) {
	dir := t.TempDir()
	p, all := compared()
	must(t, build(p, all).WriteFile(filepath.Join(dir, "diff.html")))
	page, err := os.ReadFile(filepath.Join(dir, "diff.html"))
	must(t, err)
	compareHTML(t, nil, string(page), "compared-diff.html")
}

// TestDiffSame is the page of two that are alike: no list.
func TestDiffSame(t *testing.T) {
	var page strings.Builder
	_, err := build(DiffPage{RowsA: 3, RowsB: 3, Same: 3}, nil).WriteTo(&page)
	must(t, err)
	if s := page.String(); !strings.Contains(s, "Nothing differs: 3 organizations.") || strings.Contains(s, "data-list>") || strings.Contains(s, "Look at this") {
		t.Error(s)
	}
}
