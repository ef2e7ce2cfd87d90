package main

import (
	"fmt"
	"strings"
)

// hard are texts of which some program, of those that people open tables with, makes something else.
var hard = []string{
	"00123", "0", "-5", "+46701234567", "1e21", "1E5", "0x1F", "1.50", "1,5", "1 234,50", "123456789012345678", "5560123456", "12%", "25:30",
	"2024-01-15", "1-2", "MARS1", "TRUE", "sant", "#N/A", "#REF!", "NULL", "NA", "null",
	"=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "'apostrof", "'", "-Norra", "+",
	" blank först", "blank sist ", "  två  på  rad  ", "\u00a0hårt blank\u00a0", "\u2003brett blank",
	"tab\thär", "\ttab först", "två\nrader", "två\r\nrader", "ensam\rretur", "\nrad först", "rad sist\n", " ",
	`"citat"`, `13" skärm`, `slut\`, `a\"b`, "semi;kolon", "komma,tecken", "rör|tecken",
	"<b>fet</b>", "R&D", "&amp;", "&#65;", "]]>", "<!-- x -->",
	"Åkerö", "A\u030akero\u0308", "🏠 hus", "\u200bnollbrett", "e\u0301", "\u202eomvänt", "\ufeffmärke", "\u2028rad",
	"_x0041_", "_x000D_", "_x005F_x0041_", "_x0041", "C:\\mapp", "http://exempel.example/?a=1&b=2", "kund@exempel.example",
	strings.Repeat("å", 32_767), strings.Repeat("🏠", 16_383),
}

// nameOf is a name that says which text stands beside it.
func nameOf(i int) string { return fmt.Sprintf("Exempel %02d AB", i) }

// shown is a text as it is told, on one line.
func shown(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return fmt.Sprintf("%+q… of %d characters", string(runes[:20]), len(runes))
	}
	return fmt.Sprintf("%+q", text)
}
