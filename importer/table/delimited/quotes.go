package delimited

import (
	"strings"
	"unicode/utf8"
)

// IsQuote says whether a byte is one of the quotes that people put around a cell.
func IsQuote(b byte) bool { return b == '\'' || b == '"' || b == '`' }

// StripQuotes takes quotes of any kind from around a text.
func StripQuotes(cell string) (inner string, ok bool) {
	n := len(cell)
	if n < 2 || cell[0] != cell[n-1] || !IsQuote(cell[0]) {
		return cell, false
	}
	quote := cell[:1]
	return strings.ReplaceAll(cell[1:n-1], quote+quote, quote), true
}

// TypographicPairs are the quotes that open and close, of the languages around here.
var TypographicPairs = [][2]rune{{'“', '”'}, {'”', '”'}, {'„', '“'}, {'„', '”'}, {'«', '»'}, {'»', '«'}, {'»', '»'}, {'‘', '’'}, {'’', '’'}, {'‚', '‘'}}

// IsTypographic reports whether a letter is one of these quotes.
func IsTypographic(r rune) bool { return strings.ContainsRune("“”„«»‘’‚", r) }

// StripTypographic takes typographic quotes from around a text, if it stands between a pair of them
// and holds neither.
func StripTypographic(text string) (inner string, ok bool) {
	first, n := utf8.DecodeRuneInString(text)
	if !IsTypographic(first) || len(text) == n {
		return text, false
	}
	last, m := utf8.DecodeLastRuneInString(text)
	inner = text[n : len(text)-m]
	for _, pair := range TypographicPairs {
		if pair == [2]rune{first, last} && !strings.ContainsRune(inner, first) && !strings.ContainsRune(inner, last) {
			return inner, true
		}
	}
	return text, false
}
