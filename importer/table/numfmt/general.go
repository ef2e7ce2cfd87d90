package numfmt

import (
	"fmt"
	"strings"
)

// General shows a number without a format: all of its digits, of which Excel keeps fifteen (every
// one of a whole number that it can calculate with), where a narrow cell would show fewer. What is
// no number is shown as it is.
func General(stored string) string {
	if plainInteger(stored) {
		return stored
	}
	d, ok := parseDecimal(stored)
	if !ok {
		return stored
	}
	return d.general()
}

// plainInteger says whether a number is stored as it is shown, as nearly all are.
func plainInteger(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	if len(digits) == 0 || len(digits) > precision || digits[0] == '0' && len(s) > 1 {
		return false
	}
	return strings.Trim(digits, "0123456789") == ""
}

// general shows a number, in scientific form only what is very large or very small.
func (d decimal) general() string {
	if text := d.exact(); text != "" {
		return text
	}
	d = d.round(precision - d.point)
	sign := ""
	if d.negative {
		sign = "-"
	}
	if d.point > precision || d.point < -8 {
		return sign + d.scientific()
	}
	whole, fraction := d.split(max(0, len(d.digits)-d.point))
	if whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return sign + whole
	}
	return sign + whole + "." + fraction
}

// scientific shows all digits, as in 1.5E+20.
func (d decimal) scientific() string {
	text := d.digits[:1]
	if len(d.digits) > 1 {
		text += "." + d.digits[1:]
	}
	return text + fmt.Sprintf("E%+d", d.point-1)
}
