package numfmt

import (
	"math"
	"strconv"
	"strings"
)

// maxDenominator is the largest denominator that is looked for.
const maxDenominator = 999

// putFraction writes a number as a fraction, with whole ones before it if there are places.
func (s *section) putFraction(b *strings.Builder, d decimal) {
	slash := s.number.slash
	start := slash // of the numerator
	for start > 0 && s.tokens[start-1].kind == digit {
		start--
	}
	end := slash + 1 // of the denominator
	for end < len(s.tokens) && s.tokens[end].denominates() {
		end++
	}
	whole, x := 0.0, math.Abs(d.float)
	mixed := digitsIn(s.tokens[:start]) > 0
	if mixed {
		whole, x = math.Modf(x)
	}
	over, under := s.divide(x, s.tokens[slash+1:end])
	if mixed && over == under {
		whole, over = whole+1, 0
	}
	wholeAlone := mixed && over == 0 && s.tokens[start].text != "0"
	wholeText := ""
	if whole != 0 || wholeAlone {
		wholeText = figures(whole)
	}
	put(b, s.tokens[:start], wholeText, "")
	if wholeAlone {
		b.WriteString(strings.Repeat(" ", end-start))
	} else {
		put(b, s.tokens[start:slash], figures(over), "")
		b.WriteString("/" + figures(under))
	}
	put(b, s.tokens[end:], "", "")
}

// denominates says whether a token is part of a denominator: a place or a digit of its own.
func (t token) denominates() bool {
	return t.kind == digit || t.kind == literal && len(t.text) == 1 && '1' <= t.text[0] && t.text[0] <= '9'
}

// figures gives the digits of a whole number.
func figures(n float64) string { return strconv.FormatFloat(n, 'f', 0, 64) }

// divide gives the fraction that is shown for a number: the nearest whose denominator has as many
// digits as there are places, or the denominator that the format has.
func (s *section) divide(x float64, denominator []token) (over, under float64) {
	if denominator[0].kind == literal {
		text := ""
		for _, t := range denominator {
			text += t.text
		}
		if fixed, err := strconv.ParseFloat(text, 64); err == nil {
			return math.Round(x * fixed), fixed
		}
	}
	return nearest(x, min(math.Pow10(len(denominator))-1, maxDenominator))
}

// nearest gives the fraction nearest to x whose denominator is at most limit.
func nearest(x, limit float64) (over, under float64) {
	distance := math.Inf(1)
	for q := 1.0; q <= limit && distance > 0; q++ {
		p := math.Round(x * q)
		if d := math.Abs(p/q - x); d < distance-1e-12 {
			over, under, distance = p, q, d
		}
	}
	return over, under
}
