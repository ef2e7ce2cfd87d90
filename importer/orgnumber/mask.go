package orgnumber

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// inText finds what may be a number inside a longer text.
var inText = regexp.MustCompile(`\b\d{6,8}[-+–‑‐− \x{a0}]?\d{4}\b`)

// Mask makes the digits of personal numbers unreadable but for the last four, where a text is one or holds one as a word. What has
// no dash, or other words beside it, may be any number, so it is one only if its check digit is right.
func Mask(text string) string {
	if len(strings.Map(digitsAlone, text)) < length {
		return text
	}
	body := strings.Trim(text, " \t\r\n\"'")
	if n, ok := Parse(body); ok {
		if n.Personal() && (n.dash || n.Checks()) {
			return strings.Replace(text, body, blotted(body), 1)
		}
		return text
	}
	at := inText.FindAllStringIndex(text, -1)
	for i := len(at) - 1; i >= 0; i-- {
		from, to := at[i][0], at[i][1]
		if n, ok := Parse(text[from:to]); ok && n.Personal() && n.Checks() && stands(text[:from], text[to:]) {
			text = text[:from] + blotted(text[from:to]) + text[to:]
		}
	}
	return text
}

// MaskCell is Mask for the cell of a column of organisation numbers, where a wrong check digit doesn't make it another kind of number.
func MaskCell(text string) string {
	if n, ok := Parse(strings.TrimSpace(text)); ok && n.Personal() {
		return blotted(text)
	}
	return Mask(text)
}

// stands says whether a number is a word of its own between the texts around it, and no part of a file's name or a longer number.
func stands(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, size := utf8.DecodeRuneInString(after)
	behind, _ := utf8.DecodeRuneInString(after[size:])
	return !joins(last) && last != '.' && !joins(next) && !(next == '.' && joins(behind))
}

func joins(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || strings.ContainsRune("-_/+", r)
}

// blotted puts X for every digit but the last four.
func blotted(number string) string {
	left := strings.Count(strings.Map(digitsAlone, number), "0") - tail
	return strings.Map(func(r rune) rune {
		if digitsAlone(r) != '0' {
			return r
		}
		if left--; left >= 0 {
			return 'X'
		}
		return r
	}, number)
}

// digitsAlone makes every digit 0 and takes away the rest.
func digitsAlone(r rune) rune {
	if '0' <= r && r <= '9' {
		return '0'
	}
	return -1
}
