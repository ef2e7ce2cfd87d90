package config

import (
	"net/url"
	"strings"
)

// Requiring finds the profile for which nothing may be written to a customer without approval: that of the name, else any other, for it isn't
// the way by which one comes to a target that is guarded.
func (f File) Requiring(name, base, customer string) (Settings, bool) {
	for _, name := range append([]string{name}, f.Names()...) {
		p, ok := f.Profile(name)
		other, err := p.BaseURL()
		if ok && err == nil && p.Approval == Required && hostOf(other) == hostOf(base) && same(p.CustomerID, customer) {
			return p.Settings, true
		}
	}
	return Settings{}, false
}

func same(id, other string) bool {
	return strings.EqualFold(strings.TrimSpace(id), strings.TrimSpace(other))
}

// hostOf is the host and port of a URL, whichever way they are written.
func hostOf(base string) string {
	u, err := url.Parse(strings.TrimSpace(base))
	if err != nil {
		return base
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)]
	}
	return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".") + ":" + port
}
