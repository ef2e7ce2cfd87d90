package firstrows

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/kinds"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// NamesKnown says whether a row names columns that are known: two of them, or the only one.
func NamesKnown(cells []Cell, width int, known func(string) bool) bool {
	if known == nil {
		return false
	}
	n := 0
	for i := range cells {
		if known(strings.TrimSpace(cells[i].Text)) {
			n++
		}
	}
	return n >= 2 && len(cells) == width || n == 1 && len(cells) == 1 && width == 1
}

// IsRule says whether the cells of a row are blank or lines of dashes and the like, and one of them
// is longer than a single sign or all of at least three hold one.
func IsRule(cells []tabular.Cell) bool {
	drawn, filled := false, 0
	for i := range cells {
		if strings.Trim(cells[i].Text, "-–—=+|:_ \t") != "" {
			return false
		}
		n := len(strings.TrimSpace(cells[i].Text))
		drawn = drawn || n > 1
		if n > 0 {
			filled++
		}
	}
	return drawn || filled > 2 && filled == len(cells)
}

// ProfileOf learns what the columns of rows hold; rows may be longer or shorter than width.
func ProfileOf(rows [][]Cell, width int) kinds.Profile {
	p := make(kinds.Profile, width)
	for _, row := range rows {
		for i := range min(width, len(row)) {
			p[i].Learn(row[i].Text)
			if row[i].Quoted {
				p[i].Quoted++
			}
		}
	}
	for i := range p {
		p[i].Settle()
	}
	return p
}

// UsualWidth is the width that most cells stand in rows of.
func UsualWidth(rows []Row) int {
	counts := map[int]int{} // twice
	for i := range rows {
		if !rows[i].Damage {
			counts[len(rows[i].Cells)] += 2
			if i == 0 {
				counts[len(rows[i].Cells)]++ // a header says how many columns there are
			}
		}
	}
	best, most := 0, 0
	for width, n := range counts {
		if weight := n * (min(width, 12) + 4); weight > most || weight == most && width > best {
			best, most = width, weight
		}
	}
	return best
}
