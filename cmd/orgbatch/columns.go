package main

import (
	"io"
	"strings"

	"github.com/rivo/uniseg"
)

// columns prints rows as aligned columns, the first row being their heads. The
// rows are held until flush, whose first call settles how wide the columns are.
type columns struct {
	rows  [][]string
	width int   // of the terminal; 0: nothing is shortened
	fixed []int // widths, once settled
}

// add appends a row; the cells are made safe to show.
func (c *columns) add(cells ...string) {
	for i := range cells {
		cells[i] = strings.ReplaceAll(clean(cells[i], 0), "\n", `\n`)
	}
	c.rows = append(c.rows, cells)
}

// minimumCell is how narrow a column gets before its neighbours are cut.
const minimumCell = 8

// flush writes the rows that are held.
func (c *columns) flush(w io.Writer) error {
	widths := c.fixed
	if widths == nil {
		widths = c.widths()
	}
	var b strings.Builder
	for _, row := range c.rows {
		var line strings.Builder
		for i, cell := range row {
			if i > 0 {
				line.WriteString("  ")
			}
			if c.width > 0 {
				cell = shorten(cell, widths[i])
			}
			line.WriteString(pad(cell, widths[i]))
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
	c.rows, c.fixed = nil, widths
	_, err := io.WriteString(w, b.String())
	return err
}

// widths are as wide as the cells, unless the terminal is narrower: then the
// widest column gives way, again and again.
func (c *columns) widths() []int {
	var widths []int
	for _, row := range c.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	for c.width > 0 && total(widths) > c.width {
		widest := 0
		for i, w := range widths {
			if w > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= minimumCell {
			break
		}
		widths[widest]--
	}
	return widths
}

func total(widths []int) int {
	sum := 2 * (len(widths) - 1)
	for _, w := range widths {
		sum += w
	}
	return sum
}
