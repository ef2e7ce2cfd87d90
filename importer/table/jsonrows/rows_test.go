package jsonrows

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// reader is what both readers are.
type reader interface {
	Next() (*tabular.Row, error)
	ReadKeys() (Keys, error)
}

func newReader(format string, r io.Reader, header []string) reader {
	src := source.New(nil, "a.json")
	if format == tabular.FormatJSON {
		return NewArrayReader(src, r, header)
	}
	return NewLinesReader(src, r, header)
}

// shown writes a row: number and line, cells by their keys, absent ones left out, problems behind !, with ? for a warning, and the text.
func shown(row *tabular.Row, header []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d:%d", row.Number, row.Line)
	for i, cell := range row.Cells {
		switch cell.Kind {
		case tabular.Absent:
		case tabular.Null:
			fmt.Fprintf(&b, " %s=null", header[i])
		case tabular.String:
			fmt.Fprintf(&b, " %s=%q", header[i], cell.Text)
		default:
			fmt.Fprintf(&b, " %s=%s", header[i], cell.Text)
		}
	}
	for _, p := range row.Problems {
		fmt.Fprintf(&b, " !%s", p.Code)
		if p.Column >= 0 {
			fmt.Fprintf(&b, "@%d", p.Column)
		}
		if p.Warning {
			b.WriteString("?")
		}
	}
	if row.Unreadable {
		b.WriteString(" unreadable")
	}
	return b.String() + " " + string(row.Raw)
}

// read reads a text twice, as a table does, and gives its rows and the error that ended it.
func read(t *testing.T, format, text string) (all []string, k Keys, err error) {
	t.Helper()
	k, keysErr := newReader(format, strings.NewReader(text), nil).ReadKeys()
	r := newReader(format, iotest.HalfReader(strings.NewReader(text)), k.Names)
	sound := 0
	for {
		row, err := r.Next()
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			if fmt.Sprint(err) != fmt.Sprint(keysErr) || len(all) != k.Rows || sound != k.Sound {
				t.Errorf("%.80q: the first reading found %d rows, %d of them sound, and %v; the second %d, %d, and %v", text, k.Rows, k.Sound, keysErr, len(all), sound, err)
			}
			return all, k, err
		}
		if len(all) > len(text) {
			t.Fatalf("%.80q: rows without end", text)
		}
		if row.Unreadable != (row.Problems != nil && row.Problems[0].Column < 0 && !row.Problems[0].Warning) {
			t.Errorf("%.80q: unreadable %v, problems %v", text, row.Unreadable, row.Problems)
		}
		if !row.Unreadable {
			sound++
		}
		all = append(all, shown(row, k.Names))
	}
}

