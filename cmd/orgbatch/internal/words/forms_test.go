package words

import (
	"testing"
	"time"
)

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Number(0), "0"}, {Number(999), "999"}, {Number(1000), "1,000"}, {Number(-1234567), "-1,234,567"},
		{Counted(1, "row"), "1 row"}, {Counted(0, "row"), "0 rows"}, {Counted(2140, "organization"), "2,140 organizations"},
		{Size(1), "1 byte"}, {Size(999), "999 bytes"}, {Size(1000), "1.0 kB"}, {Size(999_960), "1.0 MB"}, {Size(3_300_000_000), "3.3 GB"}, {Size(5_000_000_000_000_000), "5000.0 TB"},
		{Span(0), "less than a second"}, {Span(59_400 * time.Millisecond), "59 s"}, {Span(200 * time.Second), "3 min 20 s"}, {Span(2*time.Hour + 90*time.Second), "2 h 2 min"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
