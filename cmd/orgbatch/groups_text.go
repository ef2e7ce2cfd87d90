package main

import (
	"fmt"
	"strings"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/run"
)

// How much of the issues is shown; the files hold all of them.
const (
	groupsShown = 12
	valueWidth  = 40
)

// describeGroups writes the issues of an import or a validation by code and
// column, errors first: how many, on which rows, and examples, each with its
// cell as the spreadsheet has it. "" when there is none.
func describeGroups(groups []run.Group, sources []run.Source) string {
	var b strings.Builder
	shown := 0
	for _, severity := range []run.Severity{run.Error, run.Warning} {
		for _, g := range groups {
			if g.Severity != severity {
				continue
			}
			if shown++; shown <= groupsShown {
				describeGroup(&b, g, sources)
			}
		}
	}
	if more := shown - groupsShown; more > 0 {
		fmt.Fprintf(&b, "… and %s of issues more\n", counted(more, "kind"))
	}
	return b.String()
}

func describeGroup(b *strings.Builder, g run.Group, sources []run.Source) {
	label := g.Severity.String() + " " + g.Code
	text := ""
	if g.ColumnName != "" {
		text += fmt.Sprintf(", column %q", clean(g.ColumnName, valueWidth))
	}
	text += " · " + counted(g.Count, "time")
	if g.Rows != "" {
		text += ": " + clean(g.Rows, 0)
	}
	colour := yellow
	if g.Severity == run.Error {
		colour = red
	}
	fmt.Fprintf(b, "%s%s\n", paint(colour, label), text)
	for i, e := range g.Examples {
		more := 0
		if i < len(g.Counts) {
			more = g.Counts[i] - 1
		}
		fmt.Fprintf(b, "    %s\n", describeIssue(e, more, sources))
	}
}

// describeIssue is one issue as a sentence: its cell, what is wrong, what stands
// there, what might be meant. more is how many others say the same.
func describeIssue(e run.Issue, more int, sources []run.Source) string {
	text := cellOf(e, sources) + andMore(more) + ": " + clean(e.Message, 0)
	if importer.NamesItself(e.Code) {
		text = clean(e.Message, 0)
	}
	if value := quoted(e.Value); e.Value != "" && !strings.Contains(text, value) {
		text += " (" + value + ")"
	}
	switch {
	case e.Suggestion == "", strings.Contains(text, "nearest name is "+quoted(e.Suggestion)):
	case importer.Advises(e.Code):
		text += "; " + clean(e.Suggestion, 0)
	default:
		text += "; perhaps " + quoted(e.Suggestion)
	}
	return strings.ReplaceAll(text, "\n", " ")
}

// andMore counts the rows beside one that say the same.
func andMore(rows int) string {
	if rows == 0 {
		return ""
	}
	return ", and " + counted(rows, "row") + " more"
}

// quoted shows a value in quotes; a check that escaped what can't be seen in it
// has quoted it already.
func quoted(s string) string {
	if s = clean(s, valueWidth); len(s) > 1 && s[0] == '"' {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"`
}

// cellOf names an issue's cell as the spreadsheet shows it: row, column letter
// and header. JSON has no letters, and an issue of a whole row no column.
func cellOf(e run.Issue, sources []run.Source) string {
	text := fmt.Sprintf("row %d", e.Number)
	if e.Number == 0 {
		text = "the file"
	}
	at := run.SourceOf(sources, e)
	if len(sources) > 1 && at < len(sources) {
		text = clean(sources[at].Name, valueWidth) + ", " + text
	}
	if e.Column < 0 {
		return text
	}
	var words []string
	if at < len(sources) {
		if letter := sources[at].Letter(e.Column); letter != "" {
			words = append(words, letter)
		}
	}
	if e.ColumnName != "" {
		words = append(words, fmt.Sprintf("%q", clean(e.ColumnName, valueWidth)))
	}
	if len(words) == 0 {
		return text
	}
	return text + ", column " + strings.Join(words, " ")
}
