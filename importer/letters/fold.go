// Package letters says which texts a person takes for the same.
//
//	Fold: Bergs A.B. ─► bergsab
package letters

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Fold brings names that a person takes for the same to one text: case,
// spaces, punctuation, Unicode form, and AB written out do not count. Letters
// do: å is not a.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	word := 0 // where the last word starts in b
	if !tabular.IsASCII(s) {
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

const graphemeJoiner = "\u034f"

// Compose gives a text in Unicode's composed form, NFC, if that takes no character away or adds one.
func Compose(s string) string {
	if tabular.IsASCII(s) {
		return s
	}
	// NFC puts a grapheme joiner, which can't be seen, after every thirtieth mark of one letter: such a text stays as it is.
	if c := norm.NFC.String(s); strings.Count(c, graphemeJoiner) == strings.Count(s, graphemeJoiner) {
		return c
	}
	return s
}
