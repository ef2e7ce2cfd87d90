package table_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// knownHere stands for the names that package importer knows.
func knownHere(text string) bool {
	return slices.Contains([]string{"namn", "kundnr", "moderbolag", "ort", "bolag", "företag", "telefon"}, strings.ToLower(strings.Trim(text, " :")))
}

// TestScoreOfAKnownHeader: however well a file's names are known, nothing is more certain than certain.
func TestScoreOfAKnownHeader(t *testing.T) {
	tb := open(t, "a.csv", "namn;kundnr;moderbolag;ort\n"+strings.Repeat("\"Exempelbacken AB\";K-1;Exempelgruppen;Umeå\n", 20), table.Options{KnownHeader: func(string) bool { return true }})
	if d := tb.Detection(); d.Score <= 0.9 || d.Score > 1 || d.RunnerUpScore > 1 {
		t.Errorf("%v, %v", d.Score, d.RunnerUpScore)
	}
}

// TestHeaders: what stands above, in and beside a header.
func TestHeaders(t *testing.T) {
	t.Parallel()
	rows := "Granliden AB;K-1;Nordhus AB\nTallmon AB;K-2;Nordhus AB\nFuruvik AB;K-3;\nEkbacken AB;K-4;Nordhus AB\n"
	for _, c := range []struct {
		name, text string
		header     string // joined by |
		row        int
		codes      string // of the table and of rows, without repetition, joined by a space; errors with a !
		read       int    // rows without an error
	}{
		{"labels", "Bolag:;Nordhus AB;\nDatum:;2024-01-15;\nSida:;1;\nNamn;Kundnr;Moderbolag\n" + rows, "Namn|Kundnr|Moderbolag", 4, "preamble", 4},
		{"labels without a colon", "Företag;Nordhus AB;\nDatum;2024-01-15;\nNamn;Kundnr;Moderbolag\n" + rows, "Namn|Kundnr|Moderbolag", 3, "preamble", 4},
		{"a title and a date", "Kundlista;;2024-01-15\nNamn;Kundnr;Moderbolag\n" + rows, "Namn|Kundnr|Moderbolag", 2, "preamble", 4},
		{"a title, a label and a blank row", "Kundlista;;\nUtskriven;2024-01-15;\n;;\nNamn;Kundnr;Moderbolag\n" + rows, "Namn|Kundnr|Moderbolag", 4, "preamble", 4},
		{"rows above", "Björkbo AB;K-8;\nHasselbo AB;K-9;\nNamn;Kundnr;Moderbolag\n" + rows, "Namn|Kundnr|Moderbolag", 3, "!above-header", 4},
		{"cells merged downwards", "Namn;Kundnr;Adress;Adress\nNamn;Kundnr;Gata;Ort\nA AB;K-1;Storgatan 1;Visby\nB AB;K-2;Storgatan 2;Visby\nC AB;K-3;;Umeå\n",
			"Namn|Kundnr|Adress Gata|Ort", 1, "header-rows", 3},
		{"two names", "Bolag;Bolag;Kontakt;Kontakt\nNamn;Kundnr;Namn;Telefon\nA AB;K-1;Kontakt 1;08-1\nB AB;K-2;Kontakt 2;08-2\nC AB;K-3;Kontakt 3;08-3\n",
			"Bolag Namn|Kundnr|Kontakt Namn|Telefon", 1, "header-rows", 3},
		{"names of rows", "Namn;Kundnr;Moderbolag\n1;A AB;00123;\n2;B AB;00124;\n3;C AB;00125;\n", "|Namn|Kundnr|Moderbolag", 1, "empty-header row-names", 3},
		{"a numbered list with a delimiter at the end", "Nr;Namn;Ort\n1;A AB;Visby;\n2;B AB;Umeå;\n3;C AB;Visby;\n", "Nr|Namn|Ort", 1, "long-row", 3},
		{"a name is missing", "Namn;Kundnr\nA AB;K-1;Visby\nB AB;K-2;Umeå\nC AB;K-3;\n", "Namn|Kundnr", 1, "!long-row", 0},
		{"another order", "Namn;Kundnr;Moderbolag\n" + rows + "Kundnr;Namn;Moderbolag\nK-8;Björkbo AB;\n", "Namn|Kundnr|Moderbolag", 1, "!other-order", 4},
		{"another order, and back", "Namn;Kundnr\nA AB;K-1\nKundnr;Namn\nK-2;B AB\nNamn;Kundnr\nC AB;K-3\n", "Namn|Kundnr", 1, "header-again !other-order", 2},
		{"pages with a heading", "Namn;Kundnr;Moderbolag\n" + rows + "\nKundlista Nordhus\nNamn;Kundnr;Moderbolag\n" + rows, "Namn|Kundnr|Moderbolag", 1, "blank-rows header-again footer", 8},
		{"another table", "Namn;Kundnr;Moderbolag\n" + rows + "\nLeverantör;Startår;Belopp\nElhus AB;2020;1500\nVatten AB;2021;2500\n", "Namn|Kundnr|Moderbolag", 1, "!other-table", 4},
		{"every line in quotes", "\"Namn,Kundnr\"\n\"Granliden AB,K-1\"\n\"\"\"Tallmon, Norra AB\"\",K-2\"\n", "Namn|Kundnr", 1, "line-quoted", 2},
		{"typographic quotes", "“Namn”;“Kundnr”\n“Granliden AB”;“K-1”\n“Tallmon ’Norra’ AB”;“K-2”\n", "Namn|Kundnr", 1, "other-quote", 2},
		{"quotes of PHP", "Namn;Anm\nA AB;\"x \"\"y\"\"\"\nB AB;\"a\\\"b\"\nC AB;\"slut\\\"\n", "Namn|Anm", 1, "", 3},
		{"a backslash in a file without quotes", "Namn\tAnm\nFönster 13\\\" AB\ta\\\\b\nB AB\tc\n", "Namn|Anm", 1, "stray-quote", 2},
	} {
		tb := open(t, "a.csv", c.text, table.Options{KnownHeader: knownHere})
		if got := strings.Join(tb.Header(), "|"); got != c.header || tb.Format().HeaderRow != c.row {
			t.Errorf("%s: header %q in row %d, want %q in %d", c.name, got, tb.Format().HeaderRow, c.header, c.row)
		}
		var found []tabular.Problem
		read := 0
		for row, err := range tb.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			if !row.Unreadable {
				read++
			}
			found = append(found, row.Problems...)
		}
		var codes []string
		for _, p := range append(tb.Problems(), found...) {
			code := p.Code
			if !p.Warning {
				code = "!" + code
			}
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
		if got := strings.Join(codes, " "); got != c.codes || read != c.read {
			t.Errorf("%s: %d rows with %q, want %d with %q", c.name, read, got, c.read, c.codes)
		}
	}
}
