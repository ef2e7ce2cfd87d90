package table

import "bytes"

// quoted reads the cell at b[i:] whose opening quote is at b[k:].
func (s *scanner) quoted(b []byte, i, k int, final bool) (after int, ok bool) {
	sp := span{start: k + len(s.quote), quoted: true, spaced: k > i}
	for j := sp.start; ; {
		var n int
		if j, n, ok = s.findQuote(b, j, final); !ok {
			return 0, false
		}
		switch {
		case j < 0:
			return s.damaged(b, k, CodeUnclosed, final)
		case n > 0:
			sp.escaped = true
			j += n
			continue
		}
		after, short := s.closes(b, j+len(s.quote), final)
		switch {
		case short:
			return 0, false
		case after < 0:
			return s.damaged(b, k, CodeBadQuote, final)
		}
		sp.spaced = sp.spaced || after > j+len(s.quote)
		s.put(sp, j)
		return after, true
	}
}

// findQuote finds the next quote from b[j:], or the next escape: then n is its length with what it escapes. at is -1 where there is none.
func (s *scanner) findQuote(b []byte, j int, final bool) (at, n int, ok bool) {
	if s.doubles() {
		k := bytes.Index(b[j:], s.quote)
		if k < 0 {
			return -1, 0, final
		}
		j += k
		if yes, short := match(b, j+len(s.quote), s.quote, final); yes || short || j+len(s.quote) == len(b) && !final {
			return j, 2 * len(s.quote), yes
		}
		return j, 0, true
	}
	for ; ; j++ {
		for j < len(b) && b[j] != s.quote[0] && b[j] != s.escape[0] {
			j++
		}
		if j == len(b) {
			return -1, 0, final
		}
		if n, short := s.escapedAt(b, j, final); n > 0 || short {
			return j, n, !short
		}
		if yes, short := match(b, j, s.quote, final); yes || short {
			return j, 0, !short
		}
	}
}

// closes says whether a cell ends at b[i:], but for blanks, and gives where; -1 where it doesn't.
func (s *scanner) closes(b []byte, i int, final bool) (after int, short bool) {
	i = s.skipBlanks(b, i)
	if yes, short := match(b, i, s.delim, final); yes || short {
		return i, short
	}
	n, ok := s.lineEnd(b, i, final)
	switch {
	case !ok:
		return 0, true
	case n > 0 || i == len(b):
		return i, false
	}
	return -1, false
}

// damaged ends the record with the line on which the cell at b[i] began. Where that line is not the one on which the closing quote was
// missed, the quote that opened is the one to blame.
func (s *scanner) damaged(b []byte, i int, code string, final bool) (after int, ok bool) {
	end, _, ok := s.lineAfter(b, i, final)
	if !ok {
		return 0, false
	}
	if s.rec.damage = code; code == CodeBadQuote && !s.closesWithin(b[min(i+len(s.quote), end):end]) {
		s.rec.damage = CodeUnclosed
	}
	s.rec.spans = append(s.rec.spans, span{start: i, end: end})
	return end, true
}

// closesWithin says whether a quoted cell that starts with this text has a quote in it that isn't doubled.
func (s *scanner) closesWithin(line []byte) bool {
	doubled := append(bytes.Clone(s.quote), s.quote...)
	return bytes.Contains(bytes.ReplaceAll(line, doubled, nil), s.quote)
}
