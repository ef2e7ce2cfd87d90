package table_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestMisshapenJSON: what is JSON, or nearly, but no list of objects is refused with what it is, spread over lines or not, and in UTF-16.
func TestMisshapenJSON(t *testing.T) {
	for _, c := range []struct{ file, text, problem, hint string }{
		{"a.json", `[["name","custom_id"],["A","1"]]`, "list of lists", "write a list of objects"},
		{"a", `[["name","custom_id"],["A","1"]]`, "list of lists", "write a list of objects"},
		{"a.json", `[[],[]]`, "list of lists", "write a list of objects"},
		{"a.json", `[["name"]][["A"]]`, "list of lists", ""},
		{"a.jsonl", `["name","custom_id"]` + "\n" + `["A","1"]` + "\n", "one list after the other", ""},
		{"a.json", `["A","B"]`, "list of texts", ""},
		{"a.json", `[1,2]`, "list of numbers", ""},
		{"a.json", `"A"`, "a text, not objects", ""},
		{"a.json", `12`, "a number, not objects", ""},
		{"a.json", `null`, "null, not objects", ""},
		{"a.json", `{"columns":["name"],"index":[0],"data":[["A"]]}`, `names in "columns"`, "orient"},
		{"a.json", `{"name":{"0":"A","1":"B"},"custom_id":{"0":"1","1":null}}`, "an object for each column", "orient"},
		{"a.json", `{"name":["A","B"],"custom_id":["1","2"]}`, "a list for each column", "orient"},
		{"a.json", `{"K-1":{"name":"A"},"K-2":{"name":"B"}}`, "an object for each row", "write a list"},
		{"a.json", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},"geometry":null}]}`, "GeoJSON", "properties"},
		{"a.json", `{"name":"layer","type":"FeatureCollection","features":[]}`, "GeoJSON", "properties"},
		{"a.json", `{"total":2,"customers":[{"name":"A"},{"name":"B"}]}`, `objects in its list "customers"`, "that list alone"},
		{"a.json", `{"total":2,"rows":[["A"],["B"]]}`, `lists, not objects, in its list "rows"`, ""},
		{"a.json", `var x = [{"name":"A"}];`, "JavaScript", "before the first bracket"},
		{"a.js", "data = [\n{\"name\":\"A\"},\n{\"name\":\"B\"}\n];", "JavaScript", ""},
		{"a", `module.exports = {"name":"A"}`, "JavaScript", ""},
		{"a.json", `callback([{"name":"A"}])`, "JavaScript", ""},
		{"a.json", `export default [{name: "A"}]`, "JavaScript", ""},
		{"a.json", `[{name: "A"}, {name: "B"}]`, "keys don't stand in quotes", "JSON.stringify"},
		{"a.json", `[{'name': 'A', 'custom_id': None}]`, "single quotes", "json.dumps"},
		{"a.jsonl", "{'name': 'A'}\n{'name': \"B's\"}\n", "single quotes", "json.dumps"},
		{"a.json", `{'name': 'A's', 'x': {'y': [}`, "single quotes", "json.dumps"},
		{"a.jsonl", `{"name":"A","n":NaN}` + "\n" + `{"name":"B","n":-Infinity}`, "none of its 2 rows can be read; the first: the line is not JSON, which has no value NaN", "write null"},
		{"a.json", `[{"name":"A","n":NaN},{"name":"B","n":Infinity}]`, "none of its 2 rows can be read; the first: the object is not JSON, which has no value NaN", "write null"},
		{"a.json", `{"name":"A"`, "its only row can't be read: the line ends before its JSON does", ""},
		{"a.json", `{"results":[{"name":"A"}],"archived":[{"name":"B"}]}`, `lists that could be rows, "results" and "archived"`, "one list"},
		{"a.json", `{"archived":[{"name":"B"}],"results":[{"name":"A"}]}`, `lists that could be rows, "results" and "archived"`, "one list"},
		{"a.json", `{"results":[],"items":[{"name":"B"}]}`, `lists that could be rows, "results" and "items"`, ""},
		{"a.json", `{"next":"https://exempel.se/?page=2","results":[{"name":"A"}]}`, `one page of several: by its "next"`, "the other pages"},
		{"a.json", `{"results":[],"next":2}`, `by its "next"`, ""},
		{"a.json", `{"data":[{"name":"A"}],"links":{"first":"x","next":"y"}}`, `by its "next"`, ""},
		{"a.json", `{"data":[{"name":"A"}],"meta":{"pagination":{"total":2,"count":1}}}`, `by its "total" there are 2 rows, and it holds 1`, "whole"},
		{"a.json", `{"count":3,"next":null,"results":[{"name":"A"},{"name":"B"}]}`, `by its "count" there are 3 rows, and it holds 2`, "whole"},
		{"a.json", `{"items":[{"name":"A"}],"has_more":true}`, `by its "has_more"`, ""},
		{"a.json", `{"done":false,"records":[{"name":"A"}]}`, `by its "done"`, ""},
		{"a.json", `{"page":1,"pages":3,"items":[{"name":"A"}]}`, `by its "pages"`, ""},
		{"a.json", `{"total_pages":2,"items":[{"name":"A"}]}`, `by its "total_pages"`, ""},
		{"a.json", `{"previous":"x","next":null,"results":[{"name":"A"}]}`, `by its "previous"`, ""},
		{"a.json", `{"results":[{"name":"A"}],"next":"x"}{"results":[{"name":"B"}],"next":"y"}`, `by its "next"`, ""},
		{"a.json", `{}`, "no keys", ""},
		{"a.json", "[{},{}]", "no keys", ""},
		{"a.json", "name;custom_id\nA;1\n", "none of its 2 rows can be read", "--format csv"},
	} {
		for _, text := range []string{c.text, strings.ReplaceAll(c.text, `,"`, ",\n  \""), inUTF16(t, c.text)} {
			if strings.HasSuffix(c.file, ".jsonl") && strings.Contains(text, "\n  ") || strings.HasPrefix(text, "\xff\xfe") && c.file == "a" {
				continue
			}
			_, err := table.Open(strings.NewReader(text), c.file, table.Options{KnownHeader: knowsSome})
			var e *tabular.InputError
			if !errors.As(err, &e) || !strings.Contains(e.Problem, c.problem) || !strings.Contains(e.Hint, c.hint) || e.Hint == "" && c.hint != "" {
				t.Errorf("%s %q: %v (%+v)", c.file, text, err, e)
			}
		}
	}
}

