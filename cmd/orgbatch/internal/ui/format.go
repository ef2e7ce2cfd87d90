package ui

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Clean makes a value safe to show: what moves the cursor or turns the writing
// direction becomes its escape, and more than width cells end in an ellipsis.
// A width of 0 keeps everything; line breaks are kept then too.
func Clean(s string, width int) string {
	s = escape(s, func(r rune) bool { return r == '\n' && width == 0 })
	if width > 0 {
		return shorten(s, width)
	}
	return s
}

// escape writes what moves the cursor or turns the writing direction, and noncharacters, as their
// escapes, but for what is kept.
func escape(s string, kept func(rune) bool) string {
	odd := func(r rune) bool {
		return (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Noncharacter_Code_Point, r) || r == unicode.ReplacementChar) && !kept(r)
	}
	if !strings.ContainsFunc(s, odd) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if !odd(r) {
			b.WriteRune(r)
			continue
		}
		q := strconv.QuoteRuneToASCII(r)
		b.WriteString(q[1 : len(q)-1])
	}
	return b.String()
}

// shorten cuts s to width cells of a terminal, between characters as a person
// sees them.
func shorten(s string, width int) string {
	if uniseg.StringWidth(s) <= width {
		return s
	}
	return cut(s, width-1) + "…"
}

// cut is what of s fits into width cells.
func cut(s string, width int) string {
	used, end := 0, 0
	for g := uniseg.NewGraphemes(s); g.Next(); {
		if used+g.Width() > width {
			break
		}
		used += g.Width()
		_, end = g.Positions()
	}
	return s[:end]
}

// Pad fills s up to width cells.
func Pad(s string, width int) string {
	if missing := width - uniseg.StringWidth(s); missing > 0 {
		return s + strings.Repeat(" ", missing)
	}
	return s
}
