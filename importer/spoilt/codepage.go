package spoilt

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Text of DOS or of an old Macintosh that was read as Windows-1252 has signs in the place of its
// letters: B„ckstr”m and †ngstr”m are Bäckström and ångström of DOS, BŠckstršm is Bäckström of a
// Mac. The signs are honest ones too, so a text is taken to be one of those only if each of its
// characters beyond ASCII becomes a letter that may stand there, and one of them can't have been
// meant.

// fromPage gives the text as it was meant, and the text itself where that can't be told.
func fromPage(s string) string {
	was := []rune(s)
	raw := make([]byte, len(was))
	signs := false
	for i, r := range was {
		b, ok := byte(r), r < utf8.RuneSelf
		if !ok {
			b, ok = windows1252(r)
			ok = ok && b < 0xa0 // all of our letters stand there, in both encodings
			signs = true
		}
		if !ok {
			return s
		}
		raw[i] = b
	}
	for _, page := range []*charmap.Charmap{charmap.CodePage850, charmap.Macintosh} {
		is := make([]rune, len(raw))
		for i, b := range raw {
			is[i] = page.DecodeByte(b)
		}
		if signs && allFit(is) && slices.ContainsFunc(signsOf(was), func(i int) bool { return isNoSign(was, i) }) {
			return string(is)
		}
	}
	return s
}

// signsOf says where a text has characters beyond ASCII.
func signsOf(text []rune) (at []int) {
	for i, r := range text {
		if r >= utf8.RuneSelf {
			at = append(at, i)
		}
	}
	return at
}

func runeAt(text []rune, i int) rune {
	if i < 0 || i >= len(text) {
		return ' '
	}
	return text[i]
}

// allFit says whether all characters beyond ASCII are letters of ours, as large as those beside
// them.
func allFit(text []rune) bool {
	return !slices.ContainsFunc(signsOf(text), func(i int) bool {
		before, r, after := runeAt(text, i-1), text[i], runeAt(text, i+1)
		switch {
		case strings.ContainsRune("ÅÄÖÉÜØ", r):
			return unicode.IsLower(before) || unicode.IsUpper(before) && unicode.IsLower(after) || !unicode.IsLetter(before) && !unicode.IsLetter(after)
		case strings.ContainsRune("éüø", r) && !unicode.IsLetter(before), !strings.ContainsRune("åäöéüø", r):
			return true
		}
		return unicode.IsUpper(after) || !unicode.IsLetter(before) && !unicode.IsLower(after)
	})
}

// isNoSign says whether a character stands where nobody means it.
func isNoSign(text []rune, i int) bool {
	before, r, after := runeAt(text, i-1), text[i], runeAt(text, i+1)
	within := unicode.IsLetter(before) && unicode.IsLetter(after)
	switch {
	case unicode.IsControl(r), r == 'ƒ' && within, r == '›' && within:
		return true
	case r == '™':
		return unicode.IsLetter(after)
	case strings.ContainsRune("ŒŠŸŽ", r): // a capital within a word
		return unicode.IsLetter(before) && unicode.IsLower(after)
	case r == '†' && (within || unicode.IsLower(after)), strings.ContainsRune("„”‚", r) && within:
		genitive := after == 's' && !unicode.IsLetter(runeAt(text, i+2)) // Kim”s: a mark in the place of an apostrophe
		return !genitive && !slices.ContainsFunc(signsOf(text), func(j int) bool { return opensQuote(text, j) })
	case r == '†' || r == '”' && strings.Count(string(text), "”") == 1:
		word := strings.ToLower(string(text[:i]))
		word = word[strings.LastIndexAny(word, " -/")+1:]
		ends := map[rune][]string{'”': {"milj", "malm", "fr"}, '†': {"lule", "ume", "pite", "skellefte", "bl", "gr", "sm", "p"}}
		return slices.Contains(ends[r], word) && !unicode.IsLetter(after) || r == '”' && !unicode.IsLetter(after) && strings.HasSuffix(word, "sj")
	}
	return false
}

// opensQuote says whether a quotation mark stands before a word.
func opensQuote(text []rune, i int) bool {
	return strings.ContainsRune("„”‚", text[i]) && !unicode.IsLetter(runeAt(text, i-1)) && unicode.IsLetter(runeAt(text, i+1))
}