// jsonRows are texts and the rows in them.
var jsonRows = []struct {
	name, format, text string
	want               []string
}{
	{"lines", "jsonl", "{\"a\":1}\r\n\n \t\n{\"b\":\"x\",\"a\":null}", []string{`1:1 a=1 {"a":1}`, `4:4 a=null b="x" {"b":"x","a":null}`}},
	{"line ends first and last", "jsonl", "\n{\"a\":1}\n\n", []string{`2:2 a=1 {"a":1}`}},
	{"CR at the end", "jsonl", "{\"a\":1}\r", []string{`1:1 a=1 {"a":1}`}},
	{"no line", "jsonl", "", nil},
	{"blank lines", "jsonl", "\n \n", nil},
	{"separators", "jsonl", "\x1e{\"a\":1}\n\x1e\n\x1e{\"a\":2}\n", []string{`1:1 a=1 {"a":1}`, `3:3 a=2 {"a":2}`}},
	{"values", "jsonl", `{"s":"å","e":"\"x\u00e5","n":1.50,"b":true,"o":{ "x" : [ 1 ] },"l":[ ],"z":null,"":""}`, []string{
		`1:1 s="å" e="\"xå" n=1.50 b=true o={"x":[1]} l=[] z=null ="" {"s":"å","e":"\"x\u00e5","n":1.50,"b":true,"o":{ "x" : [ 1 ] },"l":[ ],"z":null,"":""}`,
	}},
	{"keys", "jsonl", `{"a\\n":1,"a\n":2}` + "\n" + `{"\u0061\n":3}`, []string{"1:1 a\\n=1 a\n=2 " + `{"a\\n":1,"a\n":2}`, "2:2 a\n=3 " + `{"\u0061\n":3}`}},
	{"damaged lines name no columns", "jsonl", `{"a":1,"x":2,"y"}` + "\n" + `{"a":1}`, []string{`1:1 a=1 !bad-json unreadable {"a":1,"x":2,"y"}`, `2:2 a=1 {"a":1}`}},
	{"a damaged line adds no column", "jsonl", `{"a":1}` + "\n" + `{"b":1,}` + "\n" + `{"c":2}`, []string{`1:1 a=1 {"a":1}`, `2:2 !bad-json unreadable {"b":1,}`, `3:3 c=2 {"c":2}`}},
	{"no objects", "jsonl", "1\n[1]\n\"x\"\nx\n", []string{`1:1 !not-an-object unreadable 1`, `2:2 !not-an-object unreadable [1]`, `3:3 !not-an-object unreadable "x"`, `4:4 !bad-json unreadable x`}},
	{"something follows", "jsonl", `{"a":1} {"a":2}` + "\n" + `{"a":1}]`, []string{`1:1 !bad-json unreadable {"a":1} {"a":2}`, `2:2 !bad-json unreadable {"a":1}]`}},
	{"NUL", "jsonl", `{"a":"x","b":"\u0000"}`, []string{`1:1 a="x" b="\x00" !nul@1 {"a":"x","b":"\u0000"}`}},

	{"array", "json", `[{"a":1},{"a": "x"}]`, []string{`1:1 a=1 {"a":1}`, `2:1 a="x" {"a": "x"}`}},
	{"spread", "json", "\n[\n  {\n    \"a\": [ 1,\r\n 2 ]\n  },\r\n\n  {\r\"a\":\"två  ord\"}\n]\n", []string{`1:3 a=[1,2] {"a":[1,2]}`, `2:8 a="två  ord" {"a":"två  ord"}`}},
	{"none", "json", " [ ] ", nil},
	{"nothing", "json", " \n\x1e", nil},
	{"objects alone", "json", "{\"a\":\n1}\n\n{\"a\":2} {\"a\":3},{\"a\":4},", []string{`1:1 a=1 {"a":1}`, `2:4 a=2 {"a":2}`, `3:4 a=3 {"a":3}`, `4:4 a=4 {"a":4}`}},
	{"two arrays", "json", "[{\"a\":1}]\n[{\"a\":2}]{\"a\":3}", []string{`1:1 a=1 {"a":1}`, `2:2 a=2 {"a":2}`, `3:2 a=3 {"a":3}`}},
	{"commas", "json", `[,{"a":1} {"a":2},,{"a":3},]`, []string{`1:1 a=1 !bad-json? {"a":1}`, `2:1 a=2 !bad-json? {"a":2}`, `3:1 a=3 !bad-json? {"a":3}`}},
	{"an array after another", "json", `[{"a":1},][{"a":2},{"a":3}]`, []string{`1:1 a=1 {"a":1}`, `2:1 a=2 {"a":2}`, `3:1 a=3 {"a":3}`}},
	{"no objects in an array", "json", `[1,"x",[{}],{"a":1},true]`, []string{
		`1:1 !not-an-object unreadable 1`, `2:1 !not-an-object unreadable "x"`, `3:1 !not-an-object unreadable [{}]`, `4:1 a=1 {"a":1}`, `5:1 !not-an-object unreadable true`,
	}},
	{"answer", "json", `{"count":1,"results":[{"a":1},{"a":2}],"next":"}\"]","more":{"x":[{}]}}` + "\n" + `{"data":[],"x":1}{"results":[{"a":3}]}`, []string{
		`1:1 a=1 {"a":1}`, `2:1 a=2 {"a":2}`, `3:2 a=3 {"a":3}`,
	}},
	{"no answer", "json", `{"results":[1]}` + "\n" + `{"results":[{"a":1}]}`, []string{`1:1 results=[1] {"results":[1]}`, `2:2 results=[{"a":1}] {"results":[{"a":1}]}`}},
	{"no answer in an array", "json", `[{"results":[{"a":1}]}]`, []string{`1:1 results=[{"a":1}] {"results":[{"a":1}]}`}},
	{"an answer with damage", "json", `{"results":[{"a":tru},{"a":2}]}`, []string{`1:1 !bad-json unreadable {"a":tru}`, `2:1 a=2 {"a":2}`}},

	{"comma before a brace", "json", `[{"a":1,},{"a":2}]`, []string{`1:1 a=1 !bad-json unreadable {"a":1,}`, `2:1 a=2 {"a":2}`}},
	{"word", "json", `[{"a":[{"x":"\"]}"},tru]},{"a":2}]`, []string{`1:1 !bad-json unreadable {"a":[{"x":"\"]}"},tru]}`, `2:1 a=2 {"a":2}`}},
	{"bare words", "json", "[nix,nox\n]", []string{`1:1 !bad-json unreadable nix`, `2:1 !bad-json unreadable nox`}},
	{"twice", "json", `[{"a":1,"a":2},{"a":2}]`, []string{`1:1 a=1 !duplicate-key unreadable {"a":1,"a":2}`, `2:1 a=2 {"a":2}`}},
	{"bad letters", "json", "[{\"a\":\"\xe5\"},{\"a\":2}]", []string{"1:1 !bad-utf8 unreadable {\"a\":\"\xe5\"}", `2:1 a=2 {"a":2}`}},
	{"open text", "json", "[\n {\"a\":\"x},\n {\"a\":2}\n]", []string{`1:2 !bad-json unreadable {"a":"x}`, `2:3 a=2 {"a":2}`}},
	{"open text with a comma first", "json", "[\n {\"a\":1}\n ,{\"a\":\"x}\n ,{\"a\":2}\n]", []string{`1:2 a=1 {"a":1}`, `2:3 !bad-json unreadable {"a":"x}`, `3:4 a=2 {"a":2}`}},
	{"open object", "json", "[\n {\"b\":1,\n {\"a\":2}\n]", []string{`1:2 !bad-json unreadable {"b":1`, `2:3 a=2 {"a":2}`}},
	{"open object without a comma", "json", "[\n{\"b\":1\n{\"a\":2}\n]", []string{`1:2 !bad-json unreadable {"b":1`, `2:3 a=2 !bad-json? {"a":2}`}},
	{"open brace", "json", "[\n{\n{\"a\":2}\n]", []string{`1:2 !bad-json unreadable {`, `2:3 a=2 !bad-json? {"a":2}`}},
	{"open array", "json", "[\n {\"b\":[1,\n {\"a\":2},\n {\"a\":3}\n]\n", []string{`1:2 !bad-json unreadable {"b":[1`, `2:3 a=2 {"a":2}`, `3:4 a=3 {"a":3}`}},
	{"spread and damaged", "json", "[\n  {\r\n    \"a\": 1\r    \"b\": 2\n  },\n  {\n    \"a\": 2\n  }\n]", []string{`1:2 a=1 !bad-json unreadable { "a": 1 "b": 2 }`, `2:5 a=2 {"a":2}`}},
	{"open text in the last element", "json", "[\n{\"a\":1},\n{\"a\":\"x}\n]\n", []string{`1:2 a=1 {"a":1}`, `2:3 !bad-json unreadable {"a":"x}`}},
	{"open text in the last element, further in", "json", "[\n  {\"a\":1},\n  {\"a\":\"x},\n ]\n", []string{`1:2 a=1 {"a":1}`, `2:3 !bad-json unreadable {"a":"x}`}},
	{"line break in a text", "json", "[\n {\"a\":\"x\ny\"},\n {\"a\":2}\n]", []string{`1:2 !bad-json unreadable {"a":"x y"}`, `2:4 a=2 {"a":2}`}},
	{"damaged objects alone", "json", "{\"a\":tru}\n{\"a\":\n2}\n", []string{`1:1 !bad-json unreadable {"a":tru}`, `2:2 a=2 {"a":2}`}},
	{"a damaged object alone", "json", "{\"a\":tru} \n", []string{`1:1 !bad-json unreadable {"a":tru}`}},
	{"brackets of another kind", "json", `[{"a":[1},2],{"a":3}]`, []string{`1:1 !bad-json unreadable {"a":[1},2]`, `2:1 a=3 {"a":3}`}},
}

