package numfmt

import "strings"

// showNumber shows a number by a section that isn't a date. The sign stands before everything.
func (s *section) showNumber(d decimal, sign string) Shown {
	n := &s.number
	stored := d.exact()
	d.negative = false
	shown := Shown{Text: s.render(d, sign)}
	if stored == "" || n.percent || !n.grouped && s.shape != scientificNumber {
		return shown
	}
	if s.parted() {
		ungrouped := *s
		ungrouped.number.commas = false
		shown.Digits = ungrouped.render(d, sign)
		return shown
	}
	digits := strings.TrimPrefix(stored, "-")
	shown.Digits = strings.TrimSuffix(stored, digits) + n.prefix + s.padded(digits)
	return shown
}

// render gives the text of a number by the shape of its section.
func (s *section) render(d decimal, sign string) string {
	var b strings.Builder
	b.WriteString(sign)
	switch s.shape {
	case scientificNumber:
		s.putScientific(&b, d)
	case mixedNumber:
		s.putFraction(&b, d)
	default:
		s.putPlain(&b, d)
	}
	return strings.TrimSpace(b.String())
}

// padded puts the zeros before digits that places of 0 show: 000,000 shows 100 as 000,100. A single
// such place, as in #,##0, is there for the number 0.
func (s *section) padded(digits string) string {
	n := &s.number
	if s.shape != plainNumber || n.shift != 0 {
		return digits
	}
	zeros := 0
	for _, t := range s.tokens[:n.point] {
		if t.kind == digit && t.text == "0" {
			zeros++
		}
	}
	return strings.Repeat("0", max(0, zeros-len(digits))) + digits
}

// parted says whether anything but separators of thousands stands between the digits before the
// point, as the dash of #,##0\-00 does: it belongs to a code.
func (s *section) parted() bool {
	n := &s.number
	if s.shape != plainNumber || n.shift != 0 {
		return false
	}
	left := n.wholes
	for _, t := range s.tokens[:n.point] {
		switch {
		case t.kind == digit:
			left--
		case left == 0 || left == n.wholes || t.kind == comma:
		case n.commas && t.text != "" || strings.Trim(t.text, betweenThousands) != "":
			return true
		}
	}
	return false
}

// putPlain writes a number without an exponent.
func (s *section) putPlain(b *strings.Builder, d decimal) {
	n := &s.number
	if i := s.tokens.index(general); i >= 0 {
		put(b, s.tokens[:i], "", "")
		b.WriteString(d.general())
		put(b, s.tokens[i+1:], "", "")
		return
	}
	s.putMantissa(b, d.shift(n.shift).round(n.places))
}

// putMantissa writes what stands before an exponent: the digits before the point and behind it.
func (s *section) putMantissa(b *strings.Builder, d decimal) {
	n := &s.number
	whole, places := d.split(n.places)
	separator := ""
	if n.commas {
		separator = s.language.separator()
	}
	put(b, s.tokens[:n.point], whole, separator)
	if n.wholes == 0 && n.places > 0 {
		b.WriteString(whole)
	}
	for _, t := range s.tokens[n.point:n.mantissa] {
		switch {
		case t.kind == point:
			s.putPoint(b, places)
		case t.kind != digit:
			b.WriteString(t.text)
		default:
			shown := blank(t)
			if strings.Trim(places, "0") != "" {
				shown = places[:1]
			}
			b.WriteString(shown)
			places = places[1:]
		}
	}
}

// blank is what a place without a digit shows.
func blank(t token) string {
	switch t.text {
	case "0":
		return "0"
	case "?":
		return " "
	}
	return ""
}

// putPoint writes the decimal point, unless nothing is shown behind it: Excel shows 5. for 5 by
// the format 0.##, which would be taken for a text.
func (s *section) putPoint(b *strings.Builder, places string) {
	n := &s.number
	shown := strings.Trim(places, "0") != ""
	for i, t := range s.tokens[n.point:n.mantissa] {
		shown = shown || t.text == "0" || i == 1 && t.kind == literal && t.text != " "
	}
	switch {
	case !shown:
	case s.language == swedish:
		b.WriteByte(',')
	default:
		b.WriteByte('.')
	}
}

// put writes tokens with a whole number in their places for digits. The first place takes all
// digits for which there is none. The separator stands between thousands.
func put(b *strings.Builder, tokens []token, whole, separator string) {
	left := digitsIn(tokens)
	for _, t := range tokens {
		if t.kind != digit {
			b.WriteString(t.text)
			continue
		}
		for ; len(whole) > left; whole = whole[1:] {
			b.WriteString(whole[:1])
			putSeparator(b, len(whole)-1, separator)
		}
		shown := blank(t)
		if len(whole) == left {
			shown, whole = whole[:1], whole[1:]
		}
		b.WriteString(shown)
		left--
		switch shown {
		case "":
		case " ":
			putSeparator(b, left, strings.Repeat(" ", len([]rune(separator))))
		default:
			putSeparator(b, left, separator)
		}
	}
}

// putSeparator writes a separator if it stands before so many digits.
func putSeparator(b *strings.Builder, digits int, separator string) {
	if digits > 0 && digits%3 == 0 {
		b.WriteString(separator)
	}
}

// separator is what stands between thousands.
func (l *language) separator() string {
	if l == swedish {
		return "\u00a0"
	}
	return ","
}
