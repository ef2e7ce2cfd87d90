package table_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// ruleCase is what is put into a sound table of four columns, and what must become of it.
type ruleCase struct {
	name string
	rows [][]string
	want string // of each row: "row", "left", a code of a warning, or "!" and a code of an error
	pads bool   // padded and in workbooks too
	raw  bool   // the only cell of each row is a line as it stands
}

var ruleCases = []ruleCase{
	{name: "count", rows: [][]string{{"Totalt antal kunder: 24"}}, want: "left", pads: true},
	{name: "sum in two cells", rows: [][]string{{"Summa", "24"}}, want: "left", pads: true},
	{name: "page", rows: [][]string{{"Sida 1 av 2"}}, want: "left", pads: true},
	{name: "stamp", rows: [][]string{{"Utskriven 2024-01-15 08:00"}}, want: "left", pads: true},
	{name: "rows of a database", rows: [][]string{{"(24 rader)"}}, want: "left", pads: true},
	{name: "rows affected", rows: [][]string{{"(24 rows affected)"}}, want: "left", pads: true},
	{name: "source", rows: [][]string{{"Källa: kundregistret"}}, want: "left", pads: true},
	{name: "end", rows: [][]string{{"*** Slut på rapporten ***"}}, want: "left", pads: true},
	{name: "footnote", rows: [][]string{{"* preliminära uppgifter"}}, want: "left", pads: true},
	{name: "rule of dashes", rows: [][]string{{"----", "----", "----", "----"}}, want: "left", pads: true},
	{name: "rule in one cell", rows: [][]string{{"-----+-----+-----"}}, want: "left", pads: true},
	{name: "note with a company", rows: [][]string{{"Källa: Nordhus AB"}}, want: "!note-or-row", pads: true},
	{name: "company with a total behind it", rows: [][]string{{"Furuvik HB Summa", "", "12", ""}, {"AB Summa", "", "12", ""}}, want: "!note-or-row", pads: true},
	{name: "total of several cells", rows: [][]string{{"Summa", "24", "1 200 kr", "3,5"}}, want: "!note-or-row", pads: true},
	{name: "source in three cells", rows: [][]string{{"Källa:", "Registret", "uttag 2024", ""}}, want: "!note-or-row", pads: true},
	{name: "page in three cells", rows: [][]string{{"Page", "2", "of 3", ""}, {"Sida", "2", "av 3", ""}}, want: "!note-or-row", pads: true},
	{name: "stamp in three cells", rows: [][]string{{"Utskriven", "2024-01-15", "08:00", ""}}, want: "!note-or-row", pads: true},
	{name: "date alone", rows: [][]string{{"2024-01-15", "", "", ""}, {"15 jan 2024", "", "", ""}}, want: "!note-or-row", pads: true},
	{name: "numbers of pages", rows: [][]string{{"1(3)", "", "", ""}, {"- 2 -", "", "", ""}, {"– 2 –", "", "", ""}, {"2/3", "", "", ""}, {"3 av 3", "", "", ""}}, want: "!note-or-row", pads: true},
	{name: "a number alone", rows: [][]string{{"999", "", "", ""}, {"0", "", "", ""}}, want: "!note-or-row", pads: true},
	{name: "names of numbers", rows: [][]string{{"1337", "K-90", "", ""}, {"24/7", "", "", ""}, {"1919", "", "", ""}, {"3 av 3 AB", "", "", ""}}, want: "row", pads: true},
	{name: "names like spread notes", rows: [][]string{{"Sida", "202100", "12", ""}, {"Datum", "K-91", "", "Umeå"}, {"Page", "2", "of 3", "Umeå"}, {"Uttag", "12", "30", ""}}, want: "row", pads: true},
	{name: "names like totals", rows: [][]string{{"Totalt Bygg AB", "K-90", "", "Umeå"}, {"Summa Golv", "K-91", "", "Umeå"}, {"Golv Summa", "", "12", ""}, {"Total", "K-92", "", ""}, {"Gården HB Totalt", "K-93", "", ""}}, want: "row", pads: true},
	{name: "names like notes", rows: [][]string{{"Sida vid Sida AB", "K-90", "", ""}, {"Källa Fastigheter", "K-91", "", ""}, {"Antal HB", "K-92", "", ""}}, want: "row", pads: true},
	{name: "notes in one cell", rows: [][]string{{"9 rader"}, {"0 rows"}, {"Rader totalt"}, {"Slut."}, {"Slut på listan"}, {"Sida 9"}, {"Sida 0"}, {"Alla hämtat 2024-01-15"}}, want: "left", pads: true},
	{name: "labels and their values", rows: [][]string{{"Källa:", "Registret"}, {"Källa: registret", "24"}, {"Summa", "1 200 kr"}}, want: "left", pads: true},
	{name: "words and their figures", rows: [][]string{{"Utskriven", "2024-01-15"}, {"Datum", "08:00"}, {"Summa", "1.234.567"}, {"Sida", "123"}}, want: "left", pads: true},
	{name: "stamps", rows: [][]string{{"Utskriven av Karin"}, {"Created by Karin"}, {"Skapad den femte"}, {"Exported at noon"}, {"Uttag från registret"}, {"Exported from Fortnox"},
		{"Uttag 2024 Karin"}, {"Alla hämtat av Karin"}}, want: "left", pads: true},
	{name: "rules of signs", rows: [][]string{{"-", "-", "-", "-"}, {"--", "", "", ""}, {"=", "==", "", ""}}, want: "left", pads: true},
	{name: "what isn't quite a note", rows: [][]string{{"* Preliminära Bygg", "", "", ""}, {"*preliminära", "", "", ""}, {"* preliminära", "K-90", "", ""}, {"Källa: registret", "K-90", "", ""},
		{"Notbok källa: registret", "", "", ""}, {"Av: Nordhus", "", "", ""}, {"Poster: fyra", "", "", ""}, {"Rader", "24", "", ""}, {"Rader", "", "", ""}, {"Slut", "", "", ""}, {"Sida totalt", "", "", ""}, {"Sida", "", "", ""}, {"Sida", "1234", "", ""},
		{"Sida +", "", "", ""}, {"Utskriven", "", "", ""}, {"Skapad Karin", "", "", ""}, {"För alla hämtat 2024-01-15", "", "", ""}, {"Summa", "2024-01-15", "", ""}, {"Summa", "08:00", "", ""},
		{"Summa", "K-90", "", ""}, {"Summa 1x", "", "", ""}}, want: "row", pads: true},
	{name: "signs that draw no rule", rows: [][]string{{"-", "-", "-", ""}, {"-", "-", "", ""}, {"-", "", "", ""}}, want: "row", pads: true},
	{name: "what isn't quite a page's number", rows: [][]string{{"0/3", "", "", ""}, {"10/9", "", "", ""}, {"4(3)", "", "", ""}, {"1-3", "", "", ""}, {"1 -", "", "", ""}, {"- 1", "", "", ""}, {"1 av 000000000003", "", "", ""}, {"1234", "", "", ""},
		{"2/3", "", "", "Umeå"}}, want: "row", pads: true},
	{name: "numbers of pages at their bounds", rows: [][]string{{"1/9", "", "", ""}, {"9(9)", "", "", ""}, {"1 of 3", "", "", ""}, {"1 av 00000000003", "", "", ""}, {"01.02.2024", "", "", ""},
		{"9 dec 2024", "", "", ""}, {"08:00", "", "", ""}}, want: "!note-or-row", pads: true},
	{name: "notes in many cells", rows: [][]string{{"Källa:", "Registret", "24", "Umeå"}, {"Källa och datum:", "Registret", "12", "Umeå"}, {"Sida", "2", "av", "3"}, {"Page", "2", "of", "3"}, {"Datum", "2024-01-15", "Umeå", ""}, {"Summa", "", "24", "3"}}, want: "!note-or-row", pads: true},
	{name: "what isn't quite a note in many cells", rows: [][]string{{"Sida", "2", "eller", "3"}, {"Sida", "2", "3", "4"}, {"Sida", "2", "av", ""}, {"Sida", "2", "3", "st"}, {"Datum", "12", "2024-01-15", ""}, {"Furuvik:", "K-90", "24", ""},
		{"Slut", "K-90", "24", ""}, {"Furuvik HB Summa", "", "", ""}, {"Furuvik HB Summa", "", "Gården 1 AB", ""}, {"Furuvik Summa", "", "12", ""}}, want: "row", pads: true},
	{name: "last cells missing", rows: [][]string{{"Gården 90 AB", "K-90"}, {"Gården 91 AB", "K-91"}}, want: "short-by-blanks"},
	{name: "a cell of another column", rows: [][]string{{"Gården 90 AB", "Visby"}}, want: "!short-row"},
	{name: "a name alone", rows: [][]string{{"Furuvik Norra Väst AB"}}, want: "!short-row"},
	{name: "a name with a dash", rows: [][]string{{"Kvarter-8-Norra-Väst"}}, want: "!short-row"},
	{name: "a name with slashes", rows: [][]string{{"Kvarter/8/Norra/Väst"}}, want: "!short-row"},
	{name: "names alone as a habit", rows: [][]string{{"Furuvik Norra AB"}, {"Ekbacken Södra AB"}}, want: "short-by-blanks"},
	{name: "a cell too many", rows: [][]string{{"Gården 90 AB", "K-90", "", "Umeå", "och mer"}}, want: "!long-row"},
	{name: "halves of a row", rows: [][]string{{"Gården", "K-90"}, {"7 AB", "K-91", "Umeå"}}, want: "!short-row"},
	{name: "a line in quotes", rows: [][]string{{"\"Gården 90 AB;K-90;\"\"Nordhus AB\"\";Umeå\""}}, want: "line-quoted", raw: true},
	{name: "rows in quotes", rows: [][]string{{"Gården 90 AB;K-90;;\"Umeå\nGården 91 AB;K-91;;Visby\nGården 92 AB;K-92;;Umeå\""}}, want: "!swallowed-rows", raw: true},
	{name: "text as formula", rows: [][]string{{"=\"Gården 90 AB\";=\"00090-K\";;=T(\"Umeå\")"}}, want: "row", raw: true},
}

