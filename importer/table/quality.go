package table

import (
	"strings"
	"unicode"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
)

// quality says how much the cells look like those of a table: columns of one kind, cells without a rest of quotes or of other delimiters.
func quality(rows [][]sampleCell, width int, d delimited.Dialect) float64 {
	body := rows
	if len(rows) > 1 {
		body = rows[1:]
	}
	p := profileOf(body, width)
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
func isLeftover(rows [][]sampleCell, column int) bool {
	sign := rows[0][column].text
	if strings.ContainsFunc(sign, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return false
	}
	for _, row := range rows {
		if row[column].text != sign {
			return false
		}
	}
	return len(rows) > 1
}

// consistency says how much a column looks like one.
func consistency(c *column) float64 {
	switch {
	case c.filled == 0:
		return 0.45
	case c.main.strong():
		return 0.4 + 0.6*c.share(c.main)
	case c.main == kindCode:
		return 0.75 + 0.15*c.share(kindCode)
	}
	return 0.75
}

// cleanness is 1 for a cell without a trace of another dialect.
func cleanness(c *sampleCell, d delimited.Dialect) float64 {
	text := c.text
	if text == "" {
		return 0.9
	}
	clean := 1.0
	if c.stray {
		clean -= 0.5
	}
	if c.spaced {
		clean -= 0.3
	}
	if c.quoted {
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
		if string(d.Delim) != other.delim && strings.Contains(text, other.delim) && !kindOf(text).strong() {
			if len(d.Delim) == 0 {
				clean -= other.cost // one column has less reason to hold any
			}
			clean -= other.cost
		}
	}
	return max(0, clean)
}
