package dialect

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Detection reads the beginning of a file once per candidate dialect and asks how good a table each
// reading makes: rows of one width, columns of one kind, clean cells. Counting characters would be
// fooled by decimal commas, by company names with commas and by quotes.

const (
	firstLook  = 48 << 10 // bytes that all candidates are judged by
	secondLook = 256 << 10
	rowsJudged = 400
)

// reading is one way to read a sample.
type reading struct {
	dialect delimited.Dialect
	score   float64
	width   int
	even    bool // every row is as wide as the first, none is damaged
	broken  bool // a quoted cell goes over several lines
	torn    bool // a line in quotes is cut within them
}

// readings gives the ways to read a file that begins so, the best first.
func readings(b tabular.Beginning, base delimited.Dialect, fixed *delimited.Dialect, known func(string) bool) []reading {
	first := cut(b, firstLook)
	found := scoreAll(first, candidates(first.Bytes, base, fixed), known)
	if len(first.Bytes) < len(b.Bytes) {
		var best []delimited.Dialect
		for _, r := range found[:min(len(found), 4)] {
			best = append(best, r.dialect)
		}
		found = scoreAll(cut(b, secondLook), best, known)
	}
	return found
}

// cut gives the first bytes of a beginning, up to a line end where it can.
func cut(b tabular.Beginning, most int) tabular.Beginning {
	if len(b.Bytes) <= most {
		return b
	}
	text := b.Bytes[:most]
	if i := bytes.LastIndexAny(text, "\r\n"); i > most/2 {
		text = text[:i+1]
	}
	return tabular.Beginning{Bytes: text}
}

// candidates gives the dialects to judge. base says how rows end, fixed what the person decided:
// its delimiter.
func candidates(sample []byte, base delimited.Dialect, fixed *delimited.Dialect) []delimited.Dialect {
	var list []delimited.Dialect
	add := func(delim string, run bool) {
		for _, quote := range quotesOf(sample, delim) {
			if s := string(base.Sep); s != "" && (strings.Contains(delim, s) || quote == s) {
				continue
			}
			d := base
			d.Delim, d.Run, d.Quote = []byte(delim), run, []byte(quote)
			escape, backslash := escapeOf(sample, delim, quote)
			d.Escape, d.Backslash = []byte(escape), backslash
			list = append(list, d)
		}
	}
	if fixed != nil {
		add(string(fixed.Delim), fixed.Run)
		return list
	}
	for _, delim := range delimiters(linesOf(sample, base)) {
		add(delim, false)
		if strings.Trim(delim, " ") == "" && bytes.Contains(sample, []byte("  ")) {
			add(delim, true)
		}
	}
	add("", false)
	return list
}

// linesOf cuts a sample into lines that aren't blank, as many as are needed to see what delimits.
func linesOf(sample []byte, base delimited.Dialect) []string {
	const most = 1000
	s := delimited.NewScanner(delimited.Dialect{Sep: base.Sep, CR: base.CR})
	var lines []string
	for at := 0; at < len(sample) && len(lines) < most; {
		end, next, _ := s.LineAfter(tabular.Whole(sample), at)
		if line := string(sample[at:end]); strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
		if next <= at {
			break
		}
		at = next
	}
	return lines
}

// scoreAll scores dialects and sorts them, the best first.
func scoreAll(b tabular.Beginning, list []delimited.Dialect, known func(string) bool) []reading {
	readings := make([]reading, len(list))
	for i, d := range list {
		rows := firstrows.Read(b, d, 4*rowsJudged)
		readings[i] = score(rows, d)
		readings[i].score *= headerBonus(rows, readings[i].width, d, known)
	}
	doubtSwallowed(readings)
	doubtTorn(readings)
	slices.SortStableFunc(readings, func(a, b reading) int { return cmp.Compare(b.score, a.score) })
	return readings
}

// doubtSwallowed speaks against a rare quote that makes one row of several lines where these are
// rows as they should be without it: a value that begins with the sign and a later one that ends
// with it look like a quoted cell, and one that hides the rows between them.
func doubtSwallowed(readings []reading) {
	for i := range readings {
		r := &readings[i]
		if !r.broken || string(r.dialect.Quote) == `"` {
			continue
		}
		if slices.ContainsFunc(readings, func(plain reading) bool {
			return plain.even && plain.width == r.width && plain.width > 1 && bytes.Equal(plain.dialect.Delim, r.dialect.Delim) && !bytes.Equal(plain.dialect.Quote, r.dialect.Quote)
		}) {
			r.score *= 0.5
		}
	}
}

// doubtTorn speaks against reading a file without quotes where whole lines stand in them.
func doubtTorn(readings []reading) {
	for i := range readings {
		if r := &readings[i]; r.torn && len(r.dialect.Quote) == 0 {
			r.score *= 0.5
		}
	}
}

// isTorn says whether a row begins and ends with a quote, in different cells.
func isTorn(row []firstrows.Cell) bool {
	if len(row) < 2 {
		return false
	}
	first, last := row[0].Text, row[len(row)-1].Text
	return strings.HasPrefix(first, `"`) && strings.Count(first, `"`) == 1 && strings.HasSuffix(last, `"`) && strings.Count(last, `"`) == 1
}

