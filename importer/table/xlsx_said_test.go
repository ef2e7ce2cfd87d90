package table_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestUnknownColumns: columns whose cells are all formulas without a result are columns, and so is one whose name is such a formula.
func TestUnknownColumns(t *testing.T) {
	const unknown = `<x:c><x:f>A1</x:f><x:v></x:v></x:c>`
	header := `<x:row>` + text("Namn") + text("Kundnummer") + text("Moderbolag") + `</x:row>`
	body := strings.Repeat(`<x:row>`+text("Ekhus AB")+unknown+unknown+`</x:row>`, 3)
	tb := openBook(t, sheetXML(t, "", header+body, ""), table.Options{})
	if got := strings.Join(tb.Header(), "|"); got != "Namn|Kundnummer|Moderbolag" {
		t.Errorf("the header is %s", got)
	}
	all := rows(t, tb)
	for _, r := range all {
		if len(r.Cells) != 3 || len(r.Problems) != 2 || r.Unreadable {
			t.Errorf("%+v", r)
		}
	}
	if len(all) != 3 || slices.Contains(codes(tb.Problems()), tabular.CodeNoStored) {
		t.Errorf("%d rows, %+v", len(all), tb.Problems())
	}

	// Column A is empty, so that columns are counted from B.
	header = `<x:row r="2">` + strings.Replace(text("Namn"), "<x:c", `<x:c r="B2"`, 1) + unknown + text("Ort") + `</x:row>`
	row := `<x:row>` + strings.Replace(text("Ekhus AB"), "<x:c", `<x:c r="B3"`, 1) + text("K-1") + text("Visby") + `</x:row>`
	row += `<x:row>` + strings.Replace(text("Nordvik AB"), "<x:c", `<x:c r="B4"`, 1) + text("K-2") + text("Umeå") + `</x:row>`
	tb = openBook(t, sheetXML(t, "", header+row, ""), table.Options{})
	i := slices.IndexFunc(tb.Problems(), func(p tabular.Problem) bool { return p.Code == tabular.CodeNoStored })
	if i < 0 || len(tb.Header()) != 3 {
		t.Fatalf("%q: %+v", tb.Header(), tb.Problems())
	}
	if p := tb.Problems()[i]; p.Column != 1 || p.Number != 2 || !p.Warning || !strings.HasPrefix(p.Message, "the name of column C can't be known: ") {
		t.Errorf("%+v", p)
	}
}

// text is a cell with an inline text.
func text(s string) string {
	return `<x:c t="inlineStr"><x:is><x:t>` + s + `</x:t></x:is></x:c>`
}

// TestBlankColumns: columns without a single value are columns of a workbook as they are of a CSV file.
func TestBlankColumns(t *testing.T) {
	known := func(s string) bool { return s == "Namn" || s == "Kundnummer" || s == "Moderbolag" }
	for name, lines := range map[string]string{
		"beside one":             "Namn,Kundnummer,Moderbolag\nEkhus AB,,\nNordvik AB,,\nFuruvik AB,,\nGranliden AB,,\n",
		"beside the last":        "Kundnummer,Moderbolag,Namn\n,,Ekhus AB\n,,Nordvik AB\n,,Furuvik AB\n,,Granliden AB\n",
		"beside two":             "Namn,Kundnummer,Ort,Fax\nEkhus AB,K-1,,\nNordvik AB,K-2,,\nFuruvik AB,K-3,,\nGranliden AB,K-4,,\n",
		"of unknown names":       "Förening,Ö,Ä\nEkhus AB,,\nNordvik AB,,\nFuruvik AB,,\nGranliden AB,,\n",
		"of one name":            "Namn,Kundnummer,Fax,Fax\nEkhus AB,,,\nNordvik AB,,,\nFuruvik AB,,,\nGranliden AB,,,\n",
		"below a title":          "Kunder,,\nNamn,Kundnummer,Moderbolag\nEkhus AB,,\nNordvik AB,,\nFuruvik AB,,\nGranliden AB,,\n",
		"a title above a column": "Kunder\nNamn\nEkhus AB\nNordvik AB\nFuruvik AB\n",
		"a column":               "Namn\nEkhus AB\nNordvik AB\nFuruvik AB\n",
	} {
		records, err := csv.NewReader(strings.NewReader(lines)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		book := build(t, func(f *excelize.File) {
			for i, record := range records {
				for j, cell := range record {
					if cell != "" {
						f.SetCellValue("Blad1", tabular.ColumnLetters(j)+string(rune('1'+i)), cell)
					}
				}
			}
		})
		o := table.Options{KnownHeader: known}
		plain, err := table.Open(strings.NewReader(lines), "a.csv", o)
		if err != nil {
			t.Fatal(err)
		}
		tb := openBook(t, book, o)
		if !slices.Equal(tb.Header(), plain.Header()) || len(texts(t, tb)) != len(texts(t, plain)) {
			t.Errorf("%s: %q with %d rows as a workbook, %q with %d as CSV", name, tb.Header(), len(texts(t, tb)), plain.Header(), len(texts(t, plain)))
		}
	}
}

// TestTotalsOfTable: the totals of a table object are left out in the words of a footer, whatever they hold and whatever comes below.
func TestTotalsOfTable(t *testing.T) {
	data := build(t, func(f *excelize.File) {
		put(t, f, "Blad1", []any{"Namn", "Kundnummer", "Antal", "Ort"}, []any{"Ekhus AB", "K-1", 1, "Visby"}, []any{"Nordvik AB", "K-2", 2, "Umeå"},
			[]any{"Alla", "K", 3, "Orter"}, []any{"Furuvik AB", "K-3", 4, "Piteå"})
		if err := f.AddTable("Blad1", &excelize.Table{Range: "A1:D4", Name: "Kunder"}); err != nil {
			t.Fatal(err)
		}
		const part = "xl/tables/table1.xml"
		xml, _ := f.Pkg.Load(part)
		totalled := strings.Replace(string(xml.([]byte)), `ref="A1:D4"`, `ref="A1:D4" totalsRowCount="1"`, 1)
		f.Pkg.Store(part, []byte(strings.Replace(totalled, `name="Namn"`, `name="Namn" totalsRowLabel="Alla"`, 1)))
	})
	tb := openBook(t, data, table.Options{})
	if got := texts(t, tb); len(got) != 3 || got[2][0] != "Furuvik AB" {
		t.Errorf("%q", got)
	}
	if parts := tb.Parts(); len(parts) != 1 || parts[0].Kind != tabular.PartFooter || parts[0].Row != 4 || parts[0].Text != "Alla K 3 Orter" {
		t.Errorf("%+v", parts)
	}
	if p := tb.Problems(); len(p) != 1 || p[0].Code != tabular.CodeFooter || p[0].Number != 4 {
		t.Errorf("%+v", p)
	}
}
