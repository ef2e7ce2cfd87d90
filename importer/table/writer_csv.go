package table

import (
	"bytes"
	"strings"
)

// appendCells writes a record. Cells are quoted where reading them would otherwise give something else: the delimiter, quotes and line
// ends, of course; also a row that would look blank, and a first cell that would look like a byte order mark or like JSON.
func (w *Writer) appendCells(dst []byte, cells []Cell) []byte {
	start := len(dst)
	for i := range w.header {
		if i > 0 {
			dst = append(dst, w.delim)
		}
		if i < len(cells) {
			dst = w.appendCell(dst, cells[i].Text, i == 0)
		}
	}
	if line := dst[start:]; w.looksBlank(line) {
		first := 0
		if len(cells) > 0 {
			first = len(cells[0].Text)
		}
		rest := bytes.Clone(line[first:])
		dst = append(dst[:start], '"')
		if len(cells) > 0 {
			dst = append(dst, cells[0].Text...)
		}
		dst = append(append(dst, '"'), rest...)
	}
	return dst
}

func (w *Writer) looksBlank(line []byte) bool {
	c := csvReader{scanner: &scanner{dialect: dialect{delim: w.delim}}}
	return c.blank(line)
}

func (w *Writer) appendCell(dst []byte, text string, first bool) []byte {
	if !w.needsQuotes(text) && !(first && startsOddly(text)) {
		return append(dst, text...)
	}
	return appendQuoted(dst, text)
}

func (w *Writer) needsQuotes(text string) bool {
	for i := 0; i < len(text); i++ {
		if b := text[i]; b == w.delim || b == '"' || b == '\n' || b == '\r' {
			return true
		}
	}
	return false
}

func startsOddly(text string) bool {
	return strings.HasPrefix(text, string(bom)) || strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")
}

func appendQuoted(dst []byte, text string) []byte {
	dst = append(dst, '"')
	for {
		i := strings.IndexByte(text, '"')
		if i < 0 {
			return append(append(dst, text...), '"')
		}
		dst = append(append(dst, text[:i+1]...), '"')
		text = text[i+1:]
	}
}

// appendExtra adds cells to the bytes of a record. After a record with quotes they are quoted, whether they need it or not: if one of its
// quotes was never closed, the first of ours shows the damage on this line, and the next row is safe.
func (w *Writer) appendExtra(dst []byte, extra []string) []byte {
	quote := bytes.IndexByte(dst, '"') >= 0
	for _, text := range extra {
		dst = append(dst, w.delim)
		if quote {
			dst = appendQuoted(dst, text)
		} else {
			dst = w.appendCell(dst, text, false)
		}
	}
	return dst
}

// CutRaw gives the part of a row's raw bytes that holds its first n cells, all of raw where it has no more. Rows of a file that has extra
// columns at its end from an earlier run are so written without them. JSON lines are left alone: WriteRaw replaces keys.
func CutRaw(f Format, raw []byte, n int) []byte {
	if f.Name != FormatCSV || len(f.Delimiter) != 1 || n < 1 {
		return raw
	}
	s := newScanner(dialect{delim: f.Delimiter[0], cr: f.Newline == "\r"})
	if s.scan(raw, true); s.rec.damage != "" || len(s.rec.spans) <= n {
		return raw
	}
	next := s.rec.spans[n]
	if next.quoted {
		next.start--
	}
	return raw[:next.start-1]
}
