package layout

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/table/kinds"
)

// findStart finds where the first table begins and how wide it is: -1 where nothing but blank rows
// is.
func findStart(rows []firstrows.Row) (start, width int) {
	usual := firstrows.UsualWidth(slices.DeleteFunc(slices.Clone(rows), func(r firstrows.Row) bool { return r.Blank }))
	total := 0
	for i := range rows {
		if len(rows[i].Cells) == usual && !rows[i].Damage {
			total++
		}
	}
	first := -1
	for i := range rows {
		if rows[i].Blank {
			continue
		}
		if isComment(&rows[i]) && first < 0 && i+1 < len(rows) && !isComment(&rows[i+1]) {
			continue
		}
		if first < 0 {
			first = i
		}
		if usual <= 1 {
			return first, 1
		}
		if isKey(&rows[i]) && keysEnd(rows[i:]) {
			continue
		}
		w := len(rows[i].Cells)
		agree, seen := agreement(rows[i+1:], w)
		switch {
		case rows[i].Damage || w < 2:
			continue
		case w == usual && (agree > 0 || seen < 3):
		case i == first && w >= 3 && seen > 0 && agree == seen: // whatever comes later, this is a table
		case 10*agree < 6*seen && (seen > 4 || 2*agree < seen):
			continue
		case w != usual && (seen == 0 || w*2 <= usual && agree*3 <= total || agree <= 2 && total > 2*agree+2):
			continue
		}
		return passTitles(rows, i, w), w
	}
	for i := range rows {
		if len(rows[i].Cells) == usual && !rows[i].Damage {
			return passTitles(rows, i, usual), usual
		}
	}
	if first < 0 {
		return -1, 0
	}
	return first, len(rows[first].Cells)
}

func isComment(r *firstrows.Row) bool {
	return len(r.Cells) > 0 && strings.HasPrefix(r.Cells[0].Text, "#") && !r.Blank
}

// isKey knows a line that says something about the file: "Exporterad:;2026-11-01".
func isKey(r *firstrows.Row) bool {
	return len(r.Cells) >= 2 && strings.HasSuffix(strings.TrimSpace(r.Cells[0].Text), ":") && r.Filled() == 2
}

// keysEnd says whether something other than such lines follows them; otherwise they are the table.
func keysEnd(rows []firstrows.Row) bool {
	const most = 30
	for i := range rows[:min(len(rows), most)] {
		if !isKey(&rows[i]) {
			return i+1 < len(rows)
		}
	}
	return false
}

// agreement counts how many of the next rows, up to a blank one, are of this width.
func agreement(rows []firstrows.Row, width int) (agree, seen int) {
	for i := range rows {
		if rows[i].Blank || seen == 10 {
			break
		}
		if rows[i].Damage {
			continue
		}
		if seen++; len(rows[i].Cells) == width {
			agree++
		}
	}
	return agree, seen
}

// passTitles passes over rows as wide as the table that are titles and notes all the same: most of
// their cells are empty where those of the table aren't.
func passTitles(rows []firstrows.Row, start, width int) int {
	usual := usualFilled(rows[start:], width)
	if usual < 2 {
		return start
	}
	for i := start; i < len(rows) && i < start+40; i++ {
		switch n := rows[i].Filled(); {
		case rows[i].Blank, len(rows[i].Cells) != width:
		case n >= 2 && 2*n > usual && (n > 2 || usual < 4): // not a name and a value alone, above a wider table
			return i
		case n >= 2 && i+1 < len(rows) && headsGroups(&rows[i], &rows[i+1], usual):
			return i
		case n > 2 && 2*n >= usual:
			return i
		}
	}
	return start
}

// headsGroups says whether a row names groups of the columns that the next row names.
func headsGroups(r, next *firstrows.Row, usual int) bool {
	if next.Blank || len(next.Cells) != len(r.Cells) || 2*next.Filled() < usual || r.Filled() < 2 {
		return false
	}
	gap, later := false, 0
	for i := range r.Cells {
		text := strings.TrimSpace(r.Cells[i].Text)
		if text == "" {
			gap = gap || later > 0
			continue
		}
		if kinds.Of(text).Strong() {
			return false
		}
		if gap {
			later++
		} else if later == 0 {
			later = 1
		}
	}
	return later >= 2
}

// usualFilled is how many cells are filled in the rows of a table, the middle of its first ones.
func usualFilled(rows []firstrows.Row, width int) int {
	var counts []int
	for i := range rows {
		if len(rows[i].Cells) == width && !rows[i].Damage && !rows[i].Blank {
			counts = append(counts, rows[i].Filled())
		}
		if len(counts) == 200 {
			break
		}
	}
	if len(counts) == 0 {
		return 0
	}
	slices.Sort(counts)
	return counts[len(counts)/2]
}
