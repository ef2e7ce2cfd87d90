package xlsx

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Bounds of what merged cells may fill: no person merges more, and a file that does so to no use would take hours.
const (
	maxMerges   = 1 << 17
	maxFilled   = 1 << 22
	maxSideways = 32 // columns of a row that are named
)

// parseArea reads a reference like A1:B2; a single cell is no merge.
func parseArea(ref string) (area, bool) {
	first, last, _ := strings.Cut(ref, ":")
	c1, r1, ok1 := parseCell(first)
	c2, r2, ok2 := parseCell(last)
	a := area{row: min(r1, r2), lastRow: max(r1, r2), column: min(c1, c2), lastColumn: max(c1, c2)}
	return a, ok1 && ok2 && (r1 != r2 || c1 != c2)
}

// clip leaves of the merges what lies in a sheet's filled rows and columns, in the order of their rows. complete is false when they would
// fill more than is bearable, and some were left out.
func clip(merges []area, lastRow, lastColumn int) (kept []area, complete bool) {
	slices.SortStableFunc(merges, func(a, b area) int { return a.row - b.row })
	filled := 0
	for _, m := range merges {
		m.lastRow, m.lastColumn = min(m.lastRow, lastRow), min(m.lastColumn, lastColumn)
		if m.row > m.lastRow || m.column > m.lastColumn || m.row == m.lastRow && m.column == m.lastColumn {
			continue
		}
		if filled += (m.lastRow - m.row + 1) * (m.lastColumn - m.column + 1); filled > maxFilled {
			return kept, false
		}
		kept = append(kept, m)
	}
	return kept, true
}

// mergeFiller repeats the value of merged cells, which stands in the first of them only, for all of them.
type mergeFiller struct {
	waiting []area // in the order of their rows
	active  []activeMerge
	first   int // the sheet's first filled column
}

type activeMerge struct {
	area
	text string
}

func newMergeFiller(merges []area, first int) *mergeFiller {
	return &mergeFiller{waiting: merges, first: first}
}

// fill fills in the cells of a row that belong to merges. Filled is the first column that got a value from elsewhere, -1 for none;
// sideways are the first of those that got it from another column.
func (f *mergeFiller) fill(number int, cells []tabular.Cell) (_ []tabular.Cell, filled int, sideways []int) {
	f.active = slices.DeleteFunc(f.active, func(m activeMerge) bool { return m.lastRow < number })
	for len(f.waiting) > 0 && f.waiting[0].row <= number {
		m := activeMerge{area: f.waiting[0]}
		f.waiting = f.waiting[1:]
		if m.row == number && m.column < len(cells) {
			m.text = cells[m.column].Text
		}
		if m.text != "" && m.lastRow >= number && !f.titles(m.area, cells) {
			f.active = append(f.active, m)
		}
	}
	filled = -1
	for _, m := range f.active {
		for len(cells) <= m.lastColumn {
			cells = append(cells, tabular.Cell{})
		}
		for c := m.column; c <= m.lastColumn; c++ {
			if number == m.row && c == m.column {
				continue
			}
			cells[c].Text = m.text
			if filled < 0 || c < filled {
				filled = c
			}
			if c > m.column && len(sideways) < maxSideways {
				sideways = append(sideways, c)
			}
		}
	}
	return cells, filled, sideways
}

// titles says whether a merge is a title: all that its row holds, from the left side of the sheet over several columns. It is said once, as
// in a file of text; repeated in each column it would look like a header.
func (f *mergeFiller) titles(m area, cells []tabular.Cell) bool {
	if m.lastColumn == m.column || m.column > f.first || len(f.active) > 0 {
		return false
	}
	return !slices.ContainsFunc(cells[m.column+1:], func(c tabular.Cell) bool { return strings.TrimSpace(c.Text) != "" })
}
