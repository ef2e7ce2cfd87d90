package firstrows

import (
	"fmt"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

var semicolon = delimited.Dialect{Delim: []byte(";"), Quote: []byte(`"`), Escape: []byte(`"`)}

// shown writes rows: their number and line, the cells, quoted ones in brackets, ! for damage and - for a blank row.
func shown(rows []Row) string {
	var all []string
	for _, r := range rows {
		text := fmt.Sprintf("%d@%d ", r.Number, r.Line)
		for i, c := range r.Cells {
			if i > 0 {
				text += "|"
			}
			if c.Quoted {
				c.Text = "[" + c.Text + "]"
			}
			text += c.Text
		}
		if r.Blank {
			text += "-"
		}
		if r.Damage {
			text += "!"
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

func TestRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		whole      bool
		most       int
		want       string
	}{
		{"rows and lines", "a;b\n\"c\nd\";e\n\nf;g\n", true, 9, "1@1 a|b 2@2 [c\nd]|e 3@4 - 4@5 f|g"},
		{"the last record may be cut", "a;b\nc;d", false, 9, "1@1 a|b"},
		{"the last record of all", "a;b\nc;d", true, 9, "1@1 a|b 2@2 c|d"},
		{"no more than asked for", "a;b\nc;d\ne;f\n", true, 2, "1@1 a|b 2@2 c|d"},
		{"but for blank rows at the top", "\n\n\na;b\n\nc;d\n", true, 2, "1@1 - 2@2 - 3@3 - 4@4 a|b 5@5 -"},
		{"a line of dashes is blank", "a;b\n---;---\nc;d\n", true, 9, "1@1 a|b 2@2 - 3@3 c|d"},
		{"damage", "a;\"b\nc;d\n", true, 9, "1@1 a|\"b! 2@2 c|d"},
		{"the mark by which DOS ended a file", "a;b\n\x1a", true, 9, "1@1 a|b"},
		{"lines in quotes", "\"a;b\"\n\"c;d\"\n\"e;f\"\n", true, 9, "1@1 a|b 2@2 c|d 3@3 e|f"},
		{"one line in quotes", "a;b\nc;d\n\"e;f\"\n", true, 9, "1@1 a|b 2@2 c|d 3@3 [e;f]"},
	} {
		if got := shown(Read(tabular.Beginning{Bytes: []byte(c.text), Whole: c.whole}, semicolon, c.most)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestQuotesAround: quotes that stand around every line are taken away.
func TestQuotesAround(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"'a;b'\n'c;d'\n'e;f'\n":    "1@1 a|b 2@2 c|d 3@3 e|f",
		"“a;b”\n“c;d”\n“e''s;f”\n": "1@1 a|b 2@2 c|d 3@3 e''s|f",
		"'a;b'\n'c;d'\n":           "1@1 'a|b' 2@2 'c|d'",
		"'a;b'\n'c;d\n'e;f'\n":     "1@1 'a|b' 2@2 'c|d 3@3 'e|f'",
	} {
		rows := Read(tabular.Whole([]byte(text)), semicolon, 9)
		QuotesAround(rows)
		if got := shown(rows); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
