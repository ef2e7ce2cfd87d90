package table_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// indented puts an empty column left of the rows of a text.
func indented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.Contains(line, ";") {
			b.WriteString(";")
		}
		b.WriteString(line)
	}
	return b.String()
}

// TestBetweenRows: what stands between the rows of a table, which begins in the first column or in the second.
func TestBetweenRows(t *testing.T) {
	t.Parallel()
	const header, again = "Namn;Kundnr;Antal\n", "Namn;Kundnr;Antal\nGran AB;K-8;1\n"
	for _, c := range []struct{ name, rows, want string }{
		{"a comment", "# en rad\n", "comment"},
		{"a comment as wide as the table", "#1;K-9;4\n", "row"},
		{"a page with a heading", "\nKundlista\n\n" + again, "blank footer blank header row"},
		{"a page with a heading after a note", "Sida 1\nKundlista\n" + again, "footer footer header row"},
		{"a page with four headings", "\nEtt\nTvå\nTre\nFyra\n" + again, "blank footer footer footer footer header row"},
		{"a page whose columns have another order", "\nKundlista\nKundnr;Namn;Antal\nK-8;Gran AB;1\n", "blank footer !other-order !other-order"},
		{"a page headed by a company", "\nNordhus AB\n" + again, "- !other-table - -"},
		{"another order", "Kundnr;Namn;Antal\nK-8;Gran AB;1\n", "!other-order !other-order"},
		{"another order, all but one name", "Kundnr;Namn;\nK-8;Gran AB;1\n", "!other-order !other-order"},
		{"another order, one name twice", "Kundnr;Kundnr;Namn\n", "row"},
		{"one name of the header", "Namn;;\n", "row"},
		{"the header, once more", header, "header"},
		{"the header, once more, and another name", "Namn;Kundnr;Antal;Ort\n", "!long-row"},
		{"a row too long", "Gran AB;K-9;4;och mer\n", "!long-row"},
		{"a row with a blank cell too much", "Gran AB;K-9;4;;\n", "long-row"},
		{"a note and what its delimiter cut off", "Källa: registret;och mer\n", "footer"},
	} {
		for _, left := range []bool{false, true} {
			body := strings.Repeat("Ek AB;K-1;4\nAl AB;K-2;5\nBok AB;K-3;6\nAsp AB;K-4;7\n", 5)
			text := header + body + c.rows + "Lind AB;K-7;1\nTall AB;K-6;2\n"
			if left {
				text = indented(text)
			}
			tb := open(t, "a.csv", text, table.Options{})
			if got := below(t, tb, 22, strings.Count(c.rows, "\n")); got != c.want {
				t.Errorf("%s, indented %v: %s, want %s", c.name, left, got, c.want)
			}
		}
	}
}

// TestTotalsWithCodes: what reads like a total and has a code of a column that is known by its name may be an organization.
func TestTotalsWithCodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ header, codes, row, want string }{
		{"Namn;Kundnr;Ort", "4711 4712 4713 4714", "Summa;4715;", "!note-or-row"},
		{"Namn;Kundnr;Ort", "4711 4712 4713 4714", "Summa;47;", "footer"}, // it counts something
		{"Namn;Kundnr;Ort", "101 102 103 104", "Summa;105;", "!note-or-row"},
		{"Namn;Kundnr;Ort", "11 12 13 14", "Summa;15;", "footer"},
		{"Namn;Kundnr;Ort", "4711 4712 4713 4714", "Summa;4,5;", "footer"},
		{"Namn;Kundnr;Ort", "4711 4712 4713 4714", "Källa: registret", "footer"},
		{"Namn;Antal;Ort", "4711 4712 4713 4714", "Summa;4715;", "footer"},
		{"Ort;Namn", "4711 4712 4713 4714", "Summa;;4715", "footer"}, // a name is missing, nobody knows which
	} {
		var text strings.Builder
		text.WriteString(c.header + "\n")
		for i, code := range strings.Fields(c.codes) {
			if c.header == "Ort;Namn" {
				fmt.Fprintf(&text, "Gården %d AB;Umeå;%s\n", i, code)
				continue
			}
			fmt.Fprintf(&text, "Gården %d AB;%s;Umeå\n", i, code)
		}
		for _, left := range []bool{false, true} {
			text := text.String() + c.row + "\n"
			if left {
				text = indented(text)
			}
			if left && c.header == "Ort;Namn" {
				continue
			}
			tb := open(t, "a.csv", text, table.Options{KnownHeader: knownHere})
			if got := below(t, tb, 6, 1); got != c.want {
				t.Errorf("%s below %s, indented %v: %s, want %s", c.row, c.header, left, got, c.want)
			}
		}
	}
}

