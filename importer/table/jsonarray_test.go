package table_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/table/write"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestJSONArrays: arrays, arrays within an answer of an API, and objects spread over lines are read as JSON lines are, with true lines.
func TestJSONArrays(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"array", `[{"name":"Åkerbolaget AB","n":1.50},{"name":"B","x":null}]`, `
header ["name" "n" "x"]
1 line 1 string:"Åkerbolaget AB" json:"1.50" absent:"" raw {"name":"Åkerbolaget AB","n":1.50}
2 line 1 string:"B" absent:"" null:"" raw {"name":"B","x":null}
`},
		{"pretty", "[\n  {\n    \"name\": \"A\",\n    \"tags\": [ 1,\n 2 ]\n  },\r\n\n  {\n    \"name\": \"två  ord\"\n  }\n]\n", `
header ["name" "tags"]
1 line 2 string:"A" json:"[1,2]" raw {"name":"A","tags":[1,2]}
2 line 8 string:"två  ord" absent:"" raw {"name":"två  ord"}
`},
		{"lines", "[\n{\"a\":1},\n{\"a\":2}\n]", `
header ["a"]
1 line 2 json:"1" raw {"a":1}
2 line 3 json:"2" raw {"a":2}
`},
		{"answer", `{"count":2,"next":null,"results":[{"a":1},{"a":2}],"more":{"a":3}}` + "\n", `
header ["a"]
1 line 1 json:"1" raw {"a":1}
2 line 1 json:"2" raw {"a":2}
`},
		{"spread objects", "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", `
header ["a"]
1 line 1 json:"1" raw {"a":1}
2 line 4 json:"2" raw {"a":2}
`},
		{"lines with commas", "{\"a\":1},\n{\"a\":2},\n", `
header ["a"]
1 line 1 json:"1" raw {"a":1}
2 line 2 json:"2" raw {"a":2}
`},
		{"two arrays", "[{\"a\":1}]\n[{\"a\":2}]\n", `
header ["a"]
1 line 1 json:"1" raw {"a":1}
2 line 2 json:"2" raw {"a":2}
`},
		{"things", `[1,{"a":[{}]},"x"]`, `
header ["a"]
1 line 1 absent:"" UNREADABLE not-an-object raw 1
2 line 1 json:"[{}]" raw {"a":[{}]}
3 line 1 absent:"" UNREADABLE not-an-object raw "x"
`},
		{"commas", `[{"a":1} {"a":2},,{"a":3},]`, `
header ["a"]
1 line 1 json:"1" raw {"a":1}
2 line 1 json:"2" bad-json? raw {"a":2}
3 line 1 json:"3" bad-json? raw {"a":3}
`},
		{"none", `[]`, "\nheader []\n"},
	} {
		if got := "\n" + describeJSON(t, open(t, "a.json", c.text, table.Options{})); got != c.want {
			t.Errorf("%s: got%s\nwant%s", c.name, got, c.want)
		}
	}
}

