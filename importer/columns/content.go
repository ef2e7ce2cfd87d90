package columns

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// content is what the sample says of a column's values.
type content struct {
	rows      int // in the sample
	values    int // that aren't blank
	distinct  int
	ids       int // UUIDs, in any spelling
	bareIDs   int // those of them that lack their dashes
	brokenIDs int // UUIDs that some of was lost of
	numbers   int // digits, with at most signs and separators
	codes     int // short, without spaces, with a digit or all capitals
	orgs      int // organisation numbers: 556677-8899
	names     int // like the name of an organization
	legal     int // with AB, HB, Brf … as a word
	running   int // the row's own number, from 0 or 1
	runes     int // of all values
}

// values are what the columns of a table hold, by a sample of its rows.
type values struct {
	sample   [][]tabular.Cell
	contents map[int]content // of the columns that were looked at
}

func newValues(sample [][]tabular.Cell) *values {
	return &values{sample: sample, contents: map[int]content{}}
}

// contentOf looks at a column's values, once.
func (v *values) contentOf(column int) content {
	c, ok := v.contents[column]
	if !ok {
		c = v.lookAt(column)
		v.contents[column] = c
	}
	return c
}

func (v *values) lookAt(column int) content {
	c := content{rows: len(v.sample)}
	seen := map[string]bool{}
	for _, cells := range v.sample {
		text := valueOf(cells, column)
		if text == "" {
			continue
		}
		if !seen[text] {
			seen[text] = true
			c.distinct++
		}
		c.count(text, cells[column].Kind)
		if n := smallNumber(text); n >= 0 && (n == c.values || n == c.values-1) {
			c.running++
		}
	}
	return c
}

// valueOf is a cell's text without the white space at its ends, "" for one that isn't there.
func valueOf(cells []tabular.Cell, column int) string {
	if column >= len(cells) {
		return ""
	}
	return tabular.TrimEnds(cells[column].Text)
}

// count sorts a value into its kinds.
func (c *content) count(text string, kind tabular.Kind) {
	c.values++
	c.runes += utf8.RuneCountInString(text)
	_, isID := ReadID(text)
	isID = isID || kind == tabular.JSON && strings.HasPrefix(text, `{"id":`)
	switch {
	case isID:
		c.ids++
		if isBareID(text) {
			c.bareIDs++
		}
	case isBrokenID(text):
		c.brokenIDs++
	case isOrgNumber(text):
		c.orgs++
	case isCode(text):
		c.codes++
	case isOrgName(text):
		c.names++
	}
	if isNumber(text) {
		c.numbers++
	}
	if hasLegalForm(text) {
		c.legal++
	}
}

// mostlyNumbers says that a column's values are numbers, and so no names.
func (c content) mostlyNumbers() bool { return c.values > 0 && 2*(c.numbers+c.ids) > c.values }

// unique says that no value, or next to none, stands in two rows.
func (c content) unique() bool { return c.values > 1 && 50*c.distinct >= 49*c.values }

// share is n of the values, between 0 and 1.
func (c content) share(n int) float64 {
	if c.values == 0 {
		return 0
	}
	return float64(n) / float64(c.values)
}

func isNumber(text string) bool {
	const digits = "0123456789"
	return strings.ContainsAny(text, digits) && strings.Trim(text, digits+" .,:/+-()%\u00a0") == ""
}

// isOrgNumber says whether a text has the form of a legal person's number.
func isOrgNumber(text string) bool {
	n, ok := orgnumber.Parse(text)
	return ok && n.Legal()
}

// isCode says whether a text looks like a number or code that somebody gave: 10023, K-1042, ABC. Dates, amounts and telephone numbers don't.
func isCode(text string) bool {
	if utf8.RuneCountInString(text) > 20 || strings.ContainsAny(text, " @,;:\"") || strings.Contains(text, "://") {
		return false
	}
	digits, letters, lower, marks := 0, 0, 0, 0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLower(r):
			lower++
			letters++
		case unicode.IsLetter(r):
			letters++
		default:
			marks++
		}
	}
	if letters == 0 && marks > 0 && (marks > 1 || strings.ContainsAny(text, ".+/%") || text[0] == '0' || text[0] == '-') {
		return false // a date, an amount or a telephone number
	}
	return digits > 0 || letters > 1 && lower == 0 && marks <= 1
}

// isOrgName says whether a text may be the name of an organization: some letters, and no address of any kind.
func isOrgName(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	length := utf8.RuneCountInString(text)
	return letters >= 3 && 2*letters > length && length <= 120 && !strings.ContainsAny(text, "@\n{}") && !strings.Contains(text, "://") &&
		!strings.HasPrefix(text, "www.") && !isStreet(text)
}

// isStreet knows a street with its number: Storgatan 12 B.
func isStreet(text string) bool {
	words := strings.Fields(text)
	if len(words) < 2 {
		return false
	}
	last := words[len(words)-1]
	if utf8.RuneCountInString(last) == 1 && len(words) > 2 {
		last = words[len(words)-2]
	}
	return unicode.IsDigit(rune(last[0])) && strings.Trim(last, "0123456789abcdefghABCDEFGH-") == ""
}

// hasLegalForm says whether a word of the text is the form of a company or an association.
func hasLegalForm(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == ',' || r == '(' || r == ')' }) {
		switch strings.ToLower(strings.Trim(word, ".")) {
		case "ab", "hb", "kb", "brf", "aktiebolag", "handelsbolag", "kommanditbolag", "bostadsrättsförening", "bostadsrättsföreningen", "stiftelsen",
			"stiftelse", "förening", "ek", "kommun", "holding", "fastigheter", "förvaltning", "ltd", "limited", "inc", "llc", "plc", "gmbh", "ag", "oy",
			"aps", "a/s", "as", "corp", "company":
			return true
		}
	}
	return false
}

// smallNumber reads a row number, -1 for what is none.
func smallNumber(text string) int {
	n, err := strconv.ParseUint(text, 10, 32)
	if len(text) > 6 || err != nil {
		return -1
	}
	return int(n)
}