var ruleEncodings = map[string]encoding.Encoding{
	"utf-8": unicode.UTF8, "windows-1252": charmap.Windows1252, "utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
}

// TestRules tries each case between, above and below sound rows, in every dialect and encoding, and in workbooks.
func TestRules(t *testing.T) {
	t.Parallel()
	for _, c := range ruleCases {
		for _, delim := range []string{";", ",", "\t"} {
			for name, enc := range ruleEncodings {
				for _, at := range []int{2, 12, 26} {
					for _, padded := range []bool{false, true} {
						if padded && !c.pads {
							continue
						}
						text, err := enc.NewEncoder().String(ruleFile(&c, delim, at, padded))
						if err != nil {
							t.Fatal(err)
						}
						where := fmt.Sprintf("%s, %q, %s, row %d, padded %v", c.name, delim, name, at, padded)
						checkRule(t, where, &c, at, open(t, "a.csv", text, table.Options{}))
					}
				}
			}
		}
	}
}

func TestRulesInWorkbooks(t *testing.T) {
	t.Parallel()
	for _, c := range ruleCases {
		if !c.pads {
			continue
		}
		for _, at := range []int{2, 12, 26} {
			f := excelize.NewFile()
			for i, cells := range ruleTable(&c, at) {
				for j, text := range cells {
					cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
					if text != "" && f.SetCellStr("Sheet1", cell, text) != nil {
						t.Fatal("no such cell")
					}
				}
			}
			var b bytes.Buffer
			if err := f.Write(&b); err != nil {
				t.Fatal(err)
			}
			checkRule(t, fmt.Sprintf("%s, workbook, row %d", c.name, at), &c, at, open(t, "a.xlsx", b.String(), table.Options{}))
		}
	}
}

