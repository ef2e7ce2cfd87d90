package main

import "strings"

// rowDamages are rows with too few or too many cells. A row is as wide as it was: one delimiter too many is one blank cell more, one that
// is lost leaves the two texts as one cell.
func rowDamages() []damage {
	return []damage{
		{"row short", "one cell", inRows, short(1)},
		{"row short", "half", inRows, short(2)},
		{"row long", "one cell", inRows, long("extra")},
		{"row long", "two cells", inRows, long("extra", "17")},
		{"row long", "blank cells", inRows, long("", "", "")},
		{"row long", "all rows end with a delimiter", anywhere, trailing(false)},
		{"row long", "all lines end with a delimiter", anywhere, trailing(true)},
		{"delimiter lost", "", inCells, at(lost)},
		{"delimiter too many", "", inCells, at(doubled)},
	}
}

func short(share int) func(*document, place) bool {
	return at(func(doc *document, cells []string, _ int) (line, bool) {
		n := len(cells) - 1
		if share > 1 {
			n = len(cells) / share
		}
		if n < 1 || strings.Join(cells[:n], "") == "" {
			return line{}, false
		}
		doc.ambiguous = n == 1
		return line{cells: cells[:n]}, true
	})
}

func long(extra ...string) func(*document, place) bool {
	return at(func(doc *document, cells []string, _ int) (line, bool) {
		if len(cells) == 1 {
			return line{}, false
		}
		return line{cells: append(append([]string(nil), cells...), extra...)}, true
	})
}

// trailing ends all rows with a delimiter, the header too if asked. Where the header does, it has a blank name there.
func trailing(head bool) func(*document, place) bool {
	return func(doc *document, _ place) bool {
		if doc.width() == 1 || doc.dialect.mustQuote("") {
			return false
		}
		for i, l := range doc.lines {
			if l.kind == data || head {
				doc.lines[i].cells = append(append([]string(nil), l.cells...), "")
			}
		}
		return true
	}
}

// lost leaves out the delimiter after a column. Next to a quote nobody can tell what it was.
func lost(doc *document, cells []string, column int) (line, bool) {
	d := doc.dialect
	if len(cells) == 1 {
		return line{}, false
	}
	column = min(column, len(cells)-2)
	left, right := d.cell(cells[column]), d.cell(cells[column+1])
	together := cells[column] + cells[column+1]
	if d.quote != "" && strings.Contains(left+right, d.quote) {
		doc.ambiguous = true
	}
	doc.ambiguous = doc.ambiguous || len(cells) == 2
	want := append(append([]string(nil), cells[:column]...), together)
	want = append(want, cells[column+2:]...)
	text := joinRaw(d, d.row(cells[:column]), column > 0, left+right, cells[column+2:])
	return line{verbatim: true, text: text, want: want}, strings.TrimSpace(text) != ""
}

func joinRaw(d dialect, before string, any bool, middle string, after []string) string {
	if any {
		before += d.delimiter
	}
	if len(after) > 0 {
		middle += d.delimiter + d.row(after)
	}
	return before + middle
}

// doubled writes a delimiter twice.
func doubled(doc *document, cells []string, column int) (line, bool) {
	d := doc.dialect
	if len(cells) == 1 || d.mustQuote("") {
		return line{}, false
	}
	column = min(column, len(cells)-2) + 1
	more := append(append([]string(nil), cells[:column]...), "")
	text := joinRaw(d, d.row(cells[:column]), true, "", cells[column:])
	return line{verbatim: true, text: text, want: append(more, cells[column:]...)}, true
}
