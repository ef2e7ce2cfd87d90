package table

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
)

// quotesAround gives the single or typographic quotes that stand around every line of a sample, and takes them from its cells.
func quotesAround(rows []sampleRow) (around [2]string) {
	lines := 0
	for i := range rows {
		cells := rows[i].cells
		if rows[i].blank || len(cells) == 0 {
			continue
		}
		first, last := cells[0].text, cells[len(cells)-1].text
		if lines == 0 {
			around = quotePair(first, last)
			if len(cells) == 1 || around[0] == "" || strings.HasSuffix(first, around[1]) {
				return [2]string{}
			}
		}
		if lines++; !strings.HasPrefix(first, around[0]) || !strings.HasSuffix(last, around[1]) || len(cells) == 1 && len(first) < len(around[0]+around[1]) {
			return [2]string{}
		}
	}
	if lines < 3 {
		return [2]string{}
	}
	for i := range rows {
		cells := rows[i].cells
		for j := range cells {
			cells[j].text = innerText(cells[j].text, around, j == 0, j == len(cells)-1)
		}
	}
	return around
}

// innerText takes the quotes around a line from its first and its last cell, and undoes what they double.
func innerText(text string, around [2]string, first, last bool) string {
	if first {
		text = strings.TrimPrefix(text, around[0])
	}
	if last {
		text = strings.TrimSuffix(text, around[1])
	}
	if around[0] == "'" {
		text = strings.ReplaceAll(text, "''", "'")
	}
	return text
}

// quotePair gives the quotes that a line begins and ends with.
func quotePair(first, last string) [2]string {
	for _, pair := range append(delimited.TypographicPairs, [2]rune{'\'', '\''}) {
		if strings.HasPrefix(first, string(pair[0])) && strings.HasSuffix(last, string(pair[1])) {
			return [2]string{string(pair[0]), string(pair[1])}
		}
	}
	return [2]string{}
}

// areQuoted says whether at least half the lines of a sample stand in quotes; single ones are left to the mending of rows.
func areQuoted(rows []sampleRow) bool {
	quoted, all := 0, 0
	for i := range rows {
		if !rows[i].blank {
			all++
		}
		if rows[i].unwrapped {
			quoted++
		}
	}
	return quoted > 0 && 2*quoted >= all
}

// proven says whether the lines in quotes of a sample hold what the columns of its other rows hold.
func proven(rows []sampleRow, width int) bool {
	var others [][]sampleCell
	for i := range rows {
		if !rows[i].blank && rows[i].inner == nil && len(rows[i].cells) == width {
			others = append(others, rows[i].cells)
		}
	}
	if len(others) < 2 {
		return false
	}
	p := profileOf(others[1:], width) // the first may be the header
	return !slices.ContainsFunc(rows, func(r sampleRow) bool {
		var texts []string
		for i := range r.inner {
			texts = append(texts, r.inner[i].text)
		}
		return r.inner != nil && !p.proves(texts)
	})
}

// innerCells reads the cells of a line that stood in quotes, nil where its own quotes are out of order or
// nothing stands in them.
func innerCells(d delimited.Dialect, line string) []sampleCell {
	in := delimited.NewScanner(d)
	if in.Scan([]byte(line), true); in.Rec.Damage != "" || in.Rec.Size != len(line) || len(in.Rec.Spans) < 2 {
		return nil
	}
	cells := sampleCells(in, line)
	if !slices.ContainsFunc(cells, func(c sampleCell) bool { return strings.TrimSpace(c.text) != "" }) {
		return nil
	}
	return cells
}

// unwrap takes the inner cells for the cells of a sample in which lines are quoted as a rule. A list of names that hold a comma has no other
// lines of two cells, or a blank after the comma.
func unwrap(rows []sampleRow) {
	wrapped, all, padded, width := 0, 0, 0, 0
	for i := range rows {
		r := &rows[i]
		n := len(r.cells)
		if r.blank {
			continue
		}
		if all++; r.inner != nil {
			wrapped++
			n = len(r.inner)
			if strings.HasPrefix(r.inner[1].text, " ") {
				padded++
			}
		}
		if n < 2 || width > 0 && n != width && r.inner != nil {
			return
		}
		width = max(width, n)
	}
	if wrapped < 2 || 2*padded > wrapped || 2*wrapped < all && !proven(rows, width) {
		return
	}
	for i := range rows {
		if rows[i].inner != nil {
			rows[i].cells, rows[i].unwrapped = rows[i].inner, true
		}
	}
}
