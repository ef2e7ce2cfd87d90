package config

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

var asked = []string{"bulk-id", "bulk-limit"}

func TestAnswersComeBack(t *testing.T) {
	path := AnswersPath(filepath.Join(t.TempDir(), "orgbatch", "config.toml"), "nordhus")
	if _, ok, err := LoadAnswers(path, asked); ok || err != nil {
		t.Fatalf("there are none: %v, %v", ok, err)
	}
	want := Answers{URL: "https://dev.api.pigello.io", Target: "0a1b", Version: "1.2 \"x\"", Asked: time.Date(2026, 11, 25, 4, 5, 6, 0, time.UTC), Answers: map[string]string{"bulk-id": "ignored", "bulk-limit": ">1000"}}
	for range 2 { // the second replaces the first
		if err := SaveAnswers(path, want); err != nil {
			t.Fatal(err)
		}
	}
	got, ok, err := LoadAnswers(path, asked)
	if err != nil || !ok || got.URL != want.URL || got.Target != want.Target || got.Version != want.Version || !got.Asked.Equal(want.Asked) || !maps.Equal(got.Answers, want.Answers) {
		t.Errorf("got %+v, %v", got, err)
	}
	for p, mode := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(p); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", p, info.Mode(), err)
		}
	}
	for range 2 {
		if err := RemoveAnswers(path); err != nil {
			t.Error(err)
		}
	}
}

// TestAnswersAreReadStrictly wants an error for whatever a probe doesn't write.
func TestAnswersAreReadStrictly(t *testing.T) {
	const good = "url = \"https://x\"\ntarget = \"0a1b\"\nversion = \"1\"\nasked = 2026-11-25T04:05:06Z\n[answers]\nbulk-id = \"update\"\n"
	path := filepath.Join(t.TempDir(), "x.toml")
	for text, want := range map[string]string{
		good: "",
		strings.Replace(good, "version", "colour", 1):      "3:1: unknown key",
		strings.Replace(good, "bulk-id", "bulk-di", 1):     `unknown question "bulk-di"`,
		strings.Replace(good, "update", "", 1):             "is none",
		strings.Replace(good, "update", `a\nb`, 1):         "is none",
		strings.Replace(good, "\"update\"", "3", 1):        "6:",
		strings.Replace(good, "2026-11-25T", "soon", 1):    "4:",
		strings.Replace(good, `"https://x"`, `""`, 1):      "url, target or asked",
		strings.Replace(good, "asked = ", "# asked = ", 1): "url, target or asked",
		strings.Replace(good, "0a1b", "", 1):               "url, target or asked",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, ok, err := LoadAnswers(path, asked)
		if ok != (want == "") || (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v", text, ok, err)
		}
	}
}
