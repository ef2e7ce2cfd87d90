package main

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
)

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
		target, err := target.New(&target.Flags{}, c.profile, c.name, "", "")
		if err != nil {
			t.Fatal(err)
		}
		if target.Word != c.word || target.Name != c.shown {
			t.Errorf("%s: %q, asks for %q", target.Name, c.shown, target.Word)
		}
		for typed, want := range map[string]bool{"y\n": c.word == "", c.word + "\n": c.word != "", "": false} {
			a := bare()
			a.ui = answering(typed)
			if got, err := mayWriteTo(a.ui, target, consent(false), "Write 1 row?"); got != want || err != nil {
				t.Errorf("%s: %q gives %v, %v", target.Name, typed, got, err)
			}
		}
	}
}

// answering is a ui whose person has typed already.
func answering(typed string) *ui.UI {
	u := ui.New(strings.NewReader(typed), io.Discard, func(string) string { return "" })
	u.Asks = true
	return u
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
