package dialect

import (
	"strings"
	"unicode"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/table/kinds"
)

// quality says how much the cells look like those of a table: columns of one kind, cells without a
// rest of quotes or of other delimiters.
func quality(rows [][]firstrows.Cell, width int, d delimited.Dialect) float64 {
	body := rows
	if len(rows) > 1 {
		body = rows[1:]
	}
	p := firstrows.ProfileOf(body, width)
	consistent, clean := 0.0, 0.0
	for i := range p {
		if isLeftover(rows, i) {
			continue // a column of nothing, or of a sign that delimits, is none
		}
		consistent += consistency(&p[i])
	}
	n := 0
	for _, row := range rows {
		for i := range row {
			clean += cleanness(&row[i], d)
			n++
		}
	}
	return 0.5*consistent/float64(width) + 0.5*clean/float64(n)
}

// isLeftover says whether a column, its name included, is empty or holds one and the same sign.
func isLeftover(rows [][]firstrows.Cell, column int) bool {
	sign := rows[0][column].Text
	if strings.ContainsFunc(sign, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return false
	}
	for _, row := range rows {
		if row[column].Text != sign {
			return false
		}
	}
	return len(rows) > 1
}

// consistency says how much a column looks like one.
func consistency(c *kinds.Column) float64 {
	switch {
	case c.Filled == 0:
		return 0.45
	case c.Main.Strong():
		return 0.4 + 0.6*c.Share(c.Main)
	case c.Main == kinds.Code:
		return 0.75 + 0.15*c.Share(kinds.Code)
	}
	return 0.75
}

// cleanness is 1 for a cell without a trace of another dialect.
func cleanness(c *firstrows.Cell, d delimited.Dialect) float64 {
	text := c.Text
	if text == "" {
		return 0.9
	}
	clean := 1.0
	if c.Stray {
		clean -= 0.5
	}
	if c.Spaced {
		clean -= 0.3
	}
	if c.Quoted {
		return clean
	}
	if text[0] == ' ' || text[len(text)-1] == ' ' {
		clean -= 0.3
	}
	if len(d.Quote) == 0 && (text[0] == '"' || text[len(text)-1] == '"') {
		clean -= 0.4
	}
	if len(text) > 1 && text[0] == text[len(text)-1] && strings.IndexByte("\"'|~^`$%*#", text[0]) >= 0 {
		clean -= 0.7
	}
	for _, other := range [...]struct {
		delim string
		cost  float64
	}{{"\t", 0.6}, {";", 0.5}, {"|", 0.5}, {",", 0.25}} {
		if string(d.Delim) != other.delim && strings.Contains(text, other.delim) && !kinds.Of(text).Strong() {
			if len(d.Delim) == 0 {
				clean -= other.cost // one column has less reason to hold any
			}
			clean -= other.cost
		}
	}
	return max(0, clean)
}
