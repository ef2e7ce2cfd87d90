package main

import (
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// person is a ui whose person has typed already.
func person(typed string) (*ui, *strings.Builder) {
	var out strings.Builder
	u := newUI(strings.NewReader(typed), &out)
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

// TestProductionAsksForTheName: on production a y is a no; the profile's name,
// or the environment's without a profile, is what counts.
func TestProductionAsksForTheName(t *testing.T) {
	for _, c := range []struct {
		profile config.Profile
		name    string
		word    string
		shown   string
	}{
		{config.Profile{Env: "production"}, "nordhus", "nordhus", "production · nordhus"},
		{config.Profile{}, "nordhus", "nordhus", "production · nordhus"},
		{config.Profile{}, "", "production", "production"},
		{config.Profile{URL: "https://api.pigello.io/"}, "nordhus", "nordhus", "production · nordhus"},
		{config.Profile{URL: "https://api.example.org"}, "nordhus", "nordhus", "api.example.org · nordhus"},
		{config.Profile{URL: "https://api.example.org"}, "", "api.example.org", "api.example.org"},
		{config.Profile{Env: "development"}, "nordhus", "", "development · nordhus"},
		{config.Profile{URL: "http://127.0.0.1:8780"}, "local", "", "127.0.0.1:8780 · local"},
		{config.Profile{URL: "http://[::1]:8780"}, "", "", "[::1]:8780"},
	} {
		target, err := newTarget(&targetFlags{}, c.profile, c.name, "", "")
		if err != nil {
			t.Fatal(err)
		}
		if target.word != c.word || target.name != c.shown {
			t.Errorf("%s: %q, asks for %q", target.name, c.shown, target.word)
		}
		for typed, want := range map[string]bool{"y\n": c.word == "", c.word + "\n": c.word != "", "": false} {
			u, _ := person(typed)
			a := &app{ui: u}
			if got, err := a.mayWrite(target, false, "Write 1 row?"); got != want || err != nil {
				t.Errorf("%s: %q gives %v, %v", target.name, typed, got, err)
			}
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
	var data strings.Builder
	u, out := person("")
	now := at(0)()
	a := &app{ui: u, now: func() time.Time { return now }}
	a.events = newEvents(&data, a.now)
	a.progress = newProgress(a)
	for i := range 121 {
		a.progress.show(step{stage: "push", rows: i * 10, total: 2000})
		now = now.Add(100 * time.Millisecond)
	}
	a.progress.show(step{stage: "match", rows: 7})
	want := "writing: 500 of 2,000 rows, 100 rows/s, 15 s left\nwriting: 1,000 of 2,000 rows, 100 rows/s, 10 s left\n"
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
	if got := strings.Count(data.String(), `"type":"progress"`); got != 14 {
		t.Errorf("%d events", got)
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

func TestParseAge(t *testing.T) {
	for text, want := range map[string]time.Duration{"90d": 2160 * time.Hour, "2w": 336 * time.Hour, "48h": 48 * time.Hour, "0d": 0} {
		if got, err := parseAge(text); got != want || err != nil {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "d", "90", "-1d", "1.5d", "90m", "999999999d", "99999w"} {
		if _, err := parseAge(text); err == nil {
			t.Errorf("%q is taken for an age", text)
		}
	}
}
