package main

import "strings"

// headerDamages are headers of several lines, of none, or with names that don't name.
func headerDamages() []damage {
	return []damage{
		{"header lines", "names and units", anywhere, headerLines(1)},
		{"header lines", "names, units and more", anywhere, headerLines(2)},
		{"header lines", "groups above", anywhere, groups},
		{"header lines", "names over two lines", anywhere, splitNames},
		{"header none", "", anywhere, func(doc *document, _ place) bool {
			doc.lines = doc.lines[1:]
			doc.ambiguous = !typed(doc.table)
			return true
		}},
		{"header only", "", anywhere, func(doc *document, _ place) bool {
			doc.lines = doc.lines[:1]
			doc.ambiguous = doc.width() == 1 || strings.ContainsAny(doc.dialect.delimiter, " :") && doc.dialect.style != quoteAll
			return true
		}},
		{"header again", "", inRows[1:], func(doc *document, p place) bool {
			i, ok := doc.rowAt(p)
			if ok {
				doc.insert(i, line{cells: doc.table.header})
			}
			doc.ambiguous = doc.width() == 1
			return ok
		}},
		{"header names", "blank", inColumns, rename(func([]string, int) string { return "" })},
		{"header names", "double", inColumns, rename(func(names []string, i int) string { return names[(i+1)%len(names)] })},
		{"header names", "with spaces", inColumns, rename(func(names []string, i int) string { return "Vad det " + names[i] + " är" })},
		{"column later", "one", anywhere, later(1)},
		{"column later", "three", anywhere, later(3)},
	}
}

// typed says whether a person sees by a column's values that its name is none of them.
func typed(t *source) bool {
	for i := range t.header {
		n := 0
		for _, row := range t.rows {
			if strings.ContainsAny(row[i], "0123456789") {
				n++
			}
		}
		if n > 0 && n*10 >= len(t.rows)*8 {
			return true
		}
	}
	return false
}

// headerLines puts lines of units below the names.
func headerLines(n int) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		w := doc.width()
		for k := range n {
			cells := make([]string, w)
			for i := range cells {
				cells[i] = [][]string{{"(text)", "(kod)", "(antal)"}, {"obligatorisk", "frivillig"}}[k][i%2]
			}
			doc.insert(1+k, line{kind: header, cells: cells})
		}
		doc.ambiguous = w == 1 || !typed(doc.table)
		return true
	}
}

// groups puts names of groups of columns above the names. They may be read as standing above each of their columns.
func groups(doc *document, _ place) bool {
	w := doc.width()
	if w < 4 || doc.dialect.mustQuote("") {
		return false
	}
	cells, filled := make([]string, w), make([]string, w)
	for i := range cells {
		filled[i] = "Uppgifter"
		if i >= w/2 {
			filled[i] = "Övrigt"
		}
	}
	cells[0], cells[w/2] = filled[0], filled[w/2]
	doc.insert(0, line{kind: header, cells: cells})
	doc.alsoHeader = joinHeaders(filled, doc.table.header)
	return true
}

// splitNames writes each name over two lines.
func splitNames(doc *document, _ place) bool {
	w := doc.width()
	upper, lower := make([]string, w), make([]string, w)
	for i, name := range doc.table.header {
		var ok bool
		if upper[i], lower[i], ok = strings.Cut(name, " "); !ok {
			upper[i], lower[i] = []string{"Kundens", "Avtalets", "Husets"}[i%3], name
		}
	}
	doc.lines[0].cells = upper
	doc.insert(1, line{kind: header, cells: lower})
	doc.ambiguous = w == 1 || !typed(doc.table)
	return true
}

func rename(name func(names []string, i int) string) func(*document, place) bool {
	return func(doc *document, p place) bool {
		names := doc.table.header
		i := p.columnOf(len(names))
		doc.lines[0].cells = changed(names, i, name(names, i))
		return len(names) > 1
	}
}

// later puts blank columns left of the table. They are no part of it.
func later(columns int) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		if doc.width() == 1 || doc.dialect.mustQuote("") {
			return false
		}
		for i, l := range doc.lines {
			doc.lines[i].want = l.cells
			doc.lines[i].cells = append(make([]string, columns), l.cells...)
		}
		return true
	}
}
