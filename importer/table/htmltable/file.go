// Package htmltable reads the tables of web pages, as databases, spreadsheets and the buttons of web systems write them, mostly named .xls.
//
//	page, or parts of a web archive ─► UTF-8 ─► what matters of it ─► elements, as a browser sees them ─► rows of each table
//
// A table is to the reader what a sheet is. The page is taken apart as a whole, which bounds its size; of it the texts of its tables stay
// in memory.
package htmltable

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/orgbatch/orgbatch/importer/table/charset"
	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// File is the tables of one page.
type File struct {
	Encoding string         // of the first page, if it is an archive of several
	Doubt    *charset.Doubt // about it, where the page doesn't name it

	src   *source.Source
	label string // the encoding that a person names
	grids []*grid
	login bool // a page asks for a password
}

// Open takes a page apart. encoding is what a person says that it is in, or ""; known tells names of columns. Errors are *InputError.
func Open(src *source.Source, encoding string, known func(string) bool) (*File, error) {
	in, release, err := src.Open()
	if err != nil {
		return nil, err
	}
	defer release()
	f := &File{src: src, label: encoding}
	switch err := f.read(in); {
	case err == errTooLarge:
		return nil, src.Refuse(fmt.Sprintf("it is a web page of more than %d MiB, or of more than %d million cells", maxPage>>20, maxNodes>>21), "export the table as CSV, or as an Excel workbook (.xlsx)")
	case err != nil && src.Compression != "" && !errors.Is(err, errNoEnd):
		return nil, src.Stopped(err, 0)
	case err != nil:
		return nil, &tabular.InputError{Name: src.Name, Problem: "it is a web page that can't be read to its end", Hint: tabular.FetchAgain, Err: err}
	}
	const again = "a web system answers so when a login has run out, or when it fails: log in, export again, and look at the file in a browser"
	switch {
	case f.login && !f.names(known):
		return nil, src.Refuse("it is a web page to log in by (HTML), not a file", again)
	case len(f.grids) == 0:
		return nil, src.Refuse("it is a web page (HTML) without a table, not a file", again)
	}
	return f, nil
}

// names says whether a table has a column whose name is known.
func (f *File) names(known func(string) bool) bool {
	return known != nil && slices.ContainsFunc(f.grids, func(g *grid) bool {
		return slices.ContainsFunc(g.rows[:min(len(g.rows), 20)], func(r gridRow) bool {
			return slices.ContainsFunc(r.cells, func(c gridCell) bool { return known(c.text) })
		})
	})
}

// Tables counts the tables that hold anything.
func (f *File) Tables() int { return len(f.grids) }

// Scan starts a reading, before the first table.
func (f *File) Scan() (sheets.Scanner, error) { return &scanner{file: f, at: -1}, nil }

// Offset says that the file was read, for progress: it is so once it is open.
func (f *File) Offset() int64 { return f.src.Taken.Load() }

// scanner gives the tables, by their numbers, and their rows.
type scanner struct {
	file *File
	at   int // among the tables
	next int // among the rows
	row  sheets.Row
}

// NextSheet goes on to the next table, io.EOF after the last.
func (s *scanner) NextSheet() (sheets.Sheet, error) {
	if s.at++; s.at >= len(s.file.grids) {
		return sheets.Sheet{}, io.EOF
	}
	s.next, s.row = 0, sheets.Row{}
	return sheets.Sheet{Name: strconv.Itoa(s.at + 1)}, nil
}

// Next gives the next row, io.EOF after the last.
func (s *scanner) Next() (*sheets.Row, error) {
	g := s.file.grids[s.at]
	if s.next == len(g.rows) {
		if g.err != nil {
			return &s.row, g.err
		}
		return &s.row, io.EOF
	}
	r := &g.rows[s.next]
	s.next++
	s.row = sheets.Row{Number: s.next, Hidden: r.hidden, Cells: s.row.Cells[:0]}
	for _, c := range r.cells {
		s.row.Cells = append(s.row.Cells, sheets.Cell{Column: c.column, Filled: c.text != "", Text: c.head || strings.ContainsFunc(c.text, unicode.IsLetter)})
	}
	return &s.row, nil
}

// Show gives the text of a cell.
func (s *scanner) Show(i int) (string, *tabular.Problem) {
	return s.file.grids[s.at].rows[s.next-1].cells[i].text, nil
}

// Extent gives the cells that span several places, and the columns of which all cells are hidden.
func (s *scanner) Extent() sheets.Extent {
	g := s.file.grids[s.at]
	e := sheets.Extent{Merges: slices.Clone(g.merges[:min(len(g.merges), sheets.MaxMerges)])}
	hidden := map[int]bool{}
	for i := range g.rows {
		for _, c := range g.rows[i].cells {
			before, seen := hidden[c.column]
			hidden[c.column] = c.hidden && (before || !seen)
		}
	}
	for column := range tabular.MaxColumns {
		if hidden[column] {
			e.HiddenColumns = append(e.HiddenColumns, sheets.Area{Column: column, LastColumn: column})
		}
	}
	return e
}

// Close ends the reading.
func (s *scanner) Close() {}
