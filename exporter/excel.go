package exporter

import "strings"

// What makes a CSV file one that Excel opens by a double click, and in which it
// takes no text for a formula: a byte order mark, semicolons, CRLF, and one
// apostrophe before a text that begins like a formula, or with an apostrophe. The
// last column says so, and only where it does does an import take one away.
const (
	excelColumn = "orgbatch_format"
	excelForm   = "excel-1"
)

// writeExcel writes a row, or the header.
func (c *csvWriter) writeExcel(row []string) error {
	last, guard := excelForm, guardCell
	if !c.begun {
		c.buf = append(c.buf, "\uFEFF"...)
		last, guard, c.begun = excelColumn, func(name string) string { return name }, true
	}
	for _, place := range c.places {
		c.buf = append(appendCell(c.buf, guard(row[place])), ';')
	}
	c.buf = append(append(c.buf, last...), "\r\n"...)
	return c.next()
}

// guardCell puts an apostrophe before what Excel would take for something else.
func guardCell(cell string) string {
	if cell != "" && strings.IndexByte("=+-@'\t\r", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}
