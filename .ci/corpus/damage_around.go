package main

import "strings"

// aboveDamages are lines above the header, and comments.
func aboveDamages() []damage {
	title, source := []string{"Kundlista 2026"}, []string{"Utdrag ur registret för förvaltare"}
	keys := [][]string{{"Exporterad:", "2026-11-03"}, {"Användare:", "Anna"}}
	many := append([][]string{title, source, {"Sida 1 av 1"}, nil}, keys...)
	return []damage{
		{"preamble", "title", anywhere, above(false, title)},
		{"preamble", "title, delimiters to the end", anywhere, above(true, title)},
		{"preamble", "title and blank line", anywhere, above(false, title, nil)},
		{"preamble", "title and blank line, delimiters to the end", anywhere, above(true, title, nil)},
		{"preamble", "two titles", anywhere, above(false, title, source)},
		{"preamble", "keys", anywhere, above(false, keys...)},
		{"preamble", "keys and blank line", anywhere, above(false, append(keys[:2:2], nil)...)},
		{"preamble", "keys and blank line, delimiters to the end", anywhere, above(true, append(keys[:2:2], nil)...)},
		{"preamble", "many lines", anywhere, above(false, append(many, nil)...)},
		{"preamble", "many lines, delimiters to the end", anywhere, above(true, append(many, nil)...)},
		{"preamble", "blank lines", anywhere, above(false, nil, nil)},
		{"comment", "above", anywhere, comment(0)},
		{"comment", "between rows", inRows, comment(1)},
	}
}

// above puts lines above the header. With two columns and no blank line they could be rows; with one column nobody can tell.
func above(padded bool, lines ...[]string) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		w := doc.width()
		if padded && (w == 1 || doc.dialect.mustQuote("")) {
			return false
		}
		blankLast := lines[len(lines)-1] == nil
		titled := strings.Join(lines[0], "") != ""
		doc.ambiguous = titled && (w == 1 || w == 2 && (!blankLast || padded))
		for i, cells := range lines {
			doc.insert(i, doc.aside(cells, padded))
		}
		return true
	}
}

// aside is a line that is no row: as it stands, or with delimiters up to the width of the table, as spreadsheets save it.
func (doc *document) aside(cells []string, padded bool) line {
	d := doc.dialect
	if padded {
		return line{verbatim: true, text: d.row(cells) + strings.Repeat(d.delimiter, doc.width()-max(1, len(cells)))}
	}
	if cells == nil {
		return line{verbatim: true}
	}
	if len(cells) == 1 && d.style == quoteMinimal {
		if len(strings.Split(cells[0], d.delimiter)) >= doc.width() { // words between spaces look like cells
			doc.ambiguous = true
		}
		return line{verbatim: true, text: cells[0]}
	}
	return line{cells: cells}
}

func comment(where int) func(*document, place) bool {
	return func(doc *document, p place) bool {
		i := 0
		if where > 0 {
			var ok bool
			if i, ok = doc.rowAt(p); !ok {
				return false
			}
		}
		doc.ambiguous = doc.width() == 1 && where > 0
		doc.insert(i, line{verbatim: true, text: "# exported by the old system, do not edit"})
		return !strings.Contains(doc.dialect.delimiter+doc.dialect.quote, "#")
	}
}

// blankDamages are lines without anything.
func blankDamages() []damage {
	return []damage{
		{"blank lines", "one", inRows, blank(1, false, 0)},
		{"blank lines", "three", inRows, blank(3, false, 0)},
		{"blank lines", "delimiters only", inRows, blank(1, true, 0)},
		{"blank lines", "after the header", anywhere, func(doc *document, _ place) bool { doc.insert(1, line{verbatim: true}); return true }},
		{"blank lines", "at the end", anywhere, blank(5, false, 1)},
		{"blank lines", "at the end, delimiters only", anywhere, blank(20, true, 1)},
		{"blank lines", "every second", anywhere, func(doc *document, _ place) bool {
			for i := len(doc.lines) - 1; i > 0; i-- {
				doc.insert(i, line{verbatim: true})
			}
			return true
		}},
	}
}

func blank(n int, delimiters bool, end int) func(*document, place) bool {
	return func(doc *document, p place) bool {
		i, ok := doc.rowAt(p)
		if end > 0 {
			i, ok = len(doc.lines), true
		}
		if !ok || delimiters && (doc.width() == 1 || doc.dialect.mustQuote("")) {
			return false
		}
		doc.ambiguous = doc.width() == 1 && end == 0
		for range n {
			doc.insert(i, doc.aside(nil, delimiters))
		}
		return true
	}
}

// belowDamages are lines below the last row.
func belowDamages() []damage {
	note := func(doc *document) []string { return []string{"Källa: eget register, november 2026"} }
	count := func(doc *document) []string { return []string{"Antal poster: 80"} }
	return []damage{
		{"footer", "totals", anywhere, below(false, false, totals)},
		{"footer", "totals after a blank line", anywhere, below(true, false, totals)},
		{"footer", "note", anywhere, below(false, false, note)},
		{"footer", "note after a blank line", anywhere, below(true, false, note)},
		{"footer", "note after a blank line, delimiters to the end", anywhere, below(true, true, note)},
		{"footer", "totals and note", anywhere, below(true, false, totals, count, note)},
	}
}

// totals is a last line that adds up a column of numbers.
func totals(doc *document) []string {
	cells := make([]string, doc.width())
	cells[0] = "Summa"
	cells[len(cells)-1] = "48211"
	return cells
}

func below(gap, padded bool, lines ...func(*document) []string) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		if doc.width() == 1 && padded || padded && doc.dialect.mustQuote("") {
			return false
		}
		doc.ambiguous = doc.width() == 1 || doc.width() == 2 && !gap
		if gap {
			doc.insert(len(doc.lines), doc.aside(nil, padded))
		}
		for _, cells := range lines {
			doc.insert(len(doc.lines), doc.aside(cells(doc), padded))
		}
		return true
	}
}