func TestRows(t *testing.T) {
	for _, test := range jsonRows {
		got, _, err := read(t, test.format, test.text)
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v\n got %q\nwant %q", test.name, err, got, test.want)
		}
	}
}

// TestPrefixes: what is cut off anywhere is read, or refused with a line; and rows before the cut are those of the whole text.
func TestPrefixes(t *testing.T) {
	for _, test := range jsonRows {
		for n := range test.text {
			got, _, err := read(t, test.format, test.text[:n])
			var e *tabular.InputError
			if err != nil && (!errors.As(err, &e) || e.Line < 1 || e.Hint == "") {
				t.Errorf("%s: %q: %v", test.name, test.text[:n], err)
			}
			for i := range len(got) - 1 { // the last one may be cut
				if test.format == tabular.FormatJSONL && !strings.HasPrefix(got[i], strings.Fields(test.want[i])[0]) {
					t.Errorf("%s: %q: row %q, was %q", test.name, test.text[:n], got[i], test.want[i])
				}
			}
		}
	}
}

// TestTorn: where nothing can be told from what is damaged, the reading ends with the line and with what to do.
func TestTorn(t *testing.T) {
	for _, test := range []struct {
		text string
		rows int
		want string
	}{
		{"[", 0, "line 1: the array isn't closed where the file ends"},
		{"[\n{\"a\":1},\n", 1, "line 3: the array isn't closed where the file ends, after element 1"},
		{"[\n{\"a\":1},\n{\"a\":", 1, "line 3: the file ends too early, within element 2, which begins here"},
		{"[{\"a\":1}]\nmore", 1, "line 2: neither an object nor an array of objects begins here"},
		{"x", 0, "line 1: neither an object nor an array of objects begins here"},
		{"{\"results\":[\n{\"a\":1}", 1, "line 2: the array isn't closed where the file ends, after element 1"},
		{"{\"results\":[\n{\"a\":1}],\n\"x\":\"", 1, "line 3: the object around the array isn't closed where the file ends"},
		{"{\"results\":[\n{\"a\":1}],\n\"x\":[{}]", 1, "line 3: the object around the array isn't closed where the file ends"},
		{"[{\"a\":\"x},{\"a\":\"y\"}]", 0, "line 1: the object that begins here is damaged so that the next one can't be told from it"},
		{"[{\"a\":tru}x{\"a\":2}]", 0, "line 1: the object that begins here is damaged so that the next one can't be told from it"},
		{"[\n {\"a\":\"x},\n  {\"b\":1}\n  ]\n", 0, "line 2: the object that begins here is damaged so that the next one can't be told from it"},
		{"[\n {\"a\":\"x},\n x]\n", 0, "line 2: the object that begins here is damaged so that the next one can't be told from it"},
		{"{\"a\":\"x\n]\n", 0, "line 1: the object that begins here is damaged so that the next one can't be told from it"},
		{"[" + strings.Repeat("\n{\"a\":[1,", 16) + "\n{\"a\":2}\n]", 17, ""},
		{"[" + strings.Repeat("\n{\"a\":[1,", 17) + "\n{\"a\":2}\n]", 16, "line 18: too many objects aren't closed"},
		{"[\n" + strings.Repeat(" ", 255) + "{\"a\":\"x},\n" + strings.Repeat(" ", 255) + "{\"a\":2}]", 2, ""},
		{"[\n" + strings.Repeat(" ", 256) + "{\"a\":\"x},\n" + strings.Repeat(" ", 256) + "{\"a\":2}]", 0, "line 2: the object that begins here is damaged so that the next one can't be told from it"},
		{"[" + strings.Repeat("\n"+strings.Repeat(" ", 200)+","+strings.Repeat(" ", 200)+"{\"a\":\"x}", 2) + "]", 0, "line 2: the object that begins here is damaged so that the next one can't be told from it"},
	} {
		got, _, err := read(t, tabular.FormatJSON, test.text)
		var e *tabular.InputError
		if test.want == "" && err == nil && len(got) == test.rows {
			continue
		}
		if !errors.As(err, &e) || e.Hint == "" || len(got) != test.rows || e.Err == nil && err.Error() != "read a.json, "+test.want || !strings.HasPrefix(err.Error(), "read a.json, "+test.want) || test.want == "" {
			t.Errorf("%.80q: %d rows, %v", test.text, len(got), err)
		}
	}
}

