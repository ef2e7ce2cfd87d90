package importer

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// A column is one of organisation numbers if it has at least fiveNumbers values and of five at least four are numbers whose check digit is
// right. Of other numbers of ten digits one in ten is so by chance.
const fiveNumbers = 5

// numberColumns are the columns of organisation numbers, whether they are sent or not.
type numberColumns struct {
	all []int
	own int // the one that has the organization's own, -1 for none: the others' may stand in any number of rows
}

// numberColumnsOf finds them by a sample. The organization's own number is its custom_id, or stands where fewest are repeated.
func numberColumnsOf(sample [][]tabular.Cell, m *columns.Mapping) numberColumns {
	c := numberColumns{own: -1}
	custom, _ := m.ColumnOf(pigello.NameCustomID)
	most := 0
	for column := range widest(sample) {
		different, found := countNumbers(sample, column)
		if !found {
			continue
		}
		c.all = append(c.all, column)
		if column == custom {
			different = len(sample) + 1
		}
		if different > most {
			c.own, most = column, different
		}
	}
	return c
}

func widest(sample [][]tabular.Cell) int {
	width := 0
	for _, cells := range sample {
		width = max(width, len(cells))
	}
	return width
}

// countNumbers counts the different numbers of a column, if it is one of organisation numbers.
func countNumbers(sample [][]tabular.Cell, column int) (different int, found bool) {
	values, right := 0, 0
	seen := map[orgnumber.Spelt]bool{}
	for _, cells := range sample {
		text := tabular.TrimEnds(textIn(cells, column))
		if text == "" {
			continue
		}
		values++
		if n, ok := orgnumber.Parse(text); ok && n.Valid() {
			right++
			seen[n.Spelt().Bare()] = true
		}
	}
	return len(seen), values >= fiveNumbers && 5*right >= 4*values
}

// checkNumbers looks at a row's organisation numbers. It comes last: personal numbers among them aren't repeated in any issue of the row.
func (c *Checker) checkNumbers(rec *Record, cells []tabular.Cell) {
	for _, column := range c.numbers.all {
		text := tabular.TrimEnds(textIn(cells, column))
		n, ok := orgnumber.Parse(text)
		if !ok {
			continue
		}
		if !n.Checks() {
			c.noteAt(column, codes.NumberWrong, "the check digit, its last, doesn't fit the others, so one of the digits of this organisation number is wrong", text)
		}
		if column == c.numbers.own {
			rec.org = n.Spelt()
		}
		if !n.Personal() {
			continue
		}
		for i := range c.issues {
			if c.issues[i].Column == column {
				c.issues[i] = masked(c.issues[i], orgnumber.MaskCell)
			}
		}
	}
}

// noteAt adds an issue on a column that need not feed a field.
func (c *Checker) noteAt(column int, code, message, value string) {
	c.issues = append(c.issues, run.Issue{
		Number: c.row.Number, Line: c.row.Line, Column: column, ColumnName: c.mapping.NameOf(column), Code: code, Severity: c.severities[code],
		Message: message, Value: tabular.Shorten(value),
	})
}

// NumberColumn is the column of the organizations' own organisation numbers, -1 for none.
func (c *Checker) NumberColumn() int { return c.numbers.own }

// masked takes personal numbers out of an issue, in whose message stands what stands in its value.
func masked(i run.Issue, mask func(string) string) run.Issue {
	for _, text := range []*string{&i.Value, &i.Suggestion} {
		shown := mask(*text)
		if shown == *text {
			continue
		}
		i.Message = strings.ReplaceAll(i.Message, strings.Trim(*text, `"`), strings.Trim(shown, `"`))
		*text = shown
	}
	return i
}

// numberTwice is what is said of a number that stands in another row, written otherwise: who looks for the one doesn't find the other.
func numberTwice(where string) string {
	return "the same organisation number as " + where + ", written otherwise"
}

// warnOfNumbers warns of numbers that stand in two rows in two spellings.
func (p *planner) warnOfNumbers() {
	first := map[orgnumber.Spelt]int32{}
	for i := range p.index.rows {
		e := &p.index.rows[i]
		if e.org == 0 || e.same != none || e.is(inError) {
			continue
		}
		other, ok := first[e.org.Bare()]
		if !ok {
			first[e.org.Bare()] = int32(i)
			continue
		}
		if p.index.rows[other].org == e.org {
			continue
		}
		column := p.checkers[e.source].NumberColumn()
		p.keep(run.Issue{
			Row: i, Number: int(e.number), Line: int(e.line), Column: column, ColumnName: p.mappings[e.source].NameOf(column),
			Code: codes.NumberTwice, Severity: run.Warning, Message: numberTwice(p.where(other)), Value: e.org.String(),
		})
	}
}

// findNumbers warns of the same.
func (v *validator) findNumbers() {
	s := &v.store
	s.group(orgKey, func(i, first int) {
		b, k := s.at(i)
		f, j := s.at(first)
		if _, how := v.clashOf(i); b.org[k] == f.org[j] || how == sameAgain || b.marks[k]&storedBad != 0 {
			return
		}
		v.noteAt(i, v.numbers[v.sourceOf(i)], run.Warning, codes.NumberTwice, numberTwice(v.where(first)), b.org[k].String())
	})
}
