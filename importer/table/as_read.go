package table

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/write"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Read counts the rows of a reading and keeps its first problems.
type Read struct {
	Rows int
	// Damaged rows have a problem that isn't a warning. Problems are the first ones, at most
	// firstProblems.
	Damaged  int
	Problems []RowProblem
}

// RowProblem is a problem with the row that it is of.
type RowProblem struct {
	Number int
	tabular.Problem
}

const firstProblems = 10

// WriteCSV writes the table as it is read: UTF-8, commas, LF, quotes where RFC 4180 wants them; the
// header if the file has one, then every row as wide as it is. Nothing is mapped and nothing
// dropped.
func (t *Table) WriteCSV(w io.Writer) (Read, error) {
	var header []byte
	if t.format.HeaderRow > 0 || slices.ContainsFunc(t.header, func(name string) bool { return strings.TrimSpace(name) != "" }) {
		header = appendCSV(nil, t.header)
	}
	var texts []string
	return t.writeRows(w, header, func(line []byte, row tabular.Row) []byte {
		texts = texts[:0]
		for _, cell := range row.Cells {
			texts = append(texts, cell.Text)
		}
		return appendCSV(line, texts)
	})
}

// writeRows writes a header and the line that appendRow makes of each row, and counts the rows.
func (t *Table) writeRows(w io.Writer, header []byte, appendRow func([]byte, tabular.Row) []byte) (read Read, err error) {
	out := bufio.NewWriterSize(w, 64<<10)
	defer func() {
		if flushing := out.Flush(); err == nil {
			err = flushing
		}
	}()
	line := header
	for row, err := range t.Rows() {
		if err != nil {
			return read, err
		}
		read.Count(row)
		line = appendRow(line, row)
		if _, err := out.Write(line); err != nil {
			return read, fmt.Errorf("write row %d: %w", row.Number, err)
		}
		line = line[:0]
	}
	_, err = out.Write(line) // a header without rows
	return read, err
}

// Count takes in a row.
func (r *Read) Count(row tabular.Row) {
	r.Rows++
	damaged := false
	for _, p := range row.Problems {
		if p.Warning && !p.ErrorIfSent {
			continue
		}
		damaged = true
		if len(r.Problems) < firstProblems {
			r.Problems = append(r.Problems, RowProblem{Number: row.Number, Problem: p})
		}
	}
	if damaged {
		r.Damaged++
	}
}

// appendCSV adds one record. A record of one empty cell is quoted: a blank line would be none.
func appendCSV(dst []byte, cells []string) []byte {
	for i, cell := range cells {
		if i > 0 {
			dst = append(dst, ',')
		}
		cell = validUTF8(cell)
		if cell == "" && len(cells) == 1 || strings.ContainsAny(cell, ",\"\r\n") {
			dst = append(dst, '"')
			dst = append(dst, strings.ReplaceAll(cell, `"`, `""`)...)
			dst = append(dst, '"')
			continue
		}
		dst = append(dst, cell...)
	}
	return append(dst, '\n')
}

func validUTF8(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// WriteJSONL writes the table as it is read, one object a line: the cells by the names of the
// header, by the letters of their column where it has none or one that stands there already.
func (t *Table) WriteJSONL(w io.Writer) (Read, error) {
	keys := uniqueKeys(t.header, t.format.FirstColumn)
	return t.writeRows(w, nil, func(line []byte, row tabular.Row) []byte {
		for len(keys) < len(row.Cells) {
			keys = append(keys, freeKey("", t.format.FirstColumn+len(keys), keys))
		}
		for i := range row.Cells {
			row.Cells[i].Text = validUTF8(row.Cells[i].Text)
		}
		return append(write.AppendObject(line, keys, row.Cells), '\n')
	})
}

// uniqueKeys makes keys of a header whose first column is that one of its spreadsheet.
func uniqueKeys(header []string, first int) []string {
	keys := make([]string, 0, len(header))
	taken := map[string]bool{}
	for i, name := range header {
		name = validUTF8(name)
		if strings.TrimSpace(name) == "" || taken[name] {
			name = freeKey(name, first+i, append(keys, header...))
		}
		taken[name] = true
		keys = append(keys, name)
	}
	return keys
}

// freeKey names a column by its letters, beside its name if it has one, so that no other has that
// name.
func freeKey(name string, column int, taken []string) string {
	key := strings.TrimSpace(name + " " + tabular.ColumnLetters(column))
	for slices.Contains(taken, key) {
		key += "_"
	}
	return key
}
