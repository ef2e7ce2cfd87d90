package numfmt

import (
	"slices"
	"strings"
)

// section is one of the up to four parts of a format, each for some of the numbers or for texts.
type section struct {
	tokens    tokens
	condition condition
	unsigned  bool // negative numbers get no minus sign: the section is for them alone
	language  *language
	system    string // the format that stands for the computer's own, "" for none
	currency  bool   // a currency was named in brackets
	shape     shape
	number    layout // of shapes that have digits
}

// shape is what a section makes of a number.
type shape uint8

const (
	plainNumber      shape = iota // literals, digits, a decimal point
	scientificNumber              // with an exponent
	mixedNumber                   // whole ones and a fraction, or a fraction alone
	dateOrTime
	textAlone // @ and literals: numbers are shown as General
)

// tokens are those of a section.
type tokens []token

// has says whether one of the tokens is of a kind.
func (ts tokens) has(k kind) bool { return ts.index(k) >= 0 }

// index gives where the first token of a kind stands, -1 without any.
func (ts tokens) index(k kind) int {
	return slices.IndexFunc(ts, func(t token) bool { return t.kind == k })
}

// finish finds out what a section makes of numbers, once all of its tokens are there.
func (s *section) finish() {
	if s.system != "" {
		s.tokens, _ = tokenize(s.system)
	}
	s.tokens = s.tokens.joinFractions()
	numeric := s.tokens.has(digit) || s.tokens.has(general)
	switch {
	case s.tokens.has(elapsed),
		s.tokens.timely() && !numeric && !s.tokens.has(text):
		s.shape = dateOrTime
		s.replaceWords()
		s.tokens.markMinutes()
		return
	case s.tokens.has(text) && !numeric:
		s.shape = textAlone
	}
	// Letters of dates between digits are words that somebody forgot to quote, as in 0 st.
	for i, t := range s.tokens {
		if t.kind == date || t.kind == halfDay || t.kind == subsecond {
			s.tokens[i].kind = literal
		}
	}
	if s.shape == plainNumber {
		s.layOut()
	}
}

// replaceWords makes an ISO date of one in words of a language that isn't known here.
func (s *section) replaceWords() {
	words, clock := false, ""
	for _, t := range s.tokens {
		if t.kind != date {
			continue
		}
		letter := t.letter()
		words = words || len(t.text) > 2 && strings.IndexByte("mda", letter) >= 0
		if letter == 'h' {
			clock = " " + isoTime
		}
	}
	if words && s.language == unknownLanguage {
		s.tokens, _ = tokenize(isoDate + clock)
	}
}

// timely says whether the section has letters of a date or time. Those of eras and of other
// calendars count beside them alone: they are more likely in words that nobody quoted.
func (ts tokens) timely() bool {
	return slices.ContainsFunc(ts, func(t token) bool {
		return t.kind == date && strings.IndexByte("ymdhs", t.letter()) >= 0
	})
}

// joinFractions makes one token of the point and the zeros behind seconds.
func (ts tokens) joinFractions() tokens {
	var joined []token
	for i := 0; i < len(ts); i++ {
		t := ts[i]
		last := len(joined) - 1
		if t.kind != point || last < 0 || !joined[last].seconds() {
			joined = append(joined, t)
			continue
		}
		for i+1 < len(ts) && ts[i+1].text == "0" && ts[i+1].kind == digit {
			i++
			t.text += "0"
		}
		if len(t.text) > 1 {
			t.kind = subsecond
		}
		joined = append(joined, t)
	}
	return joined
}

func (t token) seconds() bool {
	return (t.kind == date || t.kind == elapsed) && t.letter() == 's'
}

// minutes is what stands in place of the m of minutes, which months have as well.
const minutes = "n"

// markMinutes tells minutes from months: they stand behind hours or before seconds.
func (ts tokens) markMinutes() {
	before := byte(0)
	for i, t := range ts {
		if t.kind != date && t.kind != elapsed {
			continue
		}
		c := t.letter()
		ofClock := before == 'h' || ts[i+1:].beginWithSeconds()
		if t.kind == date && c == 'm' && len(t.text) <= 2 && ofClock {
			ts[i].text = strings.Repeat(minutes, len(t.text))
		}
		before = c
	}
}

// beginWithSeconds says whether the first part of a date or time is seconds.
func (ts tokens) beginWithSeconds() bool {
	i := slices.IndexFunc(ts, func(t token) bool { return t.kind == date || t.kind == elapsed })
	return i >= 0 && ts[i].seconds()
}
