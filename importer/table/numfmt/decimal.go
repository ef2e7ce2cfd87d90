package numfmt

import (
	"math"
	"strconv"
	"strings"
)

// decimal is a number as its digits: 0.DIGITS × 10^point. Zero has no digits; other numbers have
// none of 0 at either end.
type decimal struct {
	negative bool
	digits   string
	point    int
	rounded  bool    // the file stores more digits
	float    float64 // the number that was read, for what is calculated with: dates and fractions
}

// maxExact is the number from which on a float64, in which spreadsheets calculate, no longer
// holds every whole number; precision is how many digits of any other number Excel keeps.
const (
	maxExact  = 1 << 53
	precision = 15
)

// parseDecimal reads a stored number. It isn't ok for what is no number or too large to be one.
// Whole numbers keep all digits that a float64 holds; the others are rounded to fifteen, which
// takes away what calculating in binary left behind them.
func parseDecimal(stored string) (d decimal, ok bool) {
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) || strings.ContainsAny(stored, "xX_") {
		return d, false
	}
	exponent := 0
	mantissa := strings.TrimLeft(stored, "+-")
	if i := strings.IndexAny(mantissa, "eE"); i >= 0 {
		// A number that ParseFloat takes and whose exponent Atoi doesn't is zero.
		exponent, _ = strconv.Atoi(mantissa[i+1:])
		mantissa = mantissa[:i]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d = decimal{negative: stored[0] == '-', digits: whole + fraction, point: len(whole) + exponent, float: n}
	d.trim()
	if d.digits == "" || n == 0 {
		return decimal{}, true
	}
	if !d.whole() || math.Abs(n) >= maxExact {
		stored := len(d.digits)
		d = d.round(precision - d.point)
		d.rounded = stored > precision
	}
	return d, true
}

// trim takes the zeros off both ends.
func (d *decimal) trim() {
	rest := strings.TrimLeft(d.digits, "0")
	d.point -= len(d.digits) - len(rest)
	d.digits = strings.TrimRight(rest, "0")
	if d.digits == "" {
		d.point = 0
	}
}

func (d decimal) zero() bool { return d.digits == "" }

// whole says whether nothing stands behind the point.
func (d decimal) whole() bool { return len(d.digits) <= d.point || d.zero() }

// shift multiplies by a power of ten.
func (d decimal) shift(places int) decimal {
	if !d.zero() {
		d.point += places
	}
	return d
}

// round rounds to places behind the point, or before it if they are negative; halves go away from
// zero. The sign stays, even of what becomes zero, as it does in Excel.
func (d decimal) round(places int) decimal {
	keep := d.point + places
	switch {
	case keep >= len(d.digits):
		return d
	case keep < 0:
		return decimal{negative: d.negative}
	}
	up := d.digits[keep] >= '5'
	digits := []byte("0" + d.digits[:keep])
	for i := len(digits) - 1; up; i-- {
		up = digits[i] == '9'
		digits[i]++
		if up {
			digits[i] = '0'
		}
	}
	d.digits = string(digits)
	d.point++
	d.trim()
	return d
}

// split gives the digits before the point, none for 0, and places of those behind it.
func (d decimal) split(places int) (whole, fraction string) {
	digits, point := d.digits, d.point
	if point < 0 {
		digits, point = strings.Repeat("0", min(-point, places))+digits, 0
	}
	if len(digits) < point+places {
		digits += strings.Repeat("0", point+places-len(digits))
	}
	return digits[:point], digits[point : point+places]
}

// exact gives the digits of a whole number that a float64 holds, "" for other numbers.
func (d decimal) exact() string {
	if !d.whole() || d.point > precision && d.rounded || d.point > precision+1 {
		return ""
	}
	text, _ := d.split(0)
	if text == "" {
		return "0"
	}
	if n, err := strconv.ParseInt(text, 10, 64); err != nil || n >= maxExact {
		return ""
	}
	if d.negative {
		return "-" + text
	}
	return text
}
