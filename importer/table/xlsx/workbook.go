// Package xlsx streams the rows of one sheet of a workbook, each cell as the text that a person sees.
package xlsx

import (
	"io"
	"sync"
	"sync/atomic"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Workbook is one opened XLSX file, of which one sheet is read:
//
//	zip → parts → shared strings, number formats → survey of each sheet → the sheet that looks like a table → rows
//
// The sheets are streamed from the archive and nothing is written to disk: what stays in memory is the shared strings, which are bounded,
// and a handful of rows.
type Workbook struct {
	name    string
	parts   *parts
	strings *sharedStrings
	formats *formats
	sheets  []*sheet
	chosen  *sheet
	notes   []tabular.Problem

	calculated, calculatedLater bool // as of book
}

// Open finds the sheet to read. What is no workbook, or one that can't be read, is an *InputError.
func Open(src io.ReadSeeker, name, sheet string, known func(string) bool) (*Workbook, error) {
	w := &Workbook{name: name}
	var err error
	if w.parts, err = openParts(src, name); err != nil {
		return nil, err
	}
	book, err := w.parts.readBook()
	if err != nil {
		return nil, err
	}
	w.sheets, w.calculated, w.calculatedLater = book.sheets, book.calculated, book.calculatedLater
	if w.strings, err = w.parts.readStrings(book.strings); err != nil {
		return nil, err
	}
	if w.formats, err = w.parts.readFormats(book); err != nil {
		return nil, err
	}
	if err := w.choose(sheet, known); err != nil {
		return nil, err
	}
	return w, nil
}

// Sheet names the sheet that is read.
func (w *Workbook) Sheet() string { return w.chosen.name }

// Problems gives what is odd about the workbook and its sheet as a whole. All are warnings.
func (w *Workbook) Problems() []tabular.Problem { return w.notes }

// Rows starts a reading at row 1 of the sheet; the function it gives ends the reading.
func (w *Workbook) Rows() (*SheetReader, func(), error) {
	part, err := w.parts.open(w.chosen.part)
	if err != nil {
		return nil, nil, err
	}
	s := newSheetScanner(part)
	r := &SheetReader{
		book: w, scan: s, last: w.chosen.survey.lastRow,
		merges: newMergeFiller(w.chosen.survey.merges, w.chosen.survey.firstColumn),
	}
	return r, func() { _ = part.Close() }, nil
}

// Offset says how many bytes of the file were read since the current reading began, for progress.
func (w *Workbook) Offset() int64 { return w.parts.taken.Load() }

// readerAt reads anywhere in a source that can only seek.
type readerAt struct {
	mu    sync.Mutex
	src   io.ReadSeeker
	taken *atomic.Int64
}

// ReadAt reads len(p) bytes at off, fewer only with an error.
func (r *readerAt) ReadAt(p []byte, off int64) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.src.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(r.src, p)
	r.taken.Add(int64(n))
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	return n, err
}
