package charset

import (
	"strings"
	"unicode"
)

// between is how often a small letter is what stands beyond ASCII in the language, made less by
// unusual neighbours.
func (l *language) between(before, r, after rune) float64 {
	const unusual = 0.04
	u, ok := l.letters[r]
	if !ok {
		return 0
	}
	p := u.percent / 100
	if !strings.ContainsRune(u.before, letterOrSpace(before)) {
		p *= unusual
	}
	if !strings.ContainsRune(u.after, letterOrSpace(after)) {
		p *= unusual
	}
	return p
}

func letterOrSpace(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return ' '
}

// shapeOf judges a character by capitals and digits beside it: a logarithm, 0 for what is usual.
func shapeOf(before, r, after rune) (p float64) {
	if unicode.IsControl(r) {
		return leastLikely
	}
	if !unicode.IsLetter(r) || strings.ContainsRune(letterSigns, r) {
		return 0
	}
	if unicode.IsDigit(before) {
		p -= 3
	}
	if unicode.IsDigit(after) {
		p -= 3
	}
	starts, ends := !unicode.IsLetter(before), !unicode.IsLetter(after)
	switch {
	case starts && ends:
		p -= 3.5
	case unicode.IsUpper(r) && unicode.IsLower(before):
		p -= 5
	case unicode.IsUpper(r) && unicode.IsUpper(before) && unicode.IsLower(after):
		p -= 4
	case unicode.IsUpper(r) || r == 'ß':
	case unicode.IsUpper(after):
		p -= 5
	case starts && strings.ContainsRune("\n\r\t;,|\"", before):
		p -= 1.5 // a name begins with a capital
	case starts:
		p -= 0.7
	}
	return p
}

// signBetween judges a sign by what stands beside it: a logarithm too.
func signBetween(before, r, after rune, s spot) float64 {
	p := -8.5
	switch {
	case isQuote(s.b) && !s.lone && strings.ContainsRune("„“”", r):
		p = -3
	case strings.ContainsRune(usualSigns, r):
		p = -4.5
	case strings.ContainsRune(knownSigns, r):
		p = -6
	}
	if s.lone && !unicode.IsDigit(before) {
		p -= 3
	}
	follows, leads := unicode.IsLetter(before), unicode.IsLetter(after)
	switch {
	case r == '’' || r == '´':
		if follows && leads && !s.apart {
			p -= 6
		}
	case r == '–' || r == '—' || r == '\u00a0':
		if unicode.IsLower(before) && unicode.IsLower(after) {
			p -= 2
		}
	case follows && leads:
		p -= 5
	case follows && !strings.ContainsRune(afterWords, r), leads && !strings.ContainsRune(beforeWords, r):
		p -= 3
	}
	return p
}
