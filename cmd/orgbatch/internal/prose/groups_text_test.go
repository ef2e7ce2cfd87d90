package prose

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

var csvSource = run.Source{Name: "kunder.csv", Rows: 100, Format: tabular.Format{Name: tabular.FormatCSV}}

// TestGroups: errors first, each example with its cell, no more than a person reads.
func TestGroups(t *testing.T) {
	groups := []run.Group{
		{Code: "trimmed", ColumnName: "Namn", Severity: run.Warning, Count: 2, RowCount: 2, Rows: "2, 7"},
		{Code: "name-missing", ColumnName: "Namn", Severity: run.Error, Count: 1204, RowCount: 1204, Rows: "4-1207", Examples: []run.Issue{
			{Row: 2, Number: 1204, Column: 1, ColumnName: "Namn", Message: "the name is missing"},
			{Row: 3, Number: 5, Column: 27, ColumnName: "Åtta 🏠", Message: "two\nlines", Value: "x\x1b[2J", Suggestion: "Exempelö AB"},
			{Row: 4, Number: 6, Column: -1, Message: "the row is short"},
		}},
		{Code: "empty-header", Severity: run.Warning, Count: 1, Examples: []run.Issue{{Row: -1, Number: 1, Column: 2, Message: "a column has no name"}}},
	}
	text := &groupsText{w: &words.English, sources: []run.Source{csvSource}, all: "report.html"}
	got := ui.Look{}.Show(text.describe(groups))
	want := `error Name missing in "Namn" · 1,204 rows: 4-1207 (name-missing)
    row 1204, column B "Namn": the name is missing
    row 5, column AB "Åtta 🏠": two lines ("x\x1b[2J"); perhaps "Exempelö AB"
    row 6: the row is short
warning Spaces at the ends in "Namn" · 2 rows: 2, 7 (trimmed)
warning Column without a name · 1 time (empty-header)
    row 1, column C: a column has no name
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := text.describe(nil); got != "" {
		t.Errorf("of nothing comes %q", got)
	}
	many := make([]run.Group, groupsShown+2)
	if got := text.describe(many); !strings.HasSuffix(got, "… and 2 more kinds: report.html has all\n") {
		t.Errorf("of many comes %q", got)
	}
}

// TestGroupsByValue: what is wrong is said once, with the values of which it is.
func TestGroupsByValue(t *testing.T) {
	issue := func(row int, value string) run.Issue {
		return run.Issue{Row: row - 2, Number: row, Column: 2, ColumnName: "Nr", Message: "the value " + value + " stands for nothing", Value: value}
	}
	text := &groupsText{w: &words.English, sources: []run.Source{csvSource}}
	got := text.describe([]run.Group{{Code: "placeholder", ColumnName: "Nr", Severity: run.Error, Count: 21, RowCount: 21, Rows: "2-22",
		Examples: []run.Issue{issue(3, "okänd"), issue(2, "saknas"), issue(9, "?")}, Counts: []int{16, 4, 1}}})
	want := `error Stands for nothing in "Nr" · 21 rows: 2-22 (placeholder)
    row 3, column C "Nr", and 15 rows more: the value okänd stands for nothing ("okänd"); also "saknas" (row 2, and 3 rows more); also "?" (row 9)
`
	if got := ui.Look.Show(ui.Look{}, got); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestMissingParentsAreCounted: however few parents there is room for, those that aren't shown are counted, and those of which a name
// is near come first.
func TestMissingParentsAreCounted(t *testing.T) {
	for others := range groupsShown {
		for parents := range 16 {
			text := &groupsText{w: &words.English, sources: []run.Source{csvSource}, all: "report.html"}
			for n := range parents {
				text.parents = append(text.parents, plan.MissingParent{Name: fmt.Sprintf("Saknad %d AB", n), Count: 100 - n})
			}
			if parents > 0 {
				text.parents[parents-1].Nearest = "Saknaden AB"
			}
			groups := []run.Group{{Code: "parent-missing", Severity: run.Error, Count: 99, RowCount: 99, Rows: "2-100"}}
			for range others {
				groups = append(groups, run.Group{Code: "name-missing", Severity: run.Error, Count: 1, RowCount: 1, Rows: "5",
					Examples: []run.Issue{{Number: 5, Column: -1, Message: strings.Repeat("many words ", 12)}}})
			}
			said := text.describe(groups)
			shown, more := strings.Count(said, `Saknad `), 0
			if at := strings.Index(said, "… and "); at >= 0 {
				_, _ = fmt.Sscanf(said[at:], "… and %d more", &more)
			}
			if shown+more != parents || parents > 0 && !strings.Contains(said, "Saknaden AB") {
				t.Errorf("%d of %d parents are shown and %d counted beside %d groups:\n%s", shown, parents, more, others, said)
			}
		}
	}
}

// TestGroupsFit: whatever the issues are, they take so many lines on a terminal and no more, and no more kinds than a person reads.
func TestGroupsFit(t *testing.T) {
	catalogue := codes.Catalogue()
	rapid.Check(t, func(t *rapid.T) {
		text := &groupsText{w: &words.English, sources: []run.Source{csvSource}, all: "report.html"}
		for n := range rapid.IntRange(0, 20).Draw(t, "parents") {
			text.parents = append(text.parents, plan.MissingParent{Name: strings.Repeat("Å", 60), Count: n, Nearest: strings.Repeat("Ö", 60)})
		}
		groups := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) run.Group {
			g := run.Group{Code: rapid.SampledFrom(catalogue).Draw(t, "code").Code, ColumnName: strings.Repeat("Kolumn ", rapid.IntRange(0, 9).Draw(t, "header")),
				Severity: run.Severity(rapid.IntRange(0, 1).Draw(t, "severity")), Count: 20, RowCount: 20, Rows: strings.Repeat("123, ", 40) + "124 and 12 more rows"}
			for n := range rapid.IntRange(0, 3).Draw(t, "examples") {
				value := strings.Repeat(string(rune('a'+n)), 50)
				g.Examples = append(g.Examples, run.Issue{Number: n, Column: n, ColumnName: g.ColumnName, Value: value, Message: strings.Repeat("some words ", 20) + value})
			}
			return g
		}), 0, 40).Draw(t, "groups")
		said := ui.Look{Width: groupWidth}.Show(text.describe(groups))
		if n := strings.Count(said, "\n"); n > groupLines+1 {
			t.Errorf("%d lines:\n%s", n, said)
		}
		if n := strings.Count("\n"+said, "\nerror ") + strings.Count("\n"+said, "\nwarning "); n > groupsShown || n == 0 && len(groups) > 0 {
			t.Errorf("%d kinds:\n%s", n, said)
		}
	})
}

// TestCellOf names cells as the spreadsheet of their source does.
func TestCellOf(t *testing.T) {
	shifted := csvSource
	shifted.Format.FirstColumn = 2
	lines := run.Source{Name: "rader.jsonl", Rows: 5, Format: tabular.Format{Name: tabular.FormatJSONL}}
	book := run.Source{Name: "bok.xlsx", Rows: 5, Format: tabular.Format{Name: tabular.FormatXLSX}}
	for want, test := range map[string]struct {
		issue   run.Issue
		sources []run.Source
	}{
		`row 3, column A "Namn"`:              {run.Issue{Number: 3, ColumnName: "Namn"}, []run.Source{csvSource}},
		`row 3, column C "Namn"`:              {run.Issue{Number: 3, ColumnName: "Namn"}, []run.Source{shifted}},
		`row 3, column D`:                     {run.Issue{Number: 3, Column: 3}, []run.Source{book}},
		`row 3, column "Namn"`:                {run.Issue{Number: 3, ColumnName: "Namn"}, []run.Source{lines}},
		`row 3`:                               {run.Issue{Number: 3}, []run.Source{lines}},
		`row 4`:                               {run.Issue{Number: 4, Column: -1}, nil},
		`rader.jsonl, row 3, column "Namn"`:   {run.Issue{Row: 101, Number: 3, ColumnName: "Namn"}, []run.Source{csvSource, lines}},
		`kunder.csv, row 3, column A "Namn"`:  {run.Issue{Row: 1, Number: 3, ColumnName: "Namn"}, []run.Source{csvSource, lines}},
		`rader.jsonl, row 1, column "x\x1by"`: {run.Issue{Row: -1, Source: 1, Number: 1, ColumnName: "x\x1by"}, []run.Source{csvSource, lines}},
	} {
		text := &groupsText{w: &words.English, sources: test.sources}
		if got := strings.ReplaceAll(text.cell(test.issue), `\\x1b`, `\x1b`); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestColours: the words of a severity are coloured, on a terminal that can.
func TestColours(t *testing.T) {
	groups := []run.Group{{Code: "a", Severity: run.Error, Count: 1, Rows: "3"}, {Code: "b", Count: 1, Rows: "4"}}
	said := (&groupsText{w: &words.English}).describe(groups)
	if got, want := (ui.Look{Colours: true}).Show(said), "\x1b[31merror a\x1b[0m · 1 time: 3 (a)\n\x1b[33mwarning b\x1b[0m · 1 time: 4 (b)\n"; got != want {
		t.Errorf("got %q", got)
	}
	if got, want := (ui.Look{}).Show(said), "error a · 1 time: 3 (a)\nwarning b · 1 time: 4 (b)\n"; got != want {
		t.Errorf("got %q", got)
	}
	if l := ui.LookOf(&strings.Builder{}, func(string) string { return "" }); l != (ui.Look{}) {
		t.Errorf("no terminal has the look %+v", l)
	}
}

// TestInspectionLine: what inspect says keeps to the terminal's width, beside its label.
func TestInspectionLine(t *testing.T) {
	b := &inspectionText{}
	b.line("perhaps", "%s\n  %s", "name ← Bolag Namn, which is spelt nearly like another", "--map name=A")
	want := "  perhaps    name ← Bolag Namn, which is\n             spelt nearly like another\n  --map name=A\n"
	if got := (ui.Look{Width: 40}).Show(b.String()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
