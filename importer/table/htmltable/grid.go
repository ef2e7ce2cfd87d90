package htmltable

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Bounds of what spans may do: browsers take no wider and no longer ones, and a page of spans alone would take hours.
const (
	maxSpan  = 1000
	maxRows  = 65534
	maxSteps = 1 << 24 // looks at a cell that reaches down from above
)

// grid is one table of a page, without those within its cells.
type grid struct {
	rows   []gridRow
	merges []sheets.Area
	err    error // why the rest of it isn't there

	open  []sheets.Area // cells from above that reach into the next row, from left to right
	spare []sheets.Area // what open was, for its memory
	steps int
}

type gridRow struct {
	cells  []gridCell
	hidden bool
}

type gridCell struct {
	column       int
	text         string
	head, hidden bool
}

// gridsOf finds the tables of a page that hold anything, in the order in which they begin.
func gridsOf(page *html.Node) []*grid {
	var grids []*grid
	for n := range page.Descendants() {
		if n.Type != html.ElementNode || n.DataAtom != atom.Table || n.Namespace != "" {
			continue
		}
		g := &grid{}
		g.read(n)
		if g.err != nil || g.filled() {
			grids = append(grids, g)
		}
	}
	return grids
}

func (g *grid) filled() bool {
	return slices.ContainsFunc(g.rows, func(r gridRow) bool {
		return slices.ContainsFunc(r.cells, func(c gridCell) bool { return c.text != "" })
	})
}

// read reads the rows in the order in which they are shown: that of the head first and those of the foot last, wherever they are written.
func (g *grid) read(table *html.Node) {
	var groups, feet []*html.Node
	headed := false
	for n := range table.ChildNodes() {
		switch {
		case n.DataAtom == atom.Thead && !headed:
			groups, headed = slices.Insert(groups, 0, n), true
		case n.DataAtom == atom.Thead, n.DataAtom == atom.Tbody:
			groups = append(groups, n)
		case n.DataAtom == atom.Tfoot:
			feet = append(feet, n)
		}
	}
	for _, group := range append(groups, feet...) {
		g.group(group)
	}
}

// group takes the rows of a head, a body or a foot, beyond which no cell reaches.
func (g *grid) group(group *html.Node) {
	first := len(g.merges)
	for n := range group.ChildNodes() {
		if n.DataAtom == atom.Tr && g.err == nil {
			g.row(n)
		}
	}
	for i := first; i < len(g.merges); i++ {
		g.merges[i].LastRow = min(g.merges[i].LastRow, len(g.rows))
	}
	g.open = g.open[:0]
}

// row places the cells of a row below and beside those that reach into it from above.
func (g *grid) row(tr *html.Node) {
	g.rows = append(g.rows, gridRow{hidden: isHidden(tr)})
	number := len(g.rows)
	row := &g.rows[number-1]
	column, from, above := 0, g.open, g.spare[:0]
	g.steps += len(from)
	for n := range tr.ChildNodes() {
		if n.DataAtom != atom.Td && n.DataAtom != atom.Th {
			continue
		}
		for len(from) > 0 && from[0].Column <= column {
			column = max(column, from[0].LastColumn+1)
			above, from = reachingDown(above, from[0], number), from[1:]
		}
		wide, high := spanOf(n, "colspan", maxSpan), spanOf(n, "rowspan", maxRows)
		s := sheets.Area{Row: number, LastRow: number + high - 1, Column: column, LastColumn: column + wide - 1}
		if len(from) > 0 {
			s.LastColumn = min(s.LastColumn, from[0].Column-1)
		}
		if s.LastColumn >= tabular.MaxColumns || g.steps > maxSteps {
			g.err = fmt.Errorf("row %d has more than %d columns, or too many merged cells above it", number, tabular.MaxColumns)
			return
		}
		row.cells = append(row.cells, gridCell{column: column, text: cellText(n), head: n.DataAtom == atom.Th, hidden: isHidden(n)})
		if wide > 1 || high > 1 {
			g.merges = append(g.merges, s)
			above = reachingDown(above, s, number)
		}
		column = s.LastColumn + 1
	}
	for _, s := range from {
		above = reachingDown(above, s, number)
	}
	g.open, g.spare = above, g.open
}

// reachingDown leaves of the cells from above those that reach further down.
func reachingDown(open []sheets.Area, s sheets.Area, number int) []sheets.Area {
	if s.LastRow > number {
		open = append(open, s)
	}
	return open
}

// spanOf reads how many places a cell fills; 0 rows are all to the end of the group.
func spanOf(cell *html.Node, key string, most int) int {
	n, err := strconv.Atoi(cmp.Or(attribute(cell, key), "1"))
	if n == 0 && err == nil && key == "rowspan" {
		return most
	}
	return min(max(n, 1), most)
}
