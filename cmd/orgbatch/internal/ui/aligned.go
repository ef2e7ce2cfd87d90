package ui

import (
	"io"
	"slices"
	"strings"

	"github.com/rivo/uniseg"
)

// Table prints rows as aligned columns. The rows are held until flush, whose
// first call settles how wide the columns are.
type Table struct {
	heads []string // the first row, where it was given as such
	rows  [][]string
	Width int   // of the terminal; 0: nothing is shortened
	Whole bool  // what is too wide isn't cut either: it goes on, or what follows begins, below
	Uncut bool  // of a terminal that is too narrow, no cell is: the rows are told
	fixed []int // widths, once settled
}

// Head appends the first row. Where the terminal is too narrow for a table of them, each row is
// told instead.
func (c *Table) Head(cells ...string) {
	c.heads = cells
	c.Add(cells...)
}

// Add appends a row; the cells are made safe to show.
func (c *Table) Add(cells ...string) {
	for i := range cells {
		cells[i] = strings.ReplaceAll(Clean(cells[i], 0), "\n", `\n`)
	}
	c.rows = append(c.rows, cells)
}

// How narrow a column gets: before its neighbours are cut, or before rows with heads are told,
// whose names and dates say nothing when little of them is left.
const (
	MinimumCell   = 8
	minimumHeaded = 14
)

// Flush writes the rows that are held.
func (c *Table) Flush(w io.Writer) error {
	widths := c.fixed
	if widths == nil {
		widths = c.widths()
	}
	if c.Width > 0 && c.heads != nil && total(widths) > c.Width {
		return c.tell(w, widths)
	}
	var b strings.Builder
	for _, row := range c.rows {
		var line strings.Builder
		for i, cell := range row {
			if i > 0 {
				line.WriteString("  ")
			}
			if c.Width > 0 && uniseg.StringWidth(cell) > widths[i] {
				cell = c.fitted(row, i, widths)
			}
			line.WriteString(Pad(cell, widths[i]))
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
	c.rows, c.fixed = nil, widths
	_, err := io.WriteString(w, b.String())
	return err
}

// fitted is a cell that is too wide for its column.
func (c *Table) fitted(row []string, i int, widths []int) string {
	cell := row[i]
	switch start := total(widths[:i]) + 2; {
	case !c.Whole:
		return shorten(cell, widths[i])
	case i == len(row)-1:
		return broken(cell, start, start, c.Width)
	}
	return cell + "\n" + Pad("", total(widths[:i+1]))
}

// tell writes the rows that are held as lines that go on below: nordhus · taken 2026-11-23 02:15 ·
// rows 12.
func (c *Table) tell(w io.Writer, widths []int) error {
	rows := c.rows
	if c.fixed == nil {
		rows = rows[1:]
	}
	c.rows, c.fixed = nil, widths
	for _, row := range rows {
		said := row[:1:1]
		for i, cell := range row[1:] {
			switch head := strings.ToLower(c.heads[i+1]); {
			case cell == "":
			case head == "" || strings.HasSuffix(cell, " "+head): // 168 bytes
				said = append(said, cell)
			default:
				said = append(said, head+" "+cell)
			}
		}
		if _, err := io.WriteString(w, Look{Width: c.Width}.wrap(strings.Join(said, " · "))+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// Fits says whether the terminal is wide enough for the rows as they are.
func (c *Table) Fits() bool {
	return c.Width == 0 || total((&Table{rows: c.rows}).widths()) <= c.Width
}

// Held is how many rows wait to be written.
func (c *Table) Held() int { return len(c.rows) }

// Begun says whether there were any.
func (c *Table) Begun() bool { return len(c.rows) > 0 || c.fixed != nil }

// widths are as wide as the cells, unless the terminal is narrower: then the
// widest column gives way, again and again.
func (c *Table) widths() []int {
	var widths []int
	for _, row := range c.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	least := MinimumCell
	if c.heads != nil {
		least = minimumHeaded
	}
	for c.Width > 0 && !c.Uncut && total(widths) > c.Width {
		widest := slices.Max(widths)
		if widest <= least {
			break
		}
		widths[slices.Index(widths, widest)]--
	}
	return widths
}

// total is how wide columns are together.
func total(widths []int) int {
	sum := 2 * (len(widths) - 1)
	for _, w := range widths {
		sum += w
	}
	return sum
}
