package pigello

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxQuoted is how much of a foreign text an error message shows, in bytes.
const maxQuoted = 200

// shorten cuts a text at a character and marks the cut.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

// quoteShort quotes a text from outside, shortened, with control characters shown.
func quoteShort(s string) string { return strconv.Quote(shorten(s, maxQuoted)) }

// oneLine makes a foreign text fit into a sentence: spaces and line breaks
// folded, control characters dropped, shortened.
func oneLine(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Join(strings.Fields(s), " ")
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, s)
	return shorten(s, maxQuoted)
}
