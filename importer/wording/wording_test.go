package wording_test

import (
	"testing"

	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/importer/wording/wordingtest"
)

// editions are all there are. One more language is one more line here.
var editions = map[string]*wording.Edition{"english": &wording.English}

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
