package tabular

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// FirstFilled is the first cell that isn't blank, -1 for none.
func FirstFilled(cells []Cell) int {
	for i := range cells {
		if strings.TrimSpace(cells[i].Text) != "" {
			return i
		}
	}
	return -1
}

// Filled counts the cells of a row that hold something, null among them.
func (r *Row) Filled() int {
	n := 0
	for _, cell := range r.Cells {
		if strings.TrimSpace(cell.Text) != "" || cell.Kind == Null {
			n++
		}
	}
	return n
}

// TextOf gives what the cells of a row say, on one line, shortened.
func TextOf(cells []Cell) string {
	var texts []string
	for _, cell := range cells {
		if text := strings.TrimSpace(cell.Text); text != "" {
			texts = append(texts, text)
		}
	}
	return Shorten(strings.Join(texts, " "))
}

// AppendLower adds a text in small letters to buf.
func AppendLower(buf []byte, text string) []byte {
	for _, r := range text {
		if 'a' <= r && r <= 'z' { // what nearly all of it is
			buf = append(buf, byte(r))
			continue
		}
		buf = utf8.AppendRune(buf, unicode.ToLower(r))
	}
	return buf
}
