package exporter

import "github.com/orgbatch/orgbatch/exporter/excel"

// writeExcel writes a row, or the header, of a CSV file that Excel opens by a
// double click, and in which it takes no text for a formula: with a byte order
// mark, semicolons, CRLF, and guarded cells. The last column says so, and only
// where it does does an import take the guards away.
func (c *csvWriter) writeExcel(row []string) error {
	last, guard := excel.Form, excel.Guard
	if !c.begun {
		c.row = append(c.row, "\uFEFF"...)
		last, guard, c.begun = excel.Column, func(name string) string { return name }, true
	}
	for _, place := range c.places {
		c.row = append(appendCell(c.row, guard(row[place])), ';')
	}
	_, c.err = c.w.Write(append(append(c.row, last...), "\r\n"...))
	return c.err
}
