package main

import (
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// noVariable is an environment where nothing is set.
func noVariable(string) string { return "" }

// person is a ui whose person has typed already.
func person(typed string) (*ui, *strings.Builder) {
	var out strings.Builder
	u := newUI(strings.NewReader(typed), &out, noVariable)
	u.asks = true
	return u, &out
}

func TestConfirm(t *testing.T) {
	for typed, want := range map[string]bool{
		"y\n": true, "Yes\n": true, "j\n": true, "ja\r\n": true, "\n": false, "": false, "n\n": false, "yep\n": false, "y": true,
	} {
		u, out := person(typed)
		if got, err := u.confirm("Write?"); got != want || err != nil {
			t.Errorf("%q: %v, %v", typed, got, err)
		}
		if !strings.HasPrefix(out.String(), "Write? [y/N] ") {
			t.Errorf("asked %q", out.String())
		}
	}
}

// TestQuiet: silence, but for warnings and errors.
func TestQuiet(t *testing.T) {
	u, out := person("")
	u.quiet = true
	u.say("said")
	u.next("orgbatch list")
	u.warn("mind %d", 1)
	u.fail(&problem.Problem{Msg: "broken\x1b[2J", Hint: "correct it"})
	if want := "warning: mind 1\norgbatch: broken\\x1b[2J\nhint: correct it\n"; out.String() != want {
		t.Errorf("got %q", out.String())
	}
}

// TestProgressLines: a line every five seconds where no terminal is, an event
// every second with --json, and a stage that begins anew.
func TestProgressLines(t *testing.T) {
	u, out := person("")
	now := time.Date(2026, 11, 23, 20, 35, 0, 0, time.UTC)
	p := newProgress(u, func() time.Time { return now })
	told := 0
	p.tell = func(step) { told++ }
	for i := range 121 {
		p.show(step{stage: "push", rows: i * 10, total: 2000})
		now = now.Add(100 * time.Millisecond)
	}
	p.show(step{stage: "match", rows: 7})
	want := "writing: 500 of 2,000 rows, 100 rows/s, 15 s left\nwriting: 1,000 of 2,000 rows, 100 rows/s, 10 s left\n"
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
	if told != 14 {
		t.Errorf("a script is told %d times", told)
	}
}

func TestSentence(t *testing.T) {
	for _, c := range []struct {
		step step
		rate float64
		want string
	}{
		{step{stage: "export"}, 0, "exporting: 0 rows"},
		{step{stage: "match", rows: 1}, 1.0 / 3600, "matching: 1 row"},
		{step{stage: "push", rows: 100, total: 100, note: "Pigello asks to wait"}, 100, "writing (Pigello asks to wait): 100 of 100 rows, 100 rows/s"},
	} {
		if got := c.step.sentence(c.rate); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
