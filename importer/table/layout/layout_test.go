package layout

import (
	"fmt"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// rowsOf are the rows of a text whose cells are parted by semicolons.
func rowsOf(text string) []firstrows.Row {
	var rows []firstrows.Row
	for line := range strings.Lines(text) {
		r := firstrows.Row{Number: len(rows) + 1, Line: len(rows) + 1}
		for cell := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), ";") {
			r.Cells = append(r.Cells, firstrows.Cell{Text: cell})
		}
		if strings.Trim(line, ";\n") == "" {
			r.Blank, r.Cells = true, nil
		}
		rows = append(rows, r)
	}
	return rows
}

func known(name string) bool { return name == "Namn" || name == "Kundnr" || name == "Ort" }

const body = "Ek AB;K-1;Umeå\nAl AB;K-2;Visby\nBok AB;K-3;Umeå\n"

// TestFind: which rows are above the header, which are it, and what the columns are called.
func TestFind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"at the top", "Namn;Kundnr;Ort\n" + body, "0+1 Namn|Kundnr|Ort"},
		{"below a title", "Kunder\n\nNamn;Kundnr;Ort\n" + body, "2+1 Namn|Kundnr|Ort"},
		{"below labels", "Exporterad:;2026-11-01\nAv:;Anna\nNamn;Kundnr;Ort\n" + body, "2+1 Namn|Kundnr|Ort"},
		{"of two rows", "Bolag;;Plats\nNamn;Kundnr;Ort\n" + body, "0+2 Namn|Kundnr|Ort"},
		{"none", body, "0+0 ||"},
		{"right of an empty column", ";Namn;Kundnr\n;Ek AB;K-1\n;Al AB;K-2\n", "0+1 Namn|Kundnr first 1"},
		{"one name short of rows that are counted", "Namn;Ort\n1;Ek AB;Umeå\n2;Al AB;Visby\n3;Bok AB;Umeå\n", "0+1 |Namn|Ort counted"},
		{"nothing", "", "0+0 "},
		{"blank rows alone", "\n\n", "0+0 "},
	} {
		l := Find(rowsOf(c.text), known, nil)
		got := fmt.Sprintf("%d+%d %s", l.Skip, l.HeaderRows, strings.Join(l.Header, "|"))
		if l.First > 0 {
			got += fmt.Sprint(" first ", l.First)
		}
		if l.RowNames {
			got += " counted"
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestRows: what a row below the header is by the layout.
func TestRows(t *testing.T) {
	t.Parallel()
	l := Find(rowsOf("Namn;Kundnr;Ort\n"+body), known, nil)
	for _, c := range []struct {
		row  string
		is   func(*tabular.Row) bool
		want bool
	}{
		{"namn;KUNDNR; Ort", l.IsHeader, true},
		{"Namn;Kundnr;Land", l.IsHeader, false},
		{"Kundnr;Namn;Ort", func(r *tabular.Row) bool { return l.IsDisordered(r, 0) }, true},
		{"Namn;Kundnr;Ort", func(r *tabular.Row) bool { return l.IsDisordered(r, 0) }, false},
		{"# Norr", l.IsComment, true},
		{"# Norr;K-4;Umeå", l.IsComment, false},
		{"Lind AB;Kod;Umeå", l.NamesCode, true},
		{"Lind AB;K-4;Umeå", l.NamesCode, false},
		{"Namn;Kundnr;Ort;Land", l.NamesOthers, true},
		{"Namn;Kundnr;Ort", l.NamesOthers, false},
	} {
		row := &tabular.Row{}
		for cell := range strings.SplitSeq(c.row, ";") {
			row.Cells = append(row.Cells, tabular.Cell{Text: cell})
		}
		if c.is(row) != c.want {
			t.Errorf("%q: %v", c.row, !c.want)
		}
	}
}
