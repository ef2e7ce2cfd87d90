// Package spoilt tells what programs make of a text by themselves: a spreadsheet that takes it for
// a number, a date or a formula, and a program that reads or writes its letters in another
// encoding.
package spoilt

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// What a spreadsheet does to a cell by itself is told from two texts: the one that went in, and the
// one that came back. Only changes of these shapes count, since a person's edit leads to another
// sensible text:
//
//	00123 → 123, +46701234567 → 46701234567, 1.50 → 1,5      the same number written otherwise
//	123456789012 → 1,23E+11, 16 digits and more rounded       the number with its last digits gone
//	1-2 → 02-jan, 2024-01-15 → 45306, MARS1 → 01-mars         the same day written otherwise
//	12:30 → 0,520833333                                       the same time of day
//	true → SANT                                               the same truth value
//	=1+1 → 2, -Norra → #NAMN?                                 a text that was taken for a formula
//	K-1 → #####                                               a column that was too narrow
//	Åkerö → ?ker?, Ã…kerÃ¶, �ker�                         letters that were lost, or decoded wrongly

// Respelled says whether a spreadsheet would make after of before by itself, and how, as the end of
// a sentence about the cell.
func Respelled(before, after string) (how string, ok bool) {
	before, after = cellText(before), cellText(after)
	if before == after || before == "" || after == "" {
		return "", false
	}
	for _, shape := range [...]func(before, after string) string{
		formulaShape, booleanShape, timeShape, dateShape, numberShape, narrowShape, Letters,
	} {
		if how := shape(before, after); how != "" {
			return how, true
		}
	}
	return "", false
}

// cellText is a cell's text without what no person looks at: white space at its ends, and how its
// lines end.
func cellText(text string) string {
	return tabular.TrimEnds(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\u00a0", " "))
}

// formulaShape knows what was taken for a formula: it came to a number, or to an error.
func formulaShape(before, after string) string {
	if strings.IndexByte("=+-@", before[0]) < 0 || utf8.RuneCountInString(before) < 2 {
		return ""
	}
	if IsError(after) || before[0] == '=' && len(numbersIn(after)) > 0 {
		return wording.English.Spoilt.Formula
	}
	return ""
}

// booleans are what Excel and LibreOffice take for true and false, in English and Swedish.
func booleanShape(before, after string) string {
	truths, lies := []string{"true", "sant", "1"}, []string{"false", "falskt", "falsk", "0"}
	for _, same := range [...][]string{truths, lies} {
		was := slices.Index(same, strings.ToLower(before))
		is := slices.Index(same, strings.ToLower(after))
		if was >= 0 && is >= 0 && was < len(same)-1 && after == strings.ToUpper(after) {
			return wording.English.Spoilt.Boolean
		}
	}
	return ""
}

// narrowShape knows a column that was too narrow for its number or date.
func narrowShape(before, after string) string {
	if len(after) >= 2 && strings.Trim(after, "#") == "" && strings.Trim(before, "#") != "" {
		return wording.English.Spoilt.Narrow
	}
	return ""
}

// Simplified says whether pandas, R or gnumeric would make after of before by itself, and how.
// Persons do the same: in a cell of which the run before said anything, and in live data, it is an
// answer.
func Simplified(before, after string) string {
	before, after = cellText(before), cellText(after)
	switch {
	case before == "'"+after:
		return wording.English.Spoilt.Apostrophe
	case after == "" && slices.Contains(strings.Fields("NA N/A n/a nan NaN None NULL null"), before):
		return wording.English.Spoilt.NoValue
	}
	return ""
}

// Spoils says whether a spreadsheet would make after, which is to be written, of before, which is
// there. What a person does to put such damage right again is no damage: 45306 made 2024-01-15,
// 2-jan made 1-2.
func Spoils(before, after string) (how string, ok bool) {
	if how, ok = Respelled(before, after); !ok {
		return "", false
	}
	before, after = cellText(before), cellText(after)
	if dateShape(before, after) != "" && (bareDay.MatchString(after) || serial.MatchString(before)) {
		return "", false
	}
	return how, true
}

// excelErrors are what Excel and LibreOffice show, in English and Swedish, with an upper-case
// start.
func excelErrors() []string {
	return []string{
		"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
		"#FIELD!", "#BLOCKED!", "#CONNECT!",
		"#UNKNOWN!", "#BUSY!", "#GETTING_DATA", "#EXTERNAL!", "#PYTHON!", "#ERROR!",
		"#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!", "#VÄRDE!", "#DIVISION/0!", "#NAMN?", "#SKÄRNING!",
		"#OGILTIGT!", "#SPILLFEL!", "#KALKYLERA!",
		"#FÄLT!", "#BLOCKERAT!", "#ANSLUT!", "#OKÄNT!", "#UPPTAGET!", "#HÄMTAR_DATA", "#FEL!",
	}
}

// libreError is how LibreOffice shows errors that it has no name for.
var libreError = regexp.MustCompile(`^(?i:err|fel):\d{3}$`)

// IsError says whether a text is what a spreadsheet shows where a formula failed, or where a column
// was too narrow.
func IsError(text string) bool {
	if text == "" || text[0] != '#' {
		return len(text) == len("err:502") && text[3] == ':' && libreError.MatchString(text)
	}
	for _, e := range excelErrors() {
		if strings.EqualFold(e, text) {
			return true
		}
	}
	// A column that was too narrow for a number, copied as text.
	return len(text) >= 3 && strings.Trim(text, "#") == ""
}
