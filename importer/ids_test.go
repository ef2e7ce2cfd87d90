package importer

import (
	"strings"
	"testing"
)

func TestReadID(t *testing.T) {
	bare := strings.ReplaceAll(someID, "-", "")
	for _, text := range []string{
		someID, bare, strings.ToUpper(someID), "{" + someID + "}", "{" + strings.ToUpper(bare) + "}", "(" + someID + ")", "urn:uuid:" + someID,
		"'" + someID, "'" + bare, "\u200b" + someID, "\ufeff'" + someID + "\u200b", strings.ReplaceAll(someID, "-", "\u200b-"),
		strings.ReplaceAll(someID, "-", "‐"), strings.ReplaceAll(someID, "-", "‑"), strings.ReplaceAll(someID, "-", "–"), strings.ReplaceAll(someID, "-", "−"),
		"{urn:uuid:" + strings.ReplaceAll(someID, "-", "–") + "}", "URN:UUID:" + bare, "{urn:uuid:" + someID + "}", "urn:uuid:{" + strings.ToUpper(someID) + "}",
	} {
		id, err := parseID(text)
		if err != nil || id.String() != someID {
			t.Errorf("parseID(%q) = %s, %v", text, id, err)
		}
	}
	for _, text := range []string{
		"", "17", "{}", "{" + someID, someID + "}", "x" + someID + "x", someID[1:], someID + "0", "{{{" + someID + "}}}", "urn:uuid:", "urn:isbn:" + someID,
		strings.Replace(someID, "-", " ", 1), bare[:31] + "g", someID[:35] + "å", strings.ReplaceAll(someID, "-", "—"), "''" + someID, someID + "'",
		"00000000-0000-0000-0000-000000000000", strings.Repeat("0", 32),
	} {
		if id, err := parseID(text); err == nil {
			t.Errorf("parseID(%q) = %s", text, id)
		}
	}
}

func FuzzReadID(f *testing.F) {
	for _, seed := range []string{someID, "{" + someID + "}", "urn:uuid:" + someID, bareID, "497f6eca-6276-4993-bfeb-53cb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, ok := readID(text)
		if !ok {
			return
		}
		if again, ok := readID(id.String()); !ok || again != id {
			t.Fatalf("%q is %s, and that %s", text, id, again)
		}
		if isBrokenID(text) && len(text) < 36 {
			t.Fatalf("%q is whole and broken", text)
		}
	})
}
