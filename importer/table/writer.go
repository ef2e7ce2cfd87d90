package table

import (
	"bufio"
	"io"
)

// Writer writes rows in the form of a Format. It is buffered: call Flush at the end. Not safe for concurrent use.
type Writer struct {
	w *bufio.Writer
}

// NewWriter starts a file: the byte order mark and the header, where the format has them. The last names of the header are those of the
// extra cells that WriteRaw adds.
func NewWriter(w io.Writer, f Format, header []string) (*Writer, error) {
	return &Writer{bufio.NewWriter(w)}, nil
}

// WriteRaw writes a row's bytes as they are, and extra cells after them.
func (w *Writer) WriteRaw(raw []byte, extra ...string) error { return nil }

// Write writes a row from its cells.
func (w *Writer) Write(cells []Cell) error { return nil }

// Flush writes what is buffered and gives the first error of all writing.
func (w *Writer) Flush() error { return w.w.Flush() }
