package page

import (
	"fmt"
	"testing"

	"github.com/orgbatch/orgbatch/importer/run"
)

// TestSaidOnce: of a kind of issue neither a sentence nor a value stands twice.
func TestSaidOnce(t *testing.T) {
	missing := func(row int, name, near string) run.Issue {
		return run.Issue{Number: row, Value: name, Suggestion: near, Message: fmt.Sprintf("no parent is called %q; the nearest is %q", name, near)}
	}
	contradicts := func(row int, value string) run.Issue {
		return run.Issue{Number: row, Value: value, Message: `rows 6 and 7 have the custom_ids "K-4" and "K-5"`}
	}
	empty, spaced := run.Issue{Number: 3, Message: "the name is empty"}, run.Issue{Number: 5, Value: `"A "`, Suggestion: "A", Message: "spaces at its end"}
	another := run.Issue{Number: 4, Message: "the name is empty"}
	for name, test := range map[string]struct {
		examples []run.Issue
		want     string
	}{
		"one":              {[]run.Issue{missing(2, "Diktade AB", "Diktat AB")}, " | 2 no parent is called &#34;Diktade AB&#34;; the nearest is &#34;Diktat AB&#34;,,"},
		"alike":            {[]run.Issue{missing(2, "A", "B"), missing(3, "C", "D")}, "no parent is called …; the nearest is … | 2 ,A,B | 3 ,C,D"},
		"equal":            {[]run.Issue{empty, another}, "the name is empty | 3, 4 ,,"},
		"contradicting":    {[]run.Issue{contradicts(6, "K-4"), contradicts(7, "K-5")}, "rows 6 and 7 have the custom_ids &#34;K-4&#34; and &#34;K-5&#34; | 6, 7 ,,"},
		"others at end":    {[]run.Issue{spaced, contradicts(6, "K-4"), contradicts(7, "K-5")}, " | 5 spaces at its end,&#34;A &#34;,A | 6, 7 rows 6 and 7 have the custom_ids &#34;K-4&#34; and &#34;K-5&#34;,,"},
		"not in its words": {[]run.Issue{spaced}, " | 5 spaces at its end,&#34;A &#34;,A"},
	} {
		v := groupViewOf(0, &run.Group{Examples: test.examples})
		got := string(v.Message)
		for _, e := range v.Examples {
			got += fmt.Sprintf(" | %s %s,%s,%s", e.Number, e.Message, e.Value, e.Suggestion)
		}
		if got != test.want {
			t.Errorf("%s:\n%s\nnot\n%s", name, got, test.want)
		}
	}
}
