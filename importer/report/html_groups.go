package report

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/run"
)

// groupBytes bounds what the table of groups takes of the page.
const groupBytes = 600_000

// groupView is issues of one code on one column.
type groupView struct {
	N             int
	Error         bool
	Code, Title   string
	Column        string
	Count, Rows   string
	Message       template.HTML // of all examples that differ in their values alone
	Examples      []exampleView
	Severity      string
	CountN, First int
}

type exampleView struct {
	Number, More      string
	Message           template.HTML
	Value, Suggestion template.HTML
}

// groups gives the groups as the page shows them, the number of each by its key, and how many are left out.
func (b *Builder) groups() (views []groupView, numbers map[groupKey]int, left, bytes int) {
	numbers = map[groupKey]int{}
	for i, g := range b.Page.Groups {
		if b.elsewhere(&g) {
			continue
		}
		g.ColumnName = shorten(g.ColumnName, headerLength)
		size := groupWeight(&g)
		if i == groupsShown || bytes+size > groupBytes {
			return views, numbers, len(b.Page.Groups) - i, bytes
		}
		bytes += size
		numbers[groupKey{g.Code, g.ColumnName, g.Severity}] = i
		views = append(views, groupViewOf(i, &g))
	}
	return views, numbers, 0, bytes
}

func groupViewOf(n int, g *run.Group) groupView {
	v := groupView{
		N: n, Error: g.Severity == run.Error, Severity: g.Severity.String(), Code: g.Code, Title: Title(g.Code), Column: g.ColumnName,
		Count: number(g.Count), Rows: g.Rows, CountN: g.Count,
	}
	for i, e := range g.Examples {
		e = kept(e)
		example := exampleView{Value: visible(e.Value), Suggestion: visible(e.Suggestion)}
		switch {
		case i == 0 && e.Value != "":
			v.Message = visible(e.Message)
		case v.Message == "" || !SaysAs(&e, &g.Examples[0]):
			example.Message = visible(e.Message)
		}
		if e.Number > 0 {
			example.Number = strconv.Itoa(e.Number)
		}
		if i < len(g.Counts) && g.Counts[i] > 1 {
			example.More = "and " + number(g.Counts[i]-1) + " more "
		}
		v.Examples = append(v.Examples, example)
	}
	return v
}

// issues counts what stands among the issues, and says where the others are.
func (v *view) issues(b *Builder) {
	var errors, warnings, ofFiles int
	for i := range b.Page.Groups {
		switch g := &b.Page.Groups[i]; {
		case ofFile(g):
			ofFiles += g.Count
		case b.elsewhere(g):
		case g.Severity == run.Error:
			errors += g.Count
		default:
			warnings += g.Count
		}
	}
	v.Errors, v.Warnings = counted(errors, "error"), counted(warnings, "warning")
	if ofFiles > 0 {
		v.OfFiles = counted(ofFiles, "more warning") + " on the file as a whole " + agree(ofFiles, "stands", "stand")
	}
}

// elsewhere says that a group stands beside how the file was read, or among the changes.
func (b *Builder) elsewhere(g *run.Group) bool {
	return ofFile(g) || g.Code == codeKept && b.kept.total > 0
}

// ofFile says that a group's warnings are about the file as a whole.
func ofFile(g *run.Group) bool {
	return g.Severity == run.Warning && len(g.Examples) > 0 && !slices.ContainsFunc(g.Examples, func(e run.Issue) bool { return e.Row >= 0 || e.Number > 0 && e.Column >= 0 })
}

// SaysAs says that two issues give one reason: their messages differ in value and suggestion alone.
func SaysAs(a, b *run.Issue) bool { return gist(a) == gist(b) }

func gist(i *run.Issue) string {
	text := i.Message
	for _, part := range [...]string{i.Value, i.Suggestion} {
		if part != "" {
			text = strings.ReplaceAll(text, part, "\x00")
		}
	}
	return text
}

func groupWeight(g *run.Group) int {
	n := 400 + len(g.Rows) + 3*escaped(g.ColumnName)
	for _, e := range g.Examples {
		n += 150 + escaped(shorten(e.Message, messageLength)) + escaped(shorten(e.Value, cellLength)) + escaped(shorten(e.Suggestion, cellLength))
	}
	return n
}
