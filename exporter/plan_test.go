package exporter

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/pigello"
)

func TestFormatOf(t *testing.T) {
	for _, c := range []struct{ output, format, want, compression string }{
		{"a.csv", "", "csv", ""},
		{"A.CSV", "", "csv", ""},
		{"a.jsonl", "", "jsonl", ""},
		{"a.ndjson.zst", "", "jsonl", "zstd"},
		{"a.csv.gz", "", "csv", "gzip"},
		{"a.csv", "jsonl", "jsonl", ""},
		{"a.txt", "csv", "csv", ""},
		{"-", "", "csv", ""},
		{"-", "jsonl", "jsonl", ""},
	} {
		p, err := newPlan(Options{Output: c.output, Format: c.format, Stdout: io.Discard})
		if err != nil || p.format != c.want || p.compression != c.compression {
			t.Errorf("%+v: %+v, %v", c, p, err)
		}
	}
}

// Options that can't be are told before anything is asked of the API or the
// disk.
func TestUsage(t *testing.T) {
	for _, c := range []struct {
		name    string
		o       Options
		problem string
		nearest string
	}{
		{"no output", Options{}, "no file was named", ""},
		{"no stdout", Options{Output: "-"}, "standard output", ""},
		{"no format", Options{Output: "export"}, "doesn't tell the format", ""},
		{"unknown ending", Options{Output: "export.xml.gz"}, "doesn't tell the format", ""},
		{"unknown format", Options{Output: "a.csv", Format: "jsnl"}, "unknown format", "jsonl"},
		{"far format", Options{Output: "a.csv", Format: "parquet"}, "unknown format", ""},
		{"unknown column", Options{Output: "a.csv", Columns: []string{"id", "organisation_name"}}, "unknown column", "organization_name"},
		{"column twice", Options{Output: "a.csv", Columns: []string{"id", "name", "id"}}, "twice", ""},
		{"columns of jsonl", Options{Output: "a.jsonl", Columns: []string{"id"}}, "as received", ""},
		{"page", Options{Output: "a.csv", Query: pigello.Query{Page: 1, PageSize: 10}}, "whole list", ""},
		{"slim", Options{Output: "a.csv", Query: pigello.Query{Slim: true}}, "whole list", ""},
	} {
		if c.o.Output != "" && c.o.Output != "-" {
			c.o.Output = filepath.Join(t.TempDir(), c.o.Output)
		}
		_, err := Export(context.Background(), nil, c.o)
		var usage *pigello.UsageError
		if !errors.As(err, &usage) || !strings.Contains(usage.Problem, c.problem) || usage.Nearest != c.nearest {
			t.Errorf("%s: %#v", c.name, err)
		}
	}
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":1}`:                          `{"a":1}`,
		`{"a": 1,  "b": "x y"}`:            `{"a": 1,  "b": "x y"}`, // as received
		"{\n  \"a\": 1.50,\r\n \"b\":2}":   `{"a":1.50,"b":2}`,
		"{\"a\":\n\"\\u00e5\\n\",\"a\":1}": `{"a":"\u00e5\n","a":1}`,
		"{\n\"n\": 12345678901234567890}":  `{"n":12345678901234567890}`,
	} {
		raw := []byte(in)
		got, err := oneLine(raw)
		if err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", in, got, err)
		}
		if string(raw) != in {
			t.Errorf("the object received was changed to %q", raw)
		}
	}
	if _, err := oneLine([]byte("{\n")); err == nil {
		t.Error("half an object was taken")
	}
	var buf bytes.Buffer
	e := jsonlEncoder{w: gathering(&buf)}
	if err := errors.Join(e.encode(&pigello.Organization{Raw: []byte("{\n\"id\":1\n}")}), e.end()); err != nil || buf.String() != "{\"id\":1}\n" {
		t.Errorf("%q, %v", buf.String(), err)
	}
}

func TestNearest(t *testing.T) {
	for word, want := range map[string]string{
		"custom_di": "custom_id", "organisation": "organization", "tag": "tags", "createdat": "created_at", "wholly": "", "": "",
	} {
		if got := pigello.Nearest(word, AllColumns()); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
