package notes

import (
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

func cellsOf(row string) []tabular.Cell {
	var cells []tabular.Cell
	for text := range strings.SplitSeq(row, ";") {
		cells = append(cells, tabular.Cell{Text: text})
	}
	return cells
}

// TestIs: rows that say by their words what they are, in tables of three columns.
func TestIs(t *testing.T) {
	t.Parallel()
	for want, rows := range map[string][]string{
		"note": {
			"Summa;;", "Summa:;12;", "Totalt 3 kunder;;", "Sida 1;;", "Sida 1 av 2;;", "Page;3;", "Utskriven 2026-11-01;;", "Exporterad av Anna;;", "12 rader;;", "Rows: 12;;",
			"*** slut ***;;", "Källa: registret;;", "Källa:;;", "Källa: registret;och mer", "* som ovan;;",
		},
		"row": {
			";;", "Ek AB;K-1;", "Summa;K-1;", "Summa;2026-11-01;", "Sida;;", "Slut;;", "Row 12;;", "rader;;", "Källa: registret;och mer;", "Ek;Al;Bok", "* Ek;;", "Utskriven;;", "Summa AB;;",
		},
		"doubtful": {"Rapport: Nordhus AB;;", "Källa:;Brf Eken;"},
	} {
		for _, row := range rows {
			got := "row"
			switch note, doubtful := Is(cellsOf(row), 3); {
			case note:
				got = "note"
			case doubtful:
				got = "doubtful"
			}
			if got != want {
				t.Errorf("%q is a %s, want %s", row, got, want)
			}
		}
	}
}

// TestCutTotal: the word of a total at either end of a text, and what it is the total of.
func TestCutTotal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Norr Summa": "Norr", "Summa Norr": "Norr", "Norr – Totalt:": "Norr", "Totalt: Norr": "Norr", "SUMMA": "", "Summan Norr": "no", "Norr": "no", "Norr Summa AB": "no",
	} {
		of, ok := CutTotal(text)
		if !ok {
			of = "no"
		}
		if of != want {
			t.Errorf("%q is the total of %q, want %q", text, of, want)
		}
	}
}

// TestPageNumbers: how pages are numbered.
func TestPageNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"2/3": true, "1(3)": true, "2 av 3": true, "- 1 -": true, "– 1 –": true, "3/2": false, "0/2": false, "12": false, "1/2/3": false, "2-3": false, "a/b": false} {
		if IsPageNumber(text) != want {
			t.Errorf("%q numbers a page: %v", text, !want)
		}
	}
}
