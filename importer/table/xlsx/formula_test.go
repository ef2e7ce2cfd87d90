package xlsx

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// seen is what a reading says of one cell.
type seen struct {
	text, code           string
	warning, errorIfSent bool
}

var (
	sound   = seen{}
	missing = seen{code: tabular.CodeNoStored}
	emptied = seen{code: tabular.CodeNoStored, warning: true, errorIfSent: true}
	standIn = seen{text: "0", code: tabular.CodeStandIn, warning: true, errorIfSent: true}
)

// cellsOf gives what was read of the first row's cells from column B on.
func cellsOf(t *testing.T, data []byte) []seen {
	t.Helper()
	var cells []seen
	for _, row := range rowsOf(t, data)[:1] {
		for i, c := range row.Cells[min(1, len(row.Cells)):] {
			s := seen{text: c.Text}
			for _, p := range row.Problems {
				if p.Column == i+1 {
					s.code, s.warning, s.errorIfSent = p.Code, p.Warning, p.ErrorIfSent
				}
			}
			cells = append(cells, s)
		}
	}
	return cells
}

func rowsOf(t *testing.T, data []byte) []tabular.Row {
	t.Helper()
	w := openTest(t, data)
	r, release, err := w.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	var rows []tabular.Row
	for {
		row, err := r.Next()
		if err == io.EOF {
			return rows
		} else if err != nil {
			t.Fatal(err)
		}
		kept := *row
		kept.Cells, kept.Problems = slices.Clone(row.Cells), slices.Clone(row.Problems)
		rows = append(rows, kept)
	}
}

const name = `<c t="inlineStr"><is><t>Ekhus AB</t></is></c>`

// TestFormulaWithoutResult: a formula for which the file has no value, or an empty one, is no blank cell.
func TestFormulaWithoutResult(t *testing.T) {
	for cell, want := range map[string]seen{
		`<c><f>1+1</f></c>`:                                  missing,
		`<c t="str"><f>1+1</f></c>`:                          missing,
		`<c><f t="shared" si="0"/></c>`:                      missing,
		`<c><f>1+1</f><v/></c>`:                              emptied,
		`<c><f>1+1</f><v></v></c>`:                           emptied,
		"<c><f>1+1</f><v> \n\t</v></c>":                      emptied,
		`<c><v/><f>1+1</f></c>`:                              emptied,
		`<c t="n"><f>1+1</f><v/></c>`:                        emptied,
		`<c t="b"><f>1+1</f><v/></c>`:                        emptied,
		`<c t="e"><f>1+1</f><v/></c>`:                        emptied,
		`<c t="d"><f>1+1</f><v/></c>`:                        emptied,
		`<c t="s"><f>1+1</f><v/></c>`:                        emptied,
		`<c t="inlineStr"><f>1+1</f><v/></c>`:                emptied,
		`<c><f t="shared" si="0"/><v/></c>`:                  emptied,
		`<c><f t="shared" ref="B1:B9" si="0">A1</f><v/></c>`: emptied,
		`<c><f t="array" ref="B1">A1</f><v/></c>`:            emptied,
		`<c t="str"><f>""</f><v/></c>`:                       sound,
		`<c t="str"><f>""</f><v></v></c>`:                    sound,
		`<c t="inlineStr"><f>""</f><is><t/></is></c>`:        sound,
		`<c><v/></c>`:                                        sound,
		`<c s="1"/>`:                                         sound,
		`<c><f>1+1</f><v> 2 </v></c>`:                        {text: "2"},
		`<c t="str"><f>A1</f><v> a </v></c>`:                 {text: " a "},
	} {
		for _, prefix := range []string{"", "x:"} {
			sheet := `<row r="1">` + name + cell + `<c t="str"><v>end</v></c></row>`
			data := pack(t, onePart(prefixed(sheet, prefix), prefix, "<calcPr/>"))
			if got := cellsOf(t, data); len(got) != 2 || got[0] != want {
				t.Errorf("%s with prefix %q: %+v", cell, prefix, got)
			}
		}
	}
}

// TestArrayFormula: the cells that share a formula share what is known of its results.
func TestArrayFormula(t *testing.T) {
	for _, c := range []struct {
		cells string
		want  []seen
	}{
		{`<c><f t="array" ref="B1:D1">A1</f><v/></c>`, []seen{emptied, emptied, emptied}},
		{`<c><f t="array" ref="B1:D1">A1</f><v/></c><c><v/></c><c/>`, []seen{emptied, emptied, emptied}},
		{`<c><f t="array" ref="B1:D1">A1</f><v/></c><c r="D1"><v>3</v></c>`, []seen{emptied, emptied, {text: "3"}}},
		{`<c><f t="dataTable" ref="B1:C1"/><v/></c>`, []seen{emptied, emptied}},
		{`<c><f t="array" ref="B1:D1">A1</f><v>1</v></c><c><v>2</v></c>`, []seen{{text: "1"}, {text: "2"}, emptied}},
		{`<c><f t="array" ref="B1:C1">A1</f><v>0</v></c><c><v>0</v></c>`, []seen{standIn, standIn}},
		{`<c><f t="shared" ref="B1:D1" si="0">A1</f><v/></c>`, []seen{emptied}},
	} {
		got := cellsOf(t, pack(t, onePart(`<row r="1">`+name+c.cells+"</row>", "", `<calcPr fullCalcOnLoad="1"/>`)))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v", c.cells, got)
		}
	}
	rows := rowsOf(t, pack(t, onePart(`<row r="1">`+name+`<c><f t="array" ref="B1:B2">A1</f><v/></c></row><row r="2">`+name+`</row><row r="3">`+name+`</row>`, "", "")))
	if len(rows) != 3 || len(rows[1].Cells) != 2 || len(rows[1].Problems) != 1 || len(rows[2].Problems) != 0 {
		t.Errorf("downwards: %+v", rows)
	}
}

