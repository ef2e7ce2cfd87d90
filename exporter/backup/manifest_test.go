package backup

import "testing"

// What a manifest's lists have no room for is counted all the same.
func TestLostCountsMoreThanAreNamed(t *testing.T) {
	named := make([]string, maxNamed)
	for name, c := range map[string]struct {
		check Check
		want  int
	}{
		"none":                        {Check{Appended: 2, Fetched: named[:2]}, 0},
		"all named":                   {Check{Appended: 2, Fetched: named[:2], Gone: named[:3]}, 3},
		"more gone":                   {Check{Appended: 2, Fetched: named[:2], Gone: named, More: 500}, maxNamed + 500},
		"more fetched":                {Check{Appended: maxNamed + 7, Fetched: named, Gone: named[:3], More: 7}, 3},
		"more gone, and more fetched": {Check{Appended: maxNamed + 7, Fetched: named, Gone: named, More: 507}, maxNamed + 500},
	} {
		if got := c.check.Lost(); got != c.want {
			t.Errorf("%s: %d were lost, want %d", name, got, c.want)
		}
	}
}

// A target is the same under another name, and another customer's isn't.
func TestSourcesAreTheSame(t *testing.T) {
	one := Source{URL: "https://api.example.org", Name: "nordhus", Customer: "c", Activation: "a/b"}
	for name, c := range map[string]struct {
		change func(*Source)
		want   bool
	}{
		"itself":             {func(*Source) {}, true},
		"another name":       {func(s *Source) { s.Name = "nordhus 2" }, true},
		"another API":        {func(s *Source) { s.URL = "https://api2.example.org" }, false},
		"another customer":   {func(s *Source) { s.Customer = "d" }, false},
		"another activation": {func(s *Source) { s.Activation = "a/c" }, false},
		"not known":          {func(s *Source) { *s = Source{} }, false},
	} {
		other := one
		c.change(&other)
		if one.Same(other) != c.want || other.Same(one) != c.want {
			t.Errorf("%s: same is not %v", name, c.want)
		}
	}
}
