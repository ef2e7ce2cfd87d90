package config

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseHeaders(t *testing.T) {
	pasted := `GET /sales/organization/list/
Host: api.pigello.io
x-pigello-customer-id: c
  -H 'X-PIGELLO-CLIENT-SECRET: s:with:colons' \
--header "X-PIGELLO-CLIENT-CT: 7"
`
	p, err := ParseHeaders(pasted)
	if err != nil || p.CustomerID != "c" || p.Secret != "s:with:colons" || p.ClientCT != "7" {
		t.Errorf("%+v, %v", p, err)
	}
	for text, want := range map[string]string{
		"X-PIGELLO-COLOUR: red":                          "line 1: unknown header X-PIGELLO-COLOUR",
		"X-PIGELLO-CLIENT-CT: 7\nX-PIGELLO-CLIENT-CT: 8": "line 2: X-PIGELLO-CLIENT-CT is given twice",
	} {
		if _, err := ParseHeaders(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParseHeaders(f *testing.F) {
	f.Add("X-PIGELLO-CLIENT-SECRET: s\n")
	f.Add("-H 'X-PIGELLO-CLIENT-CT:' \\\n:\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParseHeaders(text)
		if err != nil && !reflect.DeepEqual(p, Profile{}) {
			t.Errorf("an error, and %+v", p)
		}
		for _, k := range Keys() {
			if value := *k.Field(&p); value != "" && !strings.Contains(text, value) {
				t.Errorf("%s is %q, which nobody pasted", k.Name, value)
			}
		}
	})
}

// anyProfile draws profiles with values that TOML has to escape.
func anyProfile() *rapid.Generator[Profile] {
	value := rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[a-z\]\[#"'\\= åäö]{0,12}`), rapid.String())
	return rapid.Custom(func(t *rapid.T) Profile {
		var p Profile
		for _, k := range Keys()[:6] {
			*k.Field(&p) = strings.ToValidUTF8(value.Draw(t, k.Name), "")
		}
		p.Secret = strings.ToValidUTF8(value.Draw(t, "secret"), "")
		p.Rate = float64(rapid.IntRange(0, 1000).Draw(t, "rate")) / 10
		p.Concurrency = rapid.IntRange(0, 64).Draw(t, "concurrency")
		return p
	})
}

// TestLinesCarryAnyValue: what is written is what is read, beside other
// sections and comments, which stay as they are.
func TestLinesCarryAnyValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, second := anyProfile().Draw(t, "first"), anyProfile().Draw(t, "second")
		text := PutLines("# mine\n[defaults]\nrate = 5\n", "one", LinesOf(first))
		text = PutLines(text, "two", LinesOf(second))
		f, err := parse("config.toml", []byte(text))
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if f.Profiles["one"] != first || f.Profiles["two"] != second || f.Defaults.Rate != 5 {
			t.Fatalf("wrote %q %q, read %q %q", LinesOf(first), LinesOf(second), LinesOf(f.Profiles["one"]), LinesOf(f.Profiles["two"]))
		}
		if got := DropSection(DropSection(text, "two"), "one"); strings.TrimSpace(got) != "# mine\n[defaults]\nrate = 5" {
			t.Fatalf("what is left: %q", got)
		}
	})
}

func TestEditLines(t *testing.T) {
	const before = "# top\n[ profile . \"a\" ]\nclient_ct = \"1\" # why\n\n# of b\n[profile.b]\nclient_ct = \"2\""
	for name, c := range map[string]struct{ got, want string }{
		"replace": {PutLines(before, "a", []Line{{Key: "client_ct", Value: "9"}}), strings.Replace(before, "client_ct = \"1\" # why", "client_ct = \"9\"", 1)},
		"insert":  {PutLines(before, "a", []Line{{Key: "rate", Value: "9", Bare: true}}), strings.Replace(before, "# why\n", "# why\nrate = 9\n", 1)},
		"append":  {PutLines(before, "b", []Line{{Key: "env", Value: "x"}}), before + "\nenv = \"x\"\n"},
		"section": {PutLines(before, "c", []Line{{Key: "env", Value: "x"}}), before + "\n\n[profile.c]\nenv = \"x\"\n"},
		"empty":   {PutLines("", "c", nil), "[profile.c]\n"},
		"drop":    {DropLines(before, "b", "client_ct", "env"), strings.TrimSuffix(before, "client_ct = \"2\"")},
		"no drop": {DropLines(before, "c", "client_ct"), before},
		"remove":  {DropSection(before, "a"), "# top\n# of b\n[profile.b]\nclient_ct = \"2\""},
		"no such": {DropSection(before, "c"), before},
	} {
		if c.got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, c.got, c.want)
		}
	}
}

