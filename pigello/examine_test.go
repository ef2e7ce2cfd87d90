package pigello

import (
	"fmt"
	"strings"
	"testing"
)

func TestExamine(t *testing.T) {
	good := Credentials{CustomerID: "00000000-0000-4000-8000-000000000001", ApplicationID: "a", ServiceID: "b", ServiceVersionID: "c",
		ClientCT: "sandbox.customer", ClientEntity: "e", ClientSecret: "sign-post-9"}
	tests := []struct {
		value, problem string
		uuid, stopped  bool
	}{
		{"00000000-0000-4000-8000-000000000001", "", true, false},
		{"sandbox.customer", "", false, false},
		{"17", "", false, false},
		{"00000000-0000-4000-8000-00000000001", "lost or gained", false, false},
		{"{00000000-0000-4000-8000-000000000001}", "", false, false},
		{" x", "begins or ends with a space", false, true},
		{"x\n", "line end", false, true},
		{"x\ty", "control character", false, true},
		{`"x"`, "in quotes", false, false},
		{"'x'", "in quotes", false, false},
		{`"`, "", false, false},
		{"x y", "space in it", false, false},
		{"x\u200b", "beyond ASCII", false, false},
	}
	for _, tt := range tests {
		c := good
		c.CustomerID = tt.value
		got := c.Examine()[0]
		if got.UUID != tt.uuid || got.Unsendable != tt.stopped || got.Missing || (got.Problem == "") != (tt.problem == "") || !strings.Contains(got.Problem, tt.problem) {
			t.Errorf("%q: %+v", tt.value, got)
		}
		if refused := c.check() != nil; refused != got.Unsendable {
			t.Errorf("%q: a client refuses it: %v, and so it says: %v", tt.value, refused, got.Unsendable)
		}
		c.CustomerID, c.ClientSecret = good.CustomerID, tt.value
		states := c.Examine()
		if last := states[6]; !last.Secret || len(states) != 7 || last.Unsendable != tt.stopped || strings.Contains(fmt.Sprintf("%+v", last), tt.value) && len(tt.value) > 4 {
			t.Errorf("secret %q: %+v", tt.value, last)
		}
	}
	good.ServiceID = good.ClientSecret
	if last := good.Examine()[6]; !strings.Contains(last.Problem, "same as X-PIGELLO-SERVICE-ID") {
		t.Errorf("a secret that is another value too: %+v", last)
	}
	if first := (Credentials{}).Examine()[0]; !first.Missing || first.Problem != "" {
		t.Errorf("a missing one: %+v", first)
	}
}
