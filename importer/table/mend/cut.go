package mend

import (
	"bytes"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// A line with quotes out of order is cut at delimiters into cells, in the cheapest of all ways: a
// cell between quotes may hold delimiters, every other is what stands between two of them.

// What a cell costs. A cell that costs less than costStray is read as any reader would; from
// costTorn on, it is a guess.
const (
	costLoose = 1   // in quotes, with quotes inside that nothing escapes
	costStray = 2   // not in quotes, with a quote inside
	costEdge  = 3   // a quote at its start or its end alone, which is text
	costTorn  = 4   // a quote at its start or its end alone, with delimiters inside
	costWidth = 2.5 // each cell more or fewer than the table has columns
)

// maxSegments bounds the work on one line.
const (
	maxSegments = 600
	maxJoined   = 64
)

// segment is what stands between two delimiters.
type segment struct {
	start, end    int  // with the blanks around
	opens, closes bool // begins, ends with a quote, but for blanks
	quotes        int
	breaks        bool // holds a line break
}

// cutter finds the cheapest cut. best[i] holds, by number of cells, the cheapest cut of the first i
// segments.
type cutter struct {
	mender   *mender
	line     []byte
	segments []segment
	best     [][]step
	most     int // cells
}

type step struct {
	cost float64
	from int // the segment that the last cell begins with
	ok   bool
}

// cut reads a line, or a few lines. ok is false where that takes too long.
func (m *mender) cut(line []byte) (mended, bool) {
	if len(m.Quote) == 0 || m.allowance < 0 || m.Run {
		return mended{}, false
	}
	c := cutter{mender: m, line: line, segments: m.segmentsOf(line), most: m.width + 8}
	if len(c.segments) > maxSegments || len(c.segments)*c.most > 100_000 {
		return mended{}, false
	}
	m.allowance -= len(c.segments) * 8
	c.solve()
	return c.result()
}

// segmentsOf cuts a line at every delimiter.
func (m *mender) segmentsOf(line []byte) []segment {
	var segments []segment
	for at := 0; len(segments) <= maxSegments; {
		end, next := len(line), -1
		if len(m.Delim) > 0 {
			if k := bytes.Index(line[at:], m.Delim); k >= 0 {
				end, next = at+k, at+k+len(m.Delim)
			}
		}
		segments = append(segments, m.segmentOf(line, at, end))
		if next < 0 {
			break
		}
		at = next
	}
	return segments
}

func (m *mender) segmentOf(line []byte, start, end int) segment {
	p := segment{start: start, end: end}
	text := line[start:end]
	p.quotes = bytes.Count(text, m.Quote)
	p.breaks = bytes.IndexByte(text, '\n') >= 0 || bytes.IndexByte(text, '\r') >= 0
	if p.quotes > 0 {
		text = bytes.Trim(text, m.Blanks())
		p.opens, p.closes = bytes.HasPrefix(text, m.Quote), bytes.HasSuffix(text, m.Quote)
	}
	return p
}

func (c *cutter) solve() {
	c.best = make([][]step, len(c.segments)+1)
	for i := range c.best {
		c.best[i] = make([]step, min(i, c.most)+1)
	}
	c.best[0][0] = step{ok: true}
	for i := range c.segments {
		for j := i; j < len(c.segments) && j < i+maxJoined; j++ {
			if cost, ok := c.cost(i, j); ok {
				c.extend(i, j, cost)
			}
		}
	}
}

// extend makes segments i to j the cell after every cut of the segments before.
func (c *cutter) extend(i, j int, cost float64) {
	for k, before := range c.best[i] {
		if !before.ok || k+1 >= len(c.best[j+1]) {
			continue
		}
		after := &c.best[j+1][k+1]
		if total := before.cost + cost; !after.ok || total < after.cost {
			*after = step{cost: total, from: i, ok: true}
		}
	}
}

// cost is what a cell of the segments i to j costs.
func (c *cutter) cost(i, j int) (cost float64, ok bool) {
	first, last := &c.segments[i], &c.segments[j]
	between := first.opens && last.closes
	if i == j {
		return c.costOfOne(first)
	}
	switch {
	case between:
		cost := c.costBetween(first.start, last.end) + 0.01*float64(j-i)
		for k := i; k < j; k++ {
			if c.segments[k].closes && c.segments[k+1].opens {
				cost += costTorn // it looks like the end of one cell and the start of the next
			}
		}
		return cost, true
	case first.opens || last.closes:
		for k := i; k <= j; k++ {
			if c.segments[k].breaks || k > i && k < j && c.segments[k].quotes > 0 {
				return 0, false
			}
		}
		return costTorn + 0.5*float64(j-i), first.quotes+last.quotes == 1
	}
	return 0, false
}

func (c *cutter) costOfOne(p *segment) (cost float64, ok bool) {
	switch {
	case p.quotes == 0:
		return 0, !p.breaks
	case p.opens && p.closes && p.quotes > 1:
		return c.costBetween(p.start, p.end), true
	case p.breaks:
		return 0, false
	case p.opens || p.closes:
		return costEdge, true
	}
	return costStray, true
}

// costBetween is what a cell between quotes costs by the quotes inside it.
func (c *cutter) costBetween(start, end int) float64 {
	inner := c.inner(start, end)
	c.mender.allowance -= len(inner) / 8
	if _, clean := c.unescapeInner(string(inner)); clean {
		return 0
	}
	return costLoose
}

// inner is what stands between the quotes of a cell.
func (c *cutter) inner(start, end int) []byte {
	text := c.line[start:end]
	text = bytes.Trim(text, c.mender.Blanks())
	if len(text) < 2*len(c.mender.Quote) {
		return nil
	}
	return text[len(c.mender.Quote) : len(text)-len(c.mender.Quote)]
}

// unescapeInner gives the text of a cell between quotes. clean says that all quotes in it are
// escaped as the file does it; otherwise they are read as this cell does it.
func (c *cutter) unescapeInner(inner string) (text string, clean bool) {
	quote := string(c.mender.Quote)
	if !strings.Contains(inner, quote) {
		if c.mender.Doubles() {
			return inner, true
		}
		return c.mender.Unescape(inner), true
	}
	if c.mender.Doubles() {
		if rest := strings.ReplaceAll(inner, quote+quote, ""); !strings.Contains(rest, quote) {
			return c.mender.Unescape(inner), true
		}
	} else if !strings.Contains(strings.ReplaceAll(inner, string(c.mender.Escape)+quote, ""), quote) {
		return c.mender.Unescape(inner), true
	}
	if escape := ownEscape(inner, quote); escape != "" {
		return strings.ReplaceAll(inner, escape+quote, quote), false
	}
	return strings.ReplaceAll(inner, quote+quote, quote), false
}

// ownEscape gives what stands before every quote of a text, where that is one and the same sign.
func ownEscape(inner, quote string) string {
	escape, n := "", 0
	for i := 0; ; n++ {
		k := strings.Index(inner[i:], quote)
		if k < 0 {
			break
		}
		if i += k; i == 0 {
			return ""
		}
		before := inner[i-1 : i]
		if !strings.Contains(`\^~/|`+"`", before) || escape != "" && before != escape {
			return ""
		}
		escape = before
		i += len(quote)
	}
	if n < 2 && escape != `\` {
		return ""
	}
	return escape
}

// result takes the cheapest cut, cells too many or too few having their price.
func (c *cutter) result() (mended, bool) {
	width, least := -1, 0.0
	for k, s := range c.best[len(c.segments)] {
		if !s.ok || k == 0 {
			continue
		}
		cost := s.cost + costWidth*float64(max(k-c.mender.width, c.mender.width-k))
		if width < 0 || cost < least {
			width, least = k, cost
		}
	}
	if width < 0 {
		return mended{}, false
	}
	last := &c.segments[len(c.segments)-1]
	r := mended{cells: make([]string, width), cost: least, open: last.opens && !(last.closes && last.quotes > 1)}
	for k, to := width, len(c.segments); k > 0; k-- {
		from := c.best[to][k].from
		c.readCell(&r, k-1, from, to-1)
		to = from
	}
	return r, true
}

// readCell reads a cell and says what is odd about it.
func (c *cutter) readCell(r *mended, column, from, to int) {
	first, last := &c.segments[from], &c.segments[to]
	raw := string(c.line[first.start:last.end])
	cost, _ := c.cost(from, to)
	if from < to && cost < costLoose {
		cost = 0
	}
	between := first.opens && last.closes && (from < to || first.quotes > 1)
	switch {
	case between:
		r.cells[column], _ = c.unescapeInner(string(c.inner(first.start, last.end)))
	case cost >= costTorn:
		r.cells[column] = strings.Trim(strings.Trim(raw, " \t"), string(c.mender.Quote))
	default:
		r.cells[column] = raw
	}
	if between {
		cost = min(cost, costLoose)
	}
	if cost >= costLoose {
		r.problems = append(r.problems, cutProblem(column, cost, raw, r.cells[column]))
	}
}

func cutProblem(column int, cost float64, raw, cell string) tabular.Problem {
	p := tabular.Problem{Column: column, Value: tabular.Shorten(raw), Warning: true}
	switch {
	case cost >= costTorn:
		p.Code, p.Warning, p.Suggestion = tabular.CodeUnclosed, false, wording.English.Quotes.Close
		p.Message = wording.English.Quotes.NoPartner
	case cost >= costEdge:
		p.Code, p.Message = tabular.CodeStrayQuote, wording.English.Quotes.OneEnd
		p.Suggestion = tabular.Shorten(strings.Trim(cell, `"' `))
	case cost >= costStray:
		p = strayQuote(column, cell)
	default:
		p.Code, p.Message = tabular.CodeBadQuote, wording.English.Quotes.Inside
		p.Suggestion = tabular.Shorten(cell)
	}
	return p
}