func TestPut(t *testing.T) {
	p := Profile{Env: "production", Secret: "s"}
	for _, c := range []struct{ key, value, fails string }{
		{"url", "https://api.example.org", ""}, {"secret_file", "f", ""}, {"rate", "2.5", ""}, {"concurrency", "", ""}, {"heartbeat", "https://example.com/x", ""}, {"heartbeat", "example.com/x", "doesn't begin with https://"},
		{"rate", "x", `rate is a number from 0 on, not "x"`}, {"chunk_size", "-1", "negative"}, {"colour", "x", `unknown key "colour"`}, {"env", "moon", "unknown environment"},
	} {
		next := p
		err := next.Put(c.key, c.value)
		if (err == nil) != (c.fails == "") || err != nil && !strings.Contains(err.Error(), c.fails) {
			t.Errorf("%s=%s: %v", c.key, c.value, err)
		}
		if err == nil {
			p = next
		}
	}
	want := Profile{URL: "https://api.example.org", SecretFile: "f", Heartbeat: "https://example.com/x", Settings: Settings{Rate: 2.5}}
	if p != want {
		t.Errorf("got %q, want %q", LinesOf(p), LinesOf(want))
	}
	if err := p.Put("secret", ""); err != nil || p.SecretFile != "f" {
		t.Errorf("taking one secret away took the other: %v", err)
	}
}

// TestPutDefault: a count of keep stays in the form that the file has, and comments stay.
func TestPutDefault(t *testing.T) {
	for _, c := range []struct{ before, key, value, want string }{
		{"", "backups", "/b", "[defaults]\nbackups = \"/b\"\n"},
		{"# a\n[defaults] # b\nrate = 2\n\n# c\n[profile.x]\n", "verify", "rows", "# a\n[defaults] # b\nrate = 2\nverify = \"rows\"\n\n# c\n[profile.x]\n"},
		{"[defaults]\n# why\nkeep = { last = 1, daily = 14 }\n", "keep.daily", "7", "[defaults]\n# why\nkeep = { last = 1, daily = 7 }\n"},
		{"[defaults]\nkeep = { daily = 14 }\nrate = 2\n", "keep.daily", "", "[defaults]\nrate = 2\n"},
		{"[defaults]\nkeep.last = 1\n", "keep.daily", "7", "[defaults]\nkeep.last = 1\nkeep.daily = 7\n"},
		{"[defaults]\nkeep.last = 1\n", "keep.last", "", "[defaults]\n"},
		{"[defaults]\nrate = 2\n[defaults.keep]\nlast = 1\n", "keep.daily", "7", "[defaults]\nrate = 2\n[defaults.keep]\nlast = 1\ndaily = 7\n"},
		{"[defaults.keep]\nlast = 1\n# x\n", "keep.last", "", "[defaults.keep]\n# x\n"},
		{"[ \"defaults\" ]\nruns = 'r'\n", "keep.yearly", "2", "[ \"defaults\" ]\nruns = 'r'\nkeep = { yearly = 2 }\n"},
	} {
		path := writeConfig(t, c.before)
		f, _, err := Load(path)
		if err != nil {
			t.Fatal(err)
		}
		d := f.Defaults
		if err := d.Put(c.key, c.value); err != nil {
			t.Fatal(err)
		}
		if err := Edit(path, func(s string) string { return PutDefault(s, c.key, d) }, func(f *File) { f.Defaults = d }); err != nil {
			t.Errorf("%s=%s in %q: %v", c.key, c.value, c.before, err)
		}
		if got, _ := os.ReadFile(path); string(got) != c.want {
			t.Errorf("%s=%s: got\n%s\nwant\n%s", c.key, c.value, got, c.want)
		}
	}
	for key, value := range map[string]string{"keep.days": "1", "keep": "1", "keep.daily": "-1", "keep.last": "x", "verify": "ros", "customer_id": "a"} {
		if err := new(Defaults).Put(key, value); err == nil {
			t.Errorf("%s=%s was taken", key, value)
		}
	}
}

func TestEdit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "config.toml")
	p := Profile{CustomerID: "1"}
	put := func(text string) string { return PutLines(text, "a", LinesOf(p)) }
	if err := Edit(path, put, func(f *File) { f.Profiles["a"] = p }); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := Edit(path, func(s string) string { return DropSection(s, "a") }, func(f *File) { delete(f.Profiles, "a") }); err != nil {
		t.Fatal(err)
	}
}

// TestEditRefusesWhatItDoesNotSeeThrough: a layout that the text editing
// misreads is left alone, and the person told.
func TestEditRefusesWhatItDoesNotSeeThrough(t *testing.T) {
	const inline = "profile = {a = {client_ct = \"1\"}}\n"
	path := writeConfig(t, inline)
	err := Edit(path, func(s string) string { return DropSection(s, "a") }, func(f *File) { delete(f.Profiles, "a") })
	if err == nil || !strings.Contains(err.Error(), "edit it by hand") {
		t.Errorf("removed? %v", err)
	}
	err = Edit(path, func(s string) string { return PutLines(s, "a", []Line{{Key: "client_ct", Value: "2"}}) }, func(f *File) {
		f.Profiles["a"] = Profile{ClientCT: "2"}
	})
	if err == nil || !strings.Contains(err.Error(), "would break the file") {
		t.Errorf("changed? %v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != inline {
		t.Errorf("the file is %q now", data)
	}
	if err := Edit(writeConfig(t, "[broken"), nil, nil); err == nil {
		t.Error("a broken file was edited")
	}
}