// room is what a window holds at first, look how far an array's next element is looked for.
const (
	room = 256 << 10
	look = maxLook
)

// TestLarge: what is larger than the window, or ends just where it does.
func TestLarge(t *testing.T) {
	fill := func(text string, size int, sign string) string { // to so many bytes, at the place of a ~
		return strings.Replace(text, "~", strings.Repeat(sign, size-len(text)+1), 1)
	}
	for _, test := range []struct {
		name, format, text string
		want               []string // rows without their text, cells shortened
	}{
		{"line", "jsonl", fill(`{"a":"~"}`, room+9, "x") + "\n{\"a\":2}\n", []string{"1:1 a=…", "2:2 a=2"}},
		{"line as large as the window", "jsonl", fill(`{"a":"~"}`, room, "x"), []string{"1:1 a=…"}},
		{"lines as large as the window", "jsonl", fill("{\"a\":\"~\"}\n", room, "x"), []string{"1:1 a=…"}},
		{"large cell", "jsonl", fill(`{"a":1,"b":"~"}`, tabular.MaxCell+99, "x"), []string{"1:1 a=1 b=… !large-cell@1"}},
		{"object as large as the window", "json", fill(`{"a":"~"}`, room, "x"), []string{"1:1 a=…"}},
		{"object larger than the window", "json", "[" + fill(`{"a":"~"}`, 2*room, "x") + ",\n{\"a\":2}]", []string{"1:1 a=…", "2:2 a=2"}},
		{"number across the window's end", "json", fill("[~123", room, " ") + `456,{"a":1}]`, []string{"1:1 !not-an-object unreadable", "2:1 a=1"}},
		{"blanks to the window's end", "json", fill("[~", room, " ") + "{\"a\":1}]", []string{"1:1 a=1"}},
		{"an answer's other members", "json", fill(`{"x":"~","results":[`, 3*room, "x") + fill(`{"a":1}],"y":"~"}`, 3*room, "y") + `{"results":[{"a":2}]}`, []string{"1:1 a=1", "2:1 a=2"}},
		{"an answer cut at its array", "json", fill(`{"x":"~","results":[`, room, "x") + `{"a":1}]}`, []string{"1:1 a=1"}},
		{"damage and the next element across the window's end", "json", fill("[\n{\"a\":nix~\n", room, "x") + "{\"a\":2}]", []string{"1:2 !bad-json unreadable", "2:3 a=2 !bad-json?"}},
		{"damage to within the bound", "json", fill("[\n{\"a\":nix~\n", look+look/2, "x") + "{\"a\":2}]", []string{"1:2 !bad-json unreadable", "2:3 a=2 !bad-json?"}},
		{"damage closed within the bound", "json", "[" + fill(`{"a":tru,"b":"~"}`, look+look/2, "x") + `,{"a":2}]`, []string{"1:1 !bad-json unreadable", "2:1 a=2"}},
		{"an escape across the window's end", "json", fill(`[{"a":tru,"b":"~\`, room, "x") + `"}"},{"a":2}]`, []string{"1:1 !bad-json unreadable", "2:1 a=2"}},
		{"blanks after damage", "json", fill(`[{"a":tru}~`, room, " ") + `,{"a":2}]`, []string{"1:1 !bad-json unreadable", "2:1 a=2"}},
		{"sought in vain, then found", "json", fill("[\n{\"a\":tru},~\n", 2*look+look/2, " ") + "{\"a\":\"x},\n{\"a\":2}\n]", []string{"1:2 !bad-json unreadable", "2:3 !bad-json unreadable", "3:4 a=2"}},
	} {
		got, _, err := read(t, test.format, test.text)
		for i, row := range got {
			if strings.Contains(row, "xx") {
				row = row[:strings.Index(row, " {")]
				if from, to := strings.Index(row, `"xx`), strings.LastIndex(row, `xx"`); from >= 0 {
					row = row[:from] + "…" + row[to+3:]
				}
			} else {
				row = row[:strings.LastIndex(row, " ")]
			}
			got[i] = row
		}
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v\n got %.300q\nwant %q", test.name, err, got, test.want)
		}
	}
	for name, text := range map[string]string{
		"damage without an end in sight": fill("[\n{\"a\":nix~\n", 3*look, "x") + "{\"a\":2}]",
		"damage closed too far away":     "[" + fill(`{"a":tru,"b":"~"}`, 3*look, "x") + `,{"a":2}]`,
		"blanks, then no comma":          fill(`[{"a":tru}~`, look+look/2, " ") + `x]`,
	} {
		if got, _, err := read(t, tabular.FormatJSON, text); err == nil || len(got) > 0 || !strings.Contains(err.Error(), "the object that begins here is damaged") {
			t.Errorf("%s: %d rows, %v", name, len(got), err)
		}
	}
	// What was looked through in vain isn't looked through again.
	a := NewArrayReader(source.New(nil, "a.json"), strings.NewReader(fill("[\n{\"a\":tru},~]", 3*look, " ")), []string{"a"})
	if row, err := a.Next(); err != nil || !row.Unreadable || a.soughtTo < look || a.soughtTo > 3*look {
		t.Errorf("sought up to byte %d; %v", a.soughtTo, err)
	}
}

func TestManyKeys(t *testing.T) {
	object := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"k%d":1`, i)
		}
		return "{" + b.String()[1:] + "}"
	}
	for _, format := range []string{tabular.FormatJSON, tabular.FormatJSONL} {
		for n, tooMany := range map[int]bool{tabular.MaxColumns: false, tabular.MaxColumns + 1: true, tabular.MaxColumns + 9: true} {
			k, err := newReader(format, strings.NewReader("\n"+object(n)), nil).ReadKeys()
			var e *tabular.InputError
			if errors.As(err, &e) != tooMany || tooMany && (e.Line != 2 || !strings.Contains(e.Problem, "16384") || e.Hint == "") || !tooMany && len(k.Names) != n {
				t.Errorf("%d keys in %s: %d columns, %v", n, format, len(k.Names), err)
			}
		}
	}
	// A file that has changed since its keys were read has no column for what is new in it.
	for _, format := range []string{tabular.FormatJSON, tabular.FormatJSONL} {
		header := []string{"a", "b"}
		row, err := newReader(format, strings.NewReader(`{"new":3,"a":1,"b":2,"\n":4}`), header).Next()
		if err != nil || shown(row, header) != `1:1 a=1 b=2 {"new":3,"a":1,"b":2,"\n":4}` {
			t.Errorf("%+v, %v", row, err)
		}
	}
}

