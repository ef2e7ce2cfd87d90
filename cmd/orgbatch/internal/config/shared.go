package config

import (
	"cmp"
	"slices"
	"strings"
)

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
