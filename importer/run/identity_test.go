package run

import (
	"slices"
	"testing"
)

// TestIdentityText holds that an identity reads back as it was written, and that nothing else passes for one.
func TestIdentityText(t *testing.T) {
	for _, row := range []Row{{Number: 347}, {Number: 2}, {Source: 1, Number: 347}, {Source: 11, Number: 0}, {Identity: "m2x9:3:8"}} {
		text := row.IdentityIn("k7f3")
		id, ok := row.IdentityOf("k7f3")
		if !ok || id.String() != text {
			t.Errorf("%q reads as %q", text, id)
		}
	}
	for text, want := range map[string]string{
		" K7F3:347 ": "k7f3:347", "k7f3:00347": "k7f3:347",
		"": "", "347": "", "k7f3": "", "k7f3:": "", ":347": "", "k7f:347": "", "k7f33:347": "", "k0f3:347": "", "k7f3:-1": "", "k7f3:3,47": "",
		"k7f3:1:347": "", "k7f3:0:347": "", "k7f3:2:347:1": "", "k7f3:4294967296": "", "k7f3:2147483648": "", "k7f3:347!": "",
	} {
		id, ok := ParseIdentity(text)
		if ok != (want != "") || ok && id.String() != want {
			t.Errorf("%q reads as %q, %v; want %q", text, id, ok, want)
		}
	}
}

// TestIdentityOrder holds that identities stand as rows do in a run.
func TestIdentityOrder(t *testing.T) {
	want := []string{"abcd:2", "abcd:10", "abcd:2:1", "abcd:10:1", "bbcd:1"}
	var ids []Identity
	for _, text := range want {
		id, _ := ParseIdentity(text)
		ids = append(ids, id)
	}
	slices.Reverse(ids)
	slices.SortFunc(ids, Identity.Compare)
	for i, id := range ids {
		if id.String() != want[i] {
			t.Errorf("%d. is %s, not %s", i, id, want[i])
		}
	}
}
