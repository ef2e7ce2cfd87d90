package table_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// below says what became of so many records from number first on: what outcome says of a row, the kind of the part that it belongs to, "-" for
// neither.
func below(t *testing.T, tb *table.Table, first, records int) string {
	t.Helper()
	words := slices.Repeat([]string{"-"}, records)
	for row, err := range tb.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range row.Problems {
			if p.Column != -1 {
				t.Errorf("row %d: %+v is no problem of a column", row.Number, p)
			}
		}
		if row.Number >= first && row.Number < first+records {
			words[row.Number-first] = outcome(row)
		}
	}
	for _, p := range tb.Problems() {
		if p.Column != -1 {
			t.Errorf("%+v is no problem of a column", p)
		}
	}
	for _, part := range tb.Parts() {
		for n := part.Row; n < part.Row+part.Rows; n++ {
			if n >= first && n < first+records && words[n-first] == "-" {
				words[n-first] = part.Kind
			}
		}
	}
	return strings.Join(words, " ")
}

const (
	endText   = "Namn;Anm;Ort\nEk AB;x;Umeå\nAl AB;y y;Visby\nBok AB;z;Umeå\nAsp AB;x;Falun\nLind AB;z;Umeå\n"
	endCode   = "Namn;Kundnr;Antal\nEk AB;K-1;4\nAl AB;K-2;3\nBok AB;K-3;4\nAsp AB;K-4;1\nLind AB;K-5;9\n"
	endWide   = "Namn;Kundnr;Antal;Belopp;Ort\nEk AB;K-1;4;1,5;Umeå\nAl AB;K-2;3;2,5;Visby\nBok AB;K-3;4;2,5;Umeå\nAsp AB;K-4;1;0,5;Falun\nLind AB;K-5;9;3,5;Umeå\n"
	endParent = "Namn;Kundnr;Moderbolag\nEk AB;K-1;Al AB\nAl AB;K-2;\nBok AB;K-3;Al AB\nAsp AB;K-4;\nLind AB;K-5;Al AB\n"
	endBlank  = "Namn;Anm;Ort\nEk AB;;Umeå\nAl AB;;Visby\nBok AB;;Umeå\nAsp AB;;Falun\nLind AB;;Umeå\n"
	endOthers = "Elhus AB;2020;1500\nVatten AB;2021;2500\n"
)

