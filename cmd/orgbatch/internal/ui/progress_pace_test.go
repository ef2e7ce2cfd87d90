package ui

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestProgressFigures goes through two stages at 100 rows a second, of which Pigello begins to ask for a pause now and then, so that the
// bar is made anew: every frame tells that rate, a time that grows, and what is left.
func TestProgressFigures(t *testing.T) {
	u, out := person("")
	u.draws = true
	now := time.Date(2026, 11, 23, 20, 35, 0, 0, time.UTC)
	p := NewProgress(u, func() time.Time { return now })
	for _, stage := range []string{"push", "undo"} {
		out.Reset()
		for i := range 3000 / 20 {
			s := Step{Stage: stage, Rows: 500 + i*20, Total: 3500}
			if i%40 > 20 {
				s.Note = "Pigello asks to wait"
			}
			if i == 75 && p.bar != nil { // as when a terminal is made wider
				p.frame.bar = 0
			}
			p.Show(s)
			now = now.Add(200 * time.Millisecond)
		}
		figures := regexp.MustCompile(`\(([\d,]+)/3,500(?:, ([\d,]+) rows/s)?\) \[(\w+)(?::(\w+))?\]`).FindAllStringSubmatch(out.String(), -1)
		if len(figures) != 150 { // a frame a step
			t.Fatalf("%s: %d frames: %q", stage, len(figures), out.String())
		}
		before := time.Duration(0)
		for _, f := range figures {
			rows, _ := strconv.Atoi(strings.ReplaceAll(f[1], ",", ""))
			passed, err := time.ParseDuration(f[3])
			if err != nil || passed < before || (rows-500)/100 != int(passed.Seconds()) {
				t.Errorf("%s: %q: %v after %v, %v", stage, f[0], passed, before, err)
			}
			before = passed
			if passed < time.Second {
				if f[2] != "" || f[4] != "" {
					t.Errorf("%s: %q tells a rate of nothing", stage, f[0])
				}
				continue
			}
			left := (time.Duration(3500-rows+99) / 100 * time.Second).String()
			if rate, err := strconv.Atoi(f[2]); err != nil || rate < 80 || rate > 125 || f[4] != left {
				t.Errorf("%s: %q, want 100 rows/s and %s left", stage, f[0], left)
			}
		}
	}
}

// TestFigures is what a bar tells of each kind of stage.
func TestFigures(t *testing.T) {
	for _, c := range []struct {
		Step  Step
		rate  float64
		rates bool
		want  string
	}{
		{Step{Stage: "compare"}, 0, true, "(0) [1m5s]"},
		{Step{Stage: "compare", Rows: 1234}, 80, true, "(1,234, 80 rows/s) [1m5s]"},
		{Step{Stage: "push", Rows: 80, Total: 3000}, 0, true, "(80/3,000) [1m5s]"},
		{Step{Stage: "push", Rows: 80, Total: 3000}, 0.5, true, "(80/3,000, 30 rows/min) [1m5s:1h37m20s]"},
		{Step{Stage: "push", Rows: 80, Total: 3000}, 0.001, true, "(80/3,000) [1m5s]"},
		{Step{Stage: "push", Rows: 80, Total: 3000}, 160, false, "(80/3,000)"},
		{Step{Stage: "read", Rows: 9, Bytes: 1_500_000, TotalBytes: 3_000_000}, 500_000, true, "(1.5 MB/3.0 MB, 500.0 kB/s) [1m5s:3s]"},
	} {
		if got := c.Step.figures(frame{rates: c.rates}, c.rate, 65*time.Second); got != c.want {
			t.Errorf("%+v: %q, want %q", c.Step, got, c.want)
		}
	}
}

// TestPace: the rate forgets a pause of long ago, and is measured anew where rows are gone through once more.
func TestPace(t *testing.T) {
	var p pace
	var got []string
	for second, done := range []int64{0, 0, 0, 0, 0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 0, 50} {
		got = append(got, fmt.Sprintf("%.0f", p.of(time.Time{}.Add(time.Duration(second)*time.Second), done)))
	}
	if want := "0 0 0 0 0 20 33 43 50 56 60 70 80 90 100 0 50"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
