package config

import (
	"strings"
	"testing"
)

// TestRequiring: a target that is guarded is so by whatever name and spelling one comes to it.
func TestRequiring(t *testing.T) {
	f, _, err := Load(writeConfig(t, `[defaults]
allowed_signers = "signers"
[profile.free]
customer_id = "c-1"
own_signers = "olle"
[profile.nordhus]
env = "production"
customer_id = "c-1"
approval = "required"
own_signers = "anna"
[profile.nordhus2]
customer_id = "C-1 "
approval = "required"
own_signers = "berta"
[profile.osthus]
env = "production"
customer_id = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
approval = "required"
own_signers = "karin"
[profile.sydhus]
url = "http://127.0.0.1:8080/api"
customer_id = "c-2"
approval = "required"
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, base, customer, own string }{
		{"nordhus", ProductionURL, "c-1", "anna"},
		{"nordhus2", ProductionURL, "c-1", "berta"},
		{"free", ProductionURL, "c-1", "anna"},
		{"", "HTTPS://API.pigello.io.:443/", " C-1", "anna"},
		{"", "http://127.0.0.1:8080", "c-2", ""},
		{"", ProductionURL, "497f6eca-6276-4993-bfeb-53cbbbba6f08", "karin"},
		{"", ProductionURL, "497F6ECA62764993BFEB53CBBBBA6F08", "karin"},
		{"", ProductionURL, "urn:uuid:497f6eca-6276-4993-bfeb-53cbbbba6f08", "karin"},
		{"", ProductionURL, " {497f6eca-6276-4993-bfeb-53cbbbba6f08}", "karin"},
		{"", ProductionURL, "c-2", "none"},
		{"", DevelopmentURL, "c-1", "none"},
		{"", "http://127.0.0.1:8081", "c-2", "none"},
		{"", "http://api.pigello.io", "c-1", "none"},
	} {
		s, required := f.Requiring(c.name, c.base, c.customer)
		if required != (c.own != "none") || required && (s.OwnSigners != c.own || s.AllowedSigners != "signers") {
			t.Errorf("%+v: %+v, %v", c, s, required)
		}
	}
	everywhere, _, err := Load(writeConfig(t, "[defaults]\napproval = \"required\"\n[profile.x]\ncustomer_id = \"c-1\"\n"))
	if _, required := everywhere.Requiring("x", ProductionURL, "c-1"); err != nil || !required {
		t.Errorf("[defaults] is passed over: %v", err)
	}
	for _, section := range []string{"defaults", "profile.x"} {
		if _, _, err := Load(writeConfig(t, "["+section+"]\napproval = \"Required\"\n")); err == nil || !strings.Contains(err.Error(), "["+section+"]: approval is \"required\" or left out, not \"Required\"") {
			t.Errorf("%s: %v", section, err)
		}
	}
}
