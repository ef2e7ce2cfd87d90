package check

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
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
		text := tabular.TrimEnds(tabular.TextIn(cells, column))
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
		text := tabular.TrimEnds(tabular.TextIn(cells, column))
		n, ok := orgnumber.Parse(text)
		if !ok {
			continue
		}
		if !n.Checks() {
			c.found.noteAt(column, codes.NumberWrong, wording.English.Check.CheckDigit, text)
		}
		if column == c.numbers.own {
			rec.Org = n.Spelt()
		}
		if !n.Personal() {
			continue
		}
		for i := range c.found.issues {
			if c.found.issues[i].Column == column {
				c.found.issues[i] = Masked(c.found.issues[i], orgnumber.MaskCell)
			}
		}
	}
}

// NumberColumn is the column of the organizations' own organisation numbers, -1 for none.
func (c *Checker) NumberColumn() int { return c.numbers.own }

// Masked takes personal numbers out of an issue, in whose message stands what stands in its value.
func Masked(i run.Issue, mask func(string) string) run.Issue {
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
