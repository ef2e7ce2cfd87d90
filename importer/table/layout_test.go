package table_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// lines are n rows, of which # is the number.
func lines(n int, row string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(row, "#", fmt.Sprint(i+1)) + "\n")
	}
	return b.String()
}

// TestLayouts: where a table begins, and what is made of the rows above it and beside its names.
func TestLayouts(t *testing.T) {
	t.Parallel()
	wide := "Namn;Kundnr;Antal;Ort\n" + lines(20, "Gården # AB;K-#;#;Umeå")
	six := lines(20, "Gården # AB;K-#;#;Umeå;x;y")
	places := "Namn;Kundnr;Ort\n" + lines(5, "Gården # AB;K-#;Umeå")
	plain := "Namn;Anm;Ort\n" + lines(5, "Gården #;x;Umeå")
	ragged := "Ek AB;K-1;1;Umeå;x;y;z\nAl AB;K-2;2;Visby;x\n"
	coded := lines(20, "K-#;#;\"x\";Umeå;Norr;ja;A#;#")
	trees := "Ek;Visby\nAl;Falun\nBok;Visby\n" // rows to stand below one of which nobody knows whether it is a header
	for _, c := range []struct {
		name, text string
		known      bool
		want       string // header row and rows, names, rows left out above, rows above that could be one, rows read soundly
	}{
		{"a comment above a column", "# ett\nNamn\nEk AB\nAl AB\n", false, "2+1 Namn 1 0 2"},
		{"a column of signs", "#1\n#2\n#3\n", false, "0+0  0 0 3"},
		{"a short row above", "x;y\n" + places, true, "2+1 Namn|Kundnr|Ort 1 0 5"},
		{"a small table of two columns above", "Titel;Värde\na;1\nb;2\n\n" + wide, false, "5+1 Namn|Kundnr|Antal|Ort 1 2 20"},
		{"a small table of three columns above", "Titel;Värde;Land\na;1;x\nb;2;y\n\n" + wide, false, "1+1 Titel|Värde|Land 0 0 2"},
		{"a table of two columns above", "Titel;Värde\n" + lines(8, "a #;#") + "\n" + wide, false, "1+1 Titel|Värde 0 0 8"},
		{"two rows below a title", "Lista\nTitel;Värde;Land\na;1;x\nb;2;y\n\n" + wide, false, "6+1 Namn|Kundnr|Antal|Ort 4 0 20"},
		{"three rows below a title", "Lista\nTitel;Värde;Land\na;1;x\nb;2;y\nc;3;z\n\n" + wide, false, "2+1 Titel|Värde|Land 1 0 3"},
		{"two rows below a title and few others", "Lista\nTitel;Värde;Land\na;1;x\nb;2;y\n\nNamn;Kundnr;Antal;Ort\n" + lines(5, "Gården # AB;K-#;#;Umeå"), false, "2+1 Titel|Värde|Land 1 0 2"},
		{"keys above", "Lista:;Kunder;;\nÅr:;2024;;\n" + wide, false, "3+1 Namn|Kundnr|Antal|Ort 2 0 20"},
		{"keys alone", "Lista:;Kunder\nÅr:;2024\nOrt:;Umeå\n", false, "1+1 Lista:|Kunder 0 0 2"},
		{"a name and a value above", "Lista;Kunder;;\n" + wide, false, "2+1 Namn|Kundnr|Antal|Ort 1 0 20"},
		{"padded titles above", "Kunder;;;\nUtdrag;;;\n" + wide, false, "3+1 Namn|Kundnr|Antal|Ort 2 0 20"},

		{"short rows below the header", "Namn;Kundnr;Antal;Ort;Land\nEk AB;K-0;1;Umeå;x\n" + six, false, "1+1 Namn|Kundnr|Antal|Ort|Land 0 0 1"},
		{"nine short rows below the header", "Namn;Kundnr;Antal;Ort;Land\n" + lines(9, "Ek # AB;K-#;1;Umeå;x") + six, false, "1+1 Namn|Kundnr|Antal|Ort|Land 0 0 9"},
		{"eight rows of other widths below the header", "Namn;Kundnr;Antal;Ort;Land\n" + strings.Repeat(ragged, 4) + six, false, "1+1 Namn|Kundnr|Antal|Ort|Land 0 0 4"},
		{"ten rows of other widths below the header", "Namn;Kundnr;Antal;Ort;Land\n" + strings.Repeat(ragged, 5) + six, false, "0+0 ||||| 10 0 21"},
		{"a short row below a header of two", "Namn;Kundnr\nEk AB;K-0\n" + lines(20, "Gården # AB;K-#;Umeå"), false, "1+1 Namn|Kundnr 0 0 1"},
		{"a title above a header alone", "Kunder\nNamn;Kundnr;Ort;Land\n", false, "2+1 Namn|Kundnr|Ort|Land 1 0 0"},
		{"a header above codes whose quote nothing closes", "\"Kod;Antal;Anm;Ort;Del;Svar;Typ;Tal\n" + coded, false, "1+1 \"Kod|Antal|Anm|Ort|Del|Svar|Typ|Tal 0 0 20"},
		{"a much longer row above codes", "Uttag" + strings.Repeat(";x", 12) + "\n" + coded, false, "0+0 ||||||| 1 0 20"},
		{"a much shorter row above codes", "Uttag;x\n" + coded, false, "0+0 ||||||| 1 0 20"},
		{"a row with one cell too many above codes", "K-0;0;x;Umeå;Norr;ja;A0;0;9\n" + coded, false, "0+0 ||||||| 0 0 20"},
		{"one cell above codes", "Kunder\n" + coded, false, "0+0 ||||||| 1 0 20"},
		{"one cell above numbers", "Kunder\n" + lines(5, "#;#;#;#"), false, "0+0 ||| 1 0 5"},
		{"a header that lacks a name above words", "Namn;Ort\nEk;Umeå;Norr\nAl;Visby;Söder\nBok;Falun;Väster\n", false, "1+1 Namn|Ort 0 0 0"},
		{"a known name above two columns", "Namn\n" + lines(5, "Gården # AB;K-#"), true, "1+1 Namn 0 0 0"},
		{"a known name above two columns of words", "Namn\nAsk;Umeå\n" + trees, true, "1+1 Namn 0 0 0"},
		{"a known name above two names", "Namn\nNamn;Kundnr\n" + lines(5, "Gården # AB;K-#"), true, "2+1 Namn|Kundnr 1 0 5"},
		{"a lone cell at the right above", ";;;Utdrag\n" + places, true, "2+1 Namn|Kundnr|Ort 1 0 5"},
		{"a quote that nothing closes above", "\"Kunder; nya;x\n" + places, true, "2+1 Namn|Kundnr|Ort 1 0 5"},
		{"a quote that nothing closes in a title", "\"Kunder\n" + places, true, "2+1 Namn|Kundnr|Ort 1 0 5"},

		{"a value of the first row", "Ask;Umeå\n" + trees + "Tall;Umeå\n", false, "0+0 | 0 0 5"},
		{"a value of the first row, seven rows below", "Ask;Umeå\n" + trees + trees + "Tall;Umeå\n", false, "0+0 | 0 0 8"},
		{"codes in a list, words first", "A-1\n" + strings.Repeat("Tall\nRönn\n", 3) + lines(14, "K-#"), false, "0+0  0 0 21"},
		{"a value of the first row, below a short one", "Ask;Umeå\n" + trees + trees + "Lind\nTall;Umeå\n", false, "0+0 | 0 0 8"},
		{"a value of the first of three, below a lone cell", "Ask;Umeå;x\n" + lines(7, "Tall #;Visby;y") + "Lind\nTall;Umeå;y\n", false, "1+1 Ask|Umeå|x 0 0 8"},
		{"a value of the first row, below three rows and a gap", "Ask;Umeå\n" + trees + "\nTall;Umeå\n", false, "0+0 | 0 0 5"},
		{"a value of the first row, below four rows and a gap", "Ask;Umeå\n" + trees + "Gran;Falun\n\nTall;Umeå\n", false, "0+0 | 0 0 6"},
		{"a value of the first row, below five rows and a gap", "Ask;Umeå\n" + trees + "Gran;Falun\nRönn;Falun\n\nTall;Umeå\n", false, "1+1 Ask|Umeå 0 0 6"},
		{"a value of the first row, below two gaps", "Ask;Umeå\n" + trees + "\n\nTall;Umeå\n", false, "0+0 | 0 0 5"},
		{"a value of the first row, below rows of another width", "Ask;Umeå\n" + trees + "\na;1;x\nb;2;y\n\nTall;Umeå\n", false, "1+1 Ask|Umeå 0 0 4"},
		{"a value of the first row, below two rows and others of another width", "Ask;Umeå\nEk;Visby\nAl;Falun\n\na;1;x\nb;2;y\n\nTall;Umeå\n", false, "0+0 | 0 0 4"},
		{"a value of the first row, below another header", "Ask;Umeå\n" + trees + "\nNamn;Antal\nEk;4\nAl;3\nBok;9\nAsp;8\nPil;7\nTall;Umeå\n", false, "1+1 Ask|Umeå 0 0 3"},
		{"a value of the first row, below a gap and another header", "Ask;Umeå\n\nNamn;Antal\n" + lines(8, "Ek #;#") + lines(8, "Tall #;Visby") + "Al;Umeå\n", false, "0+0 | 0 0 19"},
		{"a value of the first row, below what is no header", "Ask;Umeå\nEk;Visby\n\nNamn;Antal\n\nTall;4\nGran;3\nPil;5\nSälg;8\nRönn;Umeå\n", false, "0+0 | 0 0 8"},
		{"a value of the first row, below rows of two widths", "Ask;Umeå\nEk;Visby\n\nNamn;Antal\nTall;4\na;1;x\nGran;3\nPil;5\nRönn;Umeå\n", false, "0+0 | 0 0 7"},
		{"a value of the first row, below a name and one row", "Ask;Umeå\nEk;Visby\n\nNamn;Antal\nTall;4\n\nRönn;Umeå\n", false, "0+0 | 0 0 5"},

		{"one cell above", "Björkbo AB;;\n" + places, true, "2+1 Namn|Kundnr|Ort 1 0 5"},
		{"no code above", "Björkbo AB;Visby;\n" + places, true, "2+1 Namn|Kundnr|Ort 1 0 5"},
		{"a code above", "Björkbo;K-9;\n" + places, true, "2+1 Namn|Kundnr|Ort 0 1 5"},
		{"a company above", "Björkbo AB;y;\n" + plain, true, "2+1 Namn|Anm|Ort 0 1 5"},
		{"two words above", "Björkbo;y;\n" + plain, true, "2+1 Namn|Anm|Ort 1 0 5"},
		{"a sign of the table above", "Björkbo;x;\n" + plain, true, "2+1 Namn|Anm|Ort 1 0 5"},
		{"a value of the table above", "Björkbo;;Umeå\n" + plain, true, "2+1 Namn|Anm|Ort 0 1 5"},
		{"a total above", "Summa;24;\n" + plain, true, "2+1 Namn|Anm|Ort 1 0 5"},
		{"a company and a date above", "Björkbo AB;2024-01-15;\n" + plain, true, "2+1 Namn|Anm|Ort 1 0 5"},
		{"a company and a time above", "Björkbo AB;08:00;\n" + plain, true, "2+1 Namn|Anm|Ort 1 0 5"},

		{"a company above two columns", "Björkbo AB;K-9\nNamn;Kundnr\n" + lines(5, "Gården # AB;K-#"), true, "2+1 Namn|Kundnr 0 1 5"},
		{"a source above, and what its delimiter cut off", "Källa: registret;x 1\n" + places, true, "2+1 Namn|Kundnr|Ort 1 0 5"},
		{"what is called as a source above", "Källa: registret;x 1;\n" + places, true, "2+1 Namn|Kundnr|Ort 0 1 5"},
		{"ten names of twelve", "N;A;B;C;D;E;F;G;H;I\n" + lines(2, "Ek # AB;K-#;1;1;1;1;1;1;1;1") + lines(20, "Gården # AB;K-#;1;1;1;1;1;1;1;1;1;1"), false, "1+1 N|A|B|C|D|E|F|G|H|I 0 0 2"},
		{"a delimiter at the end of rows", "Namn;Kod\n" + lines(5, "Gården #;K-#;"), false, "1+1 Namn|Kod 0 0 5"},
		{"rows numbered from 0", "Namn;Kod\n0;A AB;K-1\n1;B AB;K-2\n2;C AB;K-3\n", false, "1+1 |Namn|Kod 0 0 3"},
		{"rows numbered from 2", "Namn;Kod\n2;A AB;K-1\n3;B AB;K-2\n4;C AB;K-3\n", false, "1+1 Namn|Kod 0 0 0"},
		{"rows numbered with a gap", "Namn;Kod\n1;A AB;K-1\n3;B AB;K-2\n4;C AB;K-3\n", false, "1+1 Namn|Kod 0 0 0"},
		{"numbers below their name", "Nr;Namn\n1;A AB;\n2;B AB;\n3;C AB;\n", false, "1+1 Nr|Namn 0 0 3"},
		{"numbers and a last cell", "Nr;Namn\n1;A AB;Visby\n2;B AB;\n3;C AB;\n", false, "1+1 Nr|Namn 0 0 0"},
		{"numbers and codes", "Nr;Namn\n1;K-1;\n2;K-2;\n3;K-3;\n", false, "1+1 Nr|Namn 0 0 0"},
		{"a space before names", "Namn; Kod; Ort\n" + lines(5, "Gården #;K-#;Umeå"), false, "1+1 Namn|Kod|Ort 0 0 5"},
		{"a space before one name", "Namn; Kod;Ort\n" + lines(5, "Gården #;K-#;Umeå"), false, "1+1 Namn| Kod|Ort 0 0 5"},
		{"a space before the second name", "Namn; Kod\n" + lines(5, "Gården #;K-#"), false, "1+1 Namn| Kod 0 0 5"},
		{"a space before names of one letter", "Namn; K; O\n" + lines(5, "Gården #;K-#;Umeå"), false, "1+1 Namn|K|O 0 0 5"},
		{"empty columns without a header", lines(5, ";;#;#"), false, "0+0 | 0 0 5"},
		{"a header that begins with an empty column, alone", ";Namn;Kod\n", false, "1+1 Namn|Kod 0 0 0"},
		{"empty columns at the left", ";;Namn;Kod\n" + lines(5, ";;Gården #;K-#"), false, "1+1 Namn|Kod 0 0 5"},
		{"an empty column with a name", "Anm;Namn;Kod\n" + lines(5, ";Gården #;K-#"), false, "1+1 Anm|Namn|Kod 0 0 5"},
		{"a column without a name", ";Namn;Kod\n" + lines(5, "x;Gården #;K-#"), false, "1+1 |Namn|Kod 0 0 5"},
		{"a header alone", "Namn;Kod;Ort\n", false, "1+1 Namn|Kod|Ort 0 0 0"},
	} {
		o := table.Options{Delimiter: ";", OneTable: true}
		if c.known {
			o.KnownHeader = knownHere
		}
		tb := open(t, "a.csv", c.text, o)
		above, sound := 0, 0
		for _, r := range rows(t, tb) {
			switch {
			case !r.Unreadable:
				sound++
			case slices.Contains(codes(r.Problems), tabular.CodeAboveHeader):
				if above++; r.Problems[0].Column != -1 || !strings.Contains(r.Problems[0].Message, fmt.Sprintf("which is row %d,", tb.Format().HeaderRow)) {
					t.Errorf("%s: %+v", c.name, r.Problems)
				}
			}
		}
		left := 0
		for _, p := range tb.Parts() {
			if p.Kind == tabular.PartPreamble {
				left += p.Rows
			}
		}
		got := fmt.Sprintf("%d+%d %s %d %d %d", tb.Format().HeaderRow, tb.Format().HeaderRows, strings.Join(tb.Header(), "|"), left, above, sound)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestEmptyCells: a table of nothing but empty cells in quotes keeps a column.
func TestEmptyCells(t *testing.T) {
	t.Parallel()
	tb := open(t, "a.csv", lines(3, `"";"";""`), table.Options{Delimiter: ";"})
	if all := rows(t, tb); len(tb.Header()) != 1 || len(all) != 2 || len(all[0].Cells) != 1 || len(all[0].Problems) > 0 {
		t.Errorf("%d columns, %+v", len(tb.Header()), all)
	}
}
