// Package sheets reads the table of a file that has sheets, whatever its format.
//
// It looks at all sheets, picks the one that looks like a table, tells what a person who looks at it might not expect, and gives its rows:
//
//	format's room ── Scanner ──► survey of each sheet → the sheet that is read → rows, with merged cells filled in
//
// A format has a room of its own that gives a File: its sheets one after the other, of each the rows that the file has, and of each cell what a
// person sees. What the file leaves out, repeats or merges is laid out here, so that no format needs memory for it.
package sheets

import (
	"io"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// File is an opened file of sheets.
type File interface {
	// Scan starts a reading, before the first sheet.
	Scan() (Scanner, error)
	// Offset says how many bytes of the file were read since the newest reading came to its sheet, for progress.
	Offset() int64
}

// Scanner reads the sheets of a file from the first to the last. Errors are *InputError where a format can say more than that a sheet can't be
// read on.
type Scanner interface {
	// NextSheet goes on to the next sheet, wherever in one it stands; io.EOF after the last.
	NextSheet() (Sheet, error)
	// Next scans the next row that the file has; io.EOF after the sheet's last. The row is never nil: with an error its number says where
	// reading stopped. It is overwritten by the next one.
	Next() (*Row, error)
	// Show gives what a person sees in a cell of the row, by its index, and what is wrong with it; the problem's column is set by who asks.
	Show(i int) (string, *tabular.Problem)
	// Extent gives what concerns the sheet as a whole, once Next has given io.EOF.
	Extent() Extent
	// Close ends the reading.
	Close()
}

// Sheet is what a file says of a sheet.
type Sheet struct {
	Name   string
	Hidden bool
}

// Row is one row that a file has. Blank ones may be left out.
type Row struct {
	Number int // from 1, each larger than the one before it
	More   int // so many rows below it are the same, for which the file has nothing
	Hidden bool
	Totals bool // what it holds are totals of a table, and nothing else
	Cells  []Cell
}

// Cell is one cell that a file has. Blank ones may be left out.
type Cell struct {
	Column int  // from 0
	More   int  // so many cells to the right of it are the same
	Filled bool // it holds something, or it can't be known that it doesn't
	Text   bool // what it holds is text, as names of columns are, and no number, date or error
}

// Extent is what concerns a sheet as a whole.
type Extent struct {
	HiddenColumns []Area // of which only the columns count
	Merges        []Area
}

// Area is a block of cells; rows and columns are counted from 1 and 0, the last ones belong to it.
type Area struct{ Row, LastRow, Column, LastColumn int }

// Bounds of a sheet.
const (
	MaxRows   = 1 << 20 // the last row of Excel's sheets, and of LibreOffice's; tabular.MaxColumns is the last column
	MaxMerges = 1 << 17 // merges that are kept: no person merges more
	MaxFilled = 1 << 22 // cells that merges, or array formulas, may fill: a file that does so to no use would take hours
	maxSheets = 1 << 14
	maxNames  = 1 << 20 // letters of all of their names

	// Bounds of what rows and cells may stand for that are the same as those before them, and for which the file has next to nothing.
	maxCopies = 1 << 25 // cells
	maxCopied = 1 << 30 // bytes of text
)

// words are how a person calls the sheets of a file, the file and the flag that names a sheet.
type words struct{ sheet, book, flag string }

// Book is a file of which one sheet is read.
type Book struct {
	name   string
	words  words
	file   File
	sheets []*sheet
	chosen int // among the sheets
	notes  []tabular.Problem
}

type sheet struct {
	Sheet
	survey survey
}

// Open finds the sheet to read. name is the file's, wanted that of a sheet or "". What can't be read is an *InputError.
func Open(file File, name, wanted string, known func(string) bool) (*Book, error) {
	return open(file, name, words{wording.English.Sheets.Sheet, wording.English.Sheets.Workbook, "--sheet"}, wanted, known)
}

// OpenPage does so for a page, whose tables have numbers for names.
func OpenPage(file File, name, wanted string, known func(string) bool) (*Book, error) {
	return open(file, name, words{wording.English.Sheets.Table, wording.English.Sheets.Page, "--table"}, wanted, known)
}

func open(file File, name string, w words, wanted string, known func(string) bool) (*Book, error) {
	b := &Book{name: name, words: w, file: file, chosen: -1}
	if err := b.lookAtAll(wanted, known); err != nil {
		return nil, err
	}
	if err := b.choose(wanted); err != nil {
		return nil, err
	}
	return b, nil
}

// Sheet names the sheet that is read.
func (b *Book) Sheet() string { return b.sheets[b.chosen].Name }

// Problems gives what is odd about the file and its sheet as a whole. All are warnings.
func (b *Book) Problems() []tabular.Problem { return b.notes }

// Offset says how many bytes of the file were read since the current reading began, for progress.
func (b *Book) Offset() int64 { return b.file.Offset() }

// TotalsRow says whether all that a row holds are the totals of a table.
func (b *Book) TotalsRow(number int) bool { return b.sheets[b.chosen].survey.totals[number] }

// Rows starts a reading at row 1 of the sheet; the function it gives ends the reading.
func (b *Book) Rows() (*Reader, func(), error) {
	scan, err := b.file.Scan()
	if err != nil {
		return nil, nil, err
	}
	for range b.chosen + 1 {
		if _, err := scan.NextSheet(); err != nil {
			scan.Close()
			return nil, nil, b.stopped("", 0, err)
		}
	}
	v := &b.sheets[b.chosen].survey
	r := &Reader{book: b, scan: scan, last: v.lastRow, merges: &mergeFiller{waiting: v.merges, first: v.firstColumn}}
	return r, scan.Close, nil
}

// fail is the error of a file that is whole and can't be read all the same.
func (b *Book) fail(problem, hint string) error {
	return &tabular.InputError{Name: b.name, Problem: problem, Hint: hint}
}

// tooManyCopies is the error of a sheet that says of cells that they are repeated until it would take hours to read them.
func (b *Book) tooManyCopies(sheet string) error {
	return b.fail("the cells of "+b.words.sheet+" "+quoted(sheet)+" are repeated more often than a person's are; it may be made to take hours", tabular.SaveAsCSV)
}

// stopped says where in a sheet the reading stopped.
func (b *Book) stopped(sheet string, row int, err error) error {
	if e, ok := err.(*tabular.InputError); ok {
		return e
	}
	e := &tabular.InputError{Name: b.name, Line: row, Problem: b.words.sheet + " " + quoted(sheet) + " can't be read on from there", Err: err, Hint: tabular.FetchAgain}
	switch {
	case err == tabular.ErrRowTooLarge:
		e.Err, e.Problem, e.Hint = nil, "a row of "+b.words.sheet+" "+quoted(sheet)+" is larger than 8 MiB", "the "+b.words.sheet+" is not a table; look at the row after this one in Excel"
	case sheet == "" && err == io.EOF:
		e.Err, e.Problem = nil, "its "+b.words.sheet+"s aren't those that were there when it was opened"
	case sheet == "":
		e.Problem = "its " + b.words.sheet + "s can't be read"
	}
	return e
}

func quoted(name string) string { return `"` + tabular.Shorten(name) + `"` }
