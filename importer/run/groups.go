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
)

// grouping is a group that still grows. Issues come in the order of the rows.
type grouping struct {
	Group
	text             strings.Builder
	ranges           int
	source           int // of the open range
	from, to         int // row numbers of the open range, 0 for none
	lastRow, skipped int // index of the last row; rows that no range names
}

// IssueGroups gathers the issues by code, column and severity: errors before warnings, then the most frequent first. It reads all issues
// once, in memory that grows with the number of groups only.
func (r *Run) IssueGroups() ([]Group, error) {
	type key struct {
		code, column string
		severity     Severity
	}
	sources := r.Meta().Sources
	found := map[key]*grouping{}
	var order []*grouping
	for issue, err := range r.Issues() {
		if err != nil {
			return nil, err
		}
		k := key{issue.Code, issue.ColumnName, issue.Severity}
		g := found[k]
		if g == nil {
			g = &grouping{Group: Group{Code: k.code, ColumnName: k.column, Severity: k.severity}, source: -1, lastRow: -1}
			found[k] = g
			order = append(order, g)
		}
		g.add(issue, SourceOf(sources, issue), sources)
	}
	groups := make([]Group, 0, len(order))
	for _, g := range order {
		groups = append(groups, g.finish())
	}
	slices.SortStableFunc(groups, func(a, b Group) int {
		return cmp.Or(-cmp.Compare(a.Severity, b.Severity), -cmp.Compare(a.Count, b.Count))
	})
	return groups, nil
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
	if len(g.Examples) < maxExamples {
		g.Examples = append(g.Examples, issue)
	}
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
	return g.Group
}