// TestReadErrors: a source that breaks is told with the line, wherever it breaks.
func TestReadErrors(t *testing.T) {
	broken := errors.New("broken")
	for _, test := range []struct {
		format, text string
		line, rows   int
	}{
		{"jsonl", "", 1, 0},
		{"jsonl", "{}\n{}\n{", 3, 2},
		{"json", "", 1, 0},
		{"json", "[\n", 2, 0},
		{"json", "[\n{}", 2, 0},
		{"json", "[\n{\"a\":1},\n{\"a\":", 3, 1},
		{"json", "{\"results\":[{}],\n\"x\":1", 2, 1},
		{"json", "[\n{\"a\":\"x},\n {\"a\":", 2, 0},
	} {
		k, err := newReader(test.format, io.MultiReader(strings.NewReader(test.text), iotest.ErrReader(broken)), nil).ReadKeys()
		var e *tabular.InputError
		if !errors.Is(err, broken) || !errors.As(err, &e) || e.Name != "a.json" || e.Line != test.line || e.Problem != "reading stopped" || k.Rows != test.rows {
			t.Errorf("%q: %d rows, %v", test.text, k.Rows, err)
		}
	}
}

func TestKeys(t *testing.T) {
	k, err := newReader(tabular.FormatJSONL, strings.NewReader("{\"b\":1}\nx\n{\"a\":1,\"b\":2}\n1\n{\"c\":1"), nil).ReadKeys()
	if err != nil || !reflect.DeepEqual(k.Names, []string{"b", "a"}) || k.Rows != 5 || k.Sound != 2 || k.Line != 2 || k.Damage.Code != tabular.CodeBadJSON {
		t.Errorf("%+v, %v", k, err)
	}
}

