package main

import (
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

var csvSource = run.Source{Name: "kunder.csv", Rows: 100, Format: tabular.Format{Name: tabular.FormatCSV}}

// TestGroups: errors first, each example with its cell, no more than a person reads.
func TestGroups(t *testing.T) {
	groups := []run.Group{
		{Code: "trimmed", ColumnName: "Namn", Severity: run.Warning, Count: 2, Rows: "2, 7"},
		{Code: "name-missing", ColumnName: "Namn", Severity: run.Error, Count: 1204, Rows: "4-1207", Examples: []run.Issue{
			{Row: 2, Number: 1204, Column: 1, ColumnName: "Namn", Message: "the name is missing"},
			{Row: 3, Number: 5, Column: 27, ColumnName: "Åtta 🏠", Message: "two\nlines", Value: "x\x1b[2J", Suggestion: "Exempelö AB"},
			{Row: 4, Number: 6, Column: -1, Message: "the row is short"},
		}},
		{Code: "empty-header", Severity: run.Warning, Count: 1, Examples: []run.Issue{{Row: -1, Number: 1, Column: 2, Message: "a column has no name"}}},
	}
	got := look{}.show(describeGroups(groups, []run.Source{csvSource}))
	want := `error name-missing, column "Namn" · 1,204 times: 4-1207
    row 1204, column B "Namn": the name is missing
    row 5, column AB "Åtta 🏠": two lines ("x\x1b[2J"); perhaps "Exempelö AB"
    row 6: the row is short
warning trimmed, column "Namn" · 2 times: 2, 7
warning empty-header · 1 time
    row 1, column C: a column has no name
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := describeGroups(nil, nil); got != "" {
		t.Errorf("of nothing comes %q", got)
	}
	many := make([]run.Group, groupsShown+2)
	if got := describeGroups(many, nil); !strings.HasSuffix(got, "… and 2 kinds of issues more\n") {
		t.Errorf("of many comes %q", got)
	}
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
		if got := strings.ReplaceAll(cellOf(test.issue, test.sources), `\\x1b`, `\x1b`); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