// ruleTable is 24 sound rows with a case's rows from row number at.
func ruleTable(c *ruleCase, at int) [][]string {
	rows := [][]string{{"Namn", "Kundnr", "Moderbolag", "Ort"}}
	for i := range 24 {
		parent := ""
		if i > 3 {
			parent = "Gården 1 AB"
		}
		rows = append(rows, []string{fmt.Sprintf("Gården %d AB", i), fmt.Sprintf("K-%d", i), parent, "Örebro"})
	}
	return slices.Insert(rows, at-1, c.rows...)
}

func ruleFile(c *ruleCase, delim string, at int, padded bool) string {
	var b strings.Builder
	for i, cells := range ruleTable(c, at) {
		ours := i >= at-1 && i < at-1+len(c.rows)
		line := strings.Join(cells, delim)
		switch {
		case ours && c.raw:
			line = strings.ReplaceAll(line, ";", delim)
		case ours && padded:
			line += strings.Repeat(delim, 4-len(cells))
		}
		b.WriteString(line + "\r\n")
	}
	return b.String()
}

// checkRule compares what became of a case's rows, and that of the others nothing did.
func checkRule(t *testing.T, where string, c *ruleCase, at int, tb *table.Table) {
	t.Helper()
	sound, ours := 0, 0
	for row, err := range tb.Rows() {
		if err != nil {
			t.Fatalf("%s: %v", where, err)
		}
		if row.Number < at || row.Number >= at+len(c.rows) {
			if sound++; len(row.Problems) > 0 {
				t.Errorf("%s: sound row %d has %v", where, row.Number, row.Problems)
			}
			continue
		}
		ours++
		if got := outcome(row); got != c.want {
			t.Errorf("%s: row %d is %q, want %q: %q", where, row.Number, got, c.want, row.Cells)
		}
	}
	left := slices.DeleteFunc(tb.Problems(), func(p tabular.Problem) bool { return p.Code != tabular.CodeFooter })
	if c.want == "left" && (ours > 0 || len(left) != len(c.rows) || left[0].Number != at) {
		t.Errorf("%s: %d rows of it read, left out %v", where, ours, left)
	}
	if sound != 24 || c.want != "left" && ours != len(c.rows) {
		t.Errorf("%s: %d sound rows and %d others", where, sound, ours)
	}
}

