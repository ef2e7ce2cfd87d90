package numfmt

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// layout says where the digits of a number go: those before the point to tokens [0, point), those
// behind it to tokens [point, mantissa), those of an exponent to the tokens from there on.
type layout struct {
	point, mantissa int
	wholes, places  int    // digits before and behind the point
	shift           int    // by which power of ten the number is multiplied
	percent         bool   // it is a percentage
	grouped         bool   // thousands are told apart
	commas          bool   // by commas, not by spaces that the format has
	prefix          string // a word before the digits, which belongs to a code
	slash           int    // where that of a fraction stands
}

// layOut finds the layout of a section that isn't a date.
func (s *section) layOut() {
	n := &s.number
	n.mantissa = len(s.tokens)
	if i := s.tokens.index(exponent); i >= 0 && digitsIn(s.tokens[:i]) > 0 && digitsIn(s.tokens[i:]) > 0 {
		s.shape, n.mantissa = scientificNumber, i
	} else if i := s.tokens.fractionSlash(); i >= 0 {
		s.shape, n.slash = mixedNumber, i
		return
	}
	n.point = n.mantissa
	if i := s.tokens.index(point); i >= 0 && i < n.mantissa {
		n.point = i
	}
	s.takeCommas()
	n.wholes, n.places = digitsIn(s.tokens[:n.point]), digitsIn(s.tokens[n.point:n.mantissa])
	for _, t := range s.tokens {
		if t.kind == percent {
			n.shift += 2
			n.percent = true
		}
	}
	n.prefix = s.leadingWord()
}

// digitsIn counts the places for digits.
func digitsIn(tokens []token) int {
	n := 0
	for _, t := range tokens {
		if t.kind == digit {
			n++
		}
	}
	return n
}

// takeCommas takes the commas out: between digits before the point they group, right behind the
// last digit of a part each divides by a thousand.
func (s *section) takeCommas() {
	n := &s.number
	for i, t := range s.tokens[:n.mantissa] {
		if t.kind != comma || digitsIn(s.tokens[:i]) == 0 {
			continue
		}
		end := n.mantissa
		if i < n.point {
			end = n.point
		}
		switch {
		case digitsIn(s.tokens[i:end]) > 0:
			n.commas = n.commas || i < n.point
		case s.tokens.followsDigit(i):
			n.shift -= 3
		default:
			continue
		}
		s.tokens[i].text = ""
	}
	n.grouped = n.commas || s.tokens[:s.number.point].groupedBySpace()
}

// betweenThousands are the signs that people write by hand between thousands: spaces of three widths, and the Swiss apostrophes.
const betweenThousands = " \u00a0\u202f\u2009'’"

// groupedBySpace says whether the part before the point is # ##0, as people write it by hand.
func (ts tokens) groupedBySpace() bool {
	last := len(ts) - 1
	for last >= 0 && ts[last].kind != digit {
		last--
	}
	if last < 4 {
		return false
	}
	group := ""
	for _, t := range ts[last-4 : last+1] {
		group += t.text
	}
	first, behind := strings.CutSuffix(group, "##0")
	between, ok := strings.CutPrefix(first, "#")
	return behind && ok && utf8.RuneCountInString(between) == 1 && strings.Contains(betweenThousands, between)
}

// followsDigit says whether nothing but commas stands between a token and a digit before it.
func (ts tokens) followsDigit(i int) bool {
	for i--; i >= 0 && ts[i].kind == comma; {
		i--
	}
	return i >= 0 && ts[i].kind == digit
}

// leadingWord gives what stands before the digits if it belongs to a code, as "K-" does, and isn't
// the name of a currency.
func (s *section) leadingWord() string {
	prefix := ""
	for _, t := range s.tokens {
		if t.kind == digit {
			break
		}
		if t.kind == literal {
			prefix += t.text
		}
	}
	apart := strings.TrimRight(prefix, " \u00a0") != prefix
	letterOrDigit := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if s.currency || apart || !strings.ContainsFunc(prefix, letterOrDigit) {
		return ""
	}
	return prefix
}

// fractionSlash gives the slash between the two numbers of a fraction, -1 without one.
func (ts tokens) fractionSlash() int {
	i := ts.index(slash)
	if i < 1 || i+1 == len(ts) || ts[i-1].kind != digit || ts.index(point) >= 0 {
		return -1
	}
	if t := ts[i+1]; t.kind != digit && (t.kind != literal || strings.Trim(t.text, "123456789") != "") {
		return -1
	}
	return i
}