// TestParts: parts of a kind that follow each other are one, of a note each is one, and no more are kept than a person reads.
func TestParts(t *testing.T) {
	t.Parallel()
	const header, row = "Namn;Kundnr;Antal\n", "Ek AB;K-1;4\n"
	describe := func(sound int, text string) (string, []tabular.Part) {
		tb := open(t, "a.csv", header+strings.Repeat(row, sound)+text+row, table.Options{})
		rows(t, tb)
		var said []string
		for _, p := range tb.Parts() {
			said = append(said, fmt.Sprintf("%s %d+%d %s", p.Kind, p.Row, p.Rows, p.Text))
		}
		return strings.Join(said, ", "), tb.Parts()
	}
	for text, want := range map[string]string{
		"# ett\n# två\n" + row + "# tre\n": "comment 12+2 # ett, comment 15+1 # tre",
		"\n\n" + row + "\n":                "blank 12+2 , blank 15+1 ",
		"\n# ett\n\n":                      "comment 13+1 # ett, blank 12+1 , blank 14+1 ",
		"Sida 1\nSida 2\n":                 "footer 12+1 Sida 1, footer 13+1 Sida 2",
	} {
		if got, _ := describe(10, text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"# ett\n" + row, "\n" + row, "Sida 1\n", "\n# ett\n", "# ett\n" + row + "\n" + row} {
		if _, parts := describe(3000, strings.Repeat(text, 1001)); len(parts) != 1000 {
			t.Errorf("of %q %d parts are kept", text, len(parts))
		}
	}
}

// TestHalvesOfARow: the second half of a line that a line break has cut begins in the first column, wherever the table does.
func TestHalvesOfARow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ left, rows, want string }{
		{"", "Gran;K-9\n7;4\n", "!short-row !short-row"},
		{"", "Gran;K-9\n7;4\n\n", "!short-row !short-row blank"},
		{"", "Gran AB;K-9\nTall AB;K-8\nRönn AB;K-7\n", "short-by-blanks short-by-blanks short-by-blanks"},
		{"", "Gran AB;K-9\nTall AB\n", "short-by-blanks !short-row"}, // one cell too few for halves
		{";", ";Gran;K-9\n7;4\n", "!short-row !long-row"},
		{";", ";Gran AB;K-9\n;Tall AB;K-8\n;Rönn AB;K-7\n", "short-by-blanks short-by-blanks short-by-blanks"},
	} {
		body := strings.Repeat(c.left+"Ek AB;K-1;4\n", 20)
		tb := open(t, "a.csv", c.left+"Namn;Kundnr;Antal\n"+body+c.rows+body, table.Options{})
		if got := below(t, tb, 22, strings.Count(c.rows, "\n")); got != c.want {
			t.Errorf("%q: %s, want %s", c.rows, got, c.want)
		}
	}
}

// TestSeldomShort: a row that lacks cells is doubted where fewer than one in twenty do.
func TestSeldomShort(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]bool{18: false, 19: false, 20: true} {
		tb := open(t, "a.csv", "Namn;Kundnr;Antal\n"+strings.Repeat("Ek AB;K-1;4\n", n)+"Gran AB;K-9\n", table.Options{})
		all := rows(t, tb)
		if p := all[len(all)-1].Problems; len(p) != 1 || p[0].Code != tabular.CodeShortByBlanks || p[0].Rare != want {
			t.Errorf("one of %d: %+v", n+1, p)
		}
	}
}

