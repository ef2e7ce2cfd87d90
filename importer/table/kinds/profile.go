package kinds

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Column is what the cells of a column look like.
type Column struct {
	kinds  [kindCount]int
	Filled int // cells that aren't empty
	Rows   int
	Quoted int // cells that were in quotes
	padded int // cells that begin with a space
	// shortest is the length of the shortest filled cell in bytes.
	Shortest int
	Main     Kind
}

// Learn counts a cell.
func (c *Column) Learn(text string) {
	k := Of(text)
	c.kinds[k]++
	c.Rows++
	if strings.HasPrefix(text, " ") {
		c.padded++
	}
	if k != Empty {
		if n := len(strings.TrimSpace(text)); c.Filled == 0 || n < c.Shortest {
			c.Shortest = n
		}
		c.Filled++
	}
}

// Settle decides what the column's cells usually are.
func (c *Column) Settle() {
	c.Main = Text
	most := 0
	for k := Integer; k < kindCount; k++ {
		if c.kinds[k] > most {
			c.Main, most = k, c.kinds[k]
		}
	}
	if c.Main.Strong() && c.Share(c.Main) < 0.7 {
		c.Main = Text
	}
}

// Share is how many of the filled cells are of a kind, 0 to 1. Whole numbers stand among decimals
// too.
func (c *Column) Share(k Kind) float64 {
	if c.Filled == 0 {
		return 0
	}
	n := c.kinds[k]
	if k == Decimal {
		n += c.kinds[Integer]
	}
	return float64(n) / float64(c.Filled)
}

// Strict says that nearly all cells are of one strong kind.
func (c *Column) Strict() bool { return c.Main.Strong() && c.Filled >= 1 && c.Share(c.Main) >= 0.8 }

// Suits says how well a cell goes with the column: 1 for its kind, 0 for what it never is.
func (c *Column) Suits(text string) float64 {
	k := Of(text)
	switch {
	case k == Empty:
		if c.Rows > 0 && c.Filled == c.Rows {
			return 0.4
		}
		return 0.8
	case c.Filled == 0:
		return 0.3
	case k == c.Main, k == Integer && c.Main == Decimal:
		return 1
	case c.Strict():
		return 0
	case k.Strong() && c.kinds[k] == 0:
		return 0.4
	}
	return 0.7
}

// Profile is what the columns of a table look like.
type Profile []Column

// Suits says how well a row goes with the columns, 0 to 1.
func (p Profile) Suits(cells []string) float64 {
	if len(cells) != len(p) || len(p) == 0 {
		return 0
	}
	sum := 0.0
	for i, text := range cells {
		sum += p[i].Suits(text)
	}
	return sum / float64(len(p))
}

// Padded says whether cells begin with a space as a rule.
func (p Profile) Padded() bool {
	n, rows := 0, 0
	for i := 1; i < len(p); i++ {
		n += p[i].padded
		rows += p[i].Filled
	}
	return n*4 > rows
}

// StrictColumns counts the columns that nearly always hold one strong kind.
func (p Profile) StrictColumns() int {
	n := 0
	for i := range p {
		if p[i].Strict() {
			n++
		}
	}
	return n
}

// Fits says whether each cell of a row, which may be shorter than the table, is of the kind that
// its column nearly always holds.
func (p Profile) Fits(cells []tabular.Cell) bool {
	for i := range cells {
		if i < len(p) && !p[i].Holds(cells[i].Text) {
			return false
		}
	}
	return true
}

// Proves says whether a row's cells fit their columns, and one of them is of a kind that hardly
// anything else is.
func (p Profile) Proves(cells []string) bool {
	proof := false
	for i, text := range cells {
		if i >= len(p) || !p[i].Holds(text) {
			return false
		}
		proof = proof || p[i].IsTelling() && strings.TrimSpace(text) != ""
	}
	return proof
}

// Tells says whether a column is of a telling kind.
func (p Profile) Tells() bool {
	return slices.ContainsFunc(p, func(c Column) bool { return c.IsTelling() })
}

// IsTelling says that nearly all cells of the column are of a kind that hardly anything else is:
// numbers, dates, codes.
func (c *Column) IsTelling() bool {
	return c.Filled > 0 && (c.Strict() || c.Main == Code && c.Share(Code) >= 0.9)
}

// Misplaced says whether the cells of a row that ends early hold a kind that their own column never
// holds, and a column that it lacks does.
func (p Profile) Misplaced(cells []tabular.Cell) bool {
	for i := range cells {
		k := Of(cells[i].Text)
		if i >= len(p) || k == Empty || k == Text || k == Word || p[i].Filled == 0 || p[i].kinds[k] > 0 {
			continue
		}
		if slices.ContainsFunc(p[len(cells):], func(c Column) bool { return c.IsTelling() && c.Holds(cells[i].Text) }) {
			return true
		}
	}
	return false
}

// Holds says whether a cell is of the kind that the column nearly always holds; a column of codes
// holds whatever has a digit.
func (c *Column) Holds(text string) bool {
	k := Of(text)
	switch {
	case k == Empty || c.Filled == 0:
		return true
	case c.Strict():
		return k == c.Main || k == Integer && c.Main == Decimal
	case c.Main == Code && c.Share(Code) >= 0.9:
		return strings.ContainsAny(text, "0123456789")
	}
	return true
}
