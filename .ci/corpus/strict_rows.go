package main

import (
	"fmt"
	"slices"
	"strings"
)

// signs may stand in a name, and are taken for a delimiter where a row lacks cells.
var signs = []string{" ", "-", "/", "&", ":", "_", "#", "|", "~", ", ", "; ", ".", "+"}

// shortDamages are rows whose last cells are missing with their delimiters.
func shortDamages() []damage {
	var list []damage
	add := func(name string, places []place, apply func(*document, place) bool) {
		list = append(list, damage{"cells missing", name, places, apply})
	}
	for n := 1; n <= 3; n++ {
		add(fmt.Sprintf("one row, %d", n), inRows, at(func(_ *document, cells []string, _ int) (line, bool) { return withoutTail(cells, n, 2) }))
		add(fmt.Sprintf("16 rows, %d", n), inRows, eachRow(func(i, from, _ int) bool { return i >= from && i < from+16 }, n))
		add(fmt.Sprintf("to the end, %d", n), inRows[1:2], eachRow(func(i, from, _ int) bool { return i >= from }, n))
	}
	add("every third row", anywhere, eachRow(func(i, _, _ int) bool { return i%3 == 1 }, 1))
	add("every row that ends in blanks", anywhere, func(doc *document, _ place) bool {
		done := false
		for _, i := range doc.rows() {
			l := &doc.lines[i]
			if n := len(l.cells); l.cells[n-1] == "" {
				*l, done = line{kind: data, cells: l.cells[:n-1], want: l.cells}, true
			}
		}
		return done
	})
	for _, sign := range signs {
		add(fmt.Sprintf("name with %q", sign), inRows[1:2], func(doc *document, p place) bool {
			i, ok := doc.rowAt(p)
			if !ok || doc.column("name") > 0 {
				return false
			}
			doc.setName(i, "Almhus"+sign+"6 AB")
			l, ok := withoutTail(doc.lines[i].cells, 1, 1)
			l.kind = data
			doc.lines[i] = l
			return ok
		})
	}
	return list
}

// withoutTail is a row that lost its last n cells, which were blank; at least so many are left.
func withoutTail(cells []string, n, least int) (line, bool) {
	if len(cells)-n < least {
		return line{}, false
	}
	whole := slices.Concat(cells[:len(cells)-n], make([]string, n))
	return line{cells: whole[:len(cells)-n], want: whole}, true
}

// eachRow takes n cells from the end of those rows that which chooses by their index, where the
// place is and how many there are.
func eachRow(which func(i, from, rows int) bool, n int) func(*document, place) bool {
	return func(doc *document, p place) bool {
		rows := doc.rows()
		from := int(p.row * float64(len(rows)-16))
		if len(rows) < 20 {
			return false
		}
		for i, at := range rows {
			if !which(i, from, len(rows)) {
				continue
			}
			l, ok := withoutTail(doc.lines[at].cells, n, 1)
			if l.kind = data; !ok {
				return false
			}
			doc.lines[at] = l
		}
		return true
	}
}

// aloneDamages are rows that hold a name and nothing else, and damaged rows at the end, where they
// are taken for notes.
func aloneDamages() []damage {
	words := strings.Fields("Furuvik Norra Södra Östra AB")
	named := func(width int) string { return strings.Join(slices.Concat(words[:max(1, width-1)], words[4:]), " ") }
	return []damage{
		{"name alone", "as many words as columns", inRows, alone(1, named)},
		{"name alone", "a number within", inRows, alone(1, func(int) string { return "Kvarter 7" })},
		{"name alone", "two words", inRows, alone(1, func(int) string { return "Furuvik AB" })},
		{"name alone", "three rows", inRows[2:], alone(3, nil)},
		{"name alone", "24 rows", inRows[1:], alone(24, nil)},
		{"damaged end", "long after a blank line", anywhere, afterBlank(func(d dialect, cells []string) string { return "Berg" + d.delimiter + " " + d.row(cells) })},
		{"damaged end", "short after a blank line", anywhere, afterBlank(func(d dialect, cells []string) string { return d.row(cells[:len(cells)-1]) })},
		{"damaged end", "name after a blank line", anywhere, afterBlank(func(d dialect, cells []string) string { return d.row(cells[:1]) })},
		{"damaged end", "short and whole after a blank line", anywhere, shortThenWhole},
	}
}

// alone leaves the names of n rows; named gives them another one.
func alone(n int, named func(width int) string) func(*document, place) bool {
	return func(doc *document, p place) bool {
		rows := doc.rows()
		from := int(p.row * float64(len(rows)-n))
		if len(rows) < 2*n || doc.column("name") != 0 {
			return false
		}
		for _, at := range rows[from : from+n] {
			if named != nil {
				doc.setName(at, named(doc.width()))
			}
			l, _ := withoutTail(doc.lines[at].cells, doc.width()-1, 1)
			l.kind = data
			doc.lines[at] = l
		}
		return true
	}
}

// afterBlank writes the last row in another way, behind a blank line. Where the text is damaged
// what was meant is nothing to be read.
func afterBlank(text func(d dialect, cells []string) string) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		last := len(doc.lines) - 1
		cells := doc.lines[last].cells
		if doc.column("name") != 0 || doc.width() < 3 {
			return false
		}
		own := text(doc.dialect, cells)
		width := strings.Count(own, doc.dialect.delimiter) + 1
		want := slices.Concat(cells[:min(width, len(cells))], make([]string, max(0, len(cells)-width)))
		if width > len(cells) {
			want = changed(cells, 0, "Berg"+doc.dialect.delimiter+" "+cells[0])
		}
		doc.lines[last] = line{kind: data, verbatim: true, text: own, want: want}
		doc.insert(last, line{verbatim: true})
		return true
	}
}

func shortThenWhole(doc *document, _ place) bool {
	n := len(doc.lines)
	if n < 10 || doc.width() < 3 {
		return false
	}
	for i := n - 4; i < n-1; i++ {
		l, _ := withoutTail(doc.lines[i].cells, 1, 1)
		l.kind = data
		doc.lines[i] = l
	}
	doc.insert(n-4, line{verbatim: true})
	return true
}

// rowNameDamages are tables as R writes them: each row has its number in front, and the header
// nothing above it.
func rowNameDamages() []damage {
	filled := func(int) bool { return false }
	return []damage{
		{"row names", "last column filled", anywhere, rowNames(filled)},
		{"row names", "last column blank", anywhere, rowNames(func(int) bool { return true })},
		{"row names", "last column blank here and there", anywhere, rowNames(func(i int) bool { return i%3 > 0 })},
	}
}

func rowNames(blank func(i int) bool) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		for i, at := range doc.rows() {
			l := &doc.lines[at]
			if blank(i) {
				l.cells = changed(l.cells, len(l.cells)-1, "")
			} else if l.cells[len(l.cells)-1] == "" {
				l.cells = changed(l.cells, len(l.cells)-1, "x")
			}
			l.want, l.cells = l.cells, append([]string{fmt.Sprint(i + 1)}, l.cells...)
		}
		return true
	}
}
