package exporter

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/orgbatch/orgbatch/exporter/excel"
)

// csvWriter is what gocsv writes to: it picks the wanted columns and writes
// them as RFC 4180 has it, with LF at the end of a row.
//
// encoding/csv is not used because it doesn't keep values: it turns CRLF in a
// cell into another line end on reading, and writes a row of one empty cell as
// an empty line, which readers skip. Here a cell is quoted whenever a
// reader could see more, or less, in it than was there.
type csvWriter struct {
	w      *bufio.Writer
	places []int // of the wanted columns in the rows that come
	excel  bool  // written so that Excel changes nothing, see writeExcel
	begun  bool  // the header was written; of excel alone
	row    []byte
	err    error
}

func newCSVWriter(w io.Writer, places []int) *csvWriter {
	return &csvWriter{w: gathering(w), places: places}
}

// gathering writes on when there is enough.
func gathering(w io.Writer) *bufio.Writer { return bufio.NewWriterSize(w, 64<<10) }

// Write takes a row of all columns.
func (c *csvWriter) Write(row []string) error {
	c.row = c.row[:0]
	if c.excel {
		return c.writeExcel(row)
	}
	if !slices.ContainsFunc(c.places, func(place int) bool { return row[place] != "" }) {
		c.row = append(c.row, `""`...) // readers pass over rows in which nothing stands
	}
	for i, place := range c.places {
		if i > 0 {
			c.row = append(c.row, ',')
		}
		if len(c.places) == 1 && strings.ContainsFunc(row[place], isSign) {
			c.row = appendQuoted(c.row, row[place]) // signs may pass for a delimiter, or a line, where none shows what one is
			continue
		}
		c.row = appendCell(c.row, row[place])
	}
	_, c.err = c.w.Write(append(c.row, '\n'))
	return c.err
}

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

// Flush writes on what is gathered.
func (c *csvWriter) Flush() { c.err = c.w.Flush() }

// Error is the first error of writing.
func (c *csvWriter) Error() error { return c.err }

// appendCell appends a cell, quoted if it must be.
func appendCell(dst []byte, cell string) []byte {
	if !mustQuote(cell) {
		return append(dst, cell...)
	}
	return appendQuoted(dst, cell)
}

func isSign(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ' ' }

func appendQuoted(dst []byte, cell string) []byte {
	dst = append(dst, '"')
	for i := range len(cell) {
		if cell[i] == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, cell[i])
	}
	return append(dst, '"')
}

// mustQuote reports whether a reader could take the bare cell for something
// else: a delimiter that it guesses (comma, semicolon, tab, bar), a quote, a
// control character, spaces that it trims, a byte order mark that it drops, other
// quotes around a name.
func mustQuote(cell string) bool {
	if cell == "" {
		return false
	}
	if cell[0] == ' ' || cell[0] == '\'' || cell[0] == 0xEF || cell[len(cell)-1] == ' ' {
		return true
	}
	for i := range len(cell) {
		if special[cell[i]] {
			return true
		}
	}
	return false
}

// special are the bytes that make a cell need quotes. It is never written to.
var special = func() (t [256]bool) {
	for b := range 0x20 {
		t[b] = true
	}
	for _, b := range []byte{',', ';', '|', '"', '\\', 0x7F} {
		t[b] = true
	}
	return t
}()
