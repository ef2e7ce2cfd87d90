package main

import (
	"fmt"
	"slices"
	"strings"
)

// verdict is what became of the rows of a file that was read as an import would. A line that is no
// row counts only if it became one.
type verdict struct {
	file *file
	// right rows hold what was meant. An error stands on the refused ones, or on the file. Those
	// left out are only warned of as something that isn't a row. All others are wrong: they would
	// be written, or are gone, and nobody is asked.
	right, refused, leftOut, wrong int
	first                          string // the first that is wrong or left out
}

// What became of a row.
const (
	isRight = iota
	isRefused
	isLeftOut
	isWrong
)

func (v *verdict) add(outcome int, format string, args ...any) {
	switch outcome {
	case isRight:
		v.right++
	case isRefused:
		v.refused++
	case isLeftOut:
		v.leftOut++
	default:
		v.wrong++
	}
	if outcome >= isLeftOut && v.first == "" {
		v.first = fmt.Sprintf(format, args...)
	}
}

// worst is the outcome of the file: that of its worst row.
func (v *verdict) worst() int {
	switch {
	case v.wrong > 0:
		return isWrong
	case v.leftOut > 0:
		return isLeftOut
	case v.refused > 0:
		return isRefused
	}
	return isRight
}

// judge reads a file and says what became of each row.
func judge(f *file) verdict {
	v, seen := verdict{file: f}, look(f)
	numbers, meant := f.doc.lineNumbers(), map[int]bool{}
	for i, l := range f.doc.lines {
		if l.kind != data {
			continue
		}
		meant[numbers[i]] = true
		outcome, got := seen.outcome(f.doc, l, numbers[i])
		v.add(outcome, "line %d: %s, want %q", numbers[i], got, l.wanted())
	}
	for _, n := range seen.order {
		if meant[n] {
			continue
		}
		if row := seen.rows[n]; row.refused || seen.err != nil {
			v.add(isRefused, "")
		} else {
			v.add(isWrong, "line %d is no row, became %q", n, row.cells)
		}
	}
	return v
}

func (l line) wanted() []string {
	if l.want != nil {
		return l.want
	}
	return l.cells
}

// outcome says what became of the row that stands on a line, and shows it.
func (seen *reading) outcome(doc *document, l line, number int) (int, string) {
	switch row := seen.rows[number]; {
	case seen.panicked:
		return isWrong, seen.err.Error()
	case seen.err != nil:
		return isRefused, ""
	case row != nil && row.refused:
		return isRefused, ""
	case row != nil && (seen.holds(doc, row, l.wanted()) || l.also != nil && seen.holds(doc, row, l.also)):
		return isRight, ""
	case row != nil && seen.doubted:
		return isRefused, ""
	case row != nil:
		return isWrong, fmt.Sprintf("%q from %q", row.fields, row.cells)
	}
	for _, start := range seen.order {
		if row := seen.rows[start]; start < number && number < start+row.lines {
			if row.refused {
				return isRefused, ""
			}
			return isWrong, fmt.Sprintf("swallowed by the row of line %d", start)
		}
	}
	if kind := seen.left[number]; kind != "" {
		return isLeftOut, "left out as " + kind
	}
	return isWrong, "gone"
}

// holds says whether a row is sent as wanted, and each column of a name that was found holds what
// it should.
func (seen *reading) holds(doc *document, row *rowRead, want []string) bool {
	for i, field := range []string{"name", "custom_id", "organization"} {
		text := ""
		if c := doc.column(field); c >= 0 {
			text = strings.TrimSpace(want[c])
		}
		if row.fields[i] != text {
			return false
		}
	}
	for c, name := range doc.table.header {
		at := slices.Index(seen.header, name)
		if at < 0 {
			continue
		}
		got := ""
		if at < len(row.cells) {
			got = strings.TrimSpace(row.cells[at])
		}
		if got != strings.TrimSpace(want[c]) {
			return false
		}
	}
	return true
}