func outcome(row tabular.Row) string {
	for _, p := range row.Problems {
		if !p.Warning {
			return "!" + p.Code
		}
	}
	for _, p := range row.Problems {
		return p.Code
	}
	return "row"
}

// TestSubtotals has rows that sum up those above, whose name they repeat, as Excel's subtotals do.
func TestSubtotals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rows, want string }{
		{"Norr;K-1;4\nNorr Summa;;4\n", "row !note-or-row"},
		{"Norr;K-1;4\nNorr;K-2;5\nNORR TOTAL;;9\nSyd;K-3;1\nTotalt Syd;;1\n", "row row !note-or-row row !note-or-row"},
		{"Norr;K-1;4\nSumma - Norr;;\n", "row !note-or-row"},
		{"Norr;K-1;4\nNorr Summa;K-2;4\n", "row row"},             // it has a code
		{"Norr;K-1;4\nSyd Summa;;4\nNorr;K-2;5\n", "row row row"}, // nobody is called Syd
		{"Norr;K-1;4\nNorr Totalentreprenad;;4\n", "row row"},
	} {
		tb := open(t, "a.csv", "Namn;Kundnr;Antal\nEk AB;K-7;1\nAl AB;K-8;2\nBok AB;K-9;3\n"+c.rows, table.Options{})
		var got []string
		for row, err := range tb.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, outcome(row))
		}
		if want := "row row row " + c.want; strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", c.rows, got, want)
		}
	}
}

// TestParentsCalledTotal has rows that read like totals and that others name as their parent.
func TestParentsCalledTotal(t *testing.T) {
	t.Parallel()
	known := func(name string) bool { return name == "Namn" || name == "Moderbolag" }
	for header, want := range map[string]string{"Moderbolag": "!note-or-row", "Omfattning": ""} {
		tb := open(t, "a.csv", "Namn;Kod;"+header+"\nEk AB;K-7;Total\nAl AB;K-8;total\nBok AB;K-9;Norr\nTotal;;\n", table.Options{KnownHeader: known})
		var got string
		for row, err := range tb.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			if row.Number == 5 {
				got = outcome(row)
			}
		}
		if got != want {
			t.Errorf("below %q the row is %q, want %q", header, got, want)
		}
	}
}

func TestDelimiterInFormula(t *testing.T) {
	t.Parallel()
	for row, hint := range map[string]string{`="00;123"`: `write it as text in quotes: "00;123"`, `00;123`: "quote the cell that holds the delimiter"} {
		tb := open(t, "a.csv", "Namn;Kod;Antal\nEk AB;=\"00121\";1\nAl AB;"+row+";2\nBok AB;=\"00124\";3\nAsp AB;=\"00125\";3\n", table.Options{})
		for r, err := range tb.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			said := slices.ContainsFunc(r.Problems, func(p tabular.Problem) bool {
				return p.Code == tabular.CodeLongRow && strings.Contains(p.Suggestion, hint)
			})
			if said != (r.Number == 3) {
				t.Errorf("%s: row %d has %v", row, r.Number, r.Problems)
			}
		}
	}
}

