package tabular

import (
	"slices"
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

// Quoted are texts fit for a message, each in quotes.
func Quoted(texts []string) []string {
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = strconv.Quote(Shorten(text))
	}
	return list
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

// WithoutInvisible takes away what has no width. A joiner stays where it joins: in emoji and in scripts that need it.
func WithoutInvisible(s string) string {
	if !strings.ContainsFunc(s, isInvisible) {
		return s
	}
	last := rune(0)
	return strings.Map(func(r rune) rune {
		if isInvisible(r) && !(isJoiner(r) && joins(last)) {
			return -1
		}
		last = r
		return r
	}, s)
}

func isInvisible(r rune) bool {
	return r > 0x7f && slices.Contains([]rune{
		0xad, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xfeff,
	}, r)
}

func isJoiner(r rune) bool { return r == 0x200c || r == 0x200d }

// joins says whether a joiner may follow a character.
func joins(r rune) bool {
	return r > 0x7f && !unicode.Is(unicode.Latin, r) && !unicode.IsSpace(r) && !isJoiner(r)
}

// IsASCII says whether a text has no letter beyond ASCII.
func IsASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// AllDigits says whether a text is digits and nothing else; an empty one isn't.
func AllDigits(s string) bool {
	for i := range len(s) {
		if !IsDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// IsDigit says whether a byte is one of 0 to 9.
func IsDigit(b byte) bool { return '0' <= b && b <= '9' }

// TextIn is the text of a row's cell, "" for one that the row ends before.
func TextIn(cells []Cell, column int) string {
	if column >= len(cells) {
		return ""
	}
	return cells[column].Text
}
