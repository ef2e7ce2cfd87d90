// Package orgnumber knows Sweden's organisation numbers, and the personal numbers that sole traders have in their place.
package orgnumber

import "strings"

// Number is a text that has the form of an organisation number: 556677-8899, with or without the dash, and with or without a century
// before it – 16 for a legal person, 18, 19 or 20 for a person.
type Number struct {
	digits  [10]byte // without the century
	dash    bool
	century bool
}

// length is that of a number without its century, tail how many of its digits stand behind the dash.
const (
	length = 10
	tail   = 4
)

// Parse reads a number, whether its check digit is right or not. Of the separators, + stands in the number of a person who is over 100;
// a space, which people write for the dash, counts as one.
func Parse(text string) (n Number, ok bool) {
	if len(text) < length || len(text) > length+len("16")+len("–") {
		return n, false
	}
	var digits [length + 2]byte
	count, behind := 0, -1
	for _, r := range text {
		switch {
		case '0' <= r && r <= '9' && count < len(digits):
			digits[count] = byte(r)
			count++
		case strings.ContainsRune("-+–‑‐− \u00a0", r) && behind < 0:
			behind = count
		default:
			return n, false
		}
	}
	n.dash, n.century = behind >= 0, count == len(digits)
	if n.dash && behind != count-tail || count != length && !n.century {
		return n, false
	}
	copy(n.digits[:], digits[count-length:count])
	return n, !n.century || n.hasCentury(string(digits[:2]))
}

func (n *Number) hasCentury(century string) bool {
	if century == "16" {
		return n.Legal()
	}
	return (century == "18" || century == "19" || century == "20") && n.Personal()
}

// Legal says whether it may be a legal person's: its third digit makes it no date.
func (n *Number) Legal() bool { return n.digits[2] >= '2' }

// Personal says whether it begins with a date of birth, to whose day coordination numbers add 60.
func (n *Number) Personal() bool {
	month, day := n.pair(2), n.pair(4)
	if day > 60 {
		day -= 60
	}
	return 1 <= month && month <= 12 && 1 <= day && day <= 31
}

func (n *Number) pair(at int) int { return int(n.digits[at]-'0')*10 + int(n.digits[at+1]-'0') }

// Checks says whether the check digit is right, by the formula of Luhn.
func (n *Number) Checks() bool {
	sum := 0
	for i, d := range n.digits {
		v := int(d - '0')
		if i%2 == 0 {
			v *= 2
		}
		sum += v/10 + v%10
	}
	return sum%10 == 0
}

// Valid says whether there may be an organization of this number.
func (n *Number) Valid() bool { return n.Checks() && (n.Legal() || n.Personal()) }

// Spelt is a valid number and how it is written, in 32 bits; 0 is none. The check digit follows from the others and isn't kept.
type Spelt uint32

const (
	spellings         = 4
	withDash    Spelt = 1
	withCentury Spelt = 2
)

// Spelt gives a number as it is written, 0 for one that isn't valid.
func (n *Number) Spelt() Spelt {
	if !n.Valid() {
		return 0
	}
	s := Spelt(0)
	for _, d := range n.digits[:length-1] {
		s = 10*s + Spelt(d-'0')
	}
	s *= spellings
	if n.dash {
		s |= withDash
	}
	if n.century {
		s |= withCentury
	}
	return s
}

// Bare is the same for all spellings of a number.
func (s Spelt) Bare() Spelt { return s / spellings }

// String is the number as it was written, but for whose dash it was; of a personal number only the last four digits.
func (s Spelt) String() string {
	var n Number
	rest := s.Bare()
	for i := length - 2; i >= 0; i-- {
		n.digits[i], rest = '0'+byte(rest%10), rest/10
	}
	for n.digits[length-1] = '0'; !n.Checks(); n.digits[length-1]++ {
	}
	text := string(n.digits[:])
	if s&withDash != 0 {
		text = text[:length-tail] + "-" + text[length-tail:]
	}
	if s&withCentury != 0 {
		text = "16" + text
	}
	if !n.Legal() {
		text = blotted(text)
	}
	return text
}
