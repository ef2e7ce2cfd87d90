package table

import (
	"errors"
	"io"
	"iter"
)

// Table is one opened file. It isn't safe for concurrent use, except Offset.
type Table struct {
	header []string
	format Format
}

// Open finds out how src is written and reads its header. The name appears in errors, and its ending helps detection. Errors that say
// what is wrong with the file are *InputError.
//
// src is read from its start, more than once, as long as the Table is in use; it is never closed.
func Open(src io.ReadSeeker, name string, o Options) (*Table, error) {
	return nil, errors.ErrUnsupported
}

// Header gives the names of the columns as written, in file order; for JSON lines the keys in the order in which they are first seen.
func (t *Table) Header() []string { return t.header }

// Format says how the file is read.
func (t *Table) Format() Format { return t.format }

// Problems gives what is odd about the table as a whole, such as two columns of one name.
func (t *Table) Problems() []Problem { return nil }

// Rows reads the rows from the first; every call starts anew. An error ends the rows. See Row for what may be kept.
func (t *Table) Rows() iter.Seq2[Row, error] { return func(func(Row, error) bool) {} }

// Sample gives copies of the cells of the first n readable rows, fewer when the file has fewer.
func (t *Table) Sample(n int) ([][]Cell, error) { return nil, nil }

// Offset says how many bytes of the source the current reading has taken in, for progress. Safe for concurrent use.
func (t *Table) Offset() int64 { return 0 }
