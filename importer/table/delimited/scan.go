package delimited

import (
	"bytes"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Span is a cell within a record: its content without the quotes around it.
type Span struct {
	Start, End int
	Quoted     bool
	escaped    bool // holds escaped characters
	Stray      bool // not quoted, yet holds a quote
	Spaced     bool // quoted, with blanks outside the quotes
}

// Record is one record of a delimited file, as the scanner sees it. Offsets count from its first
// byte.
type Record struct {
	Spans []Span
	Size  int // with the line end
	End   int // without it
	// Damage is CodeUnclosed, CodeBadQuote or, of more than MaxColumns cells, CodeLongRow; "" for a
	// sound record. The last span is then the damaged cell, opening quote included, up to the end
	// of its line.
	Damage string
}

// Scanner finds records, strictly: quotes open a cell as its first character, stand escaped within,
// and close it before a delimiter or a line end; blanks around the quotes are let pass. Where a
// quoted cell breaks these rules the record ends with the line on which that cell began, so that
// one quote too many costs one row, not the rest of the file. That never takes more than two looks
// at any byte: the search for a closing quote stops at the first quote that isn't escaped, and a
// cell after it that could start another search begins with such a quote.
type Scanner struct {
	Dialect
	stop  [256]bool // bytes at which an unquoted cell may end
	b     []byte    // what is looked at
	final bool      // nothing follows it
	Rec   Record
	// Most is how many cells a record that goes over several lines may have; what has more is no
	// record but quotes out of pair.
	Most int
}

// NewScanner makes a scanner of records written in this dialect.
func NewScanner(d Dialect) *Scanner {
	s := &Scanner{Dialect: d, Most: tabular.MaxColumns}
	for _, text := range [][]byte{d.Delim, d.Quote, d.Escape, d.Sep} {
		if len(text) > 0 {
			s.stop[text[0]] = true
		}
	}
	if len(d.Sep) == 0 {
		s.stop['\n'], s.stop['\r'] = true, true
	}
	return s
}

// match says whether a sign stands at b[i:]. short says that b ends before that is known.
func (s *Scanner) match(i int, sign []byte) (yes, short bool) {
	switch {
	case len(sign) == 0 || i >= len(s.b) || s.b[i] != sign[0]:
		return false, false
	case len(sign) == 1:
		return true, false
	case len(s.b)-i >= len(sign):
		return bytes.Equal(s.b[i:i+len(sign)], sign), false
	}
	return false, !s.final && bytes.HasPrefix(sign, s.b[i:])
}

// Scan reads the record that a text starts with into Rec. It reports false when the text ends
// before the record does, which never happens when nothing follows the text.
func (s *Scanner) Scan(text tabular.Beginning) bool {
	s.b, s.final = text.Bytes, text.Whole
	s.Rec.Spans = s.Rec.Spans[:0]
	s.Rec.Damage = ""
	i, ok := s.skipRun(0), true
	for ok {
		if n := len(s.Rec.Spans); n == s.Most+1 || n == tabular.MaxColumns+1 {
			if ended, ok := s.tooMany(i); ended || !ok {
				return ok
			}
		}
		var after int // first byte after the cell
		if after, ok = s.cell(i); !ok {
			break
		}
		next := after
		if s.Rec.Damage == "" {
			if next, ok = s.afterDelim(after); !ok {
				break
			}
		}
		if next == after {
			var n int
			n, ok = s.lineEnd(after)
			s.Rec.End, s.Rec.Size = after, after+n
			return ok
		}
		i = next
		if s.Run { // what delimits may stand at the end of the row too
			if n, told := s.lineEnd(i); told && (n > 0 || i == len(s.b)) {
				s.Rec.End, s.Rec.Size = i, i+n
				return true
			}
		}
	}
	return false
}

// tooMany ends a record of too many cells, of which the next begins at b[i:]: with its first line
// if it has gone beyond that, else, past all bounds, with this one, whose rest becomes one cell. ok
// is false where b ends before that can be told.
func (s *Scanner) tooMany(i int) (ended, ok bool) {
	end, next, ok := s.lineAfter(0)
	if !ok {
		return false, false
	}
	if end >= i && len(s.Rec.Spans) <= tabular.MaxColumns {
		return false, true
	}
	n := len(s.Rec.Spans)
	for n > 0 && s.Rec.Spans[n-1].End > end {
		n--
	}
	from := i
	if n < len(s.Rec.Spans) {
		if from = s.Rec.Spans[n].Start; s.Rec.Spans[n].Quoted {
			from -= len(s.Quote)
		}
	}
	s.Rec.Damage = tabular.CodeUnclosed
	if from == i {
		s.Rec.Damage = tabular.CodeLongRow
	}
	s.Rec.Spans = append(s.Rec.Spans[:n], Span{Start: min(from, end), End: end})
	s.Rec.End, s.Rec.Size = end, next
	return true, true
}

// afterDelim gives where the next cell starts, i itself where no delimiter stands.
func (s *Scanner) afterDelim(i int) (next int, ok bool) {
	yes, short := s.match(i, s.Delim)
	if !yes {
		return i, !short
	}
	i = s.skipRun(i + len(s.Delim))
	return i, i < len(s.b) || s.final
}

// skipRun passes over spaces, of a dialect in which their number doesn't count.
func (s *Scanner) skipRun(i int) (next int) {
	for s.Run && i < len(s.b) && s.b[i] == ' ' {
		i++
	}
	return i
}

// cell reads the cell at b[i:].
func (s *Scanner) cell(i int) (after int, ok bool) {
	k := s.skipBlanks(i)
	switch yes, short := s.match(k, s.Quote); {
	case short:
		return 0, false
	case yes:
		return s.quoted(i, k)
	}
	return s.unquoted(i)
}

func (s *Scanner) skipBlanks(i int) int {
	if len(s.Delim) > 0 && s.Delim[0] == ' ' {
		return i
	}
	for i < len(s.b) && (s.b[i] == ' ' || s.b[i] == '\t' && (len(s.Delim) == 0 || s.Delim[0] != '\t')) {
		i++
	}
	return i
}

// unquoted reads the cell at b[i:] up to a delimiter or line end.
func (s *Scanner) unquoted(i int) (after int, ok bool) {
	sp, b := Span{Start: i}, s.b
	for j := i; ; {
		for j < len(b) && !s.stop[b[j]] {
			j++
		}
		if j == len(b) {
			if !s.final {
				return 0, false
			}
			return s.put(sp, j), true
		}
		n, short := s.inText(j, &sp)
		switch {
		case short:
			return 0, false
		case n == 0:
			return s.put(sp, j), true
		}
		j += n
	}
}

func (s *Scanner) put(sp Span, end int) int {
	sp.End = end
	s.Rec.Spans = append(s.Rec.Spans, sp)
	return end
}

// inText says how many bytes at b[j:], where an unquoted cell might end, are text; 0 when it ends.
func (s *Scanner) inText(j int, sp *Span) (n int, short bool) {
	if yes, short := s.match(j, s.Delim); yes || short {
		return 0, short
	}
	if n, short := s.escapedAt(j); n > 0 || short {
		sp.escaped = true
		return n, short
	}
	if yes, short := s.match(j, s.Quote); yes || short {
		sp.Stray = true
		return len(s.Quote), short
	}
	n, ok := s.lineEnd(j)
	switch {
	case !ok:
		return 0, true
	case n > 0:
		return 0, false
	case s.b[j] == '\r' && len(s.Sep) == 0:
		return crs(s.b[j:]), false
	}
	return 1, false
}

// escapedAt gives the length of an escape and of what it escapes at b[j:], 0 when there is none. A
// doubled quote is none outside quotes.
func (s *Scanner) escapedAt(j int) (n int, short bool) {
	if len(s.Escape) == 0 || bytes.Equal(s.Escape, s.Quote) {
		return 0, false
	}
	yes, short := s.match(j, s.Escape)
	if !yes || short {
		return 0, short
	}
	k := j + len(s.Escape)
	if k == len(s.b) {
		return 0, !s.final
	}
	if s.Letters != "" {
		return 1 + strings.Count(s.Letters, string(rune(s.b[k]))), false
	}
	for _, text := range [...][]byte{s.Quote, s.Escape, s.Delim} {
		if yes, short := s.match(k, text); yes || short {
			return len(s.Escape) + len(text), short
		}
	}
	return 0, false
}

// LineAfter finds the end of the line that a text stands on at i, and where the next one starts. It
// isn't ok where the text ends before that.
func (s *Scanner) LineAfter(text tabular.Beginning, i int) (end, next int, ok bool) {
	s.b, s.final = text.Bytes, text.Whole
	return s.lineAfter(i)
}

func (s *Scanner) lineAfter(i int) (end, next int, ok bool) {
	for j := i; ; j++ {
		j = s.lineEndFrom(j)
		if j == len(s.b) {
			return j, j, s.final
		}
		n, ok := s.lineEnd(j)
		if !ok {
			return 0, 0, false
		}
		if n > 0 {
			return j, j + n, true
		}
		if len(s.Sep) == 0 {
			j += crs(s.b[j:]) - 1
		}
	}
}

// lineEndFrom finds the first byte at or after b[j] that could end a line.
func (s *Scanner) lineEndFrom(j int) int {
	if len(s.Sep) > 0 {
		if k := bytes.IndexByte(s.b[j:], s.Sep[0]); k >= 0 {
			return j + k
		}
		return len(s.b)
	}
	b := s.b
	for j < len(b) && b[j] != '\n' && b[j] != '\r' {
		j++
	}
	return j
}

// lineEnd gives the length of the line end at b[i:], 0 when none is there: at the end of b, or
// before a CR that is text. CRs in front of an LF belong to it, several of them too: programs that
// end lines twice write CR CR LF.
func (s *Scanner) lineEnd(i int) (n int, ok bool) {
	if len(s.Sep) > 0 {
		yes, short := s.match(i, s.Sep)
		if yes {
			return len(s.Sep), true
		}
		return 0, !short && (i < len(s.b) || s.final)
	}
	j := i
	for j < len(s.b) && s.b[j] == '\r' {
		if j++; s.CR {
			break
		}
	}
	switch {
	case j < len(s.b) && s.b[j] == '\n':
		return j + 1 - i, true
	case j == len(s.b) && !s.final:
		return 0, false
	case j == len(s.b) || s.CR:
		return j - i, true
	}
	return 0, true
}

// crs counts the CRs that b begins with, so that nobody looks at a long run once per CR.
func crs(b []byte) int { return len(b) - len(bytes.TrimLeft(b, "\r")) }

// CellText gives the content of a span of b as it is meant: without what escapes, and the text of a
// formula.
func (s *Scanner) CellText(b string, sp Span) string {
	cell := s.Trimmed(s.Text(b, sp))
	if inner, ok := FormulaText(cell); ok {
		return inner
	}
	return cell
}

// Texts gives the contents of all spans of b, as Text does.
func (s *Scanner) Texts(b string) []string {
	texts := make([]string, len(s.Rec.Spans))
	for i, sp := range s.Rec.Spans {
		texts[i] = s.Text(b, sp)
	}
	return texts
}

// Text gives the content of a span of b, without what escapes.
func (s *Scanner) Text(b string, sp Span) string {
	cell := b[sp.Start:sp.End]
	if !sp.escaped {
		return cell
	}
	return s.Unescape(cell)
}