// score says how good a table the rows of a reading make.
func score(rows []firstrows.Row, d delimited.Dialect) reading {
	rows = slices.DeleteFunc(rows, func(r firstrows.Row) bool { return r.Blank })
	width := firstrows.UsualWidth(rows)
	var fitting [][]firstrows.Cell
	firstAt, lastAt := -1, 0
	for i := range rows {
		if len(rows[i].Cells) == width && !rows[i].Damage {
			if firstAt < 0 {
				firstAt = i
			}
			lastAt = i
			if len(fitting) < rowsJudged {
				fitting = append(fitting, rows[i].Cells)
			}
		}
	}
	if firstAt < 0 {
		return reading{dialect: d, width: width}
	}
	fits := 0.0
	for _, r := range rows[firstAt : lastAt+1] {
		switch {
		case width == 1 && len(r.Cells) == 1 && !r.Damage:
			fits++
		case r.Damage && r.Pieces == width:
			fits += 0.5
		case r.Damage || len(r.Cells) == 1:
		case len(r.Cells) == width:
			fits++
		case slices.Contains(usualDelimiters, string(d.Delim)):
			fits += 0.3 // ragged rows are rows
		}
	}
	fit := fits / float64(lastAt+1-firstAt)
	cover := min(1, 2*fits/float64(len(rows)))*0.95 + 0.05*fits/float64(len(rows))
	s := prior(d) * widthBonus(width) * fit * (0.5 + 0.5*fit) * cover * quality(fitting, width, d)
	switch {
	case explainsQuotes(rows, d):
		s *= 1.1
	case len(d.Quote) > 0 && d.Quote[0] != '"' && !anyCell(fitting, func(c firstrows.Cell) bool { return c.Quoted }):
		s *= 0.5 // a sign that quotes nothing is no quote
	}
	delimitsWords := len(d.Delim) > 0 && strings.Trim(string(d.Delim), " ") == ""
	if delimitsWords && (width < 3 || fit < 0.98 || len(rows) < 6 || firstAt > 0) && firstrows.ProfileOf(fitting[min(1, len(fitting)-1):], width).StrictColumns() == 0 {
		s *= 0.5 // words in a row are no table
	}
	if delimiterPrior(string(d.Delim)) <= 0.6 && (width < 3 || len(fitting) < 3) {
		s *= 0.5 // nor is a word with a sign in it
	}
	broken := anyCell(fitting, func(c firstrows.Cell) bool { return c.Quoted && strings.ContainsAny(c.Text, "\r\n") })
	return reading{dialect: d, score: s, width: width, even: len(fitting) == min(len(rows), rowsJudged), broken: broken, torn: slices.ContainsFunc(fitting, isTorn)}
}

// anyCell says whether a cell of the rows is so.
func anyCell(rows [][]firstrows.Cell, is func(firstrows.Cell) bool) bool {
	return slices.ContainsFunc(rows, func(row []firstrows.Cell) bool { return slices.ContainsFunc(row, is) })
}

// headerBonus speaks for a reading in which a row near the top names columns that are known, and
// against one whose first row isn't part of the table, since few files begin with anything else.
func headerBonus(rows []firstrows.Row, width int, d delimited.Dialect, known func(string) bool) float64 {
	bonus, seen := 1.0, 0
	for i := range rows {
		if rows[i].Blank {
			continue
		}
		if seen == 0 && len(rows[i].Cells) != width && !rows[i].Damage {
			bonus = 0.95
			if delimiterPrior(string(d.Delim)) < 0.95 {
				bonus = 0.7
			}
		}
		if seen++; seen > 20 || known == nil {
			break
		}
		if firstrows.NamesKnown(rows[i].Cells, width, known) {
			return 1.2
		}
	}
	return bonus
}

// explainsQuotes says whether quotes stand around cells and nowhere else, and that there is a need
// for them or a habit of it.
func explainsQuotes(rows []firstrows.Row, d delimited.Dialect) bool {
	quoted, all, needed := 0, 0, 0
	for i := range rows {
		if rows[i].Damage {
			return false
		}
		for j := range rows[i].Cells {
			if rows[i].Cells[j].Stray {
				return false
			}
			if all++; !rows[i].Cells[j].Quoted {
				continue
			}
			quoted++
			if text := rows[i].Cells[j].Text; len(d.Delim) > 0 && strings.Contains(text, string(d.Delim)) || strings.ContainsAny(text, "\r\n") || strings.Contains(text, string(d.Quote)) {
				needed++
			}
		}
	}
	return needed > 0 || quoted*10 > all*3 || quoted > 0 && d.Quote[0] == '"'
}

// widthBonus prefers more columns, of which a text that is no table has few.
func widthBonus(width int) float64 {
	switch width {
	case 0:
		return 0
	case 1:
		return 0.42
	}
	return 1 - 0.6/float64(width)
}

// prior is how often people use a dialect.
func prior(d delimited.Dialect) float64 {
	p := delimiterPrior(string(d.Delim))
	if d.Run {
		p *= 0.97
	}
	switch string(d.Quote) {
	case `"`:
	case "":
		p *= 0.75
	case "'":
		p *= 0.98
	default:
		p *= 0.9
	}
	if !d.Doubles() {
		p *= 0.99
	}
	return p
}

func delimiterPrior(delim string) float64 {
	switch delim {
	case ",", ";", "\t", "":
		return 1
	case "|", ", ", "; ", "\x1f":
		return 0.98
	case ":", "^", "~", "¦", "§":
		return 0.9
	case " ":
		return 0.8
	case ".", "-", "_", "/", "@", "+", "=", "&", "'":
		return 0.6
	}
	if strings.Trim(delim, " ") == "" {
		return 0.9
	}
	if utf8.RuneCountInString(delim) > 1 {
		return 0.95
	}
	return 0.85
}
