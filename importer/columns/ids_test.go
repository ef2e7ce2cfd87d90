package columns

import (
	"fmt"
	"slices"
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
		id, err := ParseID(text)
		if err != nil || id.String() != someID {
			t.Errorf("ParseID(%q) = %s, %v", text, id, err)
		}
	}
	for _, text := range []string{
		"", "17", "{}", "{" + someID, someID + "}", "x" + someID + "x", someID[1:], someID + "0", "{{{" + someID + "}}}", "urn:uuid:", "urn:isbn:" + someID,
		"(" + bare + "x", "x" + bare + ")", "{" + bare + ")", "{(" + bare + "})", strings.Repeat("{", 40) + bare, strings.Repeat(bare, 3),
		strings.Replace(someID, "-", " ", 1), bare[:31] + "g", someID[:35] + "å", strings.ReplaceAll(someID, "-", "—"), "''" + someID, someID + "'",
		"00000000-0000-0000-0000-000000000000", strings.Repeat("0", 32),
	} {
		if id, err := ParseID(text); err == nil {
			t.Errorf("ParseID(%q) = %s", text, id)
		}
	}
}

// TestBrokenIDs: which texts were a UUID before some of it was lost.
func TestBrokenIDs(t *testing.T) {
	for text, want := range map[string]bool{
		"497f6eca-6276-4993-bf": true, "497f6eca-6276-4993-b": false, "497f6eca-62764993bfeb53": false, "497f6eca-6276-4993bfeb53cb": true, "{497f6eca-6276-4993-bfeb": true,
		"497f6eca-6276-4993-bfex": false, "Exempel-Backen-Fastigheter": false,
	} {
		if isBrokenID(text) != want {
			t.Errorf("%q was an id: %v", text, !want)
		}
	}
}

// TestEitherWay: of a column of ids and other values a person is asked both, as likely as the values speak for it; who maps it isn't asked.
func TestEitherWay(t *testing.T) {
	rows := sampleOf(someID+"|A", bareID+"|B", "oops|C")
	var asked []string
	r := Reading{Confirm: func(s Suggestion) (bool, error) {
		asked = append(asked, fmt.Sprintf("%s %d%%", s.Field, s.Percent()))
		return s.Field == fieldCustomID, nil
	}}
	m, err := r.mapColumns([]string{"id", "name"}, 0, rows, doubt{})
	if err != nil || !slices.Equal(asked, []string{"id 67%", "custom_id 33%"}) || shown(m) != "name=1:exact custom_id=0:confirmed" {
		t.Errorf("asked %q, mapped %s, %v", asked, shown(m), err)
	}
	if m, err := Map([]string{"id", "name"}, rows, map[string]string{"id": "id"}); err != nil || shown(m) != "id=0:--map name=1:exact" {
		t.Errorf("mapped %s, %v", shown(m), err)
	}
}

func FuzzReadID(f *testing.F) {
	for _, seed := range []string{someID, "{" + someID + "}", "urn:uuid:" + someID, bareID, "497f6eca-6276-4993-bfeb-53cb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, ok := ReadID(text)
		if !ok {
			return
		}
		if again, ok := ReadID(id.String()); !ok || again != id {
			t.Fatalf("%q is %s, and that %s", text, id, again)
		}
		if isBrokenID(text) && len(text) < 36 {
			t.Fatalf("%q is whole and broken", text)
		}
	})
}