// TestStandIn: a stored 0 that Excel is to replace is no result.
func TestStandIn(t *testing.T) {
	const zero, other = `<c><f>A1</f><v>0</v></c>`, `<c><f>A1</f><v>7</v></c>`
	for _, c := range []struct {
		calc, cells string
		want        seen
	}{
		{`<calcPr calcId="1" fullCalcOnLoad="1"/>`, zero, standIn},
		{`<calcPr fullCalcOnLoad="true"/>`, zero + other, standIn},
		{`<calcPr forceFullCalc="1"/>`, zero, standIn},
		{`<calcPr fullCalcOnLoad="1"/>`, `<c t="n"><f>A1</f><v>0.0</v></c>`, standIn},
		{`<calcPr fullCalcOnLoad="1"/>`, `<c><f>A1</f><v>-0</v></c>`, standIn},
		{`<calcPr fullCalcOnLoad="1"/>`, `<c><f t="shared" si="0"/><v>0</v></c>`, standIn},
		{`<calcPr fullCalcOnLoad="1"/>`, `<c><v>0</v></c>`, seen{text: "0"}},
		{`<calcPr fullCalcOnLoad="1"/>`, `<c t="str"><f>A1</f><v>0</v></c>`, seen{text: "0"}},
		{`<calcPr fullCalcOnLoad="1"/>`, `<c t="b"><f>A1</f><v>0</v></c>`, seen{text: "FALSE"}},
		{`<calcPr fullCalcOnLoad="1"/>`, other, seen{text: "7"}},
		{`<calcPr fullCalcOnLoad="0"/>`, zero, seen{text: "0"}},
		{`<calcPr calcId="191029"/>`, zero, seen{text: "0"}},
		{``, zero, standIn},
		{``, zero + zero, standIn},
		{``, zero + other, seen{text: "0"}},
		{``, zero + `<c t="str"><f>A1</f><v/></c>`, seen{text: "0"}},
	} {
		got := cellsOf(t, pack(t, onePart(`<row r="1">`+name+c.cells+"</row>", "", c.calc)))
		if len(got) == 0 || got[0] != c.want {
			t.Errorf("%s %s: %+v", c.calc, c.cells, got)
		}
	}
}

// TestSpaceInValues: pretty-printed sheets break lines inside of values, which are no part of them unless they are texts.
func TestSpaceInValues(t *testing.T) {
	for cell, want := range map[string]string{
		"<c><v>\n   42\n  </v></c>":                     "42",
		"<c t=\"n\"><v> 1E3 </v></c>":                   "1000",
		"<c t=\"b\"><v>\n true </v></c>":                "TRUE",
		"<c t=\"b\"><v> 1 </v></c>":                     "TRUE",
		"<c t=\"b\"><v>false</v></c>":                   "FALSE",
		"<c t=\"e\"><v> #N/A </v></c>":                  "#N/A",
		"<c t=\"s\"><v>\n 0 </v></c>":                   "shared",
		"<c t=\"d\"><v> 2026-01-05 </v></c>":            "2026-01-05",
		"<c t=\"d\"><v>2026-01-05T12:30</v></c>":        "2026-01-05 12:30:00",
		"<c t=\"d\"><v>2026-01-05T12:30Z</v></c>":       "2026-01-05 12:30:00",
		"<c t=\"d\"><v>2026-01-05T12:30+01:00</v></c>":  "2026-01-05 12:30:00",
		"<c t=\"d\"><v>2026-01-05T00:00:00Z</v></c>":    "2026-01-05",
		"<c t=\"d\"><v>2026-01-05Z</v></c>":             "2026-01-05",
		"<c t=\"str\"><v>  x  </v></c>":                 "  x  ",
		"<c t=\"inlineStr\"><is><t> x </t></is></c>":    "x",
		"<c><v> \n </v></c>":                            "",
		"<c t=\"n\"><v>12<!-- a comment -->3\n</v></c>": "123",
	} {
		got := cellsOf(t, pack(t, onePart(`<row r="1">`+name+cell+`<c t="str"><v>end</v></c></row>`, "", "")))
		if got[0].text != want {
			t.Errorf("%s: %q, want %q", strings.TrimSpace(cell), got[0].text, want)
		}
	}
}
