package main

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/numfmt"
)

// difference is a kind of cells that are shown otherwise than by LibreOffice, and why.
type difference struct {
	reason  string
	applies func(c cell) bool // asked for cells that differ
	english int               // how many cells are so in an American LibreOffice
	swedish int               // and in a Swedish one
}

// known differences. The order counts: a cell is of the first kind that applies.
var known = []difference{
	{"a format that names no language is shown as in English on every computer, one that names Swedish as in Swedish",
		cell.otherSeparators, 75, 1412},
	{"Excel shows ###### for what is outside its calendar; the number itself is worth more", cell.outsideCalendar, 658, 658},
	{"LibreOffice has no times beyond some thousand years and no long fractions",
		func(c cell) bool { return c.office == "#FMT" }, 54, 54},
	{"where Excel shows dates and times as the computer is set, they are shown as in ISO 8601",
		func(c cell) bool { return c.has("[$-F800]", "[$-F400]") }, 72, 39},
	{"LibreOffice 7.4 doesn't know languages by their letters, as Excel writes them",
		func(c cell) bool { return c.has("[$-sv-SE]", "[$-x-sysdate]") }, 72, 72},
	{"Excel's days begin with 1900-01-01 and have a 29 February 1900; LibreOffice's begin with 1899-12-30",
		func(c cell) bool { return c.calendar() && c.number() < 61 }, 426, 457},
	{"words for dates are English in a format that names no language, on every computer", cell.otherWords, 0, 210},
	{"Excel rounds times to the second, LibreOffice cuts them off",
		func(c cell) bool {
			return c.date() && (c.stored == "0.999999" || c.stored == "1234.567" || c.stored == "1E-05")
		}, 15, 10},
	{"Excel keeps the minus sign of what is rounded to zero", cell.roundedToZero, 55, 55},
	{"Excel shows the minus sign of a section that isn't for negative numbers alone",
		func(c cell) bool { return c.number() < 0 && c.shown.Text == "-"+c.office }, 9, 9},
	{"LibreOffice writes exponents with three digits, and large numbers in cells of text with all of its decimals",
		func(c cell) bool { return c.stored == "1E+20" }, 3, 3},
	{"halves are rounded up from the decimal digits, as in Excel; LibreOffice rounds these in binary",
		func(c cell) bool { return c.stored == "1.005" || c.stored == "1.0625" || c.stored == "0.125" }, 6, 6},
	{"LibreOffice leaves the blank before a fraction out, behind a minus sign",
		func(c cell) bool { return strings.ReplaceAll(c.shown.Text, " ", "") == c.office }, 2, 2},
	{"LibreOffice shows a zero too many", func(c cell) bool { return c.office == "0"+c.shown.Text }, 3, 3},
}

// reasonOf gives the kind of a cell that differs, -1 without any.
func reasonOf(c cell) int {
	for i, k := range known {
		if k.applies(c) {
			return i
		}
	}
	return -1
}

func (c cell) has(parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(c.code, part) {
			return true
		}
	}
	return false
}

func (c cell) number() float64 {
	n, _ := strconv.ParseFloat(c.stored, 64) // they are numbers
	return n
}

var quoted = regexp.MustCompile(`"[^"]*"|\[[^hms][^\]]*\]|\\.|_.`)

// letters gives what of a format isn't quoted.
func (c cell) letters() string { return strings.ToLower(quoted.ReplaceAllString(c.code, "")) }

// date says whether the format is that of a date or time, calendar whether it shows the day.
func (c cell) date() bool { return strings.ContainsAny(c.letters(), "ymdhs") }

func (c cell) calendar() bool {
	return strings.ContainsAny(c.letters(), "yd") || c.date() && !strings.ContainsAny(c.letters(), "hs")
}

func (c cell) outsideCalendar() bool {
	return c.date() && (c.number() < 0 || c.number() >= 2958466) && c.shown.Text == numfmt.General(c.stored)
}

var swedishSeparators = strings.NewReplacer(",", "\u00a0", ".", ",")

// otherSeparators says whether nothing but the separators differs, because of the language.
func (c cell) otherSeparators() bool {
	text, office := c.shown.Text, c.office
	if c.has("-41D]") {
		text, office = office, text
	}
	if c.date() && c.locale == "sv-SE" {
		text = strings.ReplaceAll(text, "/", "-")
	}
	return swedishSeparators.Replace(text) == office
}

// otherWords says whether months, days or halves of a day are words, which are in Swedish there.
func (c cell) otherWords() bool {
	words := strings.Contains(c.letters(), "mmm") || strings.Contains(c.letters(), "ddd") || strings.Contains(c.letters(), "am/pm")
	return words && c.locale == "sv-SE" && !strings.Contains(c.code, "[$-")
}

// roundedToZero says whether LibreOffice shows zero and leaves the minus sign out.
func (c cell) roundedToZero() bool {
	office := strings.ReplaceAll(c.office, ",", ".")
	return c.number() < 0 && !strings.ContainsAny(office, "123456789") && strings.TrimLeft(c.shown.Text, "- ") == strings.TrimLeft(office, "- ")
}
