package spoilt

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// decimalNumber is a number as it is written: 0.digits times ten to the power of point, with how that was done. Digits has no zeros at its
// ends; zero has none at all.
type decimalNumber struct {
	negative bool
	digits   string
	point    int

	zeros, plus bool // zeros before it, or a plus
	power       bool // written as 1,23E+11
	shown       int  // of that, how many digits
}

// numbersIn reads a text as a number in every way that a spreadsheet might: 1.234 may be a thousand or a little more than one. There is none
// in a text that isn't a number.
func numbersIn(text string) []decimalNumber {
	var n decimalNumber
	text = strings.ReplaceAll(text, "\u202f", " ")
	switch {
	case strings.HasPrefix(text, "-"), strings.HasPrefix(text, "\u2212"):
		n.negative = true
		text = strings.TrimPrefix(strings.TrimPrefix(text, "-"), "\u2212")
	case strings.HasPrefix(text, "+"):
		n.plus = true
		text = text[1:]
	}
	if percent, ok := strings.CutSuffix(text, "%"); ok {
		text = strings.TrimRight(percent, " ")
		n.point = -2
	}
	if len(text) > 64 || text == "" || !tabular.IsDigit(text[0]) && strings.IndexByte(".,", text[0]) < 0 {
		return nil
	}
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		power, ok := powerOf(text[at+1:])
		if !ok {
			return nil
		}
		n.power = true
		n.point += power
		text = text[:at]
	}
	return n.readings(text)
}

// powerOf reads what stands behind the E.
func powerOf(text string) (power int, ok bool) {
	power, err := strconv.Atoi(text)
	return power, err == nil && len(strings.TrimLeft(text, "+-")) <= 3
}

// readings reads digits with their separators: with either mark for the decimals, or with none.
func (n decimalNumber) readings(text string) []decimalNumber {
	var all []decimalNumber
	if whole, ok := ungrouped(text, ""); ok {
		all = append(all, n.of(whole, ""))
	}
	for _, mark := range [...]string{",", "."} {
		whole, fraction, ok := strings.Cut(text, mark)
		if !ok || fraction != "" && !tabular.AllDigits(fraction) || whole+fraction == "" {
			continue
		}
		if whole == "" {
			all = append(all, n.of("", fraction))
		} else if whole, ok := ungrouped(whole, mark); ok {
			all = append(all, n.of(whole, fraction))
		}
	}
	return all
}

// ungrouped takes the separators of thousands away; ok is false for what has others. decimals is the mark of the decimals, which separates
// no thousands.
func ungrouped(text, decimals string) (digits string, ok bool) {
	if tabular.AllDigits(text) {
		return text, true
	}
	at := strings.IndexAny(text, " .,'")
	if at < 1 || at > 3 || text[at:at+1] == decimals {
		return "", false
	}
	groups := strings.Split(text, text[at:at+1])
	for i, group := range groups {
		if !tabular.AllDigits(group) || i > 0 && len(group) != 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

// of fills in the digits.
func (n decimalNumber) of(whole, fraction string) decimalNumber {
	n.zeros = len(whole) > 1 && whole[0] == '0'
	n.point += len(whole)
	digits := whole + fraction
	trimmed := strings.TrimLeft(digits, "0")
	n.shown = len(trimmed)
	n.point -= len(digits) - len(trimmed)
	if n.digits = strings.TrimRight(trimmed, "0"); n.digits == "" {
		n.point, n.negative = 0, false
	}
	return n
}

func (n *decimalNumber) equals(m *decimalNumber) bool {
	return n.negative == m.negative && n.point == m.point && n.digits == m.digits
}

// cutTo is the number with so many digits, rounded and cut off.
func (n *decimalNumber) cutTo(digits int) [2]decimalNumber {
	cut, up := *n, *n
	if digits >= len(n.digits) {
		return [2]decimalNumber{cut, up}
	}
	cut.digits = strings.TrimRight(n.digits[:digits], "0")
	rounded, _ := new(big.Int).SetString("0"+n.digits[:digits], 10)
	if n.digits[digits] >= '5' {
		rounded.Add(rounded, big.NewInt(1))
	}
	text := rounded.String()
	up.point += len(text) - digits
	up.digits = strings.TrimRight(text, "0")
	return [2]decimalNumber{cut, up}
}

// Spreadsheets keep fifteen digits, and show numbers from so many digits on as powers of ten, with at most that many.
const (
	keptDigits  = 15
	powerDigits = 12
	shownDigits = 6
)

// losesDigits says whether m is what a spreadsheet keeps, or shows, of n.
func (n *decimalNumber) losesDigits(m *decimalNumber) bool {
	isCut := func(digits int) bool {
		cuts := n.cutTo(digits)
		return cuts[0].equals(m) || cuts[1].equals(m)
	}
	switch {
	case m.power:
		return isCut(m.shown)
	case len(n.digits) > keptDigits && (isCut(keptDigits) || isCut(keptDigits+1) || isCut(keptDigits+2)):
		return true
	case n.point < powerDigits:
		return false
	}
	for digits := 1; digits <= shownDigits; digits++ {
		if isCut(digits) {
			return true
		}
	}
	return false
}

// isFloat says whether m is the exact value of the binary number that n becomes in a program.
func (n *decimalNumber) isFloat(m *decimalNumber) bool {
	if len(n.digits) <= keptDigits || len(n.digits) > n.point || n.negative != m.negative || len(m.digits) > m.point {
		return false
	}
	f, _, err := big.ParseFloat(n.digits+strings.Repeat("0", n.point-len(n.digits)), 10, 53, big.ToNearestEven)
	if err != nil {
		return false
	}
	return f.Text('f', 0) == m.digits+strings.Repeat("0", m.point-len(m.digits))
}

// numberShape knows a number that came back written otherwise, or with its last digits gone. Numbers that begin with zeros or a plus are
// written by people, never by a spreadsheet.
func numberShape(before, after string) string {
	was, is := numbersIn(before), numbersIn(after)
	for _, n := range was {
		for _, m := range is {
			if m.zeros || m.plus {
				continue
			}
			if n.equals(&m) {
				return sameNumber(&n, &m)
			}
			if n.losesDigits(&m) || n.isFloat(&m) {
				return "it was taken for a number, and its last digits are gone"
			}
		}
	}
	return ""
}

func sameNumber(n, m *decimalNumber) string {
	switch {
	case n.zeros && !m.power:
		return "it was taken for a number, and the zeros at its start are gone"
	case n.plus && !m.power:
		return "it was taken for a number, and its plus is gone"
	}
	return "it was taken for a number"
}
