package numfmt

import (
	"strconv"
	"strings"
)

// putScientific writes a number with an exponent, which is a multiple of the places before the
// point: ##0.0E+0 gives 12.3E+3.
func (s *section) putScientific(b *strings.Builder, d decimal) {
	n := &s.number
	d = d.shift(n.shift)
	step := max(n.wholes, 1)
	power := exponentOf(d, step)
	mantissa := d.shift(-power).round(n.places)
	if mantissa.point > step { // rounding has made it longer
		power += step
		mantissa = d.shift(-power).round(n.places)
	}
	s.putMantissa(b, mantissa)
	b.WriteByte('E')
	rest := s.tokens[n.mantissa:]
	if power < 0 {
		b.WriteByte('-')
		power = -power
	} else if strings.HasSuffix(rest[0].text, "+") {
		b.WriteByte('+')
	}
	digits := strconv.Itoa(power)
	put(b, rest[1:], strings.TrimLeft(digits, "0"), "")
}

// exponentOf gives the exponent with which at most step digits stand before the point.
func exponentOf(d decimal, step int) int {
	if d.zero() {
		return 0
	}
	power := d.point - 1
	return power - ((power%step)+step)%step
}
