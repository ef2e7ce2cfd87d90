package spoilt

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/wording"
)

// number is a number as it is written: 0.digits times ten to the power of point, with how that was
// done. Digits has no zeros at its ends; zero has none at all.
type number struct {
	negative bool
	digits   string
	point    int

	zeros, plus bool // zeros before it, or a plus
	power       bool // written as 1,23E+11
	shown       int  // of that, how many digits
}

// numberForms are how numbers are written: a sign, digits with or without marks between thousands,
// decimals behind one of the two marks, a power of ten, and a percent sign.
var numberForms = [...]*regexp.Regexp{
	numberForm(",", " ", `\.`, "'"),
	numberForm(`\.`, " ", ",", "'"),
}

func numberForm(decimals string, marks ...string) *regexp.Regexp {
	whole := `\d*`
	for _, mark := range marks {
		whole += `|\d{1,3}(?:` + mark + `\d{3})+`
	}
	digits := `(` + whole + `)(?:` + decimals + `(\d*))?(?:[eE]([+-]?\d{1,3}))?`
	return regexp.MustCompile(`^([-\x{2212}+]?)(` + digits + `)(?: *(%))?$`)
}

// groupMarks takes the marks between thousands away.
var groupMarks = strings.NewReplacer(" ", "", ".", "", ",", "", "'", "")

// maxNumber is how long a number may be.
const maxNumber = 64

// numbersIn reads a text as a number in every way that a spreadsheet might: 1.234 may be a thousand
// or a little more than one. There is none in a text that isn't a number.
func numbersIn(text string) (all []number) {
	for _, form := range numberForms {
		m := form.FindStringSubmatch(strings.ReplaceAll(text, "\u202f", " "))
		if m == nil || m[3]+m[4] == "" || len(m[2]) > maxNumber {
			continue
		}
		whole := groupMarks.Replace(m[3])
		power, _ := strconv.Atoi(m[5])
		if m[6] != "" {
			power -= 2
		}
		n := number{
			negative: m[1] == "-" || m[1] == "\u2212", plus: m[1] == "+", power: m[5] != "",
			zeros: len(whole) > 1 && whole[0] == '0', shown: len(strings.TrimLeft(whole+m[4], "0")),
		}
		all = append(all, n.with(whole+m[4], len(whole)+power))
	}
	return all
}

// with is the number with other digits.
func (n number) with(digits string, point int) number {
	trimmed := strings.TrimLeft(digits, "0")
	n.digits, n.point = strings.TrimRight(trimmed, "0"), point-len(digits)+len(trimmed)
	if n.digits == "" {
		n.point, n.negative = 0, false
	}
	return n
}

func (n number) equals(m number) bool {
	return n.negative == m.negative && n.point == m.point && n.digits == m.digits
}

// isCut says whether m is the number with only so many digits, rounded or cut off.
func (n number) isCut(m number, digits int) bool {
	if digits < 1 || digits >= len(n.digits) {
		return false
	}
	cut, _ := new(big.Int).SetString(n.digits[:digits], 10)
	up := cut.Add(cut, big.NewInt(1)).String()
	return n.with(n.digits[:digits], n.point).equals(m) ||
		n.digits[digits] >= '5' && n.with(up, n.point+len(up)-digits).equals(m)
}

// Spreadsheets keep fifteen digits, and show numbers from so many digits on as powers of ten, with
// at most that many.
const (
	keptDigits  = 15
	powerDigits = 12
	shownDigits = 6
)

// losesDigits says whether m is what a spreadsheet keeps, or shows, of n.
func (n number) losesDigits(m number) bool {
	if m.power {
		return n.isCut(m, m.shown)
	}
	for digits := 1; digits <= keptDigits+2; digits++ {
		shown := digits <= shownDigits && n.point >= powerDigits
		kept := digits >= keptDigits && len(n.digits) > keptDigits
		if (shown || kept) && n.isCut(m, digits) {
			return true
		}
	}
	return false
}

// isFloat says whether m is the exact value of the binary number that n becomes in a program.
func (n number) isFloat(m number) bool {
	if len(n.digits) <= keptDigits || len(n.digits) > n.point {
		return false
	}
	f, err := strconv.ParseFloat(n.digits+strings.Repeat("0", n.point-len(n.digits)), 64)
	exact := strconv.FormatFloat(f, 'f', 0, 64)
	return err == nil && n.with(exact, len(exact)).equals(m)
}

// numberShape knows a number that came back written otherwise, or with its last digits gone.
// Numbers that begin with zeros or a plus are written by people, never by a spreadsheet.
func numberShape(before, after string) string {
	is := numbersIn(after)
	for _, n := range numbersIn(before) {
		for _, m := range is {
			switch {
			case m.zeros || m.plus:
			case n.equals(m) && !m.power && n.zeros:
				return wording.English.Spoilt.NumberZeros
			case n.equals(m) && !m.power && n.plus:
				return wording.English.Spoilt.NumberPlus
			case n.equals(m):
				return wording.English.Spoilt.Number
			case n.losesDigits(m) || n.isFloat(m):
				return wording.English.Spoilt.NumberDigits
			}
		}
	}
	return ""
}