// TestSecondTable: the second table of a file is read as one of its own, and there is no third.
func TestSecondTable(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("Ek AB;K-1;4\nAl AB;K-2;5\n", 10)
	text := "Namn;Kundnr;Antal\n" + body + "\n" + body + "\nLeverantör;Startår;Belopp\nElhus AB;2020;1500\nVatten AB;2021;2500\n"
	for _, above := range []string{"", "# ett\n\n"} {
		tb := open(t, "a.csv", above+text, table.Options{Table: 2})
		got := strings.Join(tb.Header(), "|")
		for _, r := range rows(t, tb) {
			got += fmt.Sprintf(" %d:%s", r.Number, r.Cells[0].Text)
		}
		n := 45 + strings.Count(above, "\n")
		if want := fmt.Sprintf("Leverantör|Startår|Belopp %d:Elhus AB %d:Vatten AB", n, n+1); got != want || tb.Format().HeaderRow != n-1 {
			t.Errorf("%s, header in row %d, want %s", got, tb.Format().HeaderRow, want)
		}
		if _, err := table.Open(strings.NewReader(above+text), "a.csv", table.Options{Table: 3}); err == nil || !strings.Contains(err.Error(), "there is no table 3 in it, only 2 of them") {
			t.Errorf("the third table gives %v", err)
		}
	}
	for text, want := range map[string]string{text: "chosen", "Namn;Kundnr\nEk AB;K-1\n": "there is no table 2 in it, only one"} {
		tb, err := table.Open(strings.NewReader(text), "a.csv", table.Options{Table: 2})
		if err == nil {
			rows(t, tb)
		}
		if (err == nil) != (want == "chosen") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestSaidOfTables: what is said of a table as a whole, with the number of the first row of each part.
func TestSaidOfTables(t *testing.T) {
	t.Parallel()
	const header = "Namn;Kundnr;Antal\n"
	body := strings.Repeat("Ek AB;K-1;4\nAl AB;K-2;5\nBok AB;K-3;6\n", 4)
	for _, c := range []struct {
		text string
		o    table.Options
		want []string
	}{
		{header + body, table.Options{}, nil},
		{"", table.Options{}, nil},
		{"Lista\nKunder 2024\n" + header + body, table.Options{}, []string{"preamble@1: 2 rows above the header left out (Lista)"}},
		{"sep=;\n\nLista\n" + header + body, table.Options{}, []string{"preamble@2: 1 row above the header left out (Lista)"}},
		{header + body + "\n" + body + "\n\n" + body, table.Options{}, []string{"blank-rows@14: 3 rows empty between others ()"}},
		{header + body + "# x\n" + body, table.Options{}, []string{"comments@14: 1 row of comment passed over (# x)"}},
		{header + body + header + body + header + body, table.Options{}, []string{"header-again@14: 2 rows with the header once more passed over (Namn Kundnr Antal)"}},
		{header + body + "\nLeverantör;Startår;Belopp\nElhus AB;2020;1500\nVatten AB;2021;2500\n", table.Options{OneTable: true}, []string{"other-table@15: another table begins here and was left out (Leverantör Startår Belopp)"}},
		{header + body, table.Options{LeaveOut: []int{3, 4}}, []string{"left-out@3: the row was left out as you asked (Al AB K-2 5)", "left-out@4: the row was left out as you asked (Bok AB K-3 6)"}},
		{"Namn;A,B;C,D,E\n" + strings.Repeat("Ek;Um,a;S,ve,AB\nAl;Vi,b;N,or,BD\n", 5), table.Options{}, []string{"near-tie@0: the file could be read nearly as well with \";\" between the cells; check that the columns are right ()"}},
		{"Namn;A,B;C,D,E\n" + strings.Repeat("Ek;Um,a;S,ve,AB\nAl;Vi,b;N,or,BD\n", 5), table.Options{Delimiter: ","}, nil},
		{"sep=;\nNamn,Kundnr\n" + strings.Repeat("Ek AB,K-1\n", 5) + "\n" + "Ek AB,K-1\n", table.Options{Delimiter: ","}, []string{"blank-rows@7: 1 row empty between others ()"}},
		{body, table.Options{}, []string{"no-header@0: no row names the columns: the first row is data, and columns go by their letters ()"}},
		{strings.ReplaceAll(";"+header+body, "\n", "\n;"), table.Options{}, []string{"first-column@0: the table starts in column B; the columns left of it are empty ()"}},
		{"Kund;;Antal\nNamn;Nr;st\n" + body, table.Options{}, []string{"header-rows@0: the header has 2 rows, which were joined (Kund Namn, Nr, Antal st)"}},
	} {
		tb := open(t, "a.csv", c.text, c.o)
		rows(t, tb)
		var got []string
		for _, p := range tb.Problems() {
			got = append(got, fmt.Sprintf("%s@%d: %s (%s)", p.Code, p.Number, p.Message, p.Value))
			if p.Column != -1 || !p.Warning || (p.Suggestion == "read it with --table 2") != (p.Code == tabular.CodeOtherTable) {
				t.Errorf("%+v", p)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
		for _, p := range tb.Parts() {
			if want := p.Row + strings.Count(c.text[:min(4, len(c.text))], "sep="); p.Line != want {
				t.Errorf("%+v is in line %d", p, want)
			}
		}
	}
}

// TestDamagedHeader: a header whose quotes or delimiters are out of order, with a title above it or without.
func TestDamagedHeader(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("Ek AB;K-1;4\nAl AB;K-2;5\nBok AB;K-3;6\n", 4)
	for _, above := range []string{"", "Lista\n", "Lista\nKunder 2024\n"} {
		for _, line := range []string{"\"Namn;Kundnr;Antal", "Namn\tKundnr\tAntal", "Namn,Kundnr,Antal", "\"Namn\" ;Kundnr;Antal"} {
			tb := open(t, "a.csv", above+line+"\n"+body, table.Options{Delimiter: ";", KnownHeader: knownHere})
			got := strings.TrimLeft(strings.Join(tb.Header(), "|"), "\"")
			if n := strings.Count(above, "\n") + 1; strings.ReplaceAll(got, "\" ", "") != "Namn|Kundnr|Antal" || tb.Format().HeaderRow != n || len(rows(t, tb)) != 12 {
				t.Errorf("%q below %q: %s in row %d", line, above, got, tb.Format().HeaderRow)
			}
		}
	}
}