// TestEndings: what stands below a table, whose rows come eight times.
func TestEndings(t *testing.T) {
	t.Parallel()
	notes := strings.Repeat("Källa: registret\n", 11)
	for _, c := range []struct{ name, table, rows, want string }{
		{"a total", endWide, "Summa;;21;10,5;\n", "footer"},
		{"a total in the second column", endWide, ";Summa;21;10,5;\n", "footer"},
		{"a total, a rule, a blank row and notes", endWide, "Summa;;21;10,5;\n----\n\nSida 1\n", "footer footer - footer"},
		{"a total and notes", endWide, "Summa;;21;10,5;\n" + notes, "footer" + strings.Repeat(" footer", 11)},
		{"a total and more notes than are looked at", endWide, "Summa;;21;10,5;\n" + notes + "Sida 1\n", "!note-or-row" + strings.Repeat(" footer", 12)},
		{"a total among rows", endWide, "Summa;;21;10,5;\nGran AB;K-9;1;1,5;Umeå\n", "!note-or-row row"},
		{"a total with a code", endWide, "Summa;K-9;21;10,5;\n", "row"},
		{"a total with a date", endWide, "Summa;2024-01-15;21;10,5;\n", "row"},
		{"a total with a place", endWide, "Summa;;21;10,5;Umeå\n", "row"},
		{"a total in a row too long", endWide, "Summa;;21;10,5;;7\n", "footer"},
		{"a total in a row too long for two columns", "Namn;Antal\nEk AB;4\nAl AB;3\nBok AB;4\n", "Summa;12;13\n", "footer"},
		{"two totals", endWide, "Summa;Totalt;21;10,5;\n", "row"},
		{"a total that lacks nothing", endWide, "Summa;1;2;3;4\n", "!note-or-row"},
		{"a total that lacks nothing, after a gap", endWide, "\nSumma;1;2;3;4\n", "- footer"},
		{"numbers below texts", strings.ReplaceAll(strings.ReplaceAll(endWide, ";4;1,5;", ";a;b;"), "Antal;Belopp", "Land;Anm"), "Summa;12;3;;\n", "footer"},
		{"numbers alone", endWide, "12;;21;10,5;\n", "row"},

		{"other columns", endCode, "Leverantör;Startår;Belopp\n" + endOthers, "!other-table - -"},
		{"other columns below codes in the first", "Kundnr;Namn;Ort\nK-1;Ek AB;Umeå\nK-2;Al AB;Visby\nK-3;Bok AB;Falun\nK-4;Asp AB;Umeå\n", "Leverantör;Startår;Belopp\n" + endOthers, "!other-table - -"},
		{"two names of four", "Namn;Kundnr;Antal;Ort\nEk AB;K-1;4;Umeå\nAl AB;K-2;3;Visby\n", "\nLeverantör;Startår;;\nElhus AB;2020;1;Umeå\nVatten AB;2021;1;Visby\n", "blank row row row"},
		{"other columns, after a gap", endCode, "\nLeverantör;Startår;Belopp\n" + endOthers, "- !other-table - -"},
		{"other columns without rows", endCode, "Leverantör;Startår;Belopp\n", "row"},
		{"other columns without rows, after a gap", endCode, "\nLeverantör;Startår;Belopp\n", "blank row"},
		{"other columns and one row, after a gap", endCode, "\nLeverantör;Startår;Belopp\nElhus AB;2020;1500\n", "- !other-table -"},
		{"other columns of texts", endCode, "Leverantör;Kod;Ansvarig\nElhus AB;L-1;Anna\nVatten AB;L-2;Bo\n", "!other-table - -"},
		{"other columns that are blank", endCode, "Leverantör;Kod;Ansvarig\nElhus AB;L-1;\nVatten AB;L-2;\n", "row row row"},
		{"codes without a digit", endCode, "Gran AB;K-X;4\nTall AB;K-9;5\nRönn AB;K-8;6\n", "row row row"},
		{"fewer columns", endCode, "Leverantör;Startår\nElhus AB;2020\nVatten AB;2021\nGas AB;2022\n", "!other-table - - -"},
		{"fewer columns and two rows", endCode, "Leverantör;Startår\nElhus AB;2020\nVatten AB;2021\n", "!short-row !short-row !short-row"},
		{"fewer columns and two rows, after a gap", endCode, "\nLeverantör;Startår\nElhus AB;2020\nVatten AB;2021\n", "- !other-table - -"},
		{"rows that lack cells, after a gap", endCode, "\nGran AB;K-9\nTall AB;K-8\nRönn AB;K-7\n", "blank short-by-blanks short-by-blanks short-by-blanks"},
		{"a year among the names", endCode, "\nLeverantör;Startår;2020\n" + endOthers, "blank row row row"},
		{"two names alike", endCode, "\nBelopp;Belopp;Startår\n" + endOthers, "blank row row row"},
		{"a name of a company", endCode, "\nLeverantör AB;Startår;Belopp\n" + endOthers, "blank row row row"},
		{"three names of five", endWide, "\nLeverantör;Startår;;;Summering\nElhus AB;2020;1;1,5;2500\nVatten AB;2021;1;1,5;2500\n", "- !other-table - -"},
		{"two names of five", endWide, "\nLeverantör;Startår;;;\nElhus AB;2020;1;1,5;2500\nVatten AB;2021;1;1,5;2500\n", "blank row row row"},
		{"numbers below texts, after a gap", endText, "\nLeverantör;Startår;Belopp\n" + endOthers, "- !other-table - -"},
		{"numbers below texts in one row", endText, "\nLeverantör;Startår;Belopp\nElhus AB;2020;1500\n", "blank row row"},
		{"numbers below texts and a name missing", endText, "\nLeverantör;;Belopp\n" + endOthers, "blank row row row"},
		{"numbers where all was blank", endBlank, "\nLeverantör;Startår;Stad\nElhus AB;2020;Visby\nVatten AB;2021;Umeå\n", "blank row row row"},

		{"a line in quotes", endCode, "\"Gran AB;K-9;4\"\n", "line-quoted"},
		{"a line in quotes with spaces", endCode, "\"Gran AB; K-9; 4\"\n", "!short-row"},
		{"a line in quotes of other cells", endCode, "\"Gran AB;Tall;4\"\n", "!short-row"},

		{"a title", endCode, "Leverantörer\nLeverantör;Startår;Belopp\n" + endOthers, "!other-table - - -"},
		{"a title after a gap", endCode, "\nLeverantörer;;\n\nLeverantör;Startår;Belopp\n" + endOthers, "- !other-table - - - -"},
		{"two titles", endCode, "\nLeverantörer;;\nEl och vatten;;\nLeverantör;Startår;Belopp\nElhus AB;2020;1500\n", "- !other-table - - -"},
		{"a title above a header alone", endCode, "\nLeverantörer;;\nLeverantör;Startår;Belopp\n", "blank row row"},
		{"a title above nothing", endCode, "\nLeverantörer;;\n", "blank row"},

		{"names that are known", endParent, "Bolag;Telefon;Ort\nNorr AB;08-1;Umeå\n", "!other-table -"},
		{"names that are known and no row", endParent, "Bolag;Telefon;Ort\n\nNorr AB;08-1;Umeå\n", "row blank row"},
		{"half the names known", endWide, "Bolag;Telefon;Ansvarig;Titel;\nNorr AB;08-1;Bo;Chef;\n", "!other-table -"},
		{"fewer than half the names known", endWide, "Bolag;Telefon;Ansvarig;Titel;Land\nNorr AB;08-1;Bo;Chef;Norge\n", "row row"},
		{"one name known", endParent, "Bolag;Ansvarig;\nNorr AB;Bo;\n", "row row"},
		{"names of this table", endParent, "Namn;;Moderbolag\nNorr AB;K-9;Al AB\n", "row row"},
	} {
		header, body, _ := strings.Cut(c.table, "\n")
		tb := open(t, "a.csv", header+"\n"+strings.Repeat(body, 8)+c.rows, table.Options{KnownHeader: knownHere})
		if got := below(t, tb, 2+8*strings.Count(body, "\n"), strings.Count(c.rows, "\n")); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestCellsThatATotalLacks: a cell is missing where nearly all others of its column are filled, nine of ten or all but one
// with itself counted.
func TestCellsThatATotalLacks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rows, blank int
		want        string
	}{
		{19, 1, "footer"}, {20, 1, "footer"}, {20, 2, "!note-or-row"}, {5, 0, "footer"}, {5, 1, "!note-or-row"},
	} {
		text := "Namn;Antal;Belopp;Ort\n"
		for i := range c.rows {
			place := "Umeå"
			if i > 0 && i <= c.blank {
				place = ""
			}
			text += fmt.Sprintf("Gården %d AB;%d;%d,5;%s\n", i, i, i, place)
		}
		tb := open(t, "a.csv", text+"Summa;90;99,5;\n", table.Options{})
		if got := below(t, tb, c.rows+2, 1); got != c.want {
			t.Errorf("%d of %d blank: %s, want %s", c.blank, c.rows, got, c.want)
		}
	}
}

