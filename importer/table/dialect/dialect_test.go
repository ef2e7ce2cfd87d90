package dialect

import (
	"fmt"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// rows are n rows of a table whose cells are parted so.
func rows(n int, delimiter string) string {
	var b strings.Builder
	b.WriteString(strings.Join([]string{"Namn", "Kundnr", "Ort"}, delimiter) + "\n")
	for i := range n {
		b.WriteString(strings.Join([]string{fmt.Sprintf("Gården %d AB", i), fmt.Sprintf("K-%d", 1000+i), "Umeå"}, delimiter) + "\n")
	}
	return b.String()
}

// TestDetect: which dialect is chosen, and how sure that is.
func TestDetect(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		wishes     Wishes
		want       string // delimiter, quote, escape, line end, bytes of a sep= line
	}{
		{"comma", rows(5, ","), Wishes{}, `"," "\"" "\"" "\n" 0`},
		{"semicolon and decimal commas", "a;b\n1,5;2,5\n3,5;4,5\n", Wishes{}, `";" "\"" "\"" "\n" 0 rare`},
		{"tab", rows(5, "\t"), Wishes{}, `"\t" "\"" "\"" "\n" 0`},
		{"several signs", rows(5, "||"), Wishes{}, `"||" "\"" "\"" "\n" 0 rare`},
		{"a picture is part of a name", "Namn\nEk 🏠 AB\nAl 🏠 AB\n", Wishes{}, `"" "\"" "\"" "\n" 0`},
		{"other quotes", "'a';'b'\n'c;d';'e'\n'f';'g'\n", Wishes{}, `";" "'" "'" "\n" 0`},
		{"backslashes before quotes", "\"a\",\"b\"\n\"c \\\"d\\\" e\",\"f\"\n", Wishes{}, `"," "\"" "\\" "\n" 0`},
		{"CR ends rows", strings.ReplaceAll(rows(5, ";"), "\n", "\r"), Wishes{}, `";" "\"" "\"" "\r" 0`},
		{"a sep= line", "sep=|\n" + rows(5, "|"), Wishes{}, `"|" "\"" "\"" "\n" 6`},
		{"a person's delimiter", rows(5, ";"), Wishes{Delimiter: "comma"}, `"," "\"" "\"" "\n" 0`},
		{"nothing", "\n", Wishes{}, `"," "\"" "\"" "\n" 0`},
		{"a dump", "a\tb\n1\t\\N\n2\tx\\ny\n", Wishes{}, `"\t" "" "\\" "\n" 0`},
	} {
		got, err := Detect(tabular.Whole([]byte(c.text)), c.wishes)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		shown := fmt.Sprintf("%q %q %q %q %d", got.Dialect.Delim, got.Dialect.Quote, got.Dialect.Escape, got.Newline, got.Skip)
		if got.Rare {
			shown += " rare"
		}
		if shown != c.want {
			t.Errorf("%s: %s, want %s", c.name, shown, c.want)
		}
	}
	if _, err := Detect(tabular.Whole([]byte("a;b\n")), Wishes{Delimiter: "\n"}); err == nil {
		t.Error("a line end is a delimiter")
	}
}
