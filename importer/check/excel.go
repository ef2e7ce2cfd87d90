package check

import (
	"regexp"
	"strings"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/spoilt"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// What spreadsheets make of values that they take for numbers, dates and formulas. None of it can be told for sure from the cell alone, so
// the plan asks the live data before it believes any of this: what the API has just so was meant.

// checkExcel names the damage that a spreadsheet does to a text.
func (c *Checker) checkExcel(field, text string) {
	if len(text) > 64 || text == "" {
		return
	}
	switch first := text[0]; {
	case spoilt.IsError(text):
		c.found.note(field, codes.ExcelError, wording.English.Check.FormulaError(text), text, "")
	case first == '\'' && len(text) > 1 && (tabular.IsDigit(text[1]) || strings.IndexByte("=+-@", text[1]) >= 0):
		c.found.note(field, codes.Apostrophe, wording.English.Check.Apostrophe, text, text[1:])
	case tabular.IsDigit(first) || first == '-' || first == '+':
		c.checkNumber(field, text)
	default:
		c.checkDate(field, text)
	}
}

// The forms of numbers that a spreadsheet has touched.
var (
	scientific = regexp.MustCompile(`^[+-]?\d(?:([.,])(\d+))?[eE]([+-]?)(\d{1,3})$`)
	decimal    = regexp.MustCompile(`^(\d+)[.,]0{1,2}$`)
	fractional = regexp.MustCompile(`^\d+[.,]\d+$`)
)

func (c *Checker) checkNumber(field, text string) {
	p := c.profiles[field]
	if tabular.AllDigits(text) {
		if field != pigello.NameName && p.width > len(text) {
			full := strings.Repeat("0", p.width-len(text)) + text
			c.found.note(field, codes.Zeros, wording.English.Check.ZerosLost, text, full)
		}
		return
	}
	if m := scientific.FindStringSubmatch(text); m != nil && (m[1] != "" || m[3] != "") {
		c.found.note(field, codes.Scientific, wording.English.Check.WrittenShort(text), text, "")
		return
	}
	if field == pigello.NameName {
		return // a company may be called 123,00, and many are called by a year
	}
	if m := decimal.FindStringSubmatch(text); m != nil && !p.fractions {
		c.found.note(field, codes.Decimal, wording.English.Check.Decimals, text, m[1])
		return
	}
	c.checkDate(field, text)
}

// dates are the forms that a spreadsheet gives to what it takes for a date.
var dates = regexp.MustCompile(`^(?i:` +
	`\d{4}-\d{2}-\d{2}( 00:00(:00)?)?` + `|\d{1,2}/\d{1,2}/(\d{2}|\d{4})` +
	`|\d{1,2}[- ](` + months + `)\.?([- ](\d{2}|\d{4}))?` + `|(` + months + `)\.?[- ](\d{2}|\d{4}))$`)

const months = `jan|feb|mars?|apr|maj|may|juni?|juli?|aug|sept?|okt|oct|nov|dec`

func isDate(text string) bool {
	if len(text) < 5 || len(text) > 19 || !tabular.IsDigit(text[0]) && strings.IndexByte("jfmasond", text[0]|0x20) < 0 {
		return false
	}
	return strings.ContainsAny(text, "-/ ") && dates.MatchString(text)
}

func (c *Checker) checkDate(field, text string) {
	p := c.profiles[field]
	if field != pigello.NameCustomID || p.dates || !isDate(text) {
		return
	}
	said := wording.English.Check.DateOfCode
	if p.several {
		said = wording.English.Check.DateAmong
	}
	c.found.note(field, codes.Date, said, text, "")
}

// profile says what the values of a column usually are.
type profile struct {
	width     int  // of numbers with leading zeros that are all equally long, 0 when they aren't
	fractions bool // some numbers have decimals that mean something
	dates     bool // most are dates
	several   bool // more than one is, or may be behind the sample
	ids       bool // some look like UUIDs
}

// minimumAlike is how many numbers of one length make it the column's.
const minimumAlike = 3

// profileOf looks at a sample of a column.
func profileOf(sample [][]tabular.Cell, column int) profile {
	var p profile
	widths, zeros := map[int]int{}, map[int]int{}
	values, numbers, dated := 0, 0, 0
	for _, cells := range sample {
		if column >= len(cells) || cells[column].Text == "" {
			continue
		}
		text := tabular.TrimEnds(cells[column].Text)
		values++
		_, isID := columns.ReadID(text)
		p.ids = p.ids || isID
		switch {
		case tabular.AllDigits(text):
			numbers++
			widths[len(text)]++
			if text[0] == '0' && len(text) > 1 {
				zeros[len(text)]++
			}
		case isDate(text):
			dated++
		case fractional.MatchString(text) && !decimal.MatchString(text):
			p.fractions = true
		}
	}
	for width, n := range widths {
		// More than half: what lost its zeros is shorter by one or several, and seldom of one length.
		if n >= minimumAlike && 2*n > numbers && zeros[width] > 0 {
			p.width = width
		}
	}
	p.dates = dated > 1 && 2*dated > values
	p.several = dated > 1 || len(sample) >= columns.SampleRows
	return p
}