// TestLoneNumbers: a number or a date alone in a row is one of the table where the column holds such, or where nothing else is missing.
func TestLoneNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ table, row, want string }{
		{"Datum;Antal\n2024-01-01;1\n2024-01-02;2\n2024-01-03;3\n", "2024-01-04;", "row"},
		{"Nummer;Antal\n101;1\n102;2\n103;3\n", "104;", "row"},
		{"Namn;Ort\nEk AB;\nAl AB;\nBok AB;Umeå\n", "7;", "row"},
		{"Namn;Ort\nEk AB;Visby\nAl AB;Umeå\nBok AB;Umeå\n", "7;", "row"},
		{"Namn;Ort\nEk AB;Visby\nAl AB;Umeå\nBok AB;Umeå\n", "2/3;", "!note-or-row"},
		{"Namn;Ort;Land\nEk AB;Visby;Sverige\nAl AB;Umeå;Norge\nBok AB;Umeå;Norge\n", "7;;", "!note-or-row"},
		{"id;name\nx1;A\nx2;B\nx3;C\n", ";0", "row"},
		{"Namn;Ort\nEk AB;Visby\nAl AB;Umeå\nBok AB;Umeå\n", "-;-", "row"},
		{"Namn;Ort;Land\nEk AB;Visby;Sverige\nAl AB;Umeå;Norge\nBok AB;Umeå;Norge\n", "-;-;-", "footer"},
		{"Namn;Ort\nNorr;5\nAl AB;6\nNorr;7\n", "Norr Summa;4", "!note-or-row"},
		{"Namn\nEk AB\nAl AB\nBok AB\n", "2/3", "row"},
		{"Namn\nNorr\nAl AB\nNorr\n", "Norr Summa", "row"},
	} {
		tb := open(t, "a.csv", c.table+c.row+"\n", table.Options{})
		if got := below(t, tb, 5, 1); got != c.want {
			t.Errorf("%s below %q: %s, want %s", c.row, c.table, got, c.want)
		}
	}
}

// TestReferredTotals: a row that others name as their parent is no total, whatever stands before it.
func TestReferredTotals(t *testing.T) {
	t.Parallel()
	for _, gap := range []string{"", "\n"} {
		tb := open(t, "a.csv", "Namn;Antal;Moderbolag\nEk AB;7;Total\nAl AB;8;total\nBok AB;9;Norr\n"+gap+"Total;5;\n", table.Options{KnownHeader: knownHere})
		all := rows(t, tb)
		if last := all[len(all)-1]; len(all) != 4 || outcome(last.Row) != "!"+tabular.CodeNoteOrRow {
			t.Errorf("after %q: %d rows, the last one %+v", gap, len(all), last)
		}
	}
}
