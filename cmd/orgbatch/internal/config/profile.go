package config

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/heartbeat"
)

// URLs of the two environments that have a name.
const (
	ProductionURL  = "https://api.pigello.io"
	DevelopmentURL = "https://dev.api.pigello.io"
)

// Names of the environments.
const (
	Production  = "production"
	Development = "development"
)

var profileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

// CheckName says whether name can name a profile: letters, digits, - and _.
func CheckName(name string) error {
	if !profileName.MatchString(name) {
		return fmt.Errorf("%q can't name a profile: use letters, digits, - and _", name)
	}
	return nil
}

// BaseURL is where the profile's requests go. "" means production. One with a user or a password in
// it is refused, and not repeated.
func (p Profile) BaseURL() (string, error) {
	switch {
	case p.URL != "" && p.Env != "":
		return "", errors.New("url and env are both set: keep one")
	case strings.Contains(p.URL, "@"):
		return "", errors.New("the URL holds a user or a password, which don't belong into it: write it as https://HOST")
	case p.URL != "":
		return p.URL, nil
	case p.Env == Production, p.Env == "":
		return ProductionURL, nil
	case p.Env == Development:
		return DevelopmentURL, nil
	}
	return "", fmt.Errorf("unknown environment %q: production or development", p.Env)
}

// Missing lists the keys without a value; a secret kept elsewhere is there.
func (p Profile) Missing() []Key {
	var missing []Key
	for _, k := range Keys() {
		if k.Secret && p.SecretSource() != "" {
			continue
		}
		if *k.Field(&p) == "" {
			missing = append(missing, k)
		}
	}
	return missing
}

// SecretSource says in which of the four places the secret is, by its key in
// the file; "" when in none.
func (p Profile) SecretSource() string {
	return cmp.Or(p.secretSources()...)
}

func (p Profile) secretSources() []string {
	var sources []string
	for _, s := range []struct{ key, value string }{
		{"secret", p.Secret}, {"secret_file", p.SecretFile},
		{"secret_command", p.SecretCommand}, {"secret_keyring", p.SecretKeyring},
	} {
		if s.value != "" {
			sources = append(sources, s.key)
		}
	}
	return sources
}

// check refuses what contradicts itself, before anything is asked of the API.
func (p Profile) check() error {
	if _, err := p.BaseURL(); err != nil {
		return err
	}
	if sources := p.secretSources(); len(sources) > 1 {
		return fmt.Errorf("%s are set: keep one", strings.Join(sources, " and "))
	}
	if p.Heartbeat != "" {
		if err := heartbeat.CheckURL(p.Heartbeat); err != nil {
			return err
		}
	}
	if err := checkNumbers(entries(), &p); err != nil {
		return err
	}
	return p.Settings.check()
}

func (s Settings) check() error {
	if s.Approval != "" && s.Approval != required {
		return fmt.Errorf("approval is %q or left out, not %q", required, s.Approval)
	}
	return nil
}

func (d Defaults) check() error {
	if err := checkNumbers(defaultEntries(), &d); err != nil {
		return err
	}
	if d.Verify != "" && d.Verify != VerifyRows && d.Verify != VerifyRestore {
		return fmt.Errorf("verify is %q or %q, not %q", VerifyRows, VerifyRestore, d.Verify)
	}
	if _, err := ParseAge(d.KeepRuns); d.KeepRuns != "" && err != nil {
		return fmt.Errorf("keep-runs is an age as 90d, 12w or 48h, not %q", d.KeepRuns)
	}
	return d.Settings.check()
}

// What verify may say.
const (
	VerifyRows    = "rows"
	VerifyRestore = "restore"
)

// String describes the profile without its secrets.
func (p Profile) String() string {
	base, _ := p.BaseURL()
	return fmt.Sprintf("%s, customer %s, secret in %s", base, p.CustomerID, p.SecretSource())
}

// GoString is String, so that %#v shows no secret either.
func (p Profile) GoString() string { return p.String() }

// ParseAge understands an age: 48h, 90d or 12w.
func ParseAge(s string) (time.Duration, error) {
	units := map[string]time.Duration{"h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}
	if len(s) > 1 {
		n, err := strconv.Atoi(s[:len(s)-1])
		const longest = 100_000 * 24 * time.Hour
		if unit, ok := units[s[len(s)-1:]]; ok && err == nil && n >= 0 && n < int(longest/unit) {
			return time.Duration(n) * unit, nil
		}
	}
	return 0, fmt.Errorf("%q is no age", s)
}
