package mend

import (
	"io"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

var semicolon = delimited.Dialect{Delim: []byte(";"), Quote: []byte(`"`), Escape: []byte(`"`)}

// expected is a table of names, codes and places.
func expected() Expected {
	const text = "Ek AB;K-1;Umeå\nAl AB;K-2;Visby\nBok AB;K-3;Umeå\n"
	var rows [][]firstrows.Cell
	for _, r := range firstrows.Read(tabular.Whole([]byte(text)), semicolon, 9) {
		rows = append(rows, r.Cells)
	}
	return Expected{Width: 3, Profile: firstrows.ProfileOf(rows, 3)}
}

// TestReader: how damaged rows are read, with the codes of what is said of them; ! stands before what isn't known for certain.
func TestReader(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Ek AB;K-1;Umeå\n":                  "Ek AB|K-1|Umeå",
		"Ek \"Norr\" AB;K-1;Umeå\n":         "Ek \"Norr\" AB|K-1|Umeå stray-quote",
		"\"Ek \"Norr\" AB\";K-1;Umeå\n":     "Ek \"Norr\" AB|K-1|Umeå bad-quote",
		"\"Ek \\\"Norr\\\" AB\";K-1;Umeå\n": "Ek \"Norr\" AB|K-1|Umeå bad-quote",
		"Ek AB\tK-1\tUmeå\n":                "Ek AB|K-1|Umeå other-delimiter",
		"'Ek AB';'K-1';'Umeå'\n":            "Ek AB|K-1|Umeå other-quote other-quote other-quote",
		"Ek AB; K-1; Umeå\n":                "Ek AB|K-1|Umeå other-delimiter",
		"\"Ek AB;K-1;Umeå\"\n":              "Ek AB|K-1|Umeå line-quoted",
		"Ek AB;K-1\n":                       "Ek AB|K-1",
	} {
		r := NewReader(source.New(strings.NewReader(""), "a.csv"), strings.NewReader(text+"Lind AB;K-4;Umeå\n"), semicolon)
		r.Expect(expected())
		row, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if got := shown(row); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		if row, err = r.Next(); err != nil || shown(row) != "Lind AB|K-4|Umeå" {
			t.Errorf("%q: then %s, %v", text, shown(row), err)
		}
		if _, err := r.Next(); err != io.EOF {
			t.Errorf("%q: then %v", text, err)
		}
	}
}

func shown(row *tabular.Row) string {
	var cells []string
	for _, c := range row.Cells {
		cells = append(cells, c.Text)
	}
	text := strings.Join(cells, "|")
	for _, p := range row.Problems {
		text += " " + p.Code
	}
	if row.Unreadable {
		text = "!" + text
	}
	return text
}

// TestHeader: a header whose quotes or delimiters are out of order.
func TestHeader(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Namn\tKundnr\tOrt\n":          "Namn|Kundnr|Ort",
		"\"Na\"mn\";Kundnr;Ort\n":      "Na\"mn|Kundnr|Ort",
		"'Namn';'Kundnr';'Ort;Land'\n": "Namn|Kundnr|Ort;Land",
		"Kunder\n":                     "",
	} {
		if got := strings.Join(Header(semicolon, []byte(text), expected()), "|"); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
