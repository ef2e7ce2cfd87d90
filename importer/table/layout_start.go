package table

import (
	"slices"
	"strings"
)

// findStart finds where the first table begins and how wide it is: -1 where nothing but blank rows is.
func findStart(rows []sampleRow) (start, width int) {
	usual := usualWidth(slices.DeleteFunc(slices.Clone(rows), func(r sampleRow) bool { return r.blank }))
	total := 0
	for i := range rows {
		if len(rows[i].cells) == usual && !rows[i].damage {
			total++
		}
	}
	first := -1
	for i := range rows {
		if rows[i].blank {
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
		w := len(rows[i].cells)
		agree, seen := agreement(rows[i+1:], w)
		switch {
		case rows[i].damage || w < 2:
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
		if len(rows[i].cells) == usual && !rows[i].damage {
			return passTitles(rows, i, usual), usual
		}
	}
	if first < 0 {
		return -1, 0
	}
	return first, len(rows[first].cells)
}

func isComment(r *sampleRow) bool {
	return len(r.cells) > 0 && strings.HasPrefix(r.cells[0].text, "#") && !r.blank
}

// isKey knows a line that says something about the file: "Exporterad:;2026-11-01".
func isKey(r *sampleRow) bool {
	return len(r.cells) >= 2 && strings.HasSuffix(strings.TrimSpace(r.cells[0].text), ":") && r.filled() == 2
}

// keysEnd says whether something other than such lines follows them; otherwise they are the table.
func keysEnd(rows []sampleRow) bool {
	const most = 30
	for i := range rows[:min(len(rows), most)] {
		if !isKey(&rows[i]) {
			return i+1 < len(rows)
		}
	}
	return false
}

// agreement counts how many of the next rows, up to a blank one, are of this width.
func agreement(rows []sampleRow, width int) (agree, seen int) {
	for i := range rows {
		if rows[i].blank || seen == 10 {
			break
		}
		if rows[i].damage {
			continue
		}
		if seen++; len(rows[i].cells) == width {
			agree++
		}
	}
	return agree, seen
}

// passTitles passes over rows as wide as the table that are titles and notes all the same: most of their cells are empty where those of the
// table aren't.
func passTitles(rows []sampleRow, start, width int) int {
	usual := usualFilled(rows[start:], width)
	if usual < 2 {
		return start
	}
	for i := start; i < len(rows) && i < start+40; i++ {
		switch n := rows[i].filled(); {
		case rows[i].blank, len(rows[i].cells) != width:
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
func headsGroups(r, next *sampleRow, usual int) bool {
	if next.blank || len(next.cells) != len(r.cells) || 2*next.filled() < usual || r.filled() < 2 {
		return false
	}
	gap, later := false, 0
	for i := range r.cells {
		text := strings.TrimSpace(r.cells[i].text)
		if text == "" {
			gap = gap || later > 0
			continue
		}
		if kindOf(text).strong() {
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
func usualFilled(rows []sampleRow, width int) int {
	var counts []int
	for i := range rows {
		if len(rows[i].cells) == width && !rows[i].damage && !rows[i].blank {
			counts = append(counts, rows[i].filled())
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