// TestDamagedElements: what is damaged costs its own row where the next one can be told from it.
func TestDamagedElements(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"comma", `[{"a":1,},{"a":2}]`, "1 line 1 json:\"1\" UNREADABLE bad-json raw {\"a\":1,}\n2 line 1 json:\"2\" raw {\"a\":2}\n"},
		{"word", `[{"a":tru},{"a":2}]`, "1 line 1 absent:\"\" UNREADABLE bad-json raw {\"a\":tru}\n2 line 1 json:\"2\" raw {\"a\":2}\n"},
		{"twice", `[{"a":1,"a":2},{"a":2}]`, "1 line 1 json:\"1\" UNREADABLE duplicate-key raw {\"a\":1,\"a\":2}\n2 line 1 json:\"2\" raw {\"a\":2}\n"},
		{"open string", "[\n {\"a\":\"x},\n {\"a\":2}\n]", "1 line 2 absent:\"\" UNREADABLE bad-json raw {\"a\":\"x}\n2 line 3 json:\"2\" raw {\"a\":2}\n"},
		{"open object", "[\n {\"b\":1,\n {\"a\":2}\n]", "1 line 2 absent:\"\" UNREADABLE bad-json raw {\"b\":1\n2 line 3 json:\"2\" raw {\"a\":2}\n"},
		{"open array", "[\n {\"b\":[1,\n {\"a\":2},\n {\"a\":3}\n]\n", "1 line 2 absent:\"\" UNREADABLE bad-json raw {\"b\":[1\n2 line 3 json:\"2\" raw {\"a\":2}\n3 line 4 json:\"3\" raw {\"a\":3}\n"},
		{"spread", "[\n  {\n    \"a\": 1\n    \"b\": 2\n  },\n  {\n    \"a\": 2\n  }\n]", "1 line 2 json:\"1\" UNREADABLE bad-json raw { \"a\": 1 \"b\": 2 }\n2 line 6 json:\"2\" raw {\"a\":2}\n"},
		{"last", "[\n  {\"a\": 1},\n  {\"a\": \"x}\n]\n", "1 line 2 json:\"1\" raw {\"a\": 1}\n2 line 3 absent:\"\" UNREADABLE bad-json raw {\"a\": \"x}\n"},
		{"line break in a text", "[\n {\"a\":\"x\ny\"},\n {\"a\":2}\n]", "1 line 2 absent:\"\" UNREADABLE bad-json raw {\"a\":\"x y\"}\n2 line 4 json:\"2\" raw {\"a\":2}\n"},
		{"bad letters", "[{\"a\":\"ååå\xe5\"},{\"a\":2}]", "1 line 1 absent:\"\" UNREADABLE bad-utf8 raw {\"a\":\"ååå\xe5\"}\n2 line 1 json:\"2\" raw {\"a\":2}\n"},
		{"bare word", "[{\"a\":2},\nnix,\n{\"a\":3}]", "1 line 1 json:\"2\" raw {\"a\":2}\n2 line 2 absent:\"\" UNREADABLE bad-json raw nix\n3 line 3 json:\"3\" raw {\"a\":3}\n"},
	} {
		_, got, _ := strings.Cut(describeJSON(t, open(t, "a.json", c.text, table.Options{Format: "json"})), "\n")
		if got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// TestTornArrays: where nothing can be told from what is damaged, the reading ends with the line.
func TestTornArrays(t *testing.T) {
	for _, c := range []struct {
		text string
		line int
	}{
		{"[\n{\"a\":1},\n", 3}, {"[\n{\"a\":1},\n{\"a\":", 3}, {"{\n\"a\":1\n}\n{\n\"a\"", 4}, {"[{\"a\":1}]\nmore", 2}, {"{\"results\":[\n{\"a\":1}", 2}, {"[{\"a\":\"x},{\"a\":\"y\"}]", 1},
	} {
		_, err := table.Open(strings.NewReader(c.text), "a.json", table.Options{Format: "json"})
		var e *tabular.InputError
		if !errors.As(err, &e) || e.Line != c.line || e.Hint == "" {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}

func describeJSON(t *testing.T, tb *table.Table) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "header %q\n", tb.Header())
	if tb.Format().Name != tabular.FormatJSON {
		t.Errorf("read as %s", tb.Format().Name)
	}
	for _, r := range rows(t, tb) {
		fmt.Fprintf(&b, "%d line %d", r.Number, r.Line)
		for _, c := range r.Cells {
			fmt.Fprintf(&b, " %s:%q", c.Kind, c.Text)
		}
		if r.Unreadable {
			b.WriteString(" UNREADABLE")
		}
		for _, p := range r.Problems {
			b.WriteString(" " + p.Code)
			if p.Warning {
				b.WriteString("?")
			}
		}
		fmt.Fprintf(&b, " raw %s\n", r.raw)
	}
	return b.String()
}

// TestArrayIsStreamed: a large array takes no more memory than a small one, spread over lines or all on one.
func TestArrayIsStreamed(t *testing.T) {
	rows := 300_000
	if raceEnabled {
		rows = 10_000
	}
	for _, between := range []string{",", ",\n  "} {
		src := &repeated{head: "[", unit: `{"name":"Exempelbacken Fastigheter AB",` + strings.Trim(between, ",") + `"n":1}` + between, tail: `{"n":2}]`, n: rows}
		tb, err := table.Open(src, "a.json", table.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		n := 0
		for row, err := range tb.Rows() {
			if err != nil || row.Problems != nil {
				t.Fatal(err, row.Problems)
			}
			if n++; n == rows-1 {
				runtime.GC()
				runtime.ReadMemStats(&after)
			}
		}
		if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); n != rows+1 || grown > 4<<20 {
			t.Errorf("%d rows, %d KiB more", n, grown>>10)
		}
	}
}

// repeated is a text that repeats itself, made as it is read.
type repeated struct {
	head, unit, tail string
	n                int
	r                io.Reader
}

func (r *repeated) Read(p []byte) (int, error) { return r.r.Read(p) }

func (r *repeated) Seek(int64, int) (int64, error) {
	parts := []io.Reader{strings.NewReader(r.head)}
	block := strings.Repeat(r.unit, 1000)
	for range r.n / 1000 {
		parts = append(parts, strings.NewReader(block))
	}
	r.r = io.MultiReader(append(parts, strings.NewReader(r.tail))...)
	return 0, nil
}

// TestArrayIsWritten: what is written in the form of an array is JSON lines, with the same cells.
func TestArrayIsWritten(t *testing.T) {
	tb := open(t, "a.json", "[\n {\n  \"a\": 1\n }\n]", table.Options{})
	var b strings.Builder
	w, err := write.NewWriter(&b, tb.Format(), slices.Concat(tb.Header(), []string{"orgbatch_row"}))
	if err != nil {
		t.Fatal(err)
	}
	for row := range tb.Rows() {
		if err := w.WriteRaw(row.Raw, "k7f3:1"); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil || b.String() != "{\"a\":1,\"orgbatch_row\":\"k7f3:1\"}\n" {
		t.Errorf("%v %q", err, b.String())
	}
}
