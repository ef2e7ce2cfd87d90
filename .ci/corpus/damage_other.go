package main

import (
	"slices"
	"strings"
)

// otherDamages are single rows in another dialect than the rest, and single bytes.
func otherDamages() []damage {
	return []damage{
		{"other delimiter", "", inRows, at(otherDelimiter)},
		{"other quote", "all cells", inRows, at(otherQuote(false))},
		{"other quote", "where needed", inRows, at(otherQuote(true))},
		{"other escape", "", inRows, at(otherEscape)},
	}
}

// byteDamages are bytes that are no text.
func byteDamages() []damage {
	return []damage{
		{"nul", "in a cell", inCells, at(func(_ *document, cells []string, column int) (line, bool) {
			return line{cells: changed(cells, column, cells[column]+"\x00")}, len(cells) > 1
		})},
		{"nul", "a whole cell", inRows, at(func(_ *document, cells []string, column int) (line, bool) {
			return line{cells: changed(cells, column, "\x00")}, len(cells) > 1
		})},
		{"nul", "at the end", anywhere, func(doc *document, _ place) bool {
			doc.mangle = func(b []byte) []byte { return append(b, make([]byte, 512)...) }
			return !strings.HasPrefix(doc.dialect.encoding, "utf-16") && !strings.HasPrefix(doc.dialect.encoding, "utf-32") && doc.dialect.end != "none"
		}},
		{"wrong byte", "", inCells, wrongByte},
	}
}

// wrongByte puts a byte that means nothing into a cell. In a file without other letters beyond ASCII it would mean another encoding.
func wrongByte(doc *document, p place) bool {
	if charmaps[doc.dialect.encoding] != nil || doc.letters() < 4 {
		return false
	}
	return at(func(_ *document, cells []string, column int) (line, bool) {
		text := inside(string(marker), cells[column])
		return line{cells: changed(cells, column, text), want: changed(cells, column, strings.ReplaceAll(text, string(marker), "\ufffd"))}, true
	})(doc, p)
}

// letters counts those beyond ASCII.
func (doc *document) letters() int {
	n := 0
	for _, l := range doc.lines {
		for _, text := range l.cells {
			for _, r := range text {
				if r > 127 {
					n++
				}
			}
		}
	}
	return n
}

func otherDelimiter(doc *document, cells []string, _ int) (line, bool) {
	d := doc.dialect
	all := strings.Join(cells, "")
	for _, delimiter := range []string{";", ",", "\t", "|"} {
		if strings.Contains(d.delimiter, delimiter) || d.quote == delimiter || d.escape == delimiter || strings.Contains(all, delimiter) || len(cells) < 2 {
			continue
		}
		if strings.ContainsAny(all, d.delimiter) {
			doc.ambiguous = true
		}
		doc.ambiguous = doc.ambiguous || len(cells) == 2
		own := d
		own.delimiter, own.run = delimiter, false
		return line{verbatim: true, text: own.row(cells), want: cells}, true
	}
	return line{}, false
}

func otherQuote(needed bool) func(*document, []string, int) (line, bool) {
	return func(doc *document, cells []string, _ int) (line, bool) {
		d := doc.dialect
		own := d
		own.setQuote("'", "double")
		if d.quote != `"` {
			own.setQuote(`"`, "double")
		}
		own.style = quoteAll
		if needed {
			own.style = quoteMinimal
		}
		text := own.row(cells)
		doc.ambiguous = len(cells) == 2
		odd := slices.ContainsFunc(cells, func(s string) bool {
			return strings.Contains(s, own.quote) || d.quote != "" && strings.Contains(s, d.quote)
		})
		if odd || strings.Contains(d.delimiter, own.quote) || !strings.Contains(text, own.quote) || len(cells) < 2 || d.mustQuote("") {
			return line{}, false
		}
		return line{verbatim: true, text: text, want: cells}, true
	}
}

// otherEscape writes quotes in one row in another way than the rest of the file.
func otherEscape(doc *document, cells []string, _ int) (line, bool) {
	d := doc.dialect
	i := slices.IndexFunc(cells, func(s string) bool { return len(s) > 3 && !numeric(s) && !strings.Contains(s, d.quote) })
	if d.quote == "" || d.escape == "" || i < 0 || len(cells) < 2 {
		return line{}, false
	}
	own := d
	if own.escape = `\`; d.escape == `\` {
		own.escape = d.quote
	}
	want := changed(cells, i, cells[i]+" "+d.quote+"nya"+d.quote+" huset")
	if slices.ContainsFunc(want, func(s string) bool { return !own.allows(s) }) {
		return line{}, false
	}
	return line{verbatim: true, text: own.row(want), want: want}, true
}
