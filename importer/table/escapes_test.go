package table_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/table/write"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestDumps: what real programs wrote of one table is read as what it was; see testdata/dumps.
func TestDumps(t *testing.T) {
	files, err := filepath.Glob("testdata/dumps/*.t*")
	if err != nil || len(files) != 5 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		null := map[string]string{"mariadb-batch.tsv": "NULL", "miller.tsv": "null"}[filepath.Base(file)] // who has no sign for it
		want := [][]string{
			{"Exempelbacken i Umeå AB", "00001", null, "rad 1\nrad 2"},
			{"Exempelbacken i Luleå AB", "00002", "Exempelbacken i Umeå AB", "a\tb"},
			{"Exempelbacken i Boden AB", "00003", "Exempelbacken i Umeå AB", `C:\new\table`},
			{`Exempelbacken "Norr" AB`, "00004", null, ""},
			{`"Exempelbacken" AB`, "00005", null, `slut\`},
			{"Exempelbacken i Kalix AB", "00006", null, `\N`},
			{"Exempelbacken i Piteå AB", "00007", null, "a\r\nb"},
			{"Exempelbacken i Kiruna AB", "00008", null, `\\server\new; 'x', 50 %`},
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // whole, and so long that the sample isn't
			tb := open(t, "a.tsv", string(data), table.Options{})
			got := rows(t, tb)
			for i, row := range got {
				if texts := cellTexts(row.Cells); !reflect.DeepEqual(texts, want[i%len(want)]) || len(row.Problems) > 0 {
					t.Fatalf("%s, row %d: %q, %v", file, row.Number, texts, row.Problems)
				}
			}
			if len(got) < len(want) || !slices.Contains(codes(tb.Problems()), tabular.CodeEscapes) || tb.Detection().Escapes {
				t.Errorf("%s: %d rows, %v", file, len(got), tb.Problems())
			}
			_, body, _ := strings.Cut(string(data), "\n")
			data = append(data, strings.Repeat(body, 1+(1<<20)/len(body))...)
		}
		tb := open(t, "a.tsv", string(data), table.Options{Escapes: table.EscapesKept})
		if p := tb.Problems(); tb.Format().Letters != "" || slices.Contains(codes(p), tabular.CodeEscapes) {
			t.Errorf("%s is undone though it shouldn't: %v", file, p)
		}
	}
}

func cellTexts(cells []tabular.Cell) []string {
	var texts []string
	for _, c := range cells {
		texts = append(texts, c.Text)
	}
	return texts
}

// TestEscapesStay: a backslash that may be one stays one, and where it is likely that it isn't, that is said.
func TestEscapesStay(t *testing.T) {
	const head = "Namn\tKundnr\tAnm\nExempelbacken AB\t1\t"
	for _, test := range []struct {
		name, cell string
		said       bool
	}{
		{"a folder", `C:\new\table`, false},
		{"a folder and NULL", `C:\new` + "\nExempelgatan AB\t2\t\\N", true},
		{"a server", `\\nas\backup`, true},
		{"a server alone", `\\nasen`, false},
		{"a login", `EXEMPEL\nisse`, true},
		{"a quote", `5\" rör`, false},
		{"a quote and a line break", `5\" rör\nkoppar`, false},
		{"an escape of no writer", `\N` + "\nExempelgatan AB\t2\t\\d+", false},
		{"escapes of two writers", `a\0\bc` + "\nExempelgatan AB\t2\t\\N", false},
		{"a line break alone", `rad 1\nrad 2`, true},
		{"a backslash alone", `a \\ b`, true},
		{"JSON", `{"a": "rad 1\nrad 2", "b": "c:\\d"}`, true},
		{"quotes", `a\\b\n` + "\nExempelgatan AB\t2\t\"rad 1\nrad 2\"", true},
		{"NULL within a text", `a \N b`, false},
		{"a backslash at the end", `slut\`, false},
		{"backslashes at the ends of cells", `x` + "\nkunder\\\t2\t\nfoton\\\t3\t", false},
		{"a backslash at the end of every other row", `x\` + "\nExempelgatan AB\t2\t\nExempelvägen AB\t3\ty\\", false},
	} {
		tb := open(t, "a.tsv", head+test.cell+"\n", table.Options{})
		if got := slices.Contains(codes(tb.Problems()), tabular.CodeEscapes); got != test.said || tb.Detection().Escapes != got || tb.Format().Letters != "" {
			t.Errorf("%s: said %v; undone by %q", test.name, got, tb.Format().Letters)
		}
		first, _, _ := strings.Cut(test.cell, "\n")
		if texts := cellTexts(rows(t, tb)[0].Cells); len(texts) != 3 || texts[2] != first {
			t.Errorf("%s is read as %q", test.name, texts)
		}
	}
	// The cells of rejects are those of another file, as they stood there.
	tb := open(t, "a.tsv", "Namn\tAnm\torgbatch_row\nExempelbacken AB\ta\\\\b\\n\tabcd:2\n", table.Options{AsWritten: "orgbatch_row"})
	if got := cellTexts(rows(t, tb)[0].Cells); got[1] != `a\\b\n` || tb.Detection().Escapes {
		t.Errorf("a reject is read as %q", got)
	}
}

// TestNullBesideQuotes: what MariaDB writes for NULL beside texts in quotes is nothing; a text in quotes that looks so is a text, also once it
// is written again.
func TestNullBesideQuotes(t *testing.T) {
	for _, delim := range []string{",", ";", "\t"} {
		text := strings.ReplaceAll(`"Namn","Kundnr","Anm"`+"\n"+`"Exempelbacken ""Nya"" AB",\N,"\N"`+"\n"+`"Exempelgatan AB","1",\N`+"\n", ",", delim)
		for escapes, want := range map[string][]string{"": {"", `\N`, "1", ""}, table.EscapesKept: {`\N`, `\N`, "1", `\N`}} {
			o := table.Options{Escapes: escapes}
			tb := open(t, "a.csv", text, o)
			all := rows(t, tb)
			got := append(cellTexts(all[0].Cells)[1:], cellTexts(all[1].Cells)[1:]...)
			said := slices.Equal(codes(all[0].Problems), []string{tabular.CodeEscapes}) && all[0].Problems[0].Column == 1 && len(all[1].Problems) == 1
			if !slices.Equal(got, want) || said != (o.Escapes == "") {
				t.Errorf("%q, %q: %q %v", delim, o.Escapes, got, all[0].Problems)
			}
			var b strings.Builder
			w, err := write.NewWriter(&b, tb.Format(), tb.Header())
			if err != nil {
				t.Fatal(err)
			}
			for i := range all {
				if err := w.Write(all[i].Cells); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			if again := rows(t, open(t, "b.csv", b.String(), o)); !slices.Equal(cellTexts(again[0].Cells), cellTexts(all[0].Cells)) {
				t.Errorf("%q: %q is read as %q once it was written", delim, cellTexts(all[0].Cells), cellTexts(again[0].Cells))
			}
		}
	}
}

// TestNullOfOthers: a program that quotes only where it must writes the text \N bare, as it does others.
func TestNullOfOthers(t *testing.T) {
	all := rows(t, open(t, "a.csv", "Namn,Kundnr,Anm\n\"text0 AB\",00001,\"a b\"\n\"bsn AB\",00002,\\N\n", table.Options{}))
	if got := cellTexts(all[1].Cells); !slices.Equal(got, []string{"bsn AB", "00002", `\N`}) {
		t.Errorf("%q", got)
	}
}

// TestOddEscapes: where a cell below the sample isn't written as the others, it stays as it stands, and is an error where it is sent.
func TestOddEscapes(t *testing.T) {
	long := "Namn\tKundnr\tAnm\n" + strings.Repeat("Exempelbacken AB\t1\t\\N\n", 60_000)
	for _, test := range []struct {
		cell, want string
		options    table.Options
		code       string
	}{
		{`rad 1\nrad 2`, "rad 1\nrad 2", table.Options{}, ""},
		{`5\" rör\n`, `5\" rör\n`, table.Options{}, tabular.CodeOddEscape},
		{`C:\new`, `C:\new`, table.Options{}, tabular.CodeOddEscape},
		{`B:\nC`, "B:\nC", table.Options{Escapes: table.EscapesUndone}, ""},
		{`a\0b`, "a\x00b", table.Options{}, tabular.CodeNUL},
		{`a\`, `a\`, table.Options{}, tabular.CodeOddEscape},
	} {
		all := rows(t, open(t, "a.tsv", long+"Sist AB\t2\t"+test.cell, test.options))
		last := all[len(all)-1]
		if got := last.Cells[2].Text; got != test.want || last.Number != 60_002 {
			t.Errorf("%q in row %d is read as %q", test.cell, last.Number, got)
		}
		switch p := last.Problems; {
		case test.code == "" && len(p) == 0:
		case len(p) != 1 || p[0].Code != test.code || p[0].Column != 2 || p[0].ErrorIfSent != (p[0].Code == tabular.CodeOddEscape):
			t.Errorf("%q: %+v", test.cell, p)
		}
	}
	if _, err := table.Open(strings.NewReader("Namn\n"), "a.tsv", table.Options{Escapes: "perhaps"}); err == nil {
		t.Error("escapes may be undone perhaps")
	}
}

// TestEscapedIsRead: any texts come back from how each program escapes them, by its documentation, where it is said that they are and,
// with a sign that is nobody else's, without.
func TestEscapedIsRead(t *testing.T) {
	writers := map[string]*strings.Replacer{
		"PostgreSQL":    strings.NewReplacer(`\`, `\\`, "\b", `\b`, "\f", `\f`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\v", `\v`),
		"MariaDB":       strings.NewReplacer(`\`, `\\`, "\t", "\\\t", "\n", "\\\n"),
		"MariaDB batch": strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`),
		"jq":            strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`),
	}
	rapid.Check(t, func(t *rapid.T) {
		writer := rapid.SampledFrom([]string{"PostgreSQL", "MariaDB", "MariaDB batch", "jq"}).Draw(t, "writer")
		letters := "[åbN;,\" n0\\\\\n\t]{0,8}"
		if writer == "PostgreSQL" {
			letters = "[åbN;,\" n0\\\\\n\t\r\v\f]{0,8}"
		}
		want := rapid.SliceOfN(rapid.SliceOfN(rapid.StringMatching(letters), 2, 2), 1, 8).Draw(t, "rows")
		var b strings.Builder
		b.WriteString("name\tcustom_id\tAnm\n")
		for i := range want {
			want[i] = append([]string{"Exempelbacken AB"}, want[i]...)
			b.WriteString(writers[writer].Replace(strings.Join(want[i][:1], "")) + "\t" + writers[writer].Replace(want[i][1]) + "\t" + writers[writer].Replace(want[i][2]) + "\n")
		}
		compareTexts(t, b.String(), table.Options{Escapes: table.EscapesUndone, Delimiter: "tab"}, want)
		sign := []string{"Exempelgatan AB", "a\nb", `c\d`}
		b.WriteString("Exempelgatan AB\t" + writers[writer].Replace(sign[1]) + "\t" + writers[writer].Replace(sign[2]) + "\n")
		tb, err := table.Open(strings.NewReader(b.String()), "a.tsv", table.Options{Delimiter: "tab"})
		if err != nil {
			t.Fatal(err)
		}
		if tb.Format().Letters != "" { // what looks like a path, or like quotes, is in doubt
			compareTexts(t, b.String(), table.Options{Delimiter: "tab"}, append(want, sign))
		} else if !tb.Detection().Escapes && !strings.Contains(b.String(), `"`) { // one may hide the ends of rows
			t.Fatalf("nothing is seen in %q", b.String())
		}
	})
}

func compareTexts(t *rapid.T, text string, o table.Options, want [][]string) {
	tb, err := table.Open(strings.NewReader(text), "a.tsv", o)
	if err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	n := 0
	for row, err := range tb.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if got := cellTexts(row.Cells); n >= len(want) || !reflect.DeepEqual(got, want[n]) {
			t.Fatalf("row %d of %q is read as %q, want %q", row.Number, text, got, want[min(n, len(want)-1)])
		}
		n++
	}
	if n != len(want) {
		t.Fatalf("%d rows of %q, want %d", n, text, len(want))
	}
}
