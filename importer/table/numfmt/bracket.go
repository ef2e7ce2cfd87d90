package numfmt

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// condition says which numbers a section is for: those that compare so with a limit.
type condition struct {
	operator string // "" for all
	limit    float64
}

var operators = []string{"<=", ">=", "<>", "<", ">", "="}

func (c condition) holds(n float64) bool {
	sign := [...]string{"<", "=", ">"}[1+cmp.Compare(n, c.limit)]
	return c.operator == "" || strings.Contains(c.operator, sign)
}

// negative says whether the condition holds for negative numbers alone. A section for these has a
// sign of its own or wants none.
func (c condition) negative() bool {
	return c.operator == "<" && c.limit <= 0 || c.limit < 0 && (c.operator == "<=" || c.operator == "=")
}

// leavesNegative says whether negative numbers alone, and perhaps 0, are left for a second section.
func (c condition) leavesNegative(second condition) bool {
	return c == condition{">=", 0} || c == condition{">", 0} && second.operator == ""
}

var elapsedLetters = regexp.MustCompile("^([hH]+|[mM]+|[sS]+)$")

// addBracket takes what stands in brackets into the section: a condition, a currency, a language,
// an elapsed time. Colours and what else there is don't change the text.
func (s *section) addBracket(inside string) {
	if rest, ok := strings.CutPrefix(inside, "$"); ok {
		s.addCurrency(rest)
		return
	}
	if elapsedLetters.MatchString(inside) {
		s.tokens = append(s.tokens, token{elapsed, inside})
		return
	}
	for _, operator := range operators {
		if rest, ok := strings.CutPrefix(inside, operator); ok {
			if limit, err := strconv.ParseFloat(strings.TrimSpace(rest), 64); err == nil {
				s.condition = condition{operator, limit}
			}
			return
		}
	}
}

// addCurrency takes [$kr-41D] into the section: a sign, a language, or both.
func (s *section) addCurrency(inside string) {
	sign, locale, _ := strings.Cut(inside, "-")
	if sign != "" {
		s.tokens = append(s.tokens, token{literal, sign})
		s.currency = true
	}
	s.locale(strings.ToLower(locale))
}

// locale takes a language as Windows numbers them, whose upper half is for other digits and
// calendars, or by its letters, as Excel writes it since 2016.
func (s *section) locale(name string) {
	letters, _, byLetters := strings.Cut(name, "-")
	id, err := strconv.ParseUint(name, 16, 32)
	switch {
	case name == "x-sysdate" || err == nil && id&0xFFFF == 0xF800:
		s.system = isoDate
	case name == "x-systime" || err == nil && id&0xFFFF == 0xF400:
		s.system = isoTime
	case byLetters:
		s.language = cmp.Or(tags[letters], unknownLanguage)
	case err == nil && id&0x3FF != 0: // the ten lowest bits are the language, whatever the country
		s.language = cmp.Or(numbers[id&0x3FF], unknownLanguage)
	}
}

// What Excel shows as the computer is set, for which the file only has an example.
const (
	isoDate = "yyyy-mm-dd"
	isoTime = "hh:mm:ss"
)
