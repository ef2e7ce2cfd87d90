package config

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoad(t *testing.T) {
	path := writeConfig(t, `[defaults]
rate = 5
runs = "/srv/runs"
[profile.nordhus]
env = "development"
customer_id = "1"
secret_file = "s"
rate = 2
[profile.sydhus]
url = "https://api.example.org"
`)
	f, warnings, err := Load(path)
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	if got := strings.Join(f.Names(), ","); got != "nordhus,sydhus" {
		t.Errorf("names %s", got)
	}
	p, ok := f.Profile("nordhus")
	if base, _ := p.BaseURL(); !ok || base != DevelopmentURL || p.Rate != 2 || p.Runs != "/srv/runs" || p.SecretSource() != "secret_file" {
		t.Errorf("%+v", p)
	}
	if p, _ := f.Profile("sydhus"); p.Rate != 5 {
		t.Errorf("the default rate is lost: %+v", p)
	}
	if _, ok := f.Profile("none"); ok {
		t.Error("there is a profile that isn't there")
	}
	if f, _, err := Load(filepath.Join(t.TempDir(), "none.toml")); err != nil || len(f.Profiles) != 0 {
		t.Errorf("a file that isn't there: %v, %v", f, err)
	}
}

// TestLoadErrors: every mistake is named with where it is.
func TestLoadErrors(t *testing.T) {
	for text, want := range map[string]string{
		"[profile.x]\nsecert = \"a\"":                     `:2:1: unknown key "secert" in [profile.x]; the keys there are: env, url, `,
		"[profile.x]\n\nrate = \"fast\"":                  ":3:",
		"colour = 1":                                      `:1:1: unknown key "colour"`,
		"[profile.x":                                      ":1:",
		"[profile.x]\nurl = \"a\"\nenv = \"b\"":           "[profile.x]: url and env are both set",
		"[profile.x]\nenv = \"staging\"":                  `unknown environment "staging"`,
		"[profile.x]\nsecret=\"a\"\nsecret_command=\"b\"": "secret and secret_command are set: keep one",
		"[profile.x]\nheartbeat = \"http://example.com\"": "[profile.x]: the heartbeat's URL doesn't begin with https://",
		"[profile.x]\nrate = -1":                          "rate is negative",
		"[profile.\"../x\"]\nrate = 1":                    `:1:10: "../x" can't name a profile: use letters, digits, - and _`,
		"# a\n[ profile . \"..\" ]":                       `:2:13: ".." can't name`,
		"[profile]\n'a/b' = { rate = 1 }":                 `:2:1: "a/b" can't name`,
		"profile.\"\\u001b[1m\".rate = 1":                 `:1:9: "\x1b[1m" can't name`,
		"[profile.\"\"]":                                  `:1:10: "" can't name`,
		"[profile.\".hidden\"]":                           `:1:10: ".hidden" can't name`,
		"[PROFILE.\"a b\"]":                               `:1:10: "a b" can't name`,
		"profile = { a = { Rate = 1, rate = 2 } }":        `:1:29: "Rate" and "rate" are one key: keep one of them`,
		"[profile.x]\nclient_ct = '1'\nClient_CT = '1'":   `:3:1: "client_ct" and "Client_CT" are one key`,
		"[defaults]\nrate = 1\n[Defaults]\nruns = 'r'":    `:3:2: "defaults" and "Defaults" are one key`,
		"[profile.x]\nrate = 1\n[Profile.y]\nrate = 2":    `:3:2: "profile" and "Profile" are one key`,
		"[profile.x]\nconcurrency = -1":                   "concurrency is negative",
		"[profile.x]\nchunk_size = -1":                    "chunk_size is negative",
		"[defaults]\nkeep = { days = 14 }":                `:2:10: unknown key "keep.days" in [defaults]; the keys there are: last, hourly, daily, weekly, monthly, yearly`,
		"[defaults]\nkeep.days = 14":                      `:2:1: unknown key "keep.days" in [defaults]; the keys there are: last, `,
		"[defaults.keep]\ndays = 14":                      `:2:1: unknown key "days" in [defaults.keep]; the keys there are: last, `,
		"[defaults]\nkeep = { daily = \"14\" }":           `:2:18: "keep.daily" in [defaults] must be a whole number from 0 on, without quotes`,
		"[defaults.keep]\ndaily = 1.5":                    `:2:9: "daily" in [defaults.keep] must be a whole number from 0 on, without quotes`,
		"[Defaults]\nkeep.Daily = true":                   `:2:14: "keep.Daily" in [Defaults] must be a whole number`,
		"[defaults]\nkeep = 14":                           `:2:8: "keep" in [defaults] must be numbers in braces, as in keep = { daily = 14, monthly = 12 }`,
		"[defaults]\nkeep = { daily = -1 }":               "[defaults]: keep.daily is negative: it must be a whole number from 0 on",
		"[defaults]\nkeep = { daily = 14":                 ":2:19: inline table is incomplete",
		"[defaults]\nverify = true":                       `:2:10: "verify" in [defaults] must be a text, in quotes`,
		"[defaults]\nverify = 'restor'":                   `[defaults]: verify is "rows" or "restore", not "restor"`,
		"[defaults]\nrate = '5'":                          `:2:8: "rate" in [defaults] must be a number from 0 on, without quotes`,
		"defaults = 3":                                    `:1:12: "defaults" must be a section, with keys of its own`,
		"[profile]\nx = 3":                                `:2:5: "x" in [profile] must be a section, with keys of its own`,
	} {
		_, _, err := Load(writeConfig(t, text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestLoadSpellings: in whatever layout, and in capitals, as the decoder takes them.
func TestLoadSpellings(t *testing.T) {
	f, _, err := Load(writeConfig(t, `defaults = {rate = 1, runs = "r"}
Profile.a.Rate = 2 # no other is called so
[Profile.b-2_C]
rate = 3
Concurrency = 4
[Profile.B-2_C]
RATE = 5
`))
	if err != nil || f.Profiles["a"].Rate != 2 || f.Profiles["b-2_C"].Rate != 3 || f.Profiles["B-2_C"].Rate != 5 || f.Defaults.Runs != "r" {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestWideFilesAreWarnedOf(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // permissions are kept elsewhere there
	}
	path := writeConfig(t, "[profile.x]\nsecret_file = \"s\"\n")
	secret := filepath.Join(filepath.Dir(path), "s")
	for _, file := range []string{path, secret} {
		if err := os.WriteFile(file, []byte("[profile.x]\nsecret_file = \"s\"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, 0o640); err != nil {
			t.Fatal(err)
		}
	}
	_, warnings, err := Load(path)
	if err != nil || len(warnings) != 2 || !strings.Contains(warnings[1], "chmod 600 "+secret) {
		t.Errorf("%v, %q", err, warnings)
	}
}

func TestReadSecret(t *testing.T) {
	keyring.MockInit()
	if err := StoreInKeyring("nordhus", "of the keyring"); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	configPath := filepath.Join(dir, "config.toml")
	for name, text := range map[string]string{"s": "of the file\r\nsecond\n", "blank": " \n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		profile Profile
		want    string
		fails   string
	}{
		"itself":         {Profile{Secret: " plain "}, "plain", ""},
		"file beside":    {Profile{SecretFile: "s"}, "of the file", ""},
		"file by path":   {Profile{SecretFile: filepath.Join(dir, "s")}, "of the file", ""},
		"missing file":   {Profile{SecretFile: "none"}, "", "read secret_file"},
		"blank file":     {Profile{SecretFile: "blank"}, "", "secret_file holds no secret"},
		"command":        {Profile{SecretCommand: "echo of the command"}, "of the command", ""},
		"failed command": {Profile{SecretCommand: "exit 3"}, "", `run secret_command "exit 3": exit status 3`},
		"keyring":        {Profile{SecretKeyring: "nordhus"}, "of the keyring", ""},
		"not in keyring": {Profile{SecretKeyring: "sydhus"}, "", `read secret_keyring "sydhus"`},
		"nowhere":        {Profile{}, "", "no secret is kept for it"},
	} {
		got, err := c.profile.ReadSecret(t.Context(), configPath)
		if got != c.want || (err == nil) != (c.fails == "") || err != nil && !strings.Contains(err.Error(), c.fails) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if err := errors.Join(RemoveFromKeyring("nordhus"), RemoveFromKeyring("nordhus")); err != nil {
		t.Error(err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Profile{SecretCommand: "echo x"}).ReadSecret(cancelled, configPath); err == nil {
		t.Error("a cancelled command ran")
	}
}

// TestNoSecretIsPrinted: whatever verb prints a profile.
func TestNoSecretIsPrinted(t *testing.T) {
	p := Profile{CustomerID: "1", Secret: "hunter2", Heartbeat: "https://hunter2"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(verb, p) + fmt.Sprintf(verb, &p); strings.Contains(text, "hunter2") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
	if lines := fmt.Sprint(LinesOf(p.Masked("(kept)"))); strings.Contains(lines, "hunter2") || strings.Count(lines, "(kept)") != 2 {
		t.Errorf("masked, it is %s", lines)
	}
	if p.Secret != "hunter2" {
		t.Error("masking took the secret away")
	}
}

// TestShared: one customer at one API; production and a copy of it are two.
func TestShared(t *testing.T) {
	f := File{Profiles: map[string]Profile{
		"d": {CustomerID: "AB-1"}, "a": {CustomerID: " ab-1", Env: Production}, "e": {CustomerID: "ab-1", URL: ProductionURL + "/"},
		"test": {CustomerID: "ab-1", Env: Development}, "other": {CustomerID: "ab1"},
		"c": {CustomerID: "2", URL: "http://x"}, "b": {CustomerID: "2", URL: "http://X"},
		"none": {}, "nothing": {}, "wrong": {CustomerID: "2", URL: "http://x", Env: Production},
	}}
	if got := fmt.Sprint(f.Shared()); got != "[[a d e] [b c]]" {
		t.Error(got)
	}
	if got := (File{}).Shared(); got != nil {
		t.Error(got)
	}
}

func TestVariables(t *testing.T) {
	values := map[string]string{"PIGELLO_ENV": "development", "PIGELLO_CLIENT_SECRET": "s", "PIGELLO_CLIENT_CT": "7"}
	env := func(name string) string { return values[name] }
	if got := strings.Join(VariablesSet(env), " "); got != "PIGELLO_ENV PIGELLO_CLIENT_CT PIGELLO_CLIENT_SECRET" {
		t.Errorf("set: %s", got)
	}
	p := FromVariables(env)
	if p.Secret != "s" || p.ClientCT != "7" || p.Env != "development" || len(p.Missing()) != 5 {
		t.Errorf("%+v lacks %v", p, len(p.Missing()))
	}
}

// TestKeys holds every key to its four names.
func TestKeys(t *testing.T) {
	want := []string{
		"customer_id PIGELLO_CUSTOMER_ID X-PIGELLO-CUSTOMER-ID",
		"application_id PIGELLO_APPLICATION_ID X-PIGELLO-APPLICATION-ID",
		"service_id PIGELLO_SERVICE_ID X-PIGELLO-SERVICE-ID",
		"service_version_id PIGELLO_SERVICE_VERSION_ID X-PIGELLO-SERVICE-VERSION-ID",
		"client_ct PIGELLO_CLIENT_CT X-PIGELLO-CLIENT-CT",
		"client_entity PIGELLO_CLIENT_ENTITY X-PIGELLO-CLIENT-ENTITY",
		"secret PIGELLO_CLIENT_SECRET X-PIGELLO-CLIENT-SECRET",
	}
	var got []string
	for _, k := range Keys() {
		got = append(got, k.Name+" "+k.Variable+" "+k.Header)
		if k.Secret != (k.Name == "secret") || k.Label == "" {
			t.Errorf("%+v", k)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestCheckName(t *testing.T) {
	for name, ok := range map[string]bool{"nordhus": true, "a-b_C9": true, "": false, "-a": false, "a b": false, "a.b": false, "å": false} {
		if (CheckName(name) == nil) != ok {
			t.Errorf("%q: %v", name, CheckName(name))
		}
	}
}

// TestByteOrderMark: Windows' editors put one before the configuration and the file
// of a secret, and neither reading nor editing minds it.
func TestByteOrderMark(t *testing.T) {
	path := writeConfig(t, "\ufeff[profile.a]\nclient_ct = \"1\"\nsecret_file = \"s\"\n")
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "s"), []byte("\ufeffhunter2\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, _, err := Load(path)
	if err != nil || f.Profiles["a"].ClientCT != "1" {
		t.Fatalf("%+v, %v", f, err)
	}
	if secret, err := f.Profiles["a"].ReadSecret(t.Context(), path); secret != "hunter2" || err != nil {
		t.Errorf("%q, %v", secret, err)
	}
	p := f.Profiles["a"]
	p.ClientCT = "2"
	if err := Edit(path, func(text string) string { return PutKey(text, "a", "client_ct", p) }, func(f *File) { f.Profiles["a"] = p }); err != nil {
		t.Error(err)
	}
	if f, _, err := Load(path); err != nil || f.Profiles["a"].ClientCT != "2" {
		t.Errorf("%+v, %v", f, err)
	}
}
