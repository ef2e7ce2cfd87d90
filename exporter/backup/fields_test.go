package backup

import (
	"slices"
	"testing"
)

// A field that is new, lost or of another type is named; null goes with any type,
// and a snapshot without rows says nothing.
func TestDrift(t *testing.T) {
	of := func(rows ...string) []Field {
		c := FieldCounter{}
		for _, row := range rows {
			if err := c.Add([]byte(row)); err != nil {
				t.Fatal(err)
			}
		}
		return c.Fields()
	}
	for _, c := range []struct {
		name        string
		before, now []Field
		want        []string
	}{
		{"the same", of(`{"a":1,"b":"x"}`), of(`{"b":"y","a":2}`), nil},
		{"new and lost", of(`{"a":1,"b":"x"}`), of(`{"a":2,"c":[]}`), []string{"the field c is new", "the field b is gone"}},
		{"retyped", of(`{"a":1}`), of(`{"a":"1"}`), []string{"the field a is string now, and was number"}},
		{"two types", of(`{"a":1}`), of(`{"a":"1"}`, `{"a":2}`), []string{"the field a is string or number now, and was number"}},
		{"null is no type", of(`{"a":null,"b":{}}`), of(`{"a":"1","b":null}`), nil},
		{"true and false are one", of(`{"a":true}`), of(`{"a":false}`), nil},
		{"in some rows", of(`{"a":1}`, `{}`), of(`{}`, `{"a":1}`), nil},
		{"no rows before", of(), of(`{"a":1}`), nil},
		{"no rows now", of(`{"a":1}`), of(), nil},
	} {
		var got []string
		for _, d := range driftOf(c.before, c.now) {
			got = append(got, d.String())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
