package page

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// groupView is issues of one code on one column.
type groupView struct {
	N           int
	Error       bool
	Code, Title string
	Column      string
	Count, Rows string
	Message     template.HTML // of all examples that differ in their values alone
	Examples    []exampleView
	Severity    string
}

type exampleView struct {
	Number, More      string
	Message           template.HTML
	Value, Suggestion template.HTML
}

// groups gives at most so many groups as the page shows them, the number of each by its key, and
// how many are left out.
func (b *Builder) groups(most int) (views []groupView, numbers map[groupKey]int, left int) {
	numbers = map[groupKey]int{}
	for i, g := range b.Page.Groups {
		if b.elsewhere(&g) {
			continue
		}
		if len(views) == most {
			return views, numbers, len(b.Page.Groups) - i
		}
		g.ColumnName = shorten(g.ColumnName, headerLength)
		numbers[groupKey{g.Code, g.ColumnName, g.Severity}] = i
		views = append(views, groupViewOf(i, &g))
	}
	return views, numbers, 0
}

func groupViewOf(n int, g *run.Group) groupView {
	v := groupView{
		N: n, Error: g.Severity == run.Error, Severity: g.Severity.String(), Code: g.Code,
		Title: report.Title(g.Code), Column: g.ColumnName, Count: number(g.Count), Rows: g.Rows,
	}
	common := commonOf(g.Examples)
	v.Message = visible(common)
	for i, e := range g.Examples {
		e = cutIssue(e)
		example, said := exampleView{Message: visible(e.Message)}, e.Message
		if common != "" && report.SaysAs(&e, &g.Examples[0]) {
			example.Message, said = "", common
		}
		example.Value, example.Suggestion = visible(unsaid(said, e.Value)), visible(unsaid(said, e.Suggestion))
		if i < len(g.Counts) && g.Counts[i] > 1 {
			example.More = "and " + number(g.Counts[i]-1) + " more "
		}
		bare := e.Number > 0 && example.Value+example.Suggestion == ""
		if last := len(v.Examples) - 1; last >= 0 && bare && example == v.Examples[last].unnumbered() {
			v.Examples[last].Number += ", " + strconv.Itoa(e.Number)
			continue
		}
		if e.Number > 0 {
			example.Number = strconv.Itoa(e.Number)
		}
		v.Examples = append(v.Examples, example)
	}
	return v
}

func (e exampleView) unnumbered() exampleView { e.Number = ""; return e }

// commonOf is the message that others share with the first example, without the values that differ
// and stand beside it; "" where none does.
func commonOf(examples []run.Issue) (common string) {
	for i := 1; i < len(examples); i++ {
		e, first := &examples[i], cutIssue(examples[0])
		switch {
		case e.Message == examples[0].Message:
			common = cmp.Or(common, first.Message)
		case report.SaysAs(e, &examples[0]):
			common = first.Message
			for _, part := range [...]string{first.Value, first.Suggestion} {
				if unsaid(common, part) == "" && part != "" {
					common = strings.ReplaceAll(strings.ReplaceAll(common, `"`+part+`"`, "…"), part, "…")
				}
			}
			return common
		}
	}
	return common
}

// unsaid is a value or a suggestion, "" where the message has it already.
func unsaid(message, part string) string {
	if strings.Contains(message, `"`+part+`"`) || len(part) > 7 && strings.Contains(message, part) {
		return ""
	}
	return part
}

// issues shows at most so many kinds and rows, and says where the others are.
func (b *Builder) issues(most int) (v issuesView) {
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
		v.OfFiles = counted(ofFiles, "more warning") + " on the file as a whole " +
			agree(ofFiles, "stands", "stand")
	}
	groups, numbers, left := b.groups(min(most, groupsShown))
	v.Groups = groups
	if left > 0 {
		v.GroupsLeft = counted(left, "kind") + " of issues more are in " + b.Page.Places.Issues + "."
	}
	sheets := &sheets{b.Page.Sources, b.Page.Groups, numbers}
	for i, f := range b.flawTitles() {
		if list := b.rowLists()[i]; list.total > 0 {
			v.Flaws = append(v.Flaws, sheets.flaws(f, list, most))
		}
	}
	return v
}

// elsewhere reports whether a group is shown with how the file was read, or among the changes.
func (b *Builder) elsewhere(g *run.Group) bool {
	return ofFile(g) || g.Code == codeKept && b.kept.total > 0
}

// ofFile reports whether a group's warnings are about the file as a whole.
func ofFile(g *run.Group) bool {
	ofRow := func(e run.Issue) bool { return e.Row >= 0 || e.Number > 0 && e.Column >= 0 }
	return g.Severity == run.Warning && len(g.Examples) > 0 && !slices.ContainsFunc(g.Examples, ofRow)
}
