package main

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// ruleDamages are rules of signs below the header, as databases and Markdown draw them.
func ruleDamages() []damage {
	return []damage{
		{"rule below the header", "dashes", anywhere, rule("-", "")},
		{"rule below the header", "equals signs", anywhere, rule("=", "")},
		{"rule below the header", "dashes and a count", anywhere, rule("-", "(2 rows affected)")},
		{"rule below the header", "one line of dashes", anywhere, func(doc *document, _ place) bool {
			doc.insert(1, line{verbatim: true, text: strings.Repeat("-", 40)})
			return true
		}},
		{"rule below the header", "psql", anywhere, drawn(" ", " ", "-", "+", "", false)},
		{"rule below the header", "psql and its count", anywhere, drawn(" ", " ", "-", "+", "(12 rows)", false)},
		{"rule below the header", "markdown", anywhere, drawn("| ", " |", "-", "|", "", false)},
		{"rule below the header", "markdown, aligned", anywhere, drawn("| ", " |", ":", "|", "", false)},
		{"rule below the header", "box", anywhere, drawn("| ", " |", "-", "+", "", true)},
		{"rule below the header", "box and its count", anywhere, drawn("| ", " |", "-", "+", "12 rows in set (0.00 sec)", true)},
	}
}

func rule(sign, count string) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		parts := make([]string, doc.width())
		for i, name := range doc.table.header {
			parts[i] = strings.Repeat(sign, utf8.RuneCountInString(name))
		}
		doc.insert(1, line{verbatim: true, text: strings.Join(parts, doc.dialect.delimiter)})
		if count != "" {
			doc.insert(len(doc.lines), line{verbatim: true}, line{verbatim: true, text: count})
		}
		return true
	}
}

// drawn writes the whole table with upright lines between cells of equal width.
func drawn(left, right, sign, crossing, count string, box bool) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		if doc.dialect.delimiter != ";" || doc.dialect.quote != "" && doc.dialect.style != quoteMinimal || len(doc.lines) > 1000 {
			return false
		}
		widths, rules := make([]int, doc.width()), make([]string, doc.width())
		for i := range widths {
			for _, l := range doc.lines {
				widths[i] = max(widths[i], utf8.RuneCountInString(l.cells[i]))
			}
			rules[i] = strings.Repeat("-", widths[i]+2)
			if sign == ":" {
				rules[i] = " :" + strings.Repeat("-", widths[i]-2) + ": "
			}
		}
		rule := strings.Join(rules, crossing)
		if strings.TrimSpace(left) != "" {
			rule = crossing + rule + crossing
		}
		for at, l := range doc.lines {
			padded := make([]string, len(l.cells))
			for i, text := range l.cells {
				padded[i] = text + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text))
			}
			doc.raw(at, left+strings.Join(padded, " | ")+right)
		}
		ruled := line{verbatim: true, text: rule}
		doc.insert(1, ruled)
		if box {
			doc.insert(0, ruled)
			doc.insert(len(doc.lines), ruled)
		}
		if count != "" {
			doc.insert(len(doc.lines), line{verbatim: true, text: count})
		}
		return true
	}
}

// stackedDamages are files put together: a second header, in another order or of another table.
func stackedDamages() []damage {
	blank, title := line{verbatim: true}, line{verbatim: true, text: "Övriga"}
	return []damage{
		{"second header", "reversed", anywhere, stacked(slices.Reverse[[]string])},
		{"second header", "reversed after a blank line", anywhere, stacked(slices.Reverse[[]string], blank)},
		{"second header", "reversed after a title", anywhere, stacked(slices.Reverse[[]string], blank, title)},
		{"second header", "first two swapped", anywhere, stacked(swapFirst)},
		{"second header", "first two swapped after a blank line", anywhere, stacked(swapFirst, blank)},
		{"second header", "last two swapped", anywhere, stacked(swapLast)},
		{"second header", "last two swapped after a blank line", anywhere, stacked(swapLast, blank)},
		{"second header", "same order after a blank line", anywhere, stacked(func([]string) {}, blank)},
		{"second header", "same order after a title", anywhere, stacked(func([]string) {}, blank, title)},
		{"other table below", "after a blank line", anywhere, otherBelow(blank)},
		{"other table below", "after a title", anywhere, otherBelow(blank, title)},
		{"other table below", "at once", anywhere, otherBelow()},
	}
}

func swapFirst(cells []string) { cells[0], cells[1] = cells[1], cells[0] }

func swapLast(cells []string) {
	n := len(cells)
	cells[n-1], cells[n-2] = cells[n-2], cells[n-1]
}

// stacked writes the second half of the rows in another order of columns, below a header that says
// so.
func stacked(reorder func([]string), between ...line) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		half := 1 + len(doc.table.rows)/2
		for i := half; i < len(doc.lines); i++ {
			l := &doc.lines[i]
			l.want, l.cells = l.cells, slices.Clone(l.cells)
			reorder(l.cells)
		}
		head := slices.Clone(doc.table.header)
		reorder(head)
		doc.insert(half, slices.Concat(between, []line{{cells: head}})...)
		return len(doc.table.rows) > 5
	}
}

// otherBelow adds a table of something else. Nothing in it is an organization of this list.
func otherBelow(between ...line) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		if doc.column("name") > 0 { // its codes would stand below another header's
			return false
		}
		s := second(max(2, doc.width()))
		doc.insert(len(doc.lines), between...)
		for _, cells := range slices.Concat([][]string{s.header}, s.rows) {
			doc.insert(len(doc.lines), line{cells: cells})
		}
		return true
	}
}

// mergedDamages are headers whose cells were merged downwards or sideways in a spreadsheet.
func mergedDamages() []damage {
	return []damage{
		{"merged header", "two rows, blank below", anywhere, mergedHeader(2, false)},
		{"merged header", "two rows, repeated", anywhere, mergedHeader(2, true)},
		{"merged header", "three rows, blank below", anywhere, mergedHeader(3, false)},
		{"merged header", "three rows, repeated", anywhere, mergedHeader(3, true)},
		{"merged header", "group that is a name too", anywhere, func(doc *document, _ place) bool {
			cells := make([]string, doc.width())
			cells[0], cells[len(cells)-1] = "Bolag", "Kontakt"
			doc.insert(0, line{kind: header, cells: cells})
			return doc.width() > 2
		}},
	}
}

// mergedHeader writes the names of all columns but the last two in each of n rows, or in the first
// alone; those have a group above them.
func mergedHeader(n int, repeated bool) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		w := doc.width()
		if w < 4 {
			return false
		}
		top, below := slices.Clone(doc.table.header), make([]string, w)
		top[w-2], top[w-1] = "Uppgifter", ""
		if repeated {
			top[w-1] = "Uppgifter"
			copy(below, doc.table.header)
		}
		last := slices.Clone(below)
		last[w-2], last[w-1] = doc.table.header[w-2], doc.table.header[w-1]
		if n > 2 {
			doc.insert(0, line{kind: header, cells: top}, line{kind: header, cells: changed(below, w-2, top[w-2])})
		} else {
			doc.insert(0, line{kind: header, cells: top})
		}
		doc.lines[n-1].cells = last
		return true
	}
}
