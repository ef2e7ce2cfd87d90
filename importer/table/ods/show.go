package ods

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/orgbatch/orgbatch/importer/table/numfmt"
	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// Show gives the text that a person sees in a cell.
func (s *scanner) Show(i int) (string, *tabular.Problem) {
	c := &s.cells[i]
	switch {
	case c.covered:
		beneath := cmp.Or(string(s.bytes(c.text)), string(s.bytes(c.exact)))
		return "", &tabular.Problem{
			Code: tabular.CodeMerged, Value: tabular.Shorten(beneath), Warning: true,
			Message: wording.English.Sheets.Beneath, Suggestion: wording.English.Sheets.UnmergeIfMeant,
		}
	case c.unknown():
		return "", sheets.NoResult(c.kind != kindNone)
	case c.failed && !c.text.empty():
		return string(s.bytes(c.text)), nil
	}
	text, ok := s.show(c)
	switch {
	case !ok:
		return text, &tabular.Problem{
			Code: tabular.CodeNoStored, Value: tabular.Shorten(string(s.bytes(c.value))), Warning: true, ErrorIfSent: true,
			Message:    wording.English.Sheets.NoDate,
			Suggestion: wording.English.Sheets.FormatAnew,
		}
	case s.isStandIn(c):
		return text, sheets.StandIn(text)
	}
	return text, nil
}

// isStandIn says whether a result is the 0 that some libraries write for whatever is to be calculated later: unless a program that calculates
// made the file, or another formula of the sheet came to something.
func (s *scanner) isStandIn(c *rawCell) bool {
	return c.formula && c.kind == kindNumber && !s.doc.calculated && s.doc.results[s.at] == 0 && s.isZero(c)
}

// show gives the text of a cell; ok is false where its value can't be read.
func (s *scanner) show(c *rawCell) (text string, ok bool) {
	value := string(s.bytes(c.value))
	switch {
	case c.kind == kindText:
		return s.showText(c), true
	case value == "":
	case c.kind == kindNumber:
		return s.showNumber(c, value), true
	case c.kind == kindDate:
		text, ok = date(value, c.format)
	case c.kind == kindTime:
		text, ok = duration(value, c.format)
	case value == "true" || value == "1":
		return "TRUE", true
	case value == "false" || value == "0":
		return "FALSE", true
	}
	if !ok {
		text = string(s.bytes(c.text))
	}
	return text, ok || value == "" || c.kind == kindBoolean
}

// showText gives a text, which is exact where an attribute has it.
func (s *scanner) showText(c *rawCell) string {
	text := string(s.bytes(c.text))
	if c.hasExact {
		text = string(s.bytes(c.exact))
	}
	if c.format == nil {
		return text
	}
	return c.format.shown.Text(text)
}

// showNumber shows a number. Without a format what stands beside it may be cut to the width of the column, or be missing.
func (s *scanner) showNumber(c *rawCell, value string) string {
	f := c.format
	truth := f != nil && f.boolean || (f == nil && (value == "0" || value == "1") && isWord(s.bytes(c.text))) // as LibreOffice writes TRUE()
	switch {
	case truth && s.isZero(c):
		return "FALSE"
	case truth:
		return "TRUE"
	case f == nil:
		return numfmt.General(value)
	case f.shown != nil:
		return f.shown.Read(value, numfmt.From1900)
	}
	if c.text.empty() {
		return numfmt.General(value)
	}
	return string(s.bytes(c.text))
}

// isWord says whether a text has letters, and no digits.
func isWord(text []byte) bool {
	return bytes.IndexFunc(text, unicode.IsLetter) >= 0 && bytes.IndexFunc(text, unicode.IsDigit) < 0
}

// Excel counts days from here, and rightly from secondMonth on.
var (
	dayZero     = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	secondMonth = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
)

const daySeconds = 24 * 60 * 60

// date shows a date by its format, without one as ISO does.
func date(value string, f *format) (string, bool) {
	t, ok := numfmt.ParseISO(strings.TrimSpace(value))
	if !ok {
		return "", false
	}
	t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	if f != nil && f.dates && f.shown != nil && !t.Before(secondMonth) {
		days := float64(t.Unix()-dayZero.Unix())/daySeconds + float64(t.Nanosecond())/1e9/daySeconds
		return f.shown.Read(strconv.FormatFloat(days, 'f', -1, 64), numfmt.From1900), true
	}
	return numfmt.ISO(t), true
}

// elapsed shows a duration without a format.
var elapsed = numfmt.Of("[h]:mm:ss")

// duration shows an amount of time, as in PT25H30M00S, by its format.
func duration(value string, f *format) (string, bool) {
	rest, negative := strings.CutPrefix(strings.TrimSpace(value), "-")
	rest, ok := strings.CutPrefix(rest, "P")
	if !ok || rest == "" {
		return "", false
	}
	days, clock := 0.0, false
	for rest != "" {
		if after, ok := strings.CutPrefix(rest, "T"); ok {
			rest, clock = after, true
			continue
		}
		i := strings.IndexAny(rest, "DHMS")
		if i < 0 {
			return "", false
		}
		n, err := strconv.ParseFloat(strings.Replace(rest[:i], ",", ".", 1), 64)
		if err != nil || !(n >= 0 && n < 1e15) || clock != (rest[i] != 'D') {
			return "", false
		}
		days += n / map[byte]float64{'D': 1, 'H': 24, 'M': 24 * 60, 'S': daySeconds}[rest[i]]
		rest = rest[i+1:]
	}
	shown := elapsed
	if f != nil && f.dates && f.shown != nil {
		shown = f.shown
	}
	text := shown.Read(strconv.FormatFloat(days, 'f', -1, 64), numfmt.From1900)
	if negative {
		text = "-" + text
	}
	return text, true
}
