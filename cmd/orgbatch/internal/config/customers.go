package config

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Requiring finds the settings by which nothing may be written to a customer without approval: of
// the profile of the name, else of any other, for it isn't the way by which one comes to a target
// that is guarded, else of the defaults.
func (f File) Requiring(name, base, customer string) (Settings, bool) {
	for _, name := range append([]string{name}, f.Names()...) {
		p, ok := f.Profile(name)
		other, err := p.BaseURL()
		if ok && err == nil && p.Approval == required && hostOf(other) == hostOf(base) && customerKey(p.CustomerID) == customerKey(customer) {
			return p.Settings, true
		}
	}
	return f.Defaults.Settings, f.Defaults.Approval == required
}

// customerKey is the same for all spellings of a customer's id that the API takes.
func customerKey(id string) string {
	id = strings.ToLower(strings.TrimSpace(id))
	if u, err := uuid.Parse(id); err == nil {
		return u.String()
	}
	return id
}

// hostOf is the host and port of a URL, whichever way they are written.
func hostOf(base string) string {
	u, err := url.Parse(strings.TrimSpace(base))
	if err != nil {
		return base
	}
	port := cmp.Or(u.Port(), map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)])
	return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".") + ":" + port
}

// Shared are profiles of one customer at one API, where one may be meant for
// another customer. Each group, and the groups among themselves, are sorted.
func (f File) Shared() [][]string {
	byCustomer := map[[2]string][]string{}
	for _, name := range f.Names() {
		p := f.Profiles[name]
		base, err := p.BaseURL()
		if err != nil || strings.TrimSpace(p.CustomerID) == "" {
			continue
		}
		id := [2]string{strings.TrimRight(strings.ToLower(base), "/"), customerKey(p.CustomerID)}
		byCustomer[id] = append(byCustomer[id], name)
	}
	var shared [][]string
	for _, names := range byCustomer {
		if len(names) > 1 {
			shared = append(shared, names)
		}
	}
	slices.SortFunc(shared, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
	return shared
}
