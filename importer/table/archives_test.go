package table_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestOtherDocuments: what has relations and is no workbook is named.
func TestOtherDocuments(t *testing.T) {
	const relations = `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="`
	for _, c := range []struct{ part, xml, problem string }{
		{"word/document.xml", "<w:document/>", "Word"},
		{"ppt/presentation.xml", "<p:presentation/>", "presentation"},
		{"xl/workbook.bin", "\x83\x01", "xlsb"},
		{"data/book.xml", "<book/>", "zip archive but not a workbook"},
		{"data/missing.xml", "", "zip archive but not a workbook"},
	} {
		parts := []string{"[Content_Types].xml", "<Types/>", "_rels/.rels", relations + c.part + `"/></Relationships>`}
		if c.xml != "" {
			parts = append(parts, c.part, c.xml)
		}
		_, err := table.Open(strings.NewReader(zipOf(t, parts...)), "a.xlsx", table.Options{})
		var e *tabular.InputError
		if !errors.As(err, &e) || !strings.Contains(e.Error(), c.problem) {
			t.Errorf("%s: %v", c.part, err)
		}
	}
}
