package table

import (
	"fmt"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestQuotesAroundCells: quotes are taken away where at least half the filled cells of a column stand in them, and lines in quotes are said
// of the file where at least half of them do.
func TestQuotesAroundCells(t *testing.T) {
	t.Parallel()
	const one, two = "the cells of 1 column stand", "the cells of 2 columns stand"
	const lines = "lines of the file stand in quotes"
	for _, c := range []struct{ text, said, cells string }{
		{"Namn;Kod\n“Ek AB”;K-1\n“Al AB”;K-2\nBok AB;K-3\nAsp AB;K-4\n", one, "Ek AB;K-1|Al AB;K-2|Bok AB;K-3|Asp AB;K-4"},
		{"Namn;Kod\n“Ek AB”;K-1\nAl AB;K-2\nBok AB;K-3\nAsp AB;K-4\n", "", "“Ek AB”;K-1|Al AB;K-2|Bok AB;K-3|Asp AB;K-4"},
		{"Namn;Kod\n“Ek AB”;K-1\n“Al AB”;K-2\n;K-3\n;K-4\n;K-5\n", one, "Ek AB;K-1|Al AB;K-2|;K-3|;K-4|;K-5"},
		{"“Namn”;“Kod”\n“Ek AB”;“K-1”\n“Al AB”;“K-2”\n“Bok AB”\n", two, "Ek AB;K-1|Al AB;K-2|Bok AB"},
		{"Namn,Kod\n\"Ek AB,K-1\"\n\"Al AB,K-2\"\nBok AB,K-3\n", lines, "Ek AB;K-1|Al AB;K-2|Bok AB;K-3"},
		{"Namn,Kod\n\"Ek AB,K-1\"\n\n\"Al AB,K-2\"\nBok AB,K-3\n", lines, "Ek AB;K-1|Al AB;K-2|Bok AB;K-3"},
		{"Namn,Kod\n\"Ek AB,K-1\"\n\"Al AB,K-2\"\nBok AB,K-3\nAsp AB,K-4\n", "", "Ek AB;K-1|Al AB;K-2|Bok AB;K-3|Asp AB;K-4"},
		{"Namn\n\"Ek, Norra\"\n\"Al, Södra\"\n\"Bok, Västra\"\n", "", "Ek, Norra|Al, Södra|Bok, Västra"},
		{"\"Namn,Kod\"\n\"Ek AB,K-1\",;\n\"Al AB,\"\n", lines, "Ek AB;K-1|Al AB;"},
		{"'Namn;Kod'\n'Ek AB;K-1'\n'Al AB;K-2'\n", lines, "Ek AB;K-1|Al AB;K-2"},
		{"'Namn;Kod'\n\n'Ek AB;K-1'\n'Al AB;K-2'\n", lines, "Ek AB;K-1|Al AB;K-2"},
		{"'Namn;Kod'\n'Ek AB;K-1'\n", "", "'Ek AB;K-1'"},
		{"'Namn;Kod'\n'Ek AB;K-1'\n'\n'Al AB;K-2'\n", "", "'Ek AB;K-1'|'|'Al AB;K-2'"},
	} {
		tb, err := Open(strings.NewReader(c.text), "a.csv", Options{})
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for row, err := range tb.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			var cells []string
			for _, cell := range row.Cells {
				cells = append(cells, cell.Text)
			}
			all = append(all, strings.Join(cells, ";"))
		}
		said := ""
		for _, p := range tb.Problems() {
			if p.Code == tabular.CodeLineQuoted || p.Code == tabular.CodeOtherQuote {
				said += fmt.Sprint(p.Message)
			}
		}
		if got := strings.Join(all, "|"); got != c.cells || !strings.HasPrefix(said, c.said) || (said == "") != (c.said == "") {
			t.Errorf("%q: %s, said %q, want %s", c.text, got, said, c.cells)
		}
	}
}
