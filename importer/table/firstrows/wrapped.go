package firstrows

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// QuotesAround gives the single or typographic quotes that stand around every line of a sample, and
// takes them from its cells.
func QuotesAround(rows []Row) (around [2]string) {
	lines := 0
	for i := range rows {
		cells := rows[i].Cells
		if rows[i].Blank || len(cells) == 0 {
			continue
		}
		first, last := cells[0].Text, cells[len(cells)-1].Text
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
		cells := rows[i].Cells
		for j := range cells {
			cells[j].Text = InnerText(cells[j].Text, around, j, len(cells))
		}
	}
	return around
}

// InnerText takes the quotes around a line from the cell at a place among others, the first or the
// last, and undoes what they double.
func InnerText(text string, around [2]string, at, cells int) string {
	if at == 0 {
		text = strings.TrimPrefix(text, around[0])
	}
	if at == cells-1 {
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

// AreQuoted says whether at least half the lines of a sample stand in quotes; single ones are left
// to the mending of rows.
func AreQuoted(rows []Row) bool {
	quoted, all := 0, 0
	for i := range rows {
		if !rows[i].Blank {
			all++
		}
		if rows[i].unwrapped {
			quoted++
		}
	}
	return quoted > 0 && 2*quoted >= all
}

// proven says whether the lines in quotes of a sample hold what the columns of its other rows hold.
func proven(rows []Row, width int) bool {
	var others [][]Cell
	for i := range rows {
		if !rows[i].Blank && rows[i].inner == nil && len(rows[i].Cells) == width {
			others = append(others, rows[i].Cells)
		}
	}
	if len(others) < 2 {
		return false
	}
	p := ProfileOf(others[1:], width) // the first may be the header
	return !slices.ContainsFunc(rows, func(r Row) bool {
		var texts []string
		for i := range r.inner {
			texts = append(texts, r.inner[i].Text)
		}
		return r.inner != nil && !p.Proves(texts)
	})
}

// InnerCells reads the cells of a line that stood in quotes, nil where its own quotes are out of
// order or nothing stands in them.
func InnerCells(d delimited.Dialect, line string) []Cell {
	in := delimited.NewScanner(d)
	if in.Scan(tabular.Whole([]byte(line))); in.Rec.Damage != "" || in.Rec.Size != len(line) || len(in.Rec.Spans) < 2 {
		return nil
	}
	cells := sampleCells(in, line)
	if !slices.ContainsFunc(cells, func(c Cell) bool { return strings.TrimSpace(c.Text) != "" }) {
		return nil
	}
	return cells
}

// unwrap takes the inner cells for the cells of a sample in which lines are quoted as a rule. A
// list of names that hold a comma has no other lines of two cells, or a blank after the comma.
func unwrap(rows []Row) {
	wrapped, all, padded, width := 0, 0, 0, 0
	for i := range rows {
		r := &rows[i]
		n := len(r.Cells)
		if r.Blank {
			continue
		}
		if all++; r.inner != nil {
			wrapped++
			n = len(r.inner)
			if strings.HasPrefix(r.inner[1].Text, " ") {
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
			rows[i].Cells, rows[i].unwrapped = rows[i].inner, true
		}
	}
}
