// Package letters says which texts a person takes for the same, and what programs have made of their
// letters.
//
//	Fold: Bergs A.B. ─► bergsab        Decode: BjÃ¶rken ─► Björken
package letters

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings names that a person takes for the same to one text: case,
// spaces, punctuation, Unicode form, and AB written out do not count. Letters
// do: å is not a.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	word := 0 // where the last word starts in b
	if !IsASCII(s) {
		s = norm.NFKC.String(s)
	}
	endWord := func() {
		if b.Len()-word == len("aktiebolag") && strings.HasSuffix(b.String(), "aktiebolag") {
			short := b.String()[:word] + "ab"
			b.Reset()
			b.WriteString(short)
		}
		word = b.Len()
	}
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf && plainLetter(byte(r)):
			b.WriteByte(byte(r) | ('a' - 'A')) // digits have this bit too
		case unicode.IsLetter(r) || unicode.IsMark(r):
			b.WriteRune(unicode.ToLower(FoldRune(r)))
		case unicode.IsDigit(r):
			b.WriteRune(r)
		case r == '.' || r == '\'': // A.B. is AB, but A B is two words
		default:
			endWord()
		}
	}
	endWord()
	if b.Len() == 0 {
		return s // nothing but punctuation: it is its own name
	}
	return b.String()
}

// FoldRune brings the cases of a letter to one rune.
func FoldRune(r rune) rune {
	// The smallest rune of a case orbit is the same for all its members.
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	return least
}

func plainLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// IsASCII says whether a text has no character beyond ASCII.
func IsASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// AllDigits says whether a text is a row of the digits 0 to 9, at least one.
func AllDigits(s string) bool {
	for i := range len(s) {
		if !IsDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// IsDigit says whether a byte is one of the digits 0 to 9.
func IsDigit(b byte) bool { return '0' <= b && b <= '9' }

const graphemeJoiner = "\u034f"

// Compose gives a text in Unicode's composed form, NFC, if that takes no character away or adds one.
func Compose(s string) string {
	if IsASCII(s) {
		return s
	}
	// NFC puts a grapheme joiner, which can't be seen, after every thirtieth mark of one letter: such a text stays as it is.
	if c := norm.NFC.String(s); strings.Count(c, graphemeJoiner) == strings.Count(s, graphemeJoiner) {
		return c
	}
	return s
}
