package run

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// How much of a group is spelled out.
const (
	maxRanges   = 20
	maxExamples = 3
	maxValues   = 256 // are counted of a group
)

// grouping is a group that still grows. Issues come in the order of the rows.
type grouping struct {
	Group
	text             strings.Builder
	ranges           int
	source           int // of the open range
	from, to         int // row numbers of the open range, 0 for none
	lastRow, skipped int // index of the last row; rows that no range names
	values           []valueCount
	places           map[groupValue]int // in values
}

// groupValue is what issues of a group must have in common to be told by one example.
type groupValue struct {
	source         int
	value, message string
}

// valueCount is the first issue of a value, and how many there are.
type valueCount struct {
	issue Issue
	count int
}

// Grouper gathers issues by code, column and severity, in memory that grows with the number of groups only. Its zero value is ready. Not
// safe for concurrent use.
type Grouper struct {
	found map[groupKey]*grouping
	order []*grouping
}

type groupKey struct {
	code, column string
	severity     Severity
}

// Add takes one more issue, of that source among all sources. Issues of one group must come in the order of the rows.
func (g *Grouper) Add(issue Issue, source int, sources []Source) {
	k := groupKey{issue.Code, issue.ColumnName, issue.Severity}
	at := g.found[k]
	letter := ""
	if source < len(sources) {
		letter = sources[source].Letter(issue.Column)
	}
	if at == nil {
		at = &grouping{Group: Group{Code: k.code, ColumnName: k.column, Severity: k.severity, Letter: letter}, source: -1, lastRow: -1}
		if g.found == nil {
			g.found = map[groupKey]*grouping{}
		}
		g.found[k] = at
		g.order = append(g.order, at)
	}
	if at.Letter != letter {
		at.Letter = ""
	}
	at.add(issue, source, sources)
}

// Groups gives what was gathered: errors before warnings, then the most frequent first. Nothing may be added after it.
func (g *Grouper) Groups() []Group {
	groups := make([]Group, 0, len(g.order))
	for _, at := range g.order {
		groups = append(groups, at.finish())
	}
	slices.SortStableFunc(groups, func(a, b Group) int {
		return cmp.Or(-cmp.Compare(a.Severity, b.Severity), -cmp.Compare(a.Count, b.Count))
	})
	return groups
}

// IssueGroups groups all issues of a run, which it reads once.
func IssueGroups(r *Run) ([]Group, error) {
	sources := r.Meta().Sources
	var g Grouper
	for issue, err := range r.Issues() {
		if err != nil {
			return nil, err
		}
		g.Add(issue, SourceOf(sources, issue), sources)
	}
	return g.Groups(), nil
}

// SourceOf finds the index of an issue's source: by its row where there is one, since the sources' rows follow each other.
func SourceOf(sources []Source, issue Issue) int {
	if issue.Row < 0 {
		return issue.Source
	}
	first := 0
	for i, s := range sources {
		if first += s.Rows; issue.Row < first {
			return i
		}
	}
	return issue.Source
}

func (g *grouping) add(issue Issue, source int, sources []Source) {
	g.Count++
	g.countValue(issue, source)
	if issue.Row < 0 || issue.Row == g.lastRow {
		return
	}
	g.lastRow = issue.Row
	g.RowCount++
	switch {
	case g.ranges == maxRanges:
		g.skipped++
	case source == g.source && g.to > 0 && issue.Number == g.to+1:
		g.to = issue.Number
	default:
		g.closeRange()
		if g.ranges == maxRanges {
			g.skipped++
			return
		}
		if source != g.source && len(sources) > 1 && source < len(sources) {
			g.separate()
			g.text.WriteString(sources[source].Name + ": ")
		}
		g.source, g.from, g.to = source, issue.Number, issue.Number
	}
}

// countValue counts issues of one value and message. Those without a value stand each for itself; of very many values the first ones are
// counted.
func (g *grouping) countValue(issue Issue, source int) {
	v := groupValue{source, issue.Value, issue.Message}
	at, known := g.places[v]
	switch {
	case known:
		g.values[at].count++
	case issue.Value == "":
		if len(g.values) < maxExamples {
			g.values = append(g.values, valueCount{issue, 1})
		}
	case len(g.values) < maxValues:
		if g.places == nil {
			g.places = map[groupValue]int{}
		}
		g.places[v] = len(g.values)
		g.values = append(g.values, valueCount{issue, 1})
	}
}

// closeRange writes the open range.
func (g *grouping) closeRange() {
	if g.from == 0 {
		return
	}
	g.separate()
	g.text.WriteString(strconv.Itoa(g.from))
	if g.to > g.from {
		g.text.WriteString("-" + strconv.Itoa(g.to))
	}
	g.ranges++
	g.from, g.to = 0, 0
}

// separate stands before whatever follows something, except right after a source's name.
func (g *grouping) separate() {
	if s := g.text.String(); s != "" && !strings.HasSuffix(s, ": ") {
		g.text.WriteString(", ")
	}
}

func (g *grouping) finish() Group {
	g.closeRange()
	if g.skipped > 0 {
		fmt.Fprintf(&g.text, " and %d more rows", g.skipped)
	}
	g.Rows = g.text.String()
	slices.SortStableFunc(g.values, func(a, b valueCount) int { return -cmp.Compare(a.count, b.count) })
	for _, v := range g.values[:min(len(g.values), maxExamples)] {
		g.Examples, g.Counts = append(g.Examples, v.issue), append(g.Counts, v.count)
	}
	return g.Group
}
