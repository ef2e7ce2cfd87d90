package main

import (
	"slices"
	"strings"
)

// quoteDamages are quotes that are lost or too many. One that nothing matches is text.
func quoteDamages() []damage {
	return []damage{
		{"quote unclosed", "", inCells, at(unclosed)},
		{"quote extra", "unquoted start", inCells, at(extraBare(func(q, s string) string { return q + s }))},
		{"quote extra", "unquoted inside", inCells, at(extraBare(inside))},
		{"quote extra", "unquoted end", inCells, at(extraBare(func(q, s string) string { return s + q }))},
		{"quote extra", "quoted start", inCells, at(extraQuoted(func(q, s string) string { return q + s }))},
		{"quote extra", "quoted inside", inCells, at(extraQuoted(inside))},
		{"quote extra", "quoted end", inCells, at(extraQuoted(func(q, s string) string { return s + q }))},
		{"quote spaced", "after the delimiter", inRows, at(spaced(" ", ""))},
		{"quote spaced", "both sides", inRows, at(spaced(" ", " "))},
		{"quote spaced", "whole file", anywhere, spacedFile},
	}
}

// inside puts q between two letters, away from a space, which a person could take for the end of a word in quotes.
func inside(q, s string) string {
	letters := []rune(s)
	return string(letters[:len(letters)/2]) + q + string(letters[len(letters)/2:])
}

// rawCell writes a row in which one cell stands as given.
func rawCell(d dialect, cells []string, column int, raw string) string {
	return joinRaw(d, d.row(cells[:column]), column > 0, raw, cells[column+1:])
}

// unclosed takes the closing quote of a quoted cell away. Where all cells are quoted the opening one says nothing and may be left out.
func unclosed(doc *document, cells []string, column int) (line, bool) {
	d, text := doc.dialect, cells[column]
	if d.quote == "" || text == "" || strings.Contains(text, d.quote) {
		return line{}, false
	}
	if d.mustQuote(text) {
		doc.ambiguous = true
	}
	raw := rawCell(d, cells, column, d.quote+text)
	return line{verbatim: true, text: raw, want: changed(cells, column, d.quote+text), also: changed(cells, column, text)}, true
}

// extraBare puts a quote into a cell without quotes.
func extraBare(put func(q, s string) string) func(*document, []string, int) (line, bool) {
	return func(doc *document, cells []string, column int) (line, bool) {
		d, text := doc.dialect, cells[column]
		if d.quote == "" || len([]rune(text)) < 2 || d.cell(text) != text {
			return line{}, false
		}
		text = put(d.quote, text)
		return line{verbatim: true, text: rawCell(d, cells, column, text), want: changed(cells, column, text)}, true
	}
}

// extraQuoted puts a quote that isn't escaped into a quoted cell. A cell that needed no quotes may as well have been meant as it stands.
func extraQuoted(put func(q, s string) string) func(*document, []string, int) (line, bool) {
	return func(doc *document, cells []string, column int) (line, bool) {
		d, text := doc.dialect, cells[column]
		if d.quote == "" || len([]rune(text)) < 2 || strings.ContainsAny(text, "\n"+d.quote) {
			return line{}, false
		}
		needed := d.mustQuote(text) || d.style == quoteAll
		doc.ambiguous = !doc.quoteShown() || d.mustQuote(text) && len(cells) < 3
		text = put(d.quote, text)
		l := line{verbatim: true, text: rawCell(d, cells, column, d.quote+text+d.quote), want: changed(cells, column, text)}
		if !needed {
			l.also = changed(cells, column, d.quote+text+d.quote)
		}
		return l, true
	}
}

// spaced quotes all cells of a row, with spaces between quotes and delimiters.
func spaced(before, after string) func(*document, []string, int) (line, bool) {
	return func(doc *document, cells []string, _ int) (line, bool) {
		d := doc.dialect
		if d.quote == "" || strings.Contains(d.delimiter, " ") || len(cells) == 1 {
			return line{}, false
		}
		doc.ambiguous = !doc.quoteShown()
		var quoted []string
		for _, text := range cells {
			quoted = append(quoted, d.quoted(text))
		}
		return line{verbatim: true, text: strings.Join(quoted, after+d.delimiter+before), want: cells}, true
	}
}

// quoteShown says whether a person sees what the quote is: it is a usual one, or stands around cells elsewhere.
func (doc *document) quoteShown() bool {
	d := doc.dialect
	if d.quote == `"` || d.quote == "'" || d.style != quoteMinimal {
		return true
	}
	n := 0
	for _, l := range doc.lines {
		if slices.ContainsFunc(l.cells, d.mustQuote) {
			n++
		}
	}
	return n > 1
}

func spacedFile(doc *document, _ place) bool {
	for i, l := range doc.lines {
		written, ok := spaced(" ", " ")(doc, l.cells, 0)
		if !ok {
			return false
		}
		written.kind = l.kind
		doc.lines[i] = written
	}
	return true
}
