package exporter

import "github.com/orgbatch/orgbatch/exporter/excel"

// writeExcel writes a row, or the header, of a CSV file that Excel opens by a
// double click, and in which it takes no text for a formula: with a byte order
// mark, semicolons, CRLF, and guarded cells. The last column says so, and only
// where it does does an import take the guards away.
func (c *csvWriter) writeExcel(row []string) error {
	last, guard := excel.Form, excel.Guard
	if !c.begun {
		c.buf = append(c.buf, "\uFEFF"...)
		last, guard, c.begun = excel.Column, func(name string) string { return name }, true
	}
	for _, place := range c.places {
		c.buf = append(appendCell(c.buf, guard(row[place])), ';')
	}
	c.buf = append(append(c.buf, last...), "\r\n"...)
	return c.next()
}
