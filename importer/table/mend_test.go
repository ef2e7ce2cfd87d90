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
		three  = "Namn;Kundnr;Antal\n|Ek AB;K-1;4\nAl AB;K-2;3\nBok AB;K-3;9\n"
		commas = "Namn;Kundnr;Antal\n|Ek, Norra;K-1;4\nAl AB;K-2;3\nBok AB;K-3;9\n"
		words  = "Namn;Ort\n|Ek AB;Umeå\nAl AB;Visby\nBok AB;Falun\n"
		counts = "Namn;Antal\n|Ek AB;4\nAl AB;3\nBok AB;9\n"
		quoted = "Namn;Kundnr;Antal\n|\"Ek AB\";K-1;4\n\"Al AB\";K-2;3\n\"Bok AB\";K-3;9\n"
		spaced = "Namn;Kundnr;Antal\n|Ek AB; K-1; 4\nAl AB; K-2; 3\nBok AB; K-3; 9\n"
	)
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
		{"an address within", three, "\"Gran AB\nStorgatan 1\nUmeå\";K-9;4", "row: Gran AB\nStorgatan 1\nUmeå|K-9|4"},
	} {
		header, body, _ := strings.Cut(c.table, "|")
		body = strings.Repeat(body, 8)
		tb := open(t, "a.csv", header+body+c.line+"\n"+body, table.Options{Delimiter: ";"})
		got, n := "blank", 0
		for _, r := range rows(t, tb) {
			if n++; r.Number != 26 {
				if len(r.Problems) > 0 {
					t.Errorf("%s: row %d has %+v", c.name, r.Number, r.Problems)
				}
				continue
			}
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
			got = outcome(r.Row) + ": " + strings.Join(cells, "|")
		}
		if n != 49 && got != "blank" || got != c.want {
			t.Errorf("%s: %s in %d rows, want %s", c.name, got, n, c.want)
		}
	}
}
