package main

import (
	"testing"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/report"
)

// TestTitles: every issue has a title for people.
func TestTitles(t *testing.T) {
	for _, doc := range codes.Catalogue() {
		if report.Title(doc.Code) == doc.Code {
			t.Errorf("%s has none", doc.Code)
		}
	}
}
