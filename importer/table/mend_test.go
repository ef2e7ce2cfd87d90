package table_test

import (
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
)

// TestMended: what is made of lines that break the rules of their file, between rows that keep them.
func TestMended(t *testing.T) {
	t.Parallel()
	const (
		three   = "Namn;Kundnr;Antal\n|Ek AB;K-1;4\nAl AB;K-2;3\nBok AB;K-3;9\n"
		commas  = "Namn;Kundnr;Antal\n|Ek, Norra;K-1;4\nAl AB;K-2;3\nBok AB;K-3;9\n"
		words   = "Namn;Ort\n|Ek AB;Umeå\nAl AB;Visby\nBok AB;Falun\n"
		counts  = "Namn;Antal\n|Ek AB;4\nAl AB;3\nBok AB;9\n"
		quoted  = "Namn;Kundnr;Antal\n|\"Ek AB\";K-1;4\n\"Al AB\";K-2;3\n\"Bok AB\";K-3;9\n"
		spaced  = "Namn;Kundnr;Antal\n|Ek AB; K-1; 4\nAl AB; K-2; 3\nBok AB; K-3; 9\n"
		halves  = "Namn;Kundnr;Antal\n|\"Ek AB\";K-1;4\nAl AB;K-2;3\n\"Bok AB\";K-3;9\nAsp AB;K-4;5\n"
		streets = "Namn;Ort;Del\n|Ek;Umeå;Norr\nAl;Visby;Söder\nBok;Falun;Väster\n"
		names   = "Namn\n|\"Ek AB\"\n\"Al; Södra AB\"\n\"Bok AB\"\n"
	)
	twenty := "Gran AB;K-9;4\n" + lines(20, "Tall # AB;K-#;5") + lines(21, "x")
	nineteen := "Gran AB;K-9;4\n" + lines(19, "Tall # AB;K-#;5") + lines(21, "x")
	for _, c := range []struct{ name, table, line, want string }{
		{"tabs", three, "Gran AB\tK-9\t4", "other-delimiter: Gran AB|K-9|4"},
		{"commas", three, "Gran AB,K-9,4", "other-delimiter: Gran AB|K-9|4"},
		{"carets and a quoted cell", three, "\"Gran^ AB\"^K-9^4", "other-delimiter: Gran^ AB|K-9|4"},
		{"commas where cells hold them", commas, "Gran AB,K-9,4", "!short-row: Gran AB,K-9,4"},
		{"tabs where cells hold commas", commas, "Gran AB\tK-9\t4", "other-delimiter: Gran AB|K-9|4"},
		{"tabs and cells of another kind", three, "Gran AB\tK-9\tfyra", "!short-row: Gran AB\tK-9\tfyra"},
		{"tabs and too few cells", three, "Gran AB\tK-9", "!short-row: Gran AB\tK-9"},
		{"tabs and the file's own delimiter", three, "Gran AB\tK-9;4", "!short-row: Gran AB\tK-9|4"},
		{"nothing but tabs", three, "\t\t", "blank"},
		{"commas between words", words, "Gran AB,Visby", "!short-row: Gran AB,Visby"},
		{"commas before a number", counts, "Gran AB,4", "other-delimiter: Gran AB|4"},
		{"single quotes around a delimiter", quoted, "'Gran; Norra';K-9;4", "other-quote: Gran; Norra|K-9|4"},
		{"grave accents around a delimiter", quoted, "`Gran; Norra`;K-9;4", "other-quote: Gran; Norra|K-9|4"},
		{"one single quote", quoted, "'Gran; Norra;K-9;4", "!long-row: 'Gran| Norra|K-9|4"},
		{"single quotes around a delimiter and a doubled one", quoted, "'Gran''s; Norra';K-9;4", "other-quote: Gran's; Norra|K-9|4"},
		{"single quotes around two cells", three, "'Gran AB';'K-9';4", "other-quote: Gran AB|K-9|4"},
		{"single quotes around one cell", three, "'Gran AB';K-9;4", "row: 'Gran AB'|K-9|4"},
		{"single quotes around one that is quoted elsewhere", quoted, "'Gran AB';K-9;4", "other-quote: Gran AB|K-9|4"},
		{"single quotes around one that isn't", quoted, "Gran AB;'K-9';4", "row: Gran AB|'K-9'|4"},
		{"single quotes doubled", quoted, "'Gran''s AB';'K-9';4", "other-quote: Gran's AB|K-9|4"},
		{"spaces after delimiters", three, "Gran AB; K-9; 4", "other-delimiter: Gran AB|K-9|4"},
		{"a space after one delimiter", three, "Gran AB; K-9;4", "row: Gran AB| K-9|4"},
		{"spaces after delimiters and a quoted cell", three, "Gran AB; K-9;\" 4\"", "row: Gran AB| K-9| 4"},
		{"two spaces after delimiters", three, "Gran AB;  K-9;  4", "row: Gran AB|  K-9|  4"},
		{"a space after the delimiter of two", words, "Gran AB; Visby", "row: Gran AB| Visby"},
		{"a space without a cell", three, "Gran AB; K-9; ", "row: Gran AB| K-9| "},
		{"spaces as a habit", spaced, "Gran AB; K-9; 4", "row: Gran AB| K-9| 4"},
		{"a quote within", three, "Gran \"Norra AB;K-9;4", "stray-quote: Gran \"Norra AB|K-9|4"},
		{"quotes within", three, "\"Gran \"Norra\" AB\";K-9;4", "bad-quote: Gran \"Norra\" AB|K-9|4"},
		{"a quote that nothing closes", three, "\"Gran AB;K-9;4", "stray-quote: \"Gran AB|K-9|4"},
		{"a line break within", three, "\"Gran\nNorra\";K-9;4", "row: Gran\nNorra|K-9|4"},
		{"rows within", three, "\"Gran AB;K-9;4\nTall AB;K-8;5\nRönn AB;K-7;6\";K-9;4", "!swallowed-rows: Gran AB;K-9;4\nTall AB;K-8;5\nRönn AB;K-7;6|K-9|4"},
		{"lines within, half of them rows", three, "\"Gran AB;K-9;4\nTall AB;K-8;5\nhej\nhopp\nsist\";K-9;4", "!swallowed-rows: Gran AB;K-9;4\nTall AB;K-8;5\nhej\nhopp\nsist|K-9|4"},
		{"lines within, fewer of them rows", three, "\"Gran AB;K-9;4\nTall AB;K-8;5\nhej\nhopp\nså\nsist\";K-9;4", "row: Gran AB;K-9;4\nTall AB;K-8;5\nhej\nhopp\nså\nsist|K-9|4"},
		{"rows of words within", words, "Gran AB;\"Visby\nTall AB;Umeå\nRönn AB;Falun\"", "!swallowed-rows: Gran AB|Visby\nTall AB;Umeå\nRönn AB;Falun"},
		{"a row of words within", words, "Gran AB;\"Visby\nTall AB;Umeå\"", "row: Gran AB|Visby\nTall AB;Umeå"},
		{"a line break and quotes within", three, "Gran AB;\"K-9 \"x\"\nVäst\";4", "bad-quote: Gran AB|K-9 \"x\"\nVäst|4"},
		{"cells that end as they begin", three, "anna;9-K-9;4", "row: anna|9-K-9|4"},

		{"single quotes around nothing, twice", three, "'';'';4", "other-quote: ||4"},
		{"single quotes around one that is quoted in half of the rows", halves, "'Gran AB';K-9;4\n\"Tall AB\";K-8;5", "row: 'Gran AB'|K-9|4 / row: Tall AB|K-8|5"},
		{"single quotes around a delimiter, in one column", names, "'Gran; Norra'", "!long-row: 'Gran| Norra'"},
		{"quotes within, in two lines", three, "\"Gran \"Norra\" AB\";K-9;4\n\"Tall \"Södra\" AB\";K-8;5", "bad-quote: Gran \"Norra\" AB|K-9|4 / bad-quote: Tall \"Södra\" AB|K-8|5"},
		{"a quote that nothing closes, and one that nothing opens", three, "\"Gran AB;K-9;4\nTall AB\";K-8;5;6", "stray-quote: \"Gran AB|K-9|4 / !long-row: Tall AB\"|K-8|5|6"},
		{"a line in quotes that is no row", three, "\"Gran AB;Norra;Västra\"", "!short-row: Gran AB;Norra;Västra"},
		{"a line in quotes, and single ones within", three, "\"Gran AB;K-9;'4'\"", "!short-row: Gran AB;K-9;'4'"},
		{"a sound row below a quote that nothing closes", three, "\"Gran \"AB\nTall AB;K-8;5\nRönn\";K-9;4", "!stray-quote: \"Gran \"AB / row: Tall AB|K-8|5 / stray-quote: Rönn\"|K-9|4"},
		{"a line break and quotes within, in one column", names, "\"Gran \"Norra\" AB\nUmeå\"", "bad-quote: Gran \"Norra\" AB\nUmeå"},
		{"a quoted row below a quote that nothing closes", names, "\"Gran \"AB\n\"Tall AB\"", "stray-quote: \"Gran \"AB / row: Tall AB"},
		{"tabs, nothing and a number for a code", three, "\t12\t4", "other-delimiter: |12|4"},
		{"tabs, nothing and a word for a number", three, "\t12\tfyra", "!short-row: \t12\tfyra"},
		{"single quotes before grave accents", "Namn;Ort;Del;Land\n|\"Ek\";Umeå;Norr;x\nAl;Visby;Söder;y\nBok;Falun;Väster;z\n", "'Gran; Ny';`Ås; By`;Norr", "other-quote: Gran; Ny|`Ås| By`|Norr"},
		{"commas before carets", streets, "Gran,Al^Umeå,Ås^Norr", "other-delimiter: Gran|Al^Umeå|Ås^Norr"},

		{"a first line of another kind, and a row", three, "\"Gran;fyra;stycken\nTall AB;K-8;5\nsist\";K-9;4", "row: Gran;fyra;stycken\nTall AB;K-8;5\nsist|K-9|4"},
		{"rows within, one of them indented", three, "\"Gran AB;K-9;4\n Tall AB;K-8;5\nRönn AB;K-7;6\";K-9;4", "!swallowed-rows: Gran AB;K-9;4\n Tall AB;K-8;5\nRönn AB;K-7;6|K-9|4"},
		{"a list with a blank after each sign", three, "\"Gran AB; K-9; 4\nTall AB; K-8; 5\nRönn\";K-9;4", "row: Gran AB; K-9; 4\nTall AB; K-8; 5\nRönn|K-9|4"},
		{"lines of one value within", words, "Gran AB;\"Visby\nTall AB;\nRönn AB;\"", "row: Gran AB|Visby\nTall AB;\nRönn AB;"},
		{"a line of one number within", three, "\"Gran AB;K-9;4\n;;5\nhej\nsist\";K-9;4", "row: Gran AB;K-9;4\n;;5\nhej\nsist|K-9|4"},
		{"lines of other kinds within", three, "\"Gran AB;K-9;4\nhej;hopp;så\nja;nej;så\nsist;x;y\nså\";K-9;4", "row: Gran AB;K-9;4\nhej;hopp;så\nja;nej;så\nsist;x;y\nså|K-9|4"},
		{"twenty rows and as many lines within", three, "\"" + twenty + "\";K-9;4", "!swallowed-rows: " + twenty + "|K-9|4"},
		{"nineteen rows and more lines within", three, "\"" + nineteen + "\";K-9;4", "row: " + nineteen + "|K-9|4"},
		{"an address within", three, "\"Gran AB\nStorgatan 1\nUmeå\";K-9;4", "row: Gran AB\nStorgatan 1\nUmeå|K-9|4"},
	} {
		header, body, _ := strings.Cut(c.table, "|")
		body = strings.Repeat(body, 8)
		n := strings.Count(body, "\n")
		all := rows(t, open(t, "a.csv", header+body+c.line+"\n"+body, table.Options{Delimiter: ";"}))
		if len(all) < 2*n {
			t.Errorf("%s: %d rows are read, want %d and more", c.name, len(all), 2*n)
			continue
		}
		for i, r := range all {
			if (i < n || i >= len(all)-n) && len(r.Problems) > 0 {
				t.Errorf("%s: row %d has %+v", c.name, r.Number, r.Problems)
			}
		}
		var got []string
		for _, r := range all[n : len(all)-n] {
			var cells []string
			for _, cell := range r.Cells {
				cells = append(cells, cell.Text)
			}
			for _, p := range r.Problems {
				if whole := !strings.HasSuffix(p.Code, "-quote") && p.Code != "swallowed-rows" || strings.HasPrefix(p.Message, "cells of this row"); whole != (p.Column == -1) {
					t.Errorf("%s: %+v", c.name, p)
				}
			}
			for sign, name := range map[string]string{"tabs": "a tab", "commas": `","`} {
				if c.name == sign && !strings.Contains(r.Problems[0].Message, "has "+name+" between its cells") {
					t.Errorf("%s: %s", c.name, r.Problems[0].Message)
				}
			}
			got = append(got, outcome(r.Row)+": "+strings.Join(cells, "|"))
		}
		if len(got) == 0 {
			got = []string{"blank"}
		}
		if got := strings.Join(got, " / "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestMendBounds: how far a cell whose quotes are out of order is looked for, and how long a line may be.
func TestMendBounds(t *testing.T) {
	t.Parallel()
	const header, body = "Namn;Kundnr;Antal\n", "Ek AB;K-1;4\nAl AB;K-2;3\nBok AB;K-3;9\n"
	const most = 32 << 10
	long := func(n int) string { // a line of n bytes
		return "\"Gran" + strings.Repeat("x", n-len("\"Gran;K-9;4")) + ";K-9;4\n"
	}
	lasting := func(n, fill int) string { // a cell of n more lines, each of so many bytes
		return "Gran AB;\"K-9 \"x\"" + strings.Repeat("\n"+strings.Repeat("y", fill), n-1) + "\nVäst\";4\n"
	}
	first := len("Gran AB;\"K-9 \"x\"\n")
	for _, c := range []struct {
		name, text, want string
		rows             int
	}{
		{"a line of 32 kB", long(most), "stray-quote", 1},
		{"a longer line", long(most + 1), "!unclosed-quote", 1},
		{"forty lines more", lasting(40, 1), "bad-quote", 1},
		{"more lines than that", lasting(41, 1), "!bad-quote", 42},
		{"a last line after 32 kB", lasting(2, most-first-1), "bad-quote", 1},
		{"a last line after more", lasting(2, most-first), "!bad-quote", 3},
	} {
		all := rows(t, open(t, "a.csv", header+strings.Repeat(body, 8)+c.text+strings.Repeat(body, 8), table.Options{Delimiter: ";"}))
		if len(all) != 48+c.rows || outcome(all[24].Row) != c.want {
			t.Errorf("%s: %d rows, %s, want %d, %s", c.name, len(all)-48, outcome(all[24].Row), c.rows, c.want)
		}
	}
}
