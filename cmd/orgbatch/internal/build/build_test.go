package build

import "testing"

func TestMadeOf(t *testing.T) {
	t.Parallel()
	for version, want := range map[string][2]string{
		"v0.0.0-20261201093015-9501731d181e":        {"9501731d181e", "2026-12-01T09:30:15Z"},
		"v1.2.4-0.20261201093015-9501731d181e":      {"9501731d181e", "2026-12-01T09:30:15Z"},
		"v1.2.3-rc.1.0.20261201093015-9501731d181e": {"9501731d181e", "2026-12-01T09:30:15Z"},
		"v1.2.3":                                   {},
		"v1.2.3-20261201":                          {},
		"v0.0.0-20261301093015-9501731d181e":       {}, // no such month
		"v0.0.0-20261201093015-9501731d181e+dirty": {}, // by version control, which says more
		"devel": {},
	} {
		if commit, date := FromVersion(version); [2]string{commit, date} != want {
			t.Errorf("%s is made of %s, %s; want %v", version, commit, date, want)
		}
	}
}