// TestDamage: what is said of a row that can't be read.
func TestDamage(t *testing.T) {
	for _, test := range []struct{ format, text, code, message, suggestion string }{
		{"jsonl", "{\"a\":\"\xe5\"", tabular.CodeBadUTF8, "the line holds bytes that are not UTF-8, so some of its letters can't be known", ""},
		{"jsonl", `[1]`, tabular.CodeNotObject, "the line is JSON but not an object, and only objects are rows", `write it as {"name": …}`},
		{"json", `[1]`, tabular.CodeNotObject, "the object is JSON but not an object, and only objects are rows", `write it as {"name": …}`},
		{"jsonl", `{"a":1,"a":2}`, tabular.CodeDuplicateKey, "the object has one key twice, so it can't be told which value is meant", "remove one of the two"},
		{"jsonl", `{"a":1}x`, tabular.CodeBadJSON, "something follows the object on its line", "write one object a line"},
		{"jsonl", `{"a":1`, tabular.CodeBadJSON, "the line ends before its JSON does", "write each object on one line, whole"},
		{"jsonl", `{"a":-Infinity}`, tabular.CodeBadJSON, "the line is not JSON, which has no value Infinity", "write null, true or false, or a text in quotes"},
		{"json", `[{"a":NaN}]`, tabular.CodeBadJSON, "the object is not JSON, which has no value NaN", "write null, true or false, or a text in quotes"},
		{"jsonl", `{"a":x}`, tabular.CodeBadJSON, "the line is not JSON: invalid character 'x' at start of value, at byte 6", ""},
		{"jsonl", `{1:2}`, tabular.CodeBadJSON, "the line is not JSON: object member name must be a string, at byte 2", ""},
	} {
		_, k, err := read(t, test.format, test.text)
		if p := k.Damage; err != nil || p.Code != test.code || p.Message != test.message || p.Suggestion != test.suggestion || p.Column != -1 || p.Warning || k.Line != 1 || p.Value == "" {
			t.Errorf("%q: %+v, %v", test.text, p, err)
		}
	}
	r := newReader(tabular.FormatJSON, strings.NewReader(`[{} {},,{}]`), nil)
	for _, want := range []string{"", "no comma stands before this object; write one", "a comma too many stands before this object; remove it"} {
		row, err := r.Next()
		if err != nil || (want == "") != (row.Problems == nil) {
			t.Fatalf("%+v, %v", row, err)
		}
		for _, p := range row.Problems {
			if p.Message+"; "+p.Suggestion != want || p.Column != -1 || !p.Warning {
				t.Errorf("%+v, want %s", p, want)
			}
		}
	}
}

func TestForeignWord(t *testing.T) {
	far := strings.Repeat("1", 99)
	for _, test := range []struct {
		text string
		at   int64
		want string
	}{
		{"NaN", 0, "NaN"}, {"NaN", 2, "NaN"}, {"NaN", 3, "NaN"}, {"NaN", 99, "NaN"}, {far + "undefined,", 99, "undefined"}, {"-Infinity}", 1, "Infinity"}, {"[None]", 2, "None"},
		{"True", 0, "True"}, {"False", 4, "False"}, {"zNaN", 1, ""}, {"NaNz", 0, ""}, {"NaN{", 0, "NaN"}, {"`NaN", 2, "NaN"}, {"ZNaN", 2, ""}, {"@None", 1, "None"}, {"null", 0, ""}, {"", 0, ""},
		{"1", 0, ""}, {strings.Repeat("NaN", 9), 9, ""},
	} {
		if got := foreignWord([]byte(test.text), test.at); got != test.want {
			t.Errorf("%q at %d is %q", test.text, test.at, got)
		}
	}
}
