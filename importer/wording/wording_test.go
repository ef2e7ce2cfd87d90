package wording_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/importer/wording/wordingtest"
)

var update = flag.Bool("update", false, "write the pages of testdata anew")

// editions are all there are. One more language is one more line here.
var editions = map[string]*wording.Edition{"english": &wording.English}

// TestPages holds each edition to the page that a translator reads, and finds what is missing.
func TestPages(t *testing.T) {
	for language, edition := range editions {
		wordingtest.Page(t, language, *edition, *update)
	}
}

func TestTextsAreKept(t *testing.T) {
	for _, edition := range editions {
		wordingtest.TextsAreKept(t, *edition)
	}
}

// TestAllIsSaid: what nobody says needs no translation.
func TestAllIsSaid(t *testing.T) {
	var program strings.Builder
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		program.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, m := range regexp.MustCompile(`\bwording\.English\.([\w.]+)`).FindAllStringSubmatch(program.String(), -1) {
		said[m[1]] = true
	}
	for _, e := range wordingtest.Entries(t, wording.English) {
		if !said[e.Code] {
			t.Errorf("%s is said nowhere", e.Code)
		}
	}
}
