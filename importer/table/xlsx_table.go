package table

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// isWorkbook says whether a file starts as a workbook does, or as the old files that are mistaken for one.
func (s *source) isWorkbook(format string) (bool, error) {
	if err := s.rewind(); err != nil {
		return false, err
	}
	head := make([]byte, 4)
	n, err := io.ReadFull(s, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return false, s.fail("reading it failed", err)
	}
	head = head[:n]
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, magicOLE) {
		return true, nil
	}
	if format != FormatXLSX {
		return false, nil
	}
	problem := "it is not a workbook"
	if s.compression != "" {
		problem = "it is compressed, which a workbook is already"
	}
	return false, &InputError{Name: s.name, Problem: problem, Hint: "leave the format out, and it is read as what it is; unpack a workbook first"}
}

// openBook opens a workbook whose header is the first row that holds something.
func (t *Table) openBook(src io.ReadSeeker, name string, o Options) error {
	var err error
	if t.book, err = openWorkbook(src, name, o); err != nil {
		return err
	}
	rows, release, err := t.book.rows()
	if err != nil {
		return err
	}
	defer release()
	row, err := (&bookReader{rows: rows}).filled()
	if err != nil {
		return t.headerError(err)
	}
	for _, cell := range row.Cells {
		t.header = append(t.header, cell.Text)
	}
	t.format = Format{Name: FormatXLSX, Sheet: t.book.sheet(), HeaderRow: row.Number, HeaderRows: 1}
	t.problems = slices.Concat(t.book.problems(), headerProblems(t.header))
	return nil
}

func (t *Table) readBook() (reader, func(), error) {
	rows, release, err := t.book.rows()
	if err != nil {
		return nil, nil, err
	}
	r := &bookReader{rows: rows, width: len(t.header)}
	if _, err := r.filled(); err != nil {
		release()
		return nil, nil, t.headerError(err)
	}
	return r, release, nil
}

// bookReader passes over empty rows and makes the others as wide as the header: cells that are empty at the end of a row aren't stored.
type bookReader struct {
	rows  reader
	width int
}

func (b *bookReader) next() (*Row, error) {
	row, err := b.filled()
	if err != nil {
		return nil, err
	}
	for len(row.Cells) < b.width {
		row.Cells = append(row.Cells, Cell{})
	}
	if len(row.Cells) > b.width {
		row.Unreadable = true
		row.add(Problem{
			Code: CodeLongRow, Column: -1, Value: Shorten(row.Cells[b.width].Text), Suggestion: "give the column a name, or remove what is too much",
			Message: fmt.Sprintf("the row has %s where the header has %d; values may stand in the wrong column", cells(len(row.Cells)), b.width),
		})
	}
	return row, nil
}

func (b *bookReader) filled() (*Row, error) {
	for {
		row, err := b.rows.next()
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(row.Cells, func(c Cell) bool { return strings.TrimSpace(c.Text) != "" }) || row.Problems != nil {
			return row, nil
		}
	}
}