func knowsSome(text string) bool { return text == "name" || text == "custom_id" || text == "type" }

func inUTF16(t *testing.T, text string) string {
	t.Helper()
	data, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestHonestJSON: files that look a little like those are read as before.
func TestHonestJSON(t *testing.T) {
	for _, c := range []struct {
		file, text string
		rows       int
	}{
		{"a.json", `{"name":"A","contacts":[{"name":"B"}]}`, 1},
		{"a.json", `{"name":"A","columns":[],"data":[[1]]}`, 1},
		{"a.json", `{"type":"x","name":"A","features":[{}]}`, 1},
		{"a.json", `{"data":[{"name":"A"}]}`, 1},
		{"a.json", `{"links":[{"rel":"next"}],"results":[{"name":"A"}]}`, 1},
		{"a.json", `{"schema":{"fields":[]},"data":[{"name":"A"}]}`, 1},
		{"a.json", `{"count":1,"next":null,"previous":null,"results":[{"name":"A"}],"errors":[],"columns":[{"name":"name","type":"x"}]}`, 1},
		{"a.json", `{"count":1,"total":1.5,"next":"","has_more":false,"done":true,"page":1,"pages":1,"data":[{"name":"A"},{"name":"B"}]}`, 2},
		{"a.json", `{"results":[{"name":"A"}],"owners":[{"email":"b"}],"facets":[{"name":"b"}],"pages":7,"query":{"name":"A","next":true}}`, 1},
		{"a.json", `{"count":2,"pages":2,"page":1,"results":[{"name":"A"}],"next":"x"}` + "\n" + `{"count":2,"pages":2,"page":2,"results":[{"name":"B"}],"previous":"x"}` + " ", 2},
		{"a.json", `[]`, 0},
		{"a.json", `{"results":[]}`, 0},
		{"a.json", " \n", 0},
		{"a.jsonl", `{"name":["A"]}` + "\n" + `{"name":["B"]}`, 2},
		{"a.json", `[[1],{"name":"A"}]`, 2},
		{"a.jsonl", "Export\n" + `{"name":"A"}` + "\n", 2},
		{"a.jsonl", `{"name":"A"}{"name":"B"}`, 2},
		{"a.jsonl", `{"name":"A"} {"name":"B"}{"name":"C"}` + "\n" + `{"name":"D"}`, 4},
		{"a.json", "\x1e{\"name\":\"A\"}\n\x1e{\"name\":\"B\"}\n", 2},
		{"a", "\x1e{\n\"name\":\"A\"}\n\x1e\x1e{\"name\":\n\"B\"}\n", 2},
		{"a.json", "{\n\"results\":[{\"name\":\"A\"}],\"next\":\"}\\\"\"}\n{\"results\":[{\"name\":\"B\"}]}", 2},
		{"a.csv", "data = [x];y\n1;2\n", 1},
		{"a.csv", "[[a]];[b]\n1;2\n", 1},
	} {
		tb := open(t, c.file, c.text, table.Options{KnownHeader: knowsSome})
		if got := rows(t, tb); len(got) != c.rows {
			t.Errorf("%s %q: %d rows as %s", c.file, c.text, len(got), tb.Format().Name)
		}
	}
}

// TestForeignWords: a value that other languages have costs its own row.
func TestForeignWords(t *testing.T) {
	for _, word := range []string{"NaN", "Infinity", "-Infinity", "undefined", "None", "True", "False"} {
		for _, file := range []string{"a.jsonl", "a.json"} {
			text := `{"name":"A"}` + "\n" + `{"name":"B","n":` + word + `}`
			if file == "a.json" {
				text = "[" + strings.ReplaceAll(text, "\n", ",") + "]"
			}
			got := rows(t, open(t, file, text, table.Options{}))
			if len(got) != 2 || got[0].Unreadable || !got[1].Unreadable || !strings.HasSuffix(got[1].Problems[0].Message, "which has no value "+strings.Trim(word, "-")) {
				t.Errorf("%s: %+v", text, got)
			}
		}
	}
}

// TestCutJSON: an array that is cut off anywhere is refused, with the line and the element where it ends.
func TestCutJSON(t *testing.T) {
	list := []map[string]any{{"name": "Åkern AB", "n": -1.5e3}, {"name": "En \"ek\" \\ \U0001f333", "x": []any{true, nil, "ö"}}}
	for _, indent := range []string{"", "  "} {
		plain, err := json.MarshalIndent(list, "", indent)
		if err != nil {
			t.Fatal(err)
		}
		escaped := strings.NewReplacer("Å", `\u00c5`, "\U0001f333", `\ud83c\udf33`).Replace(string(plain))
		wrapped := `{"count":2,"results":` + string(plain) + `,"more":{"a":["]}"]}}`
		for _, whole := range []string{string(plain), escaped, wrapped, inUTF16(t, escaped)} {
			second := strings.Index(whole, "En")
			for i := 4; i < len(whole); i++ {
				tb, err := table.Open(strings.NewReader(whole[:i]), "a.json", table.Options{})
				if err == nil && indent == "" { // the end of the inner list stands where that of the outer one would
					if got := rows(t, tb); len(got) != 2 || !got[1].Unreadable {
						t.Errorf("%q: %+v", whole[:i], got)
					}
					continue
				}
				var e *tabular.InputError
				if !errors.As(err, &e) || !slices.ContainsFunc([]string{"ends too early", "isn't closed where the file ends", "ends before its JSON does"}, func(s string) bool {
					return strings.Contains(e.Problem, s)
				}) || e.Line == 0 || e.Hint == "" {
					t.Fatalf("%q: %v", whole[:i], err)
				}
				if second > 0 && i > second && i < second+5 && !strings.Contains(e.Problem, "element 2") {
					t.Errorf("%q: %v", whole[:i], err)
				}
			}
		}
	}
}
