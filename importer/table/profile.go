package table

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// column is what the cells of a column look like.
type column struct {
	kinds  [kinds]int
	filled int // cells that aren't empty
	rows   int
	quoted int // cells that were in quotes
	padded int // cells that begin with a space
	// shortest is the length of the shortest filled cell in bytes.
	shortest int
	main     kind
}

// learn counts a cell.
func (c *column) learn(text string, quoted bool) {
	k := kindOf(text)
	c.kinds[k]++
	c.rows++
	if quoted {
		c.quoted++
	}
	if strings.HasPrefix(text, " ") {
		c.padded++
	}
	if k != kindEmpty {
		if n := len(strings.TrimSpace(text)); c.filled == 0 || n < c.shortest {
			c.shortest = n
		}
		c.filled++
	}
}

// settle decides what the column's cells usually are.
func (c *column) settle() {
	c.main = kindText
	most := 0
	for k := kindInteger; k < kinds; k++ {
		if c.kinds[k] > most {
			c.main, most = k, c.kinds[k]
		}
	}
	if c.main.strong() && c.share(c.main) < 0.7 {
		c.main = kindText
	}
}

// share is how many of the filled cells are of a kind, 0 to 1. Whole numbers stand among decimals too.
func (c *column) share(k kind) float64 {
	if c.filled == 0 {
		return 0
	}
	n := c.kinds[k]
	if k == kindDecimal {
		n += c.kinds[kindInteger]
	}
	return float64(n) / float64(c.filled)
}

// strict says that nearly all cells are of one strong kind.
func (c *column) strict() bool { return c.main.strong() && c.filled >= 1 && c.share(c.main) >= 0.8 }

// suits says how well a cell goes with the column: 1 for its kind, 0 for what it never is.
func (c *column) suits(text string) float64 {
	k := kindOf(text)
	switch {
	case k == kindEmpty:
		if c.rows > 0 && c.filled == c.rows {
			return 0.4
		}
		return 0.8
	case c.filled == 0:
		return 0.3
	case k == c.main, k == kindInteger && c.main == kindDecimal:
		return 1
	case c.strict():
		return 0
	case k.strong() && c.kinds[k] == 0:
		return 0.4
	}
	return 0.7
}

// profile is what the columns of a table look like.
type profile []column

// suits says how well a row goes with the columns, 0 to 1.
func (p profile) suits(cells []string) float64 {
	if len(cells) != len(p) || len(p) == 0 {
		return 0
	}
	sum := 0.0
	for i, text := range cells {
		sum += p[i].suits(text)
	}
	return sum / float64(len(p))
}

// padded says whether cells begin with a space as a rule.
func (p profile) padded() bool {
	n, rows := 0, 0
	for i := 1; i < len(p); i++ {
		n += p[i].padded
		rows += p[i].filled
	}
	return n*4 > rows
}

// strictColumns counts the columns that nearly always hold one strong kind.
func (p profile) strictColumns() int {
	n := 0
	for i := range p {
		if p[i].strict() {
			n++
		}
	}
	return n
}

// fits says whether each cell of a row, which may be shorter than the table, is of the kind that its column nearly always holds.
func (p profile) fits(cells []tabular.Cell) bool {
	for i := range cells {
		if i < len(p) && !p[i].holds(cells[i].Text) {
			return false
		}
	}
	return true
}

// proves says whether a row's cells fit their columns, and one of them is of a kind that hardly anything else is.
func (p profile) proves(cells []string) bool {
	proof := false
	for i, text := range cells {
		if i >= len(p) || !p[i].holds(text) {
			return false
		}
		proof = proof || p[i].isTelling() && strings.TrimSpace(text) != ""
	}
	return proof
}

// tells says whether a column is of a telling kind.
func (p profile) tells() bool {
	return slices.ContainsFunc(p, func(c column) bool { return c.isTelling() })
}

// isTelling says that nearly all cells of the column are of a kind that hardly anything else is: numbers, dates, codes.
func (c *column) isTelling() bool {
	return c.filled > 0 && (c.strict() || c.main == kindCode && c.share(kindCode) >= 0.9)
}

// misplaced says whether the cells of a row that ends early hold a kind that their own column never holds, and a column that it lacks does.
func (p profile) misplaced(cells []tabular.Cell) bool {
	for i := range cells {
		k := kindOf(cells[i].Text)
		if i >= len(p) || k == kindEmpty || k == kindText || k == kindWord || p[i].filled == 0 || p[i].kinds[k] > 0 {
			continue
		}
		if slices.ContainsFunc(p[len(cells):], func(c column) bool { return c.isTelling() && c.holds(cells[i].Text) }) {
			return true
		}
	}
	return false
}

// holds says whether a cell is of the kind that the column nearly always holds; a column of codes holds whatever has a digit.
func (c *column) holds(text string) bool {
	k := kindOf(text)
	switch {
	case k == kindEmpty || c.filled == 0:
		return true
	case c.strict():
		return k == c.main || k == kindInteger && c.main == kindDecimal
	case c.main == kindCode && c.share(kindCode) >= 0.9:
		return strings.ContainsAny(text, "0123456789")
	}
	return true
}