// TestQuotesAroundLines has lines in quotes that aren't straight ones, and files that only look so.
func TestQuotesAroundLines(t *testing.T) {
	t.Parallel()
	lines := []string{"Namn;Kod;Antal", "Ek O'Hara AB;00121;1", "Al AB;00122;", "Bok AB;00124;3"}
	for _, delim := range []string{";", ",", "\t"} {
		for _, pair := range [][2]string{{"'", "'"}, {"“", "”"}, {"”", "”"}, {"«", "»"}} {
			var b strings.Builder
			for _, line := range lines {
				if pair[0] == "'" {
					line = strings.ReplaceAll(line, "'", "''")
				}
				b.WriteString(pair[0] + strings.ReplaceAll(line, ";", delim) + pair[1] + "\r\n")
			}
			tb := open(t, "a.csv", b.String(), table.Options{})
			got := []string{strings.Join(tb.Header(), ";")}
			for row, err := range tb.Rows() {
				if err != nil || len(row.Problems) > 0 {
					t.Fatal(err, row.Problems)
				}
				got = append(got, row.Cells[0].Text+";"+row.Cells[1].Text+";"+row.Cells[2].Text)
			}
			said := slices.ContainsFunc(tb.Problems(), func(p tabular.Problem) bool { return p.Code == tabular.CodeLineQuoted })
			if !slices.Equal(got, lines) || !said {
				t.Errorf("%q within %q: %q, said %v", delim, pair, got, said)
			}
		}
	}
	for _, text := range []string{"“Namn”;Kod;“Ort”\n“Ek AB”;1;“Umeå”\n“Al AB”;2;“Visby”\n", "'Namn;Kod\n'Ek AB;1\n'Al AB;2\n", "'Namn';'Kod'\n'Ek AB';'1'\n'Al AB';'2'\n"} {
		tb := open(t, "a.csv", text, table.Options{})
		if slices.ContainsFunc(tb.Problems(), func(p tabular.Problem) bool { return p.Code == tabular.CodeLineQuoted }) {
			t.Errorf("%q reads as lines in quotes", text)
		}
	}
}

// TestNumberedNames: names that are a word of notes and a number are no notes where half of the rows are called so, and a word of counts
// counts what stands behind a number only.
func TestNumberedNames(t *testing.T) {
	for text, want := range map[string]int{
		"name\nSida 01\nSida 02\nSida 03\n":                                                          3,
		"name,custom_id\nRow 1,1\nRow 2,2\n":                                                         2,
		"name,custom_id\nPost 7,A7\nÅkern AB,A8\n":                                                   2,
		"name,custom_id\nSida 1,1\nSida 2,2\nSida 3,3\nÅkern AB,4\nBacken AB,5\nCedern AB,6\n":       6,
		"name,custom_id\nÅkern AB,4\nSida 1\nBacken AB,5\nSida 2\nCedern AB,6\nDalen AB,7\nSida 3\n": 4,
		"name,custom_id\nÅkern AB,4\nBacken AB,5\n(2 rows)\n":                                        2,
		"name,custom_id\nÅkern AB,4\nBacken AB,5\n2 rader\n":                                         2,
		"name,custom_id\nÅkern AB,4\nBacken AB,5\nRader: 2\n":                                        2,
		"name,custom_id\nÅkern AB,4\nSida 1 av 1\nSumma: 1\nUtskriven: 2024-05-01\n":                 1,
	} {
		for _, delim := range []string{",", ";", "\t"} {
			n := 0
			for range open(t, "a.csv", strings.ReplaceAll(text, ",", delim), table.Options{}).Rows() {
				n++
			}
			if n != want {
				t.Errorf("%q by %q: %d rows, want %d", text, delim, n, want)
			}
		}
	}
}

// TestNothingIsQuoted: texts that begin and end with quotes of their own make no quoted cells, and a backslash before a quote stays.
func TestNothingIsQuoted(t *testing.T) {
	for _, text := range []string{
		"Namn\tAnm\nEkhus AB\tHus \"A\"\nAlhus AB\t\"A\" Hus\nBjörkhus AB\ta\\\"b\nGranhus AB\tC:\\\\nya\n",
		"Namn\tAnm\nAlhus AB\t\"A\" Hus\nEkhus AB\tHus \"A\"\nBjörkhus AB\ta\\\"b\nGranhus AB\tC:\\\\nya\n",
	} {
		read := texts(t, open(t, "a.tsv", text, table.Options{}))
		if read[2][1] != `a\"b` || read[3][1] != `C:\\nya` {
			t.Errorf("%q is read as %q", text, read)
		}
	}
	read := texts(t, open(t, "a.csv", "Namn;Anm\nEkhus AB;\"Hus \\\"A\\\"; 2\"\nAlhus AB;\"a\\\"b\"\nBjörkhus AB;x\n", table.Options{}))
	if read[0][1] != `Hus "A"; 2` || read[1][1] != `a"b` {
		t.Errorf("%q", read)
	}
}
