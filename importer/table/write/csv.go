package write

import (
	"bytes"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// writingDialect is the dialect of a Format with what is needed to write any cell.
func writingDialect(f tabular.Format) delimited.Dialect {
	d := delimited.DialectOf(f)
	if len(d.Delim) == 0 {
		d.Delim = []byte(",")
	}
	if len(d.Quote) == 0 { // where a file has none, a reader understands these
		d.Quote = []byte(`"`)
	}
	return d
}

// appendCells writes a record. Cells are quoted where reading them would otherwise give something else: the delimiter, quotes and line
// ends, of course; also a row that would look blank, and a first cell that would look like a byte order mark or like JSON.
func (w *Writer) appendCells(dst []byte, cells []tabular.Cell) []byte {
	for range w.format.FirstColumn {
		dst = append(dst, w.dialect.Delim...)
	}
	start := len(dst)
	for i := range max(len(w.header), len(cells)) {
		if i > 0 {
			dst = append(dst, w.dialect.Delim...)
		}
		if i < len(cells) {
			dst = w.appendCell(dst, cells[i].Text, i)
		}
	}
	if line := dst[start:]; w.dialect.Blank(line) {
		first := 0
		if len(cells) > 0 {
			first = len(cells[0].Text)
		}
		rest := bytes.Clone(line[min(first, len(line)):])
		dst = append(dst[:start], w.dialect.Quote...)
		if len(cells) > 0 {
			dst = append(dst, cells[0].Text...)
		}
		dst = append(append(dst, w.dialect.Quote...), rest...)
	}
	return dst
}

// appendCell adds the cell of a column, from 0.
func (w *Writer) appendCell(dst []byte, text string, column int) []byte {
	if !w.needsQuotes(text) && !(column == 0 && startsOddly(text)) {
		return append(dst, text...)
	}
	return w.appendQuoted(dst, text)
}

func (w *Writer) needsQuotes(text string) bool {
	d := &w.dialect
	if strings.ContainsAny(text, "\n\r") || d.Run && text == "" || text == `\N` { // which would be read as NULL beside quotes
		return true
	}
	if text != "" && strings.IndexByte(d.Blanks(), text[0]) >= 0 { // a row of such cells would be taken for one with a space behind each delimiter
		return true
	}
	for _, special := range [...][]byte{d.Delim, d.Quote, d.Escape, d.Sep} {
		if len(special) > 0 && strings.Contains(text, string(special)) {
			return true
		}
	}
	return len(d.Delim) > 1 && text != "" && strings.IndexByte(string(d.Delim), text[len(text)-1]) >= 0
}

func startsOddly(text string) bool {
	return strings.HasPrefix(text, "\ufeff") || strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") || strings.HasPrefix(strings.ToLower(text), "sep=")
}

func (w *Writer) appendQuoted(dst []byte, text string) []byte {
	d := &w.dialect
	dst = append(dst, d.Quote...)
	quote, escape := string(d.Quote), string(d.Escape)
	switch {
	case d.Backslash:
		text = doubleUnlessEscaped(text, quote)
	case d.Doubles():
		text = strings.ReplaceAll(text, quote, quote+quote)
	default:
		text = strings.NewReplacer(quote, escape+quote, escape, escape+escape).Replace(text)
	}
	return append(append(dst, text...), d.Quote...)
}

// appendExtra adds cells to the text of a record. After a record with quotes they are quoted, whether they need it or not: if one of its
// quotes was never closed, the first of ours shows the damage on this line, and the next row is safe.
func (w *Writer) appendExtra(dst []byte, extra []string) []byte {
	d := &w.dialect
	quote := bytes.Contains(dst, d.Quote)
	if w.format.Delimiter == "" && !quote { // the record is one cell
		text := string(dst)
		dst = w.appendCell(dst[:0], text, 0)
	}
	for i, text := range extra {
		dst = append(dst, d.Delim...)
		if quote {
			dst = w.appendQuoted(dst, text)
		} else {
			dst = w.appendCell(dst, text, i+1)
		}
	}
	return dst
}

// CutRaw gives the part of a row's text that holds its first n cells, all of it where it has no more. Rows of a file that has extra columns
// at its end from an earlier run are so written without them. JSON lines are left alone: WriteRaw replaces keys.
func CutRaw(f tabular.Format, raw []byte, n int) []byte {
	if f.Name != tabular.FormatCSV || f.Delimiter == "" || f.Run || n < 1 {
		return raw
	}
	s := delimited.NewScanner(writingDialect(f))
	n += f.FirstColumn
	if s.Scan(tabular.Whole(raw)); s.Rec.Damage != "" || len(s.Rec.Spans) <= n {
		return raw
	}
	next := s.Rec.Spans[n].Start
	if s.Rec.Spans[n].Quoted {
		next -= len(s.Quote)
	}
	if s.Rec.Spans[n].Spaced {
		next -= len(raw[:next]) - len(bytes.TrimRight(raw[:next], s.Blanks()))
	}
	return raw[:next-len(s.Delim)]
}

// doubleUnlessEscaped doubles the quotes of a text, but for those after a backslash.
func doubleUnlessEscaped(text, quote string) string {
	const mark = "\x00" // no cell that is written holds one
	text = strings.ReplaceAll(text, `\`+quote, `\`+mark)
	text = strings.ReplaceAll(text, quote, quote+quote)
	return strings.ReplaceAll(text, mark, quote)
}
