package pigello

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"2019-08-24T14:15:22Z", "2019-08-24T14:15:22.5Z", "2024-02-29T00:00:00.123456789Z", "2023-02-29T00:00:00Z", "2024-01-15",
		"2024-01-15T10:00:00+02:00", "0000-01-01T00:00:00Z", "2024-01-15T23:59:60Z", "2024-01-15T10:00:00,5Z", "2024-13-01T00:00:00Z", "2024-01-15T10:00:00.Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		fast, ok := parseUTC(s)
		if !ok {
			return
		}
		want, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatalf("%q: read as %v, but %v", s, fast.time(), err)
		}
		if !fast.time().Equal(want) {
			t.Fatalf("%q: %v, want %v", s, fast.time(), want)
		}
	})
}

func TestInstantOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) time.Time {
			return time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, name), rapid.Int64Range(0, 999_999_999).Draw(t, name+"n")).UTC()
		}
		a, b := draw("a"), draw("b")
		x, okX := parseTime(a.Format(time.RFC3339Nano))
		y, okY := parseTime(b.Format(time.RFC3339Nano))
		if !okX || !okY || x.compare(y) != a.Compare(b) || !x.time().Equal(a) {
			t.Fatalf("%v %v: %v %v", a, b, x, y)
		}
	})
}
