package main

import (
	"slices"
	"strings"
)

// What a line of a file is.
const (
	other  = iota // no part of the table
	header        // one of the lines that name the columns
	data
)

// line is one record of a file, and what a person reads there.
type line struct {
	kind  int
	cells []string
	// text stands in the file in place of the cells, when verbatim.
	text     string
	verbatim bool
	// want is what is read, nil for the cells; also is another reading that is as good.
	want, also []string
}

// document is a file about to be written, line by line.
type document struct {
	table   *source
	dialect dialect
	lines   []line
	// alsoHeader is another reading of the header that is as good.
	alsoHeader []string
	// ambiguous says that a person could not tell how it was meant.
	ambiguous bool
	// number is which table of the file is wanted; 0 is the first.
	number int
	// mangle changes the bytes of the file, last of all.
	mangle func([]byte) []byte
}

func newDocument(t *source, d dialect) *document {
	doc := &document{table: t, dialect: d, lines: []line{{kind: header, cells: t.header}}}
	for _, row := range t.rows {
		doc.lines = append(doc.lines, line{kind: data, cells: row})
	}
	return doc
}

// allowed says whether a person reads all cells in the dialect as they were meant.
func (doc *document) allowed() bool {
	d := doc.dialect
	if doc.width() == 1 && (d.delimiter != "," && d.delimiter != ";" || d.sepLine) {
		return false
	}
	for _, l := range doc.lines {
		if l.verbatim {
			continue
		}
		for i, text := range l.cells {
			if !d.allows(text) || i == 0 && strings.HasPrefix(text, d.quote+"#") {
				return false
			}
		}
	}
	return true
}

func (doc *document) width() int { return len(doc.table.header) }

// first gives the index of the first line of a kind.
func (doc *document) first(kind int) int {
	return slices.IndexFunc(doc.lines, func(l line) bool { return l.kind == kind })
}

// rowAt gives the index of the data line at a place, and whether there is one.
func (doc *document) rowAt(p place) (int, bool) {
	from := doc.first(data)
	if from < 0 || len(doc.table.rows) == 1 && p.row != 0 {
		return 0, false
	}
	return from + int(p.row*float64(len(doc.table.rows)-1)), true
}

// insert puts lines in front of the line at an index.
func (doc *document) insert(at int, lines ...line) {
	doc.lines = slices.Insert(doc.lines, at, lines...)
}

// bytes writes the file. It reports false when its encoding lacks a letter.
func (doc *document) bytes() ([]byte, bool) {
	var b strings.Builder
	if doc.dialect.sepLine {
		b.WriteString("sep=" + doc.dialect.delimiter + doc.newline(0))
	}
	for i, l := range doc.lines {
		if l.verbatim {
			b.WriteString(l.text)
		} else {
			b.WriteString(doc.dialect.row(l.cells))
		}
		if i < len(doc.lines)-1 || doc.dialect.end != "none" {
			b.WriteString(doc.newline(i))
		}
	}
	if doc.dialect.end == "double" {
		b.WriteString(doc.newline(0))
	}
	file, ok := encode(b.String(), doc.dialect.encoding, doc.dialect.bom)
	if ok && doc.mangle != nil {
		file = doc.mangle(file)
	}
	return file, ok
}

// newline gives the line end of the line at an index.
func (doc *document) newline(i int) string {
	switch doc.dialect.newline {
	case "mixed":
		return []string{"\r\n", "\n", "\n"}[i%3]
	case "mixed3":
		return []string{"\r\n", "\n", "\r", "\n"}[i%4]
	}
	return doc.dialect.newline
}

// expected is what a person reads in a file.
type expected struct {
	header []string // nil where the file names no columns
	also   []string // another reading of the header, nil for none
	rows   [][]string
	// instead gives for the key of a row that is as good the key of the one in rows.
	instead map[string][]string
}

func (doc *document) expected() expected {
	e := expected{also: doc.alsoHeader, instead: map[string][]string{}}
	for _, l := range doc.lines {
		want := l.cells
		if l.want != nil {
			want = l.want
		}
		switch l.kind {
		case header:
			e.header = joinHeaders(e.header, want)
		case data:
			e.rows = append(e.rows, want)
			if l.also != nil {
				e.instead[key(l.also)] = want
			}
		}
	}
	return e
}

// joinHeaders puts the lines of a header together, column by column, with a space between.
func joinHeaders(above, below []string) []string {
	joined := make([]string, max(len(above), len(below)))
	for i := range joined {
		var parts []string
		for _, names := range [][]string{above, below} {
			if i < len(names) && names[i] != "" {
				parts = append(parts, names[i])
			}
		}
		joined[i] = strings.Join(parts, " ")
	}
	return joined
}

// key makes a row comparable.
func key(cells []string) string { return strings.Join(cells, "\x1f\x1e") }
