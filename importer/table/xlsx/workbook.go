// Package xlsx reads the sheets of a workbook of Excel's, of each cell the text that a person sees.
package xlsx

import (
	"github.com/orgbatch/orgbatch/importer/table/archive"
	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
)

// Workbook is one opened XLSX file:
//
//	archive → list of sheets, shared strings, number formats → sheets
//
// The sheets are streamed from the archive and nothing is written to disk: what stays in memory is the shared strings, which are bounded,
// and a handful of rows.
type Workbook struct {
	parts   *archive.Archive
	strings *sharedStrings
	formats *formats
	sheets  []*sheet

	calculated, calculatedLater bool // as of book
}

// Is says whether an archive is a workbook: it has the parts of one, or the part that it calls its document is the list of sheets, in whatever
// folder that lies.
func Is(a *archive.Archive) bool {
	if a.Has("[content_types].xml") && a.HasFolder("xl/") {
		return true
	}
	main, err := mainPart(a)
	if err != nil {
		return false
	}
	part, err := a.Open(main)
	if err != nil {
		return false
	}
	defer func() { _ = part.Close() }() // it was only read
	root, err := xmlscan.NewReader(part).Start()
	return err == nil && string(root.Name) == "workbook"
}

// Open reads the list of sheets and what their cells refer to. What can't be read is an *InputError.
func Open(a *archive.Archive) (*Workbook, error) {
	if err := a.RefuseTight(); err != nil {
		return nil, err
	}
	book, err := readBook(a)
	if err != nil {
		return nil, err
	}
	w := &Workbook{parts: a, sheets: book.sheets, calculated: book.calculated, calculatedLater: book.calculatedLater}
	if w.strings, err = readStrings(a, book.strings); err != nil {
		return nil, err
	}
	if w.formats, err = readFormats(a, book); err != nil {
		return nil, err
	}
	return w, nil
}

// Scan starts a reading of the sheets.
func (w *Workbook) Scan() (sheets.Scanner, error) { return &scanner{book: w, at: -1}, nil }

// Offset says how many bytes of the file were read since a sheet was opened.
func (w *Workbook) Offset() int64 { return w.parts.Offset() }
