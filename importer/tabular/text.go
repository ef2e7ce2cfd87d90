package tabular

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxShown is the most that Shorten leaves of a value, in bytes.
const maxShown = 200

// Shorten makes a value fit for a message: valid UTF-8, wrong bytes as U+FFFD, NUL as U+2400, and at most 200 bytes of it, an ellipsis
// standing for the rest.
func Shorten(s string) string {
	if len(s) > maxShown {
		cut := maxShown - len("…")
		for cut > 0 && cut > maxShown-2*utf8.UTFMax && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.Clone(strings.ReplaceAll(s, "\x00", "\u2400"))
}

// ColumnLetters names a column, counted from 0, as spreadsheets do: A, B, … Z, AA.
func ColumnLetters(column int) string {
	var b [8]byte
	i := len(b)
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		i--
		b[i] = byte('A' + (n-1)%26)
	}
	return string(b[i:])
}

// TrimEnds takes from a text's ends what the API takes: white space as Python's str.strip knows it, which is Unicode's and four separators.
func TrimEnds(s string) string {
	if s == "" || isPlainEnd(s[0]) && isPlainEnd(s[len(s)-1]) {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || 0x1c <= r && r <= 0x1f })
}

func isPlainEnd(b byte) bool { return ' ' < b && b < 0x7f }

// Counted is a number with its noun: 1 row, 12 rows.
func Counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
