package sheets

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// maxSideways is how many columns of a row that have another one's value are named.
const maxSideways = 32

// clip leaves of the merges what lies in a sheet's filled rows and columns, in the order of their rows. complete is false when they would
// fill more than is bearable, and some were left out.
func clip(merges []Area, lastRow, lastColumn int) (kept []Area, complete bool) {
	slices.SortStableFunc(merges, func(a, b Area) int { return a.Row - b.Row })
	filled := 0
	for _, m := range merges {
		m.LastRow, m.LastColumn = min(m.LastRow, lastRow), min(m.LastColumn, lastColumn)
		if m.Row > m.LastRow || m.Column > m.LastColumn || m.Row == m.LastRow && m.Column == m.LastColumn {
			continue
		}
		if filled += (m.LastRow - m.Row + 1) * (m.LastColumn - m.Column + 1); filled > MaxFilled {
			return kept, false
		}
		kept = append(kept, m)
	}
	return kept, true
}

// mergeFiller repeats the value of merged cells, which stands in the first of them only, for all of them.
type mergeFiller struct {
	waiting []Area // in the order of their rows
	active  []activeMerge
	first   int // the sheet's first filled column
}

type activeMerge struct {
	Area
	text string
}

// fill fills in the cells of a row that belong to merges. Filled is the first column that got a value from elsewhere, -1 for none;
// sideways are the first of those that got it from another column.
func (f *mergeFiller) fill(number int, cells []tabular.Cell) (_ []tabular.Cell, filled int, sideways []int) {
	f.active = slices.DeleteFunc(f.active, func(m activeMerge) bool { return m.LastRow < number })
	for len(f.waiting) > 0 && f.waiting[0].Row <= number {
		m := activeMerge{Area: f.waiting[0]}
		f.waiting = f.waiting[1:]
		if m.Row == number && m.Column < len(cells) {
			m.text = cells[m.Column].Text
		}
		if m.text != "" && m.LastRow >= number && !f.titles(m.Area, cells) {
			f.active = append(f.active, m)
		}
	}
	filled = -1
	for _, m := range f.active {
		for len(cells) <= m.LastColumn {
			cells = append(cells, tabular.Cell{})
		}
		for c := m.Column; c <= m.LastColumn; c++ {
			if number == m.Row && c == m.Column {
				continue
			}
			cells[c].Text = m.text
			if filled < 0 || c < filled {
				filled = c
			}
			if c > m.Column && len(sideways) < maxSideways {
				sideways = append(sideways, c)
			}
		}
	}
	return cells, filled, sideways
}

// titles says whether a merge is a title: all that its row holds, from the left side of the sheet over several columns. It is said once, as
// in a file of text; repeated in each column it would look like a header.
func (f *mergeFiller) titles(m Area, cells []tabular.Cell) bool {
	if m.LastColumn == m.Column || m.Column > f.first || len(f.active) > 0 {
		return false
	}
	return !slices.ContainsFunc(cells[m.Column+1:], func(c tabular.Cell) bool { return strings.TrimSpace(c.Text) != "" })
}
