package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// noVariable is an environment where nothing is set.
func noVariable(string) string { return "" }

// person is a ui whose person has typed already.
func person(typed string) (*UI, *strings.Builder) {
	var out strings.Builder
	u := New(strings.NewReader(typed), &out, noVariable)
	u.Asks = true
	return u, &out
}

func TestConfirm(t *testing.T) {
	for typed, want := range map[string]bool{
		"y\n": true, "Yes\n": true, "j\n": true, "ja\r\n": true, "\n": false, "": false, "n\n": false, "yep\n": false, "y": true,
	} {
		u, out := person(typed)
		if got, err := u.Confirm("Write?"); got != want || err != nil {
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
	u.Quiet = true
	u.Say("said")
	u.Next("orgbatch list")
	u.Warn("mind %d", 1)
	u.Fail(&problem.Problem{Msg: "broken\x1b[2J", Hint: "correct it"})
	if want := "warning: mind 1\norgbatch: broken\\x1b[2J\nhint: correct it\n"; out.String() != want {
		t.Errorf("got %q", out.String())
	}
}

// TestProgressLines: a line every five seconds where no terminal is, an event
// every second with --json, and a stage that begins anew.
func TestProgressLines(t *testing.T) {
	u, out := person("")
	now := time.Date(2026, 11, 23, 20, 35, 0, 0, time.UTC)
	p := NewProgress(u, func() time.Time { return now })
	told := 0
	p.Tell = func(Step) { told++ }
	for i := range 121 {
		p.Show(Step{Stage: "push", Rows: i * 10, Total: 2000})
		now = now.Add(100 * time.Millisecond)
	}
	p.Show(Step{Stage: "match", Rows: 7})
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
		Step Step
		rate float64
		want string
	}{
		{Step{Stage: "export"}, 0, "exporting: 0 rows"},
		{Step{Stage: "match", Rows: 1}, 1.0 / 3600, "matching: 1 row"},
		{Step{Stage: "push", Rows: 100, Total: 100, Note: "Pigello asks to wait"}, 100, "writing (Pigello asks to wait): 100 of 100 rows, 100 rows/s"},
	} {
		if got := c.Step.sentence(c.rate); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
