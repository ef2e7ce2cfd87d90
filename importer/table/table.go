package table

import (
	"fmt"
	"io"
	"iter"
	"slices"
)

// Table is one opened file. It isn't safe for concurrent use, except Offset.
type Table struct {
	src      *source
	header   []string
	format   Format
	dialect  dialect
	problems []Problem
	reading  int // the newest reading; an older one may not go on
	book     *workbook
}

// reader gives rows, io.EOF after the last.
type reader interface{ next() (*Row, error) }

// Open finds out how src is written and reads its header. The name appears in errors, and its ending helps where the content leaves a
// doubt. Errors that say what is wrong with the file are *InputError.
//
// src is read from its start, more than once, as long as the Table is in use; it is never closed.
func Open(src io.ReadSeeker, name string, o Options) (*Table, error) {
	t := &Table{src: &source{src: src, name: name}}
	if err := t.src.detect(); err != nil {
		return nil, err
	}
	if isBook, err := t.src.isWorkbook(o.Format); err != nil {
		return nil, err
	} else if isBook {
		return t, t.openBook(src, name, o)
	}
	s := &sniffer{src: t.src, opts: o}
	var err error
	if t.dialect, err = s.sniff(); err != nil {
		return nil, err
	}
	t.format = s.format
	if err := t.readHeader(); err != nil {
		return nil, err
	}
	t.problems = headerProblems(t.header)
	return t, nil
}

// Header gives the names of the columns as written, in file order; for JSON lines the keys in the order in which they are first seen.
func (t *Table) Header() []string { return t.header }

// Format says how the file is read.
func (t *Table) Format() Format { return t.format }

// Problems gives what is odd about the table as a whole: columns without a name, several columns of one name, what was left out. All are
// warnings. What stands below the first rows is known only after a reading has come to its end.
func (t *Table) Problems() []Problem { return t.problems }

// Detection says how sure the reading is.
func (t *Table) Detection() Detection { return Detection{} }

// Parts gives what of the file is not a row of the table, in its order: complete after a reading has come to its end.
func (t *Table) Parts() []Part { return nil }

// Offset says how many bytes of the source the current reading has taken in, for progress. Safe for concurrent use.
func (t *Table) Offset() int64 {
	if t.book != nil {
		return t.book.offset()
	}
	return t.src.taken.Load()
}

// Rows reads the rows from the first; every call starts anew, which ends a reading under way with an error. An error ends the rows. See
// Row for what may be kept.
func (t *Table) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		rows, release, err := t.read()
		if err != nil {
			yield(Row{}, err)
			return
		}
		defer release()
		for reading := t.reading; ; {
			row, err := rows.next()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(*row, nil) {
				return
			}
			if reading != t.reading {
				yield(Row{}, fmt.Errorf("read %s: another reading of it has begun", t.src.name))
				return
			}
		}
	}
}

// Sample gives copies of the cells of the first n readable rows, fewer when the file has fewer.
func (t *Table) Sample(n int) ([][]Cell, error) {
	var sample [][]Cell
	if n <= 0 {
		return nil, nil
	}
	for row, err := range t.Rows() {
		if err != nil {
			return nil, err
		}
		if row.Unreadable {
			continue
		}
		if sample = append(sample, slices.Clone(row.Cells)); len(sample) == n {
			break
		}
	}
	return sample, nil
}

// read starts a reading at the first row.
func (t *Table) read() (reader, func(), error) {
	t.reading++
	if t.book != nil {
		return t.readBook()
	}
	r, release, err := t.start()
	if err != nil {
		return nil, nil, err
	}
	switch t.format.Name {
	case FormatJSONL:
		return newJSONReader(t.src, r, t.header), release, nil
	case FormatJSON:
		return newArrayReader(t.src, r, t.header), release, nil
	}
	c := newCSVReader(t.src, r, t.dialect, t.header)
	if _, err := c.skipHeader(); err != nil {
		release()
		return nil, nil, t.headerError(err)
	}
	return c, release, nil
}

// start opens the source after its byte order mark.
func (t *Table) start() (io.Reader, func(), error) {
	r, release, err := t.src.open()
	if err == nil && t.format.BOM {
		if _, err = io.CopyN(io.Discard, r, int64(len(bom))); err != nil {
			release()
			err = t.src.stopped(err, 1)
		}
	}
	return r, release, err
}

func (t *Table) readHeader() error {
	r, release, err := t.start()
	if err != nil {
		return err
	}
	defer release()
	switch t.format.Name {
	case FormatJSONL:
		t.header, err = newJSONReader(t.src, r, nil).readKeys()
		return err
	case FormatJSON:
		t.header, err = newArrayReader(t.src, r, nil).readKeys()
		return err
	}
	row, err := newCSVReader(t.src, r, t.dialect, nil).skipHeader()
	if err != nil {
		return t.headerError(err)
	}
	for _, p := range row.Problems {
		if !p.Warning {
			return &InputError{Name: t.src.name, Line: row.Line, Problem: "the header can't be read: " + p.Message, Hint: p.Suggestion}
		}
	}
	if len(row.Cells) > MaxColumns {
		return &InputError{Name: t.src.name, Line: row.Line, Problem: fmt.Sprintf("the header has %d columns; at most %d are read", len(row.Cells), MaxColumns)}
	}
	t.format.HeaderRow = row.Number
	for _, cell := range row.Cells {
		t.header = append(t.header, cell.Text)
	}
	return nil
}

func (t *Table) headerError(err error) error {
	if err == io.EOF {
		return &InputError{Name: t.src.name, Problem: "the file has no header, only blank rows"}
	}
	return err
}
