package rules

import (
	"hash/maphash"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// check is a Check whose columns are known.
type check struct {
	rule    *Check
	columns []int
	pattern *regexp.Regexp
	allowed *values
	list    string // what is allowed, in words
}

// maxListed is how many allowed values are named.
const maxListed = 8

func (s *Set) newCheck(c *Check, find func(name string) (int, error)) (check, error) {
	out := check{rule: c}
	names := c.Columns
	if c.Column != "" {
		names = []string{c.Column}
	}
	for _, name := range names {
		column, err := find(name)
		if err != nil {
			return out, err
		}
		out.columns = append(out.columns, column)
	}
	var err error
	switch {
	case len(c.OneOf) > 0:
		out.allowed, out.list = newValues(c.OneOf), listed(c.OneOf)
	case c.InFile != "":
		out.list = wording.English.Rules.Under(c.InColumn, c.InFile)
		if out.allowed, err = s.valuesOf(c.InFile, c.InColumn, c.InColumn); err != nil {
			return out, err
		}
	}
	if c.Pattern != "" {
		out.pattern, err = compile(c.Pattern)
	}
	return out, err
}

func listed(texts []string) string {
	quoted := make([]string, min(len(texts), maxListed))
	for i := range quoted {
		quoted[i] = strconv.Quote(tabular.Shorten(texts[i]))
	}
	if more := len(texts) - len(quoted); more > 0 {
		quoted = append(quoted, wording.English.Rules.More(more))
	}
	return strings.Join(quoted, ", ")
}

// Check says what is wrong with a row's cells, as Apply gave them: of the first few, as many as failed, that a transform couldn't be done.
// Such cells aren't checked besides. The findings are overwritten by the next Check.
func (w *Work) Check(cells []tabular.Cell) (findings []Finding, failed int) {
	w.findings = append(w.findings[:0], w.failed...)
	for i := range w.checks {
		c := &w.checks[i]
		w.keys[i] = 0
		if len(c.columns) == 0 || slices.ContainsFunc(c.columns, w.failedIn) {
			continue
		}
		if c.rule.Unique {
			w.keys[i] = c.key(cells)
		}
		text := textOf(cells, c.columns[0])
		problem, suggestion := c.judge(text)
		if problem == "" {
			continue
		}
		if c.rule.Message != "" {
			problem = c.rule.Message
		}
		w.findings = append(w.findings, Finding{
			Column: c.columns[0], Message: problem, Value: text, Suggestion: suggestion, Warning: c.rule.Severity == "warning",
		})
	}
	return w.findings, len(w.failed)
}

// judge says what is wrong with a text by itself.
func (c *check) judge(text string) (problem, suggestion string) {
	n := utf8.RuneCountInString(text)
	switch {
	case len(c.columns) > 1: // only unique together
		return "", ""
	case text == "" && c.rule.Required:
		return wording.English.Rules.Blank, ""
	case text == "":
		return "", ""
	case n < c.rule.MinLength:
		return wording.English.Rules.TooShort(n, c.rule.MinLength), ""
	case c.rule.MaxLength > 0 && n > c.rule.MaxLength:
		return wording.English.Rules.TooLong(n, c.rule.MaxLength), ""
	case c.pattern != nil && !c.pattern.MatchString(text):
		if c.rule.kind != "" {
			return wording.English.Rules.NotKind(c.rule.kind), ""
		}
		return wording.English.Rules.Pattern(c.rule.Pattern), ""
	case c.allowed == nil:
		return "", ""
	}
	if _, ok := c.allowed.to[text]; !ok {
		return wording.English.Rules.NoneOf(c.list), c.allowed.folded[strings.ToLower(text)]
	}
	return "", ""
}

var keySeed = maphash.MakeSeed()

// key stands for the texts that must be unique, 0 where all are blank.
func (c *check) key(cells []tabular.Cell) uint64 {
	var h maphash.Hash
	h.SetSeed(keySeed)
	blank := true
	for _, column := range c.columns {
		text := textOf(cells, column)
		blank = blank && text == ""
		maphash.WriteComparable(&h, text)
	}
	if blank {
		return 0
	}
	return max(1, h.Sum64())
}

// Keys are, for each check, what the newest row's texts must not share with another row's, 0 where there is nothing to compare.
func (w *Work) Keys() []uint64 { return w.keys }

// Twins is the finding of a row that shares with another what the check n wants unique. names are the columns', where is the other row.
func (w *Work) Twins(n int, value, where string, nameOf func(column int) string) Finding {
	c := &w.checks[n]
	var names []string
	for _, column := range c.columns {
		names = append(names, strconv.Quote(nameOf(column)))
	}
	f := Finding{Column: c.columns[0], Value: value, Warning: c.rule.Severity == "warning", Message: wording.English.Rules.Twice(where)}
	if len(names) > 1 {
		together := names[0]
		for _, name := range names[1:] {
			together = wording.English.And(together, name)
		}
		f.Message = wording.English.Rules.TwiceTogether(together, where)
	}
	if c.rule.Message != "" {
		f.Message = c.rule.Message + ": " + f.Message
	}
	return f
}

// Shared is what the check n compares of a row, for a person to see.
func (w *Work) Shared(n int, cells []tabular.Cell) string {
	var texts []string
	for _, column := range w.checks[n].columns {
		texts = append(texts, textOf(cells, column))
	}
	return tabular.Shorten(strings.Join(texts, " · "))
}
