package delimited

import (
	"bytes"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// quoted reads the cell at b[i:] whose opening quote is at b[k:].
func (s *Scanner) quoted(i, k int) (after int, ok bool) {
	sp := Span{Start: k + len(s.Quote), Quoted: true, Spaced: k > i}
	for j := sp.Start; ; {
		var n int
		if j, n, ok = s.findQuote(j); !ok {
			return 0, false
		}
		switch {
		case j < 0:
			return s.damaged(k, tabular.CodeUnclosed)
		case s.Backslash && s.b[j-1] == '\\':
			after, short := s.closes(j + len(s.Quote))
			if short {
				return 0, false
			}
			if after < 0 { // the backslash and the quote are text
				j += len(s.Quote)
				continue
			}
		case n > 0:
			sp.escaped = true
			j += n
			continue
		}
		after, short := s.closes(j + len(s.Quote))
		switch {
		case short:
			return 0, false
		case after < 0:
			return s.damaged(k, tabular.CodeBadQuote)
		}
		sp.Spaced = sp.Spaced || after > j+len(s.Quote)
		s.put(sp, j)
		return after, true
	}
}

// findQuote finds the next quote from b[j:], or the next escape: then n is its length with what it
// escapes. at is -1 where there is none.
func (s *Scanner) findQuote(j int) (at, n int, ok bool) {
	if s.Doubles() {
		k := bytes.Index(s.b[j:], s.Quote)
		if k < 0 {
			return -1, 0, s.final
		}
		j += k
		if yes, short := s.match(j+len(s.Quote), s.Quote); yes || short {
			return j, 2 * len(s.Quote), yes
		}
		return j, 0, true
	}
	for ; ; j++ {
		for j < len(s.b) && s.b[j] != s.Quote[0] && s.b[j] != s.Escape[0] {
			j++
		}
		if j == len(s.b) {
			return -1, 0, s.final
		}
		if n, short := s.escapedAt(j); n > 0 || short {
			return j, n, !short
		}
		if yes, short := s.match(j, s.Quote); yes || short {
			return j, 0, !short
		}
	}
}

// closes says whether a cell ends at b[i:], but for blanks, and gives where; -1 where it doesn't.
func (s *Scanner) closes(i int) (after int, short bool) {
	i = s.skipBlanks(i)
	if yes, short := s.match(i, s.Delim); yes || short {
		return i, short
	}
	n, ok := s.lineEnd(i)
	switch {
	case !ok:
		return 0, true
	case n > 0 || i == len(s.b):
		return i, false
	}
	return -1, false
}

// damaged ends the record with the line on which the cell at b[i] began. Where that line is not the
// one on which the closing quote was missed, the quote that opened is the one to blame.
func (s *Scanner) damaged(i int, code string) (after int, ok bool) {
	end, _, ok := s.lineAfter(i)
	if !ok {
		return 0, false
	}
	if s.Rec.Damage = code; code == tabular.CodeBadQuote && !s.closesWithin(s.b[min(i+len(s.Quote), end):end]) {
		s.Rec.Damage = tabular.CodeUnclosed
	}
	s.Rec.Spans = append(s.Rec.Spans, Span{Start: i, End: end})
	return end, true
}

// closesWithin says whether a quoted cell that starts with this text has a quote in it that isn't
// doubled.
func (s *Scanner) closesWithin(line []byte) bool {
	doubled := append(bytes.Clone(s.Quote), s.Quote...)
	return bytes.Contains(bytes.ReplaceAll(line, doubled, nil), s.Quote)
}
