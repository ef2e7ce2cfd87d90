package letters

import "testing"

func TestFoldName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Exempelhus AB", "EXEMPELHUS ab", true},
		{"Exempelhus AB", "Exempelhus Aktiebolag", true},
		{"Aktiebolaget Exempelhus", "AB Exempelhus", false},
		{"Exempelhus A.B.", "Exempelhus AB", true},
		{"Exempel-hus, AB", "Exempel hus AB", true},
		{"Exempelhus  AB ", "Exempelhus AB", true},
		{"Exempelhus\u00a0AB", "Exempelhus AB", true},
		{"Åkervägen AB", "A\u030akerva\u0308gen AB", true}, // composed and decomposed
		{"ÅKERVÄGEN AB", "åkervägen ab", true},
		{"Åkervägen AB", "Akervagen AB", false},
		{"Exempelhus 1", "Exempelhus 2", false},
		{"Straße AB", "STRAẞE AB", true},
		{"!!!", "???", false},
	} {
		if got := Fold(c.a) == Fold(c.b); got != c.same {
			t.Errorf("%q and %q: same = %v, want %v (%q, %q)", c.a, c.b, got, c.same, Fold(c.a), Fold(c.b))
		}
	}
}

func BenchmarkFoldName(b *testing.B) {
	for b.Loop() {
		Fold("Åkervägens Exempelfastigheter i Mellanstad AB")
	}
}
