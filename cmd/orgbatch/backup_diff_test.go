package main

import "testing"

// TestDifferenceOf: two long values are shown from where they differ, and never cut
// within a letter.
func TestDifferenceOf(t *testing.T) {
	for _, test := range []struct{ before, after, wantBefore, wantAfter string }{
		{`"Attrappberget Energi KB"`, `"Attrappberget Energi KB Nya"`, `… KB"`, `… KB Nya"`},
		{`"Attrappberget Energi i Norr KB"`, `"Attrappberget Energi i Norr AB"`, `… KB"`, `… AB"`},
		{`"Demoskogens Plåt ä"`, `"Demoskogens Plåt ö"`, `… ä"`, `… ö"`},
		{`"A B C"`, `"A B D"`, `"A B C"`, `"A B D"`},
		{`empty`, `"Attrappberget Energi KB Nya"`, `empty`, `"Attrappberget Energi KB Nya"`},
	} {
		if before, after := differenceOf(test.before, test.after); before != test.wantBefore || after != test.wantAfter {
			t.Errorf("%s → %s is shown as %s → %s", test.before, test.after, before, after)
		}
	}
}
