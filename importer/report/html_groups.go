package report

import (
	"html/template"
	"strconv"

	"github.com/orgbatch/orgbatch/importer/run"
)

// groupBytes bounds what the table of groups takes of the page.
const groupBytes = 600_000

// groupView is issues of one code on one column.
type groupView struct {
	N             int
	Error         bool
	Code, Column  string
	Count, Rows   string
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
		N: n, Error: g.Severity == run.Error, Severity: g.Severity.String(), Code: g.Code, Column: g.ColumnName,
		Count: number(g.Count), Rows: g.Rows, CountN: g.Count,
	}
	for i, e := range g.Examples {
		e = kept(e)
		example := exampleView{Message: visible(e.Message), Value: visible(e.Value), Suggestion: visible(e.Suggestion)}
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

func groupWeight(g *run.Group) int {
	n := 400 + len(g.Rows) + 3*escaped(g.ColumnName)
	for _, e := range g.Examples {
		n += 150 + escaped(shorten(e.Message, messageLength)) + escaped(shorten(e.Value, cellLength)) + escaped(shorten(e.Suggestion, cellLength))
	}
	return n
}
