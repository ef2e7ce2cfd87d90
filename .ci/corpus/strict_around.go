package main

import (
	"slices"
	"strings"
)

// labelDamages are labels with a value beside them, titles and dates above the header.
func labelDamages() []damage {
	var list []damage
	add := func(group, name string, lines [][]string) {
		list = append(list,
			damage{group, name, anywhere, aboveTable(false, lines)},
			damage{group, name + ", delimiters to the end", anywhere, aboveTable(true, lines)},
			damage{group, name + ", blank line", anywhere, aboveTable(false, append(slices.Clone(lines), nil))},
			damage{group, name + ", delimiters to the end, blank line", anywhere, aboveTable(true, append(slices.Clone(lines), nil))},
		)
	}
	for _, label := range []string{"Bolag:", "Företag", "Kund", "Rapport:", "Namn:", "Kundnr:"} {
		value := "Nordhus AB"
		if label == "Kundnr:" {
			value = "4711"
		}
		add("labels above", label, [][]string{{label, value}, {"Datum:", "2024-01-15"}, {"Sida:", "1"}})
		add("labels above", label+" alone", [][]string{{label, value}})
	}
	add("labels above", "Datum: first", [][]string{{"Datum:", "2024-01-15"}, {"Bolag:", "Nordhus AB"}})
	add("title above", "title and date below", [][]string{{"Kundlista Nordhus"}, {"Utskriven", "2024-01-15"}})
	add("title above", "title, date and page", [][]string{{"Kundlista"}, {"Datum", "2024-01-15"}, {"Sida:", "1"}})
	add("title above", "title and date in one row", [][]string{{"Kundlista", "", "2024-01-15"}})
	add("title above", "two titles and the date", [][]string{{"Nordhus AB"}, {"Kundlista"}, {"Utskriven", "2024-01-15"}})
	return list
}

func aboveTable(padded bool, lines [][]string) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		for i, cells := range lines {
			if len(cells) > doc.width() {
				return false
			}
			doc.insert(i, doc.aside(cells, padded))
		}
		return true
	}
}

// noteTexts are what reports say about themselves.
var noteTexts = []string{
	"Totalt antal kunder: 2", "Källa: Registret, uttag 2024-01-15", "Sida 1 av 2", "Utskriven 2024-01-15 08:00", "(2 rader)", "Slut på rapport", "* preliminära uppgifter",
	"Rapporten skapad av Nordhus", "Antal poster: 2", "Antal: 2", "Totalt: 2", "Summa 2", "Page 1 of 2", "Total: 2", "End of report", "***END OF FILE***", "(2 rows affected)",
}

// noteDamages are notes, totals and page footers: in the first cell alone or padded, below the
// table, behind a blank line, and in the middle.
func noteDamages() []damage {
	var list []damage
	for _, text := range noteTexts {
		for _, padded := range []bool{false, true} {
			form := text
			if padded {
				form += ", delimiters to the end"
			}
			list = append(list,
				damage{"note at the end", form, anywhere, note(text, padded, false, false)},
				damage{"note after a blank line", form, anywhere, note(text, padded, true, false)},
				damage{"note in the middle", form, anywhere, note(text, padded, false, true)},
			)
		}
	}
	for _, name := range []string{"Summa", "Totalt", "Total"} {
		list = append(list, damage{"note at the end", name + " and a number in the last column", anywhere, func(doc *document, _ place) bool {
			cells := make([]string, doc.width())
			cells[0], cells[len(cells)-1] = name, "48211"
			doc.insert(len(doc.lines), line{cells: cells})
			return doc.width() > 2
		}})
	}
	return append(list, damage{"note in the middle", "pages with their headers", anywhere, pages})
}

func note(text string, padded, gap, middle bool) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		at := len(doc.lines)
		if middle {
			at = 1 + len(doc.table.rows)/2
		}
		doc.insert(at, doc.aside([]string{text}, padded))
		if gap {
			doc.insert(at, doc.aside(nil, padded))
		}
		return len(doc.table.rows) > 2
	}
}

// pages ends each ten rows with the number of the page, and starts the next with the header.
func pages(doc *document, _ place) bool {
	rows := doc.rows()
	for i := len(rows) - 1; i > 0; i-- {
		if i%10 == 0 {
			doc.insert(rows[i], doc.aside([]string{"Sida " + string(rune('0'+i/10%10))}, true), line{cells: doc.table.header})
		}
	}
	return len(rows) > 15
}

// endDamages are the end mark of DOS, and cells that all end in a blank.
func endDamages() []damage {
	mark := func(n int) func(*document, place) bool {
		return func(doc *document, _ place) bool {
			doc.mangle = func(b []byte) []byte { return append(b, strings.Repeat("\x1a", n)...) }
			return !strings.HasPrefix(doc.dialect.encoding, "utf-16")
		}
	}
	return []damage{
		{"dos end mark", "one", anywhere, mark(1)},
		{"dos end mark", "many", anywhere, mark(100)},
		{"dos end mark", "behind the last row", anywhere, func(doc *document, p place) bool {
			last := len(doc.lines) - 1
			doc.raw(last, doc.written(last)+"\x1a")
			doc.dialect.end = "none"
			return mark(0)(doc, p)
		}},
		{"cells end in blanks", "", anywhere, func(doc *document, _ place) bool {
			for i, l := range doc.lines {
				doc.raw(i, strings.Join(l.cells, " "+doc.dialect.delimiter)+" ")
			}
			return doc.dialect.quote == ""
		}},
	}
}
