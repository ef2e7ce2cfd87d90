package help

import (
	"testing"
)

func TestReflow(t *testing.T) {
	const text = "One paragraph of\nthree lines, the\nlast short.\n\n  first   what it is,\n          in two lines\n  second  what that is\n  third\n  fourth\n    within it"
	for width, want := range map[int]string{
		80: "One paragraph of three lines, the last short.\n\n  first   what it is, in two lines\n  second  what that is\n  third\n  fourth\n    within it\n",
		31: "One paragraph of three lines,\nthe last short.\n\n  first   what it is, in two\n          lines\n  second  what that is\n  third\n  fourth\n    within it\n",
	} {
		if got := Reflow(text, width); got != want {
			t.Errorf("at %d:\n%s\nwant\n%s", width, got, want)
		}
	}
}

// TestHelpRows: a cell is a cell, however many bytes it has.
func TestHelpRows(t *testing.T) {
	rows := [][2]string{{"--order-by FIELD,…", "sort by it"}, {"--search TEXT", "what it is"}}
	if got, want := helpRows(rows, 80), "  --order-by FIELD,…   sort by it\n  --search TEXT        what it is\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got, want := helpRows(rows, 40), "  --order-by FIELD,…\n          sort by it\n  --search TEXT\n          what it is\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
