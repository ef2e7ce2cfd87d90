package main

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestRatio(t *testing.T) {
	for _, c := range []struct {
		olds, news []float64
		want       string
	}{
		{[]float64{2}, []float64{3}, "1.500 (1.500–1.500)"},
		{[]float64{1, 2}, []float64{1, 4}, "1.500 (1.250–1.750)"},
		// One pair that something else disturbed moves neither the median nor the middle half.
		{[]float64{1, 1, 1, 1, 1}, []float64{9, 1.1, 1, 0.9, 1}, "1.000 (1.000–1.100)"},
		// Pairs are compared, not the medians of each side: both grew alike here.
		{[]float64{1, 5, 9}, []float64{2, 5, 4.5}, "1.000 (0.750–1.500)"},
	} {
		if got := ratio(c.olds, c.news); got != c.want {
			t.Errorf("%v against %v: %s, want %s", c.news, c.olds, got, c.want)
		}
	}
}

// TestInTurns holds that each goes first as often as the other, and that the first pair doesn't count.
func TestInTurns(t *testing.T) {
	var order string
	run := func(program string) (measured, error) {
		order += program
		return measured{peak: float64(len(order))}, nil
	}
	olds, news, err := inTurns(task{"", run}, "a", "b", 2)
	if err != nil || order != "abbaab" {
		t.Fatalf("%s, %v", order, err)
	}
	if len(olds) != 2 || len(news) != 2 || olds[0].peak != 4 || news[0].peak != 3 {
		t.Errorf("old %v, new %v", olds, news)
	}
}

func TestMeasureWantsTheAnswer(t *testing.T) {
	if _, err := measure(exec.Command("go", "version"), "go version"); err != nil {
		t.Error(err)
	}
	for _, wrong := range []*exec.Cmd{exec.Command("go", "help"), exec.Command("go", "no-such-command")} {
		if _, err := measure(wrong, "go version"); err == nil {
			t.Errorf("%v counts", wrong.Args)
		}
	}
}

// TestWorkbook has another program's reader look at the workbook that is measured.
func TestWorkbook(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.xlsx")
	if err := makeListing(201).writeWorkbook(path); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	for cell, want := range map[string]string{
		"A1": "name", "C1": "organization", "E1": "Area",
		"A2": "Provåkern nummer 0 Fastigheter AB", "C2": "", "C3": "Provåkern nummer 0 Fastigheter AB",
		"A5": "Prov, Åker & Äng nummer 3 HB", "B202": "P000200", "C201": "Provåkern nummer 100 Fastigheter AB",
		"D2": "07-06-09", "E202": "50.00",
	} {
		if got, err := book.GetCellValue("Blad1", cell); err != nil || got != want {
			t.Errorf("%s: %q (%v), want %q", cell, got, err, want)
		}
	}
}
