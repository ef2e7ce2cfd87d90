package main

import (
	"fmt"
	"slices"
	"strings"
)

// swallowedDamages are quotes that open in one row and close in a later one, so that by the rules
// the rows between are one cell.
func swallowedDamages() []damage {
	var list []damage
	for _, n := range []int{2, 4, 20, 50} {
		list = append(list, damage{"rows swallowed", fmt.Sprintf("%d rows", n), inColumns, swallow(n)})
	}
	return list
}

func swallow(n int) func(*document, place) bool {
	return func(doc *document, p place) bool {
		d, rows := doc.dialect, doc.rows()
		from := len(rows) / 8
		if d.quote == "" || d.style != quoteMinimal || from+n >= len(rows) || len(rows) < n+5 {
			return false
		}
		column := p.columnOf(doc.width())
		for _, end := range []struct {
			at         int
			raw, plain string
		}{{rows[from], `"Visa`, "Visa"}, {rows[from+n], `skärm 12"`, "skärm 12"}} {
			cells := doc.lines[end.at].cells
			doc.lines[end.at] = line{
				kind: data, verbatim: true, text: rawCell(d, cells, column, end.raw), want: changed(cells, column, end.raw), also: changed(cells, column, end.plain),
			}
		}
		return true
	}
}

// lineQuoteDamages are files whose lines stand in quotes as a whole.
func lineQuoteDamages() []damage {
	every := func(int, int) bool { return true }
	return []damage{
		{"lines quoted", "all", anywhere, quoteLines(every, "")},
		{"lines quoted", "all but the header", anywhere, quoteLines(func(i, _ int) bool { return i > 0 }, "")},
		{"lines quoted", "every third", anywhere, quoteLines(func(i, _ int) bool { return i%3 == 1 }, "")},
		{"lines quoted", "one", anywhere, quoteLines(func(i, n int) bool { return i == n/2 }, "")},
		{"lines quoted", "last", anywhere, quoteLines(func(i, n int) bool { return i == n-1 }, "")},
		{"lines quoted", "all, semicolons behind", anywhere, quoteLines(every, ";;")},
	}
}

func quoteLines(which func(i, n int) bool, behind string) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		for i := range doc.lines {
			if which(i, len(doc.lines)) {
				doc.raw(i, `"`+strings.ReplaceAll(doc.written(i), `"`, `""`)+`"`+behind)
			}
		}
		return true
	}
}

// typographicDamages are quotes as word processors set them.
func typographicDamages() []damage {
	var list []damage
	for _, marks := range [][2]string{{"“", "”"}, {"”", "”"}, {"«", "»"}, {"»", "«"}, {"„", "“"}, {"‘", "’"}} {
		for form, bare := range map[string]func(row, column int) bool{
			"all cells":  func(int, int) bool { return false },
			"names only": func(row, column int) bool { return row == 0 || column > 0 },
			"rows only":  func(row, _ int) bool { return row == 0 },
		} {
			list = append(list, damage{"typographic quotes", marks[0] + " " + marks[1] + " " + form, anywhere, rewritten(func(_ dialect, row, column int, text string) string {
				if bare(row, column) {
					return text
				}
				return marks[0] + text + marks[1]
			})})
		}
	}
	slices.SortFunc(list, func(a, b damage) int { return strings.Compare(a.name, b.name) })
	return list
}

// rewritten writes each cell in a way of its own; what is wanted stays.
func rewritten(cell func(d dialect, row, column int, text string) string) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		if doc.dialect.style != quoteMinimal { // the same file once more
			return false
		}
		for i, l := range doc.lines {
			parts := make([]string, len(l.cells))
			for c, text := range l.cells {
				if strings.ContainsAny(text, doc.dialect.delimiter+`"`) {
					return false
				}
				parts[c] = cell(doc.dialect, i, c, text)
			}
			doc.raw(i, strings.Join(parts, doc.dialect.delimiter))
		}
		return true
	}
}
