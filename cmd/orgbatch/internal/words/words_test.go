package words

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/wording/wordingtest"
)

// editions are all there are. One more language is one more line here.
var editions = map[string]*Edition{"english": &English}

// TestPages holds each edition to the page that a translator reads, and finds what is missing.
func TestPages(t *testing.T) {
	for language, edition := range editions {
		wordingtest.Page(t, language, *edition)
	}
}

func TestTextsAreKept(t *testing.T) {
	for _, edition := range editions {
		wordingtest.TextsAreKept(t, *edition)
	}
}

// ours are words of the program's own, which nobody in a back office knows.
var ours = regexp.MustCompile(`(?i)\b(mend\w*|twins?|the API|held)\b|\brejects([^.]|$)`)

// codes are what a person types, and stay.
var codes = regexp.MustCompile(`--accept [a-z-]+`)

func TestWordsOfEnglish(t *testing.T) {
	for _, e := range wordingtest.Entries(t, English) {
		said := e.Sample(t)
		if ours.MatchString(codes.ReplaceAllString(said, "")) {
			t.Errorf("%s is in words of ours: %s", e.Code, said)
		}
	}
}

// TestAllIsSaid: what nobody says needs no translation.
func TestAllIsSaid(t *testing.T) {
	var program strings.Builder
	var files []string
	for _, dir := range []string{"../..", "../*", "../../../../importer", "../../../../importer/*"} {
		here, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, here...)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		program.Write(text)
	}
	said := map[string]bool{} // and what it begins with
	for _, m := range regexp.MustCompile(`\b(?:(?:words\.)?English|[Ww]ords|[Ww])\.([\w.]+)`).FindAllStringSubmatch(program.String(), -1) {
		for code := m[1]; ; code = code[:strings.LastIndexByte(code, '.')] {
			if said[code] = true; !strings.Contains(code, ".") {
				break
			}
		}
	}
	for _, m := range regexp.MustCompile(`\bsaid(?:\(\))?\.(\w+)`).FindAllStringSubmatch(program.String(), -1) { // either table
		said["Undo."+m[1]], said["Delete."+m[1]] = true, true
	}
	for _, e := range wordingtest.Entries(t, English) {
		if !said[e.Code] {
			t.Errorf("%s is said nowhere", e.Code)
		}
	}
}

// TestWhy: the importer gives its reasons of one row.
func TestWhy(t *testing.T) {
	const one = "its write was cut off, and its write got no answer"
	if got := English.Result.Why(1, one); got != one {
		t.Error(got)
	}
	if got := English.Result.Why(2, one); got != "their writes were cut off, and their writes got no answer" {
		t.Error(got)
	}
}
