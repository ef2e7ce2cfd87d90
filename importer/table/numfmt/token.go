package numfmt

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// kind is what a token of a number format stands for.
type kind uint8

const (
	literal     kind = iota // text that stands for itself
	padding                 // a space as wide as a letter
	digit                   // 0, # or ?
	point                   // the decimal point
	comma                   // between digits: group them; behind them: thousands alone
	percent                 // a hundredfold, and the sign
	exponent                // E+ or E-
	slash                   // between the two parts of a fraction
	text                    // @, a text as it is
	general                 // General
	bracket                 // what stands between [ and ]
	date                    // letters of a date or time
	subsecond               // parts of a second
	elapsed                 // [h], [m] or [s]: hours, minutes or seconds that aren't cut at a day
	halfDay                 // AM/PM
	sectionEnds             // ;
)

// token is a piece of a number format; its text is what the format has, without quotes.
type token struct {
	kind kind
	text string
}

var errUnclosed = errors.New("a bracket or quotation mark isn't closed")

// tokenize takes a format apart.
func tokenize(code string) ([]token, error) {
	var tokens []token
	for code != "" {
		t, length := next(code)
		if length == 0 {
			return nil, errUnclosed
		}
		if t.kind != literal || t.text != "" {
			tokens = append(tokens, t)
		}
		code = code[length:]
	}
	return tokens, nil
}

var signs = map[byte]kind{
	'0': digit, '#': digit, '?': digit, '.': point, ',': comma, '%': percent,
	'/': slash, '@': text, ';': sectionEnds,
}

// next gives the first token of a format and its length, 0 if it has no end.
func next(code string) (token, int) {
	_, size := utf8.DecodeRuneInString(code[1:]) // of what stands behind \, _ or *
	switch code[0] {
	case '"':
		return enclosed(code, literal, '"')
	case '[':
		return enclosed(code, bracket, ']')
	case '\\':
		return token{literal, code[1 : 1+size]}, 1 + size
	case '_':
		return token{padding, " "}, 1 + size
	case '*': // repeated until the cell is full: no text has a width
		return token{literal, ""}, 1 + size
	}
	if k, ok := signs[code[0]]; ok {
		return token{k, code[:1]}, 1
	}
	return word(code)
}

func enclosed(code string, k kind, end byte) (token, int) {
	i := strings.IndexByte(code[1:], end)
	if i < 0 {
		return token{}, 0
	}
	return token{k, code[1 : 1+i]}, i + 2
}

// word gives the token that a letter begins.
func word(code string) (token, int) {
	for name, k := range map[string]kind{"General": general, "AM/PM": halfDay, "A/P": halfDay} {
		if len(code) >= len(name) && strings.EqualFold(code[:len(name)], name) {
			return token{k, code[:len(name)]}, len(name)
		}
	}
	c := lower(code[0])
	switch {
	case c == 'e' && len(code) > 1 && (code[1] == '+' || code[1] == '-'):
		return token{exponent, code[:2]}, 2
	case strings.IndexByte("ymdhsebga", c) >= 0:
		n := 1
		for n < len(code) && lower(code[n]) == c {
			n++
		}
		return token{date, code[:n]}, n
	}
	_, size := utf8.DecodeRuneInString(code)
	return token{literal, code[:size]}, size
}

// letter gives the letter of a date or time in lower case.
func (t token) letter() byte { return lower(t.text[0]) }

// lower gives a letter of ASCII in lower case; no other byte becomes a letter.
func lower(c byte) byte { return c | 0x20 }
