// Package kinds tells what a cell looks like to a person who sees it without its column – a number,
// a date, a code, a text – and what the columns of a table hold.
package kinds

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// Kind is what a cell looks like to a person who sees it without its column. Kinds tell tables from
// texts, headers from rows, and the right reading of a damaged row from the wrong ones.
type Kind uint8

const (
	Empty   Kind = iota // blank
	Integer             // 12, -3, 1 234
	Decimal             // 1,5 or 1.234,50, with a currency or per cent
	Date                // 2026-11-25, 25/11/2026, with a time or without
	Time                // 05:23, 05:23:41
	UUID                // an id
	Address             // an e-mail address or a URL
	Code                // letters and digits without a space: K-1001, 556677-8899
	Word                // one word of letters
	Text                // anything else

	kindCount // how many there are
)

// Strong says that a kind is unlikely to come about by cutting a row at the wrong places.
func (k Kind) Strong() bool { return k >= Integer && k <= Address }

// Of looks at a cell.
func Of(text string) Kind {
	text = strings.TrimSpace(text)
	if text == "" {
		return Empty
	}
	if len(text) > 64 {
		if isAddress(text) {
			return Address
		}
		return Text
	}
	c := count(text)
	switch {
	case c.digits > 0 && c.letters == 0 && c.others == 0:
		return c.number(text)
	case c.digits >= 6 && IsUUID(text):
		return UUID
	case c.digits >= 3 && isDateTime(text):
		return Date
	case isAddress(text):
		return Address
	case c.digits > 0 && c.letters == 0 && isMoney(text):
		return Decimal
	case c.spaces > 0 || c.others > 2:
		return Text
	case c.digits > 0:
		return Code
	case c.letters > 0:
		return Word
	}
	return Text
}

// counts are the characters of a text by what they are.
type counts struct {
	digits, letters, spaces, others int
	points, commas, dashes, slashes int
	colons, signs                   int
}

func count(text string) counts {
	var c counts
	for i, r := range text {
		switch {
		case '0' <= r && r <= '9':
			c.digits++
		case r == '.':
			c.points++
		case r == ',':
			c.commas++
		case r == '-' || r == '−' || r == '+':
			c.dashes++
			if i == 0 {
				c.signs++
			}
		case r == '/':
			c.slashes++
		case r == ':':
			c.colons++
		case r == ' ' || r == '\u00a0' || r == '\t':
			c.spaces++
		case unicode.IsLetter(r) || unicode.IsMark(r):
			c.letters++
		case unicode.IsDigit(r):
			c.digits++
		default:
			c.others++
		}
	}
	return c
}

// number tells what a text of digits and punctuation is.
func (c counts) number(text string) Kind {
	switch {
	case c.colons > 0 && (c.slashes > 0 || c.dashes >= 2) && c.digits >= 8:
		return Date
	case c.colons > 0:
		if c.colons <= 2 && c.digits >= 3 && c.digits <= 9 && c.spaces == 0 && c.slashes == 0 && c.dashes == 0 {
			return Time
		}
		return Text
	case c.slashes == 2 && c.digits >= 4 && c.digits <= 8 && c.spaces == 0:
		return Date
	case c.dashes == 2 && c.signs == 0 && c.digits >= 4 && c.digits <= 8 && c.points+c.commas == 0:
		return Date
	case c.points == 2 && c.digits >= 4 && c.digits <= 8 && c.commas == 0 && c.spaces == 0 && c.dashes == 0 && !isDecimal(text):
		return Date
	case c.slashes > 0 || c.dashes > c.signs:
		return Code
	case c.points+c.commas == 0 && grouped(text):
		return Integer
	case c.points+c.commas > 0 && isDecimal(text):
		return Decimal
	}
	return Text
}

// grouped says whether the spaces in a number stand between thousands.
func grouped(text string) bool {
	groups := strings.FieldsFunc(strings.TrimLeft(text, "+-−"), func(r rune) bool { return r == ' ' || r == '\u00a0' })
	for i, group := range groups {
		if i > 0 && len(group) != 3 {
			return false
		}
	}
	return len(groups) > 0
}

// isDecimal says whether points and commas stand where a number has them.
func isDecimal(text string) bool {
	text = strings.TrimLeft(text, "+-−")
	last := strings.LastIndexAny(text, ".,")
	whole, fraction := text[:last], text[last+1:]
	if strings.ContainsAny(fraction, " \u00a0") || fraction == "" {
		return false
	}
	separator := text[last]
	if strings.IndexByte(whole, separator) >= 0 && len(fraction) != 3 {
		return false
	}
	return whole == "" || grouped(strings.NewReplacer(".", " ", ",", " ").Replace(whole))
}

func isMoney(text string) bool {
	trimmed := strings.TrimSpace(strings.Trim(text, "$€£%¤ "))
	if trimmed == text || trimmed == "" {
		return false
	}
	k := Of(trimmed)
	return k == Integer || k == Decimal
}

// isAddress knows e-mail addresses and URLs by their outside.
func isAddress(text string) bool {
	if strings.IndexByte(text, ' ') >= 0 {
		return false
	}
	if strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "www.") {
		return true
	}
	at := strings.IndexByte(text, '@')
	return at > 0 && at == strings.LastIndexByte(text, '@') && strings.IndexByte(text[at:], '.') > 1 && utf8.RuneCountInString(text) > 5
}

// isDateTime knows the dates that have letters: 2026-11-25T01:02:03Z, 25 Nov 2026, 1-jan-26.
func isDateTime(text string) bool {
	if len(text) >= 16 && text[4] == '-' && text[7] == '-' && (text[10] == 'T' || text[10] == ' ') && text[13] == ':' {
		return true
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' || r == '/' || r == ',' || r == '.' })
	if len(parts) != 3 {
		return false
	}
	months := 0
	for _, part := range parts {
		if isMonth(part) {
			months++
		} else if strings.Trim(part, "0123456789") != "" || len(part) > 4 {
			return false
		}
	}
	return months == 1
}

func isMonth(text string) bool {
	const months = " jan feb mar apr maj may jun jul aug sep okt oct nov dec "
	text = strings.ToLower(text)
	return len(text) >= 3 && len(text) <= 9 && strings.Contains(months, " "+text[:3]+" ")
}

// IsUUID knows the usual spelling alone.
func IsUUID(text string) bool { return len(text) == 36 && uuid.Validate(text) == nil }
