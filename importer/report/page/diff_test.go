package page

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/orgbatch/orgbatch/exporter/backup/diff"
)

// compared is a small comparison with something of everything.
func compared() (DiffPage, []diff.Change) {
	parent, other := jsonOf(id(7).String()), jsonOf(id(8).String())
	return DiffPage{
			Summary: diff.Summary{
				RowsA:         4,
				RowsB:         4,
				Same:          1,
				Added:         1,
				Removed:       1,
				Changed:       2,
				Renamed:       1,
				Moved:         1,
				UntoldParents: 1,
				SameName:      1,
			},
			Compared: time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC),
			Version:  "1.0.0",
			A:        DiffSide{Name: "20261123T021500Z", About: "good snapshot of nordhus, begun 23 November 2026, 02:15:00 UTC; 4 organizations"},
			B:        DiffSide{Name: "nordhus.csv", Skipped: []string{"Ort", "Kontakt"}},
			All:      "changes.csv",
		}, []diff.Change{
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

// build makes a page of organizations.
func build(p DiffPage, all []diff.Change) *DiffBuilder {
	b := NewDiffBuilder(p)
	for i := range all {
		b.Add(&all[i])
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
	_, err := build(DiffPage{Summary: diff.Summary{RowsA: 3, RowsB: 3, Same: 3}}, nil).WriteTo(&page)
	must(t, err)
	if s := page.String(); !strings.Contains(s, "Nothing differs: 3 organizations.") || strings.Contains(s, "data-list>") || strings.Contains(s, "Look at this") {
		t.Error(s)
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
