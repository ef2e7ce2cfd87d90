package numfmt

import (
	"errors"
	"slices"
	"strings"
)

// Format is a number format, ready to show numbers. A nil one is General.
type Format struct {
	numbers []*section
	text    *section // nil if texts are shown as they are
}

// Shown is what is seen of a number.
type Shown struct {
	Text string // without spaces at its ends
	// Digits is the number as stored, where it is whole and Text groups its digits or shows but the
	// first ones, as 1.23E+11 does. What makes a code of it stays: a word before the number, as in
	// "K-"#,##0, zeros at its start, as in 000,000, and what parts it, as in #,##0\-00. Else it is "".
	Digits string
}

var errSections = errors.New("it has more than four sections")

// MaxCode is how long a format may be that workbooks name: Excel's own limit is 255 letters.
const MaxCode = 512

// Of gives the format that a workbook names, nil for General and for those that Excel wouldn't take.
func Of(code string) *Format {
	if code == "" || len(code) > MaxCode {
		return nil
	}
	f, err := Parse(code)
	if err != nil {
		return nil
	}
	return f
}

// Parse takes a format apart.
func Parse(code string) (*Format, error) {
	tokens, err := tokenize(code)
	if err != nil {
		return nil, err
	}
	sections := []*section{{}}
	for _, t := range tokens {
		s := sections[len(sections)-1]
		switch t.kind {
		case sectionEnds:
			sections = append(sections, &section{})
		case bracket:
			s.addBracket(t.text)
		default:
			s.tokens = append(s.tokens, t)
		}
	}
	if len(sections) > 4 {
		return nil, errSections
	}
	for _, s := range sections {
		s.finish()
	}
	return arrange(sections), nil
}

// arrange tells the section of texts, which is the fourth or a last one with @, from the others,
// and says for which numbers these are: who writes no conditions means positive; negative; zero.
func arrange(sections []*section) *Format {
	f := &Format{numbers: sections}
	last := sections[len(sections)-1]
	if len(sections) == 4 || last.shape == textAlone {
		f.numbers, f.text = sections[:len(sections)-1], last
	}
	defaults := map[int][]condition{2: {{">=", 0}}, 3: {{">", 0}, {"<", 0}}}[len(f.numbers)]
	for i, c := range defaults {
		if f.numbers[i].condition.operator == "" {
			f.numbers[i].condition = c
		}
	}
	for i, s := range f.numbers {
		negative := s.condition.negative() || i == 1 && f.numbers[0].condition.leavesNegative(s.condition)
		s.unsigned = negative && len(f.numbers) > 1
	}
	return f
}

// Calendar is from when a workbook counts its days.
type Calendar uint8

// Excel for Windows counts from 1900; workbooks of old Macs count from 1904.
const (
	From1900 Calendar = iota
	From1904
)

// Show shows a number. What is no number is shown as it is.
func (f *Format) Show(stored string, c Calendar) Shown {
	d, ok := parseDecimal(stored)
	if !ok {
		return Shown{Text: stored}
	}
	i := slices.IndexFunc(f.numbers, func(s *section) bool { return s.condition.holds(d.float) })
	if i < 0 || f.numbers[i].shape == textAlone {
		return Shown{Text: General(stored)}
	}
	s := f.numbers[i]
	sign := ""
	if d.negative && !s.unsigned {
		sign = "-"
	}
	if s.shape != dateOrTime {
		return s.showNumber(d, sign)
	}
	if text, ok := s.showDate(d, sign, c); ok {
		return Shown{Text: text}
	}
	return Shown{Text: General(stored)}
}

// Read shows a number as it is to be read. Of whole numbers whose digits are grouped, or of which the first ones alone are shown (1.23E+11),
// the digits themselves are given: commas would become part of a code, and where money or a quantity stands, the plain number serves as well.
// Numbers that the format hides are read, as hidden texts are; but for 0, which is hidden to look like a blank cell.
func (f *Format) Read(stored string, c Calendar) string {
	if f == nil {
		return General(stored)
	}
	shown := f.Show(stored, c)
	switch {
	case shown.Digits != "":
		return shown.Digits
	case shown.Text == "":
		if all := General(stored); all != "0" {
			return all
		}
	}
	return shown.Text
}

// Text shows a text, which a format can put something before or behind, as "K-"@ does.
func (f *Format) Text(s string) string {
	if s == "" || f == nil || !f.decorates() {
		return s
	}
	return f.showText(s)
}

// decorates says whether texts are shown with something before or behind them. A section that would
// hide them, as the last one of ;;; does, doesn't count: what is hidden in a workbook is read.
func (f *Format) decorates() bool {
	if f.text == nil {
		return false
	}
	isPlace := func(t token) bool { return t.kind == text }
	at := slices.IndexFunc(f.text.tokens, isPlace)
	return at >= 0 && !slices.ContainsFunc(f.text.tokens[at+1:], isPlace) && strings.TrimSpace(f.showText("")) != ""
}

// showText shows a text by a format that decorates texts.
func (f *Format) showText(s string) string {
	var shown strings.Builder
	for _, t := range f.text.tokens {
		switch t.kind {
		case text:
			shown.WriteString(s)
		case padding:
		default:
			shown.WriteString(t.text)
		}
	}
	return shown.String()
}
