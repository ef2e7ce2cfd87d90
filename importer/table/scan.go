package table

import "bytes"

// dialect is what the scanner must know of a CSV file.
type dialect struct {
	delim byte
	// cr makes a lone CR end a row; otherwise it is text, as in the middle of a cell of a file whose rows end with LF.
	cr bool
}

// span is a cell within a record: its content without the quotes around it.
type span struct {
	start, end int
	quoted     bool
	doubled    bool // holds doubled quotes
	stray      bool // not quoted, yet holds a quote
}

// record is one record of a CSV file, as the scanner sees it. Offsets count from its first byte.
type record struct {
	spans []span
	size  int // with the line end
	end   int // without it
	// damage is CodeUnclosed or CodeBadQuote, "" for a sound record. The last span is then the damaged cell, opening quote included,
	// up to the end of its line.
	damage string
}

// scanner finds records. Quotes follow RFC 4180: they open a cell as its first byte, stand doubled within, and close it before a
// delimiter or a line end. Where a quoted cell breaks these rules the record ends with the line on which that cell began, so that one
// quote too many costs one row, not the rest of the file. That never takes more than two looks at any byte: the search for a closing
// quote stops at the first run of an odd number of quotes, and a cell after it that could start another search begins with such a run.
type scanner struct {
	dialect
	stop [256]bool // bytes at which an unquoted cell may end
	rec  record
}

func newScanner(d dialect) *scanner {
	s := &scanner{dialect: d}
	for _, b := range []byte{d.delim, '\n', '\r', '"'} {
		s.stop[b] = true
	}
	return s
}

// scan reads the record that b starts with into s.rec. It reports false when b ends before the record does, which never happens when
// final says that nothing follows b.
func (s *scanner) scan(b []byte, final bool) bool {
	s.rec.spans = s.rec.spans[:0]
	s.rec.damage = ""
	for i := 0; ; {
		var after int // first byte after the cell
		var ok bool
		if i < len(b) && b[i] == '"' {
			after, ok = s.quoted(b, i, final)
		} else {
			after, ok = s.unquoted(b, i, final)
		}
		if !ok {
			return false
		}
		if s.rec.damage == "" && after < len(b) && b[after] == s.delim {
			i = after + 1
			if i == len(b) && !final {
				return false
			}
			continue
		}
		n, ok := s.lineEnd(b, after, final)
		s.rec.end, s.rec.size = after, after+n
		return ok
	}
}

// unquoted reads the cell at b[i:] up to a delimiter or line end.
func (s *scanner) unquoted(b []byte, i int, final bool) (after int, ok bool) {
	stray := false
	for j := i; ; j++ {
		for j < len(b) && !s.stop[b[j]] {
			j++
		}
		if j == len(b) && !final {
			return 0, false
		}
		if j < len(b) && b[j] != s.delim {
			if b[j] == '"' {
				stray = true
				continue
			}
			n, ok := s.lineEnd(b, j, final)
			if !ok {
				return 0, false
			}
			if n == 0 {
				j = lastCR(b, j) // they are text
				continue
			}
		}
		s.rec.spans = append(s.rec.spans, span{start: i, end: j, stray: stray})
		return j, true
	}
}

// quoted reads the cell whose opening quote is b[i].
func (s *scanner) quoted(b []byte, i int, final bool) (after int, ok bool) {
	doubled := false
	for j := i + 1; ; {
		k := bytes.IndexByte(b[j:], '"')
		if k < 0 {
			if !final {
				return 0, false
			}
			return s.damaged(b, i, CodeUnclosed, final)
		}
		j += k
		switch {
		case j+1 == len(b) && !final:
			return 0, false
		case j+1 < len(b) && b[j+1] == '"':
			doubled = true
			j += 2
			continue
		case j+1 < len(b) && b[j+1] != s.delim:
			n, ok := s.lineEnd(b, j+1, final)
			if !ok {
				return 0, false
			}
			if n == 0 {
				return s.damaged(b, i, CodeBadQuote, final)
			}
		}
		s.rec.spans = append(s.rec.spans, span{start: i + 1, end: j, quoted: true, doubled: doubled})
		return j + 1, true
	}
}

// damaged ends the record with the line on which the cell at b[i] began. Where that line is not the one on which the closing quote was
// missed, the quote that opened is the one to blame.
func (s *scanner) damaged(b []byte, i int, code string, final bool) (after int, ok bool) {
	for j := i; ; j++ {
		for j < len(b) && b[j] != '\n' && b[j] != '\r' {
			j++
		}
		if j < len(b) {
			n, ok := s.lineEnd(b, j, final)
			if !ok {
				return 0, false
			}
			if n == 0 {
				j = lastCR(b, j)
				continue
			}
		} else if !final {
			return 0, false
		}
		if s.rec.damage = code; code == CodeBadQuote && !closesWithin(b[i+1:j]) {
			s.rec.damage = CodeUnclosed
		}
		s.rec.spans = append(s.rec.spans, span{start: i, end: j})
		return j, true
	}
}

// closesWithin says whether a quoted cell that starts with this text has a quote in it that isn't doubled.
func closesWithin(line []byte) bool {
	return bytes.Count(bytes.ReplaceAll(line, []byte(`""`), nil), []byte(`"`)) > 0
}

// lineEnd gives the length of the line end at b[i:], 0 when none is there: at the end of b, or before a CR that is text. CRs in front of
// an LF belong to it, several of them too: programs that end lines twice write CR CR LF.
func (s *scanner) lineEnd(b []byte, i int, final bool) (n int, ok bool) {
	j := i
	for j < len(b) && b[j] == '\r' {
		if j++; s.cr {
			break
		}
	}
	switch {
	case j < len(b) && b[j] == '\n':
		return j + 1 - i, true
	case j == len(b) && !final:
		return 0, false
	case j == len(b) || s.cr:
		return j - i, true
	}
	return 0, true
}

// lastCR gives the last of the run of CRs that b[i] starts, so that nobody looks at a long run once per CR.
func lastCR(b []byte, i int) int {
	for i+1 < len(b) && b[i+1] == '\r' {
		i++
	}
	return i
}
