package main

import (
	"testing"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

func TestRareForm(t *testing.T) {
	for name, test := range map[string]struct {
		encodings []string
		want      string
	}{
		"none": {nil, ""}, "usual": {[]string{"utf-8"}, ""}, "workbook": {[]string{""}, ""},
		"one": {[]string{"windows-1252"}, "windows-1252"}, "alike": {[]string{"utf-16le", "utf-16le"}, "utf-16le"},
		"unlike": {[]string{"utf-16le", "utf-8"}, ""},
	} {
		var sources []run.Source
		for _, e := range test.encodings {
			sources = append(sources, run.Source{Format: tabular.Format{Encoding: e}})
		}
		got := ""
		for _, f := range rareForm(sources) {
			got += f.Value
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}
