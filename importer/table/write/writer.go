// Package write writes rows in the form that a file was read in, with columns added: delimited text in its dialect and encoding, or
// JSON lines.
package write

import (
	"bufio"
	"fmt"
	"io"

	"github.com/orgbatch/orgbatch/importer/table/charset"
	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Writer writes rows in the form of a Format and in its encoding, so that what it writes is read back as the same rows. It is buffered: call
// Flush at the end. It doesn't compress. Not safe for concurrent use.
type Writer struct {
	w        *bufio.Writer
	format   tabular.Format
	dialect  delimited.Dialect
	encoding *charset.Encoding
	header   []string
	line     []byte // reused
	encoded  []byte // reused
}

// NewWriter starts a file: the byte order mark, a sep= line and the header, where the format has them. The last names of the header are those
// of the extra cells that WriteRaw adds. A zero Newline means LF, a zero Delimiter a comma. JSON arrays are written as JSON
// lines.
func NewWriter(w io.Writer, f tabular.Format, header []string) (*Writer, error) {
	if f.Newline == "" {
		f.Newline = "\n"
	}
	if f.Encoding == "" {
		f.Encoding = "utf-8"
	}
	t := &Writer{w: bufio.NewWriterSize(w, 64<<10), format: f, header: header, dialect: writingDialect(f)}
	var err error
	if t.encoding, err = charset.Named(f.Encoding); err != nil {
		return nil, fmt.Errorf("write rows: %w", err)
	}
	if f.Name == tabular.FormatJSON { // an array can't be written row by row and be whole after each
		f.Name, t.format.Name = tabular.FormatJSONL, tabular.FormatJSONL
	}
	if f.Name != tabular.FormatCSV && f.Name != tabular.FormatJSONL {
		return nil, fmt.Errorf("write rows: the format %q can't be written", f.Name)
	}
	if f.BOM {
		_, _ = t.w.WriteString(t.encoding.BOM) // the first error of all writing comes back from the last write
	}
	if f.Name == tabular.FormatJSONL {
		return t, nil
	}
	if f.SepLine {
		t.line = append(append(t.line, "sep="...), t.dialect.Delim...)
		if err := t.writeLine(); err != nil {
			return nil, err
		}
	}
	cells := make([]tabular.Cell, len(header))
	for i, name := range header {
		cells[i].Text = name
	}
	return t, t.Write(cells)
}

// WriteRaw writes a row's bytes as they are, and extra cells after them: in CSV as further cells, in JSON lines as further keys, named by
// the last names of the header, in front of the closing brace. A key that the object has already is replaced. A JSON line that isn't an
// object is written without them.
func (w *Writer) WriteRaw(raw []byte, extra ...string) error {
	if len(extra) > len(w.header) {
		return fmt.Errorf("write row: %d extra cells and a header of %d", len(extra), len(w.header))
	}
	if w.format.Name == tabular.FormatJSONL {
		w.line = appendMembers(w.line[:0], raw, w.header[len(w.header)-len(extra):], extra)
	} else {
		w.line = w.appendExtra(append(w.line[:0], raw...), extra)
	}
	return w.writeLine()
}

// Write writes a row from its cells, which stand in the order of the header. Only in JSON lines it can't have more of them than the header.
func (w *Writer) Write(cells []tabular.Cell) error {
	if len(cells) > len(w.header) && w.format.Name == tabular.FormatJSONL {
		return fmt.Errorf("write row: %d cells and a header of %d", len(cells), len(w.header))
	}
	if w.format.Name == tabular.FormatJSONL {
		w.line = AppendObject(w.line[:0], w.header, cells)
	} else {
		w.line = w.appendCells(w.line[:0], cells)
	}
	return w.writeLine()
}

func (w *Writer) writeLine() error {
	w.line = append(w.line, w.format.Newline...)
	line := w.line
	if !w.encoding.Plain() {
		w.encoded = w.encoding.AppendEncoded(w.encoded[:0], line)
		line = w.encoded
	}
	if _, err := w.w.Write(line); err != nil {
		return fmt.Errorf("write row: %w", err)
	}
	return nil
}

// Flush writes what is buffered and gives the first error of all writing.
func (w *Writer) Flush() error {
	if err := w.w.Flush(); err != nil {
		return fmt.Errorf("write rows: %w", err)
	}
	return nil
}
