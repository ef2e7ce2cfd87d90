package table

import (
	"bytes"
	"fmt"
	"slices"
)

// Detection parses the whole sample once per candidate and asks how good a table each makes. Counting characters would be fooled by
// decimal commas, by company names with commas, and by quotes.

// candidates are the delimiters tried, the likelier first: where two make equally good tables, the one that people use less in text wins.
var candidates = []byte{'\t', ';', ','}

// parsing is what a sample looks like with one delimiter.
type parsing struct {
	delim  byte
	header int // width of the first record
	rows   int // records after it
	fit    int // of them, as wide as the header
	split  int // of them, of more than one cell
	widths map[int]int
}

// detectDelimiter decides for one of the candidates.
func detectDelimiter(sample []byte, whole, cr bool) byte {
	var best *parsing
	all := make([]*parsing, 0, len(candidates))
	for _, d := range candidates {
		p := parseSample(sample, whole, dialect{delim: d, cr: cr})
		if all = append(all, p); p.header > 1 && (best == nil || p.better(best)) {
			best = p
		}
	}
	if best != nil && 2*best.split >= best.rows {
		return best.delim
	}
	return singleColumn(all, best)
}

// singleColumn chooses where no candidate makes a table under this header. A candidate that splits all rows alike shows rows wider than
// the header: that one, so that they are refused. Otherwise it is one column, whose text had best not hold the delimiter.
func singleColumn(all []*parsing, best *parsing) byte {
	single := all[len(all)-1] // a comma, if nothing speaks against it
	for _, p := range slices.Backward(all) {
		for width, n := range p.widths {
			if width > 1 && n >= 3 && n*10 >= p.rows*9 {
				return p.delim
			}
		}
		if p.header == 1 && (single.header != 1 || p.fit > single.fit) {
			single = p
		}
	}
	if best != nil && (single.header != 1 || best.score() > single.score()) {
		return best.delim
	}
	return single.delim
}

// score is the share of rows that fit the header.
func (p *parsing) score() float64 {
	if p.rows == 0 {
		return 1
	}
	return float64(p.fit) / float64(p.rows)
}

// better says whether p makes the better table. A difference of a few damaged rows is none; then the one with more columns is better.
func (p *parsing) better(q *parsing) bool {
	const tie = 0.02
	if d := p.score() - q.score(); d > tie || d < -tie {
		return d > 0
	}
	return p.header > q.header
}

// parseSample counts the widths of the records in a sample. Where the sample isn't the whole file its last record is cut and left out.
func parseSample(sample []byte, whole bool, d dialect) *parsing {
	p := &parsing{delim: d.delim, widths: map[int]int{}}
	c := csvReader{scanner: newScanner(d)}
	for len(sample) > 0 && c.scan(sample, whole) {
		if !c.blank(sample[:c.rec.end]) {
			p.count(&c.rec)
		}
		sample = sample[c.rec.size:]
	}
	return p
}

func (p *parsing) count(rec *record) {
	width := len(rec.spans)
	if p.header == 0 {
		p.header = width
		return
	}
	p.rows++
	if rec.damage != "" {
		return
	}
	if p.widths[width]++; width > 1 {
		p.split++
	}
	for width > p.header && rec.spans[width-1].start == rec.spans[width-1].end {
		width--
	}
	if width == p.header {
		p.fit++
	}
}

// chosenDelimiter understands Options.Delimiter.
func chosenDelimiter(name string) (byte, error) {
	switch name {
	case "tab", `\t`:
		return '\t', nil
	case "comma":
		return ',', nil
	case "semicolon":
		return ';', nil
	}
	if len(name) != 1 || name[0] >= 0x80 || name[0] < ' ' && name[0] != '\t' || name[0] == '"' || name[0] == 0x7f {
		return 0, fmt.Errorf("use delimiter %q: only one ASCII character that is not a quote is read, or tab, comma, semicolon", name)
	}
	return name[0], nil
}

// newlines counts the line ends of a sample outside quoted text.
type newlines struct{ lf, crlf, cr int }

func countNewlines(sample []byte, quotes bool) newlines {
	var n newlines
	for quoted := false; ; {
		i := bytes.IndexAny(sample, "\"\r\n")
		if i < 0 {
			return n
		}
		b := sample[i]
		crlf := b == '\r' && i+1 < len(sample) && sample[i+1] == '\n'
		if sample = sample[i+1:]; crlf {
			sample = sample[1:]
		}
		switch {
		case b == '"':
			quoted = quotes && !quoted
		case quoted:
		case crlf:
			n.crlf++
		case b == '\n':
			n.lf++
		default:
			n.cr++
		}
	}
}

// detectNewline gives the usual line end of a sample, and whether a lone CR is one. Quotes out of pair may hide all line ends; then they
// are counted without regard to quotes.
func detectNewline(sample []byte) (newline string, cr bool) {
	n := countNewlines(sample, true)
	if n == (newlines{}) {
		n = countNewlines(sample, false)
	}
	switch {
	case n.cr > n.lf+n.crlf:
		return "\r", true
	case n.crlf > 0 && n.crlf >= n.lf:
		return "\r\n", false
	}
	return "\n", false
}
