package jsonrows

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

func TestDetect(t *testing.T) {
	const lines, array = tabular.FormatJSONL, tabular.FormatJSON
	for _, test := range []struct {
		text, ext string
		part      bool // there is more of the text
		want      string
	}{
		{"", ".json", false, ""}, {" \n", ".jsonl", false, ""}, {"a;b", ".csv", false, ""}, {"a;b", "", false, ""},
		{"a;b", ".json", false, lines}, {"a;b", ".jsonl", false, lines}, {"a;b", ".ndjson", false, lines}, {"a;b", ".js", false, lines},
		{"[a];b", ".csv", false, ""}, {"[a", ".json", false, array}, {"[1]", "", false, ""}, {"[1]", ".ndjson", false, array},
		{"[ {", ".csv", false, array}, {"[]", "", false, array}, {"[]", "", true, ""}, {"\n[\n]", "", false, array}, {"[]]", "", false, ""},
		{`[["a"],["b"]`, "", true, array}, {`[["a"]]`, ".txt", false, array}, {`[["a"];["b"]]`, "", false, ""}, {`[["a"],1]`, "", false, ""}, {`[["a"`, "", false, ""}, {`["a"]]`, "", false, ""},
		{`{"a":1}`, ".csv", false, lines}, {`{"a":1}` + "\nx", "", false, lines},
		{`{"data":[{}]}`, "", false, array}, {`{"data":[{}]}` + "\n\n", "", false, array}, {`{"data":[{}]}`, "", true, lines}, {`{"data":[{}]}` + "\n{}", "", false, lines},
		{`{"data":[1]}`, "", false, lines}, {`{"other":[{}]}`, "", false, lines},
		{"{\n\"a\":1}", ".csv", false, array}, {`{"a":1}{"a":2}`, ".csv", false, array}, {`{"a":1} , {"a":2}`, ".csv", false, array}, {`{"a":1},` + "\n" + `{"a":2}`, ".csv", false, array},
		{`{"a":1};x`, ".csv", false, ""}, {`{"a":1};x`, ".tsv", false, ""}, {`{"a":1};x`, ".txt", false, ""}, {`{"a":1};x`, ".log", false, lines}, {`{"a":1};x`, "", false, lines},
		{`{"data":[{"a":1}`, ".csv", false, array}, {`{"a":[{"a":1}`, ".csv", false, ""}, {"{\n\"a\":", ".csv", true, array}, {"{\n\"a\":\"x", ".csv", true, array}, {`{"a":`, "", true, lines}, {`{"a"`, "", true, lines}, {"{\n\"a\":", ".csv", false, ""}, {"{\n\"a\":x", ".csv", true, ""},
		{"\x1e{a", ".csv", false, lines}, {"\x1ea", ".csv", false, ""}, {"{a", ".csv", false, ""}, {" a", ".csv", false, ""},
		{`x = [{"a":1}]`, "", false, lines}, {`x = [{"a":1}]`, ".csv", false, ""}, {"x = 1", "", false, ""},
	} {
		if got := Detect(tabular.Beginning{Bytes: []byte(test.text), Whole: !test.part}, test.ext); got != test.want {
			t.Errorf("%q in a%s, part %v, is %q, want %q", test.text, test.ext, test.part, got, test.want)
		}
	}
}

func TestWrappedArray(t *testing.T) {
	for text, want := range map[string]string{
		`{"results":[{"a":1}]}`: "12", `{"x":{"data":[{}]}, "organisations" : [ ]}`: "39", `{"items":[`: "short", `{"items":[ `: "short", `{"ite`: "short", `{"items":`: "short", `{"x":[1,`: "short", `{`: "short",
		`{"items":[1]}`: "none", `{"items":{"a":1}}`: "none", `{"items":[nix`: "none", `{"x":[]}`: "none", `[{"items":[{}]}]`: "none", `{1:[`: "none", `{"x":nix,"items":[{}]}`: "none", ``: "none", `x`: "none",
	} {
		offset, short := wrappedArray([]byte(text))
		got := fmt.Sprint(offset)
		if offset == 0 {
			got = map[bool]string{true: "short", false: "none"}[short]
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestIsCut(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, " \n": true, "[": true, `{"a":"`: true, `{"a":"x\`: true, "{\"a\":\"\xc3": true, "{\"a\":\"\xc3\n": true, "{\"a\":1\xc3": true, `{"a":tr`: true, "[1,\r\n": true,
		"[]": false, "{\"a\":1}\n": false, "{\"a\":\"\xc3\"}": false, "{a": false, `{"a":1]`: false,
	} {
		if isCut([]byte(text)) != want {
			t.Errorf("%q cut: %v", text, !want)
		}
	}
}

// TestMisshapen: what is said of JSON that is no list of objects, and that nothing is said of honest files.
func TestMisshapen(t *testing.T) {
	known := func(name string) bool { return name == "name" || name == "custom_id" || name == "type" }
	for _, test := range []struct{ text, problem, hint string }{
		{`var x = [{"name":"A"}];`, "it is JavaScript, not JSON", "remove what"},
		{"\n" + `f([{"name":"A"}])`, "it is JavaScript, not JSON", "remove what"},
		{`[{},{}]`, "its objects have no keys, so that there are no columns", writeObjects},
		{`{}`, "its objects have no keys, so that there are no columns", writeObjects},
		{`[["name"],["A"]]`, "it is a list of lists, not of objects: nothing says which cell is which", writeRecords},
		{`[[],1]`, "it is a list of lists, not of objects: nothing says which cell is which", writeRecords},
		{"[\"a\",\"b\"]\n[\"c\"]\n", "it holds one list after the other, not objects: nothing says which cell is which", writeRecords},
		{"[1]\n{1}", "it is a list of numbers, not of objects", writeRecords},
		{`["a","b"]`, "it is a list of texts, not of objects", writeRecords},
		{`[true]`, "it is a list of true and false, not of objects", writeRecords},
		{`[false,1]`, "it is a list of true and false, not of objects", writeRecords},
		{`[null]`, "it is a list of null, not of objects", writeRecords},
		{`"A"`, "it holds a text, not objects", writeRecords},
		{`12`, "it holds a number, not objects", writeRecords},
		{`true`, "it holds true, not objects", writeRecords},
		{`null`, "it holds null, not objects", writeRecords},
		{`[{name: "A"}]`, "its keys don't stand in quotes, so that it isn't JSON", writeQuotes},
		{`{'name': 'A'}`, "its texts stand in single quotes, so that it isn't JSON", writeQuotes},
		{"{\"name\":\"A\"}\n{name:1}\n", "", ""},
		{`[{"name":"A","n":NaN}]`, "its only row can't be read: the object is not JSON, which has no value NaN", "write null"},
		{`[{"name":NaN},{"name":NaN}]`, "none of its 2 rows can be read; the first: the object is not JSON, which has no value NaN", "write null"},
		{"name;custom_id\n1;2\n", "none of its 2 rows can be read; the first: the line is not JSON: invalid character 'a' in literal null (expecting 'u'), at byte 2", checkForm},
		{"name;custom_id\n", "its only row can't be read: the line is not JSON: invalid character 'a' in literal null (expecting 'u'), at byte 2", checkForm},
		{"[{\"a\":nix}]", "its only row can't be read: the object is not JSON: invalid character 'i' in literal null (expecting 'u'), at byte 7", checkForm},
		{`{"name":"A"`, "its only row can't be read: the line ends before its JSON does", "write each object"},
		{"", "", ""}, {"[]", "", ""}, {"[\n{\"name\":", "", ""}, {"[{\"name\":\"A\"}", "", ""}, {"[{\"name\":\"A\"}]", "", ""}, {"[{\"name\":\"A\"},1]", "", ""}, {"[1,{\"name\":\"A\"}]", "", ""},
		{"[{\"rows\":[[1]]},{\"rows\":[[1]]}]", "", ""}, {`{"data":[{"rows":[{}]}]}`, "", ""}, {`{"data":[{"name":"A"}]}`, "", ""},
		{"[{\"a\":\"x},{\"a\":\"y\"}]", "", ""},

		{`{"type":"FeatureCollection","features":[]}`, "it is GeoJSON", "write the list of the properties alone"},
		{`{"name":"A","type" : "FeatureCollection","features":[{}],"x":1}`, "it is GeoJSON", "write the list of the properties alone"},
		{`{"type":"FeatureCollection","name":"A"}`, "", ""},
		{`{"type":"FeatureCollections","features":[{}]}`, `it is one object, and what could be rows are the objects in its list "features"`, "write that list alone into a file"},
		{`{"kind":"FeatureCollection","features":[{}]}`, `it is one object, and what could be rows are the objects in its list "features"`, "write that list alone into a file"},
		{`{"type":"x","name":"A","features":[{}]}`, "", ""},
		{`{"columns":["name"],"index":[0],"data":[["A"]]}`, `it is one object that has the names in "columns" and the rows as lists in "data"`, writeRecords},
		{`{"columns":["name"],"data":[["A"]],"x":1}`, `it is one object, and what could be rows are lists, not objects, in its list "data"`, writeRecords},
		{`{"columns":[["name"]],"other":[["A"]]}`, `it is one object, and what could be rows are lists, not objects, in its list "columns"`, writeRecords},
		{`{"names":[["name"]],"data":[["A"]]}`, `it is one object, and what could be rows are lists, not objects, in its list "names"`, writeRecords},
		{`{"name":"A","columns":[],"data":[[1]]}`, "", ""},
		{`{"total":1,"first":[],"customers":[{"name":"A"}],"more":[{}]}`, `it is one object, and what could be rows are the objects in its list "customers"`, "write that list alone into a file"},
		{`{"total":1,"customer":{"name":"A"}}`, "", ""},
		{`{"name":["A","B"],"custom_id":["1","2"]}`, "it is one object that has a list for each column", writeRecords},
		{`{"name":{"0":"A"},"custom_id":{"0":"1"}}`, "it is one object that has an object for each column", writeRecords},
		{`{"name":{"x":"A"}}`, "it is one object that has an object for each column", writeRecords},
		{`{"other":{"0":"A"}}`, "it is one object that has an object for each column", writeRecords},
		{`{"other":{}}`, "it is one object that has an object for each column", writeRecords},
		{`{"K-1":{"name":"A"},"K-2":{"name":"B"}}`, "it is one object that has an object for each row, and no list of them", writeRecords},
		{`{"K-1":{"name":"A"},"K-2":[]}`, "", ""},
		{`{"K-1":{"name":"A"},"K-2":2}`, "", ""},
		{`{"name":"A"}`, "", ""},
	} {
		format := Detect(tabular.Whole([]byte(test.text)), ".json")
		k, err := newReader(format, strings.NewReader(test.text), nil).ReadKeys()
		problem, hint := k.Misshapen(tabular.Whole([]byte(test.text)), known, err)
		if !strings.HasPrefix(problem, test.problem) || !strings.HasPrefix(hint, test.hint) || (problem == "") != (test.problem == "") || (hint == "") != (test.hint == "") {
			t.Errorf("%q (%+v, %v):\n got %s; %s\nwant %s; %s", test.text, k, err, problem, hint, test.problem, test.hint)
		}
	}
	for text, want := range map[string]string{
		`{"total":1,"customers":[{"name":"A"}]}`: "", `{"customers":[{"name":"A"}]}`: "it is one object that has a list for each column", `{"K-1":{"name":"A"}}`: "it is one object that has an object for each row, and no list of them",
	} {
		if problem, _ := (Keys{Names: []string{"a"}, Rows: 1, Sound: 1}).Misshapen(tabular.Whole([]byte(text)), nil, nil); problem != want {
			t.Errorf("%s without known names: %q, want %q", text, problem, want)
		}
	}
}

func TestMembersOf(t *testing.T) {
	for _, test := range []struct {
		text string
		want []member
	}{
		{`{"a":1,"b": "x"}`, []member{{name: "a", kind: '0', value: "1"}, {name: "b", kind: '"', value: `"x"`}}},
		{`{"a":{"k":[],"l":1},"b":{},"c" : [ {}]`, []member{{name: "a", kind: '{', keys: []string{"k", "l"}, value: `{"k":[],"l":1}`}, {name: "b", kind: '{', value: "{}"}, {name: "c", kind: '[', first: '{', value: "[ {}]"}}},
		{`{"a":["k"],"b":[{"k":1,"l":2},{"m":3}],"c":[["k"]]`, []member{
			{name: "a", kind: '[', first: '"', value: `["k"]`}, {name: "b", kind: '[', first: '{', keys: []string{"k", "l"}, value: `[{"k":1,"l":2},{"m":3}]`}, {name: "c", kind: '[', first: '[', value: `[["k"]]`},
		}},
		{`{"a":"FeatureCollection","b":nix,"c":1`, []member{{name: "a", kind: '"', value: collection}, {name: "b", kind: 'n'}}},
		{`{"a":{"k`, []member{{name: "a", kind: '{'}}},
		{`{"a":{"k":nix,"l":1}}`, []member{{name: "a", kind: '{', keys: []string{"k"}}}},
		{`{"a":[`, []member{{name: "a", kind: '['}}},
		{`{"a","b":1}`, []member{{name: "a"}}},
		{`{`, nil}, {``, nil}, {`{1:2}`, nil}, {`x`, nil},
	} {
		if got := membersOf([]byte(test.text)); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %+v, want %+v", test.text, got, test.want)
		}
	}
	if all := membersOf([]byte("{" + strings.Repeat(`"a":1,`, 1000) + `"b":1}`)); len(all) != 1000 {
		t.Errorf("%d members", len(all))
	}
	if all := membersOf([]byte(`{"a":{` + strings.Repeat(`"k":1,`, maxKeys) + `"k":1}}`)); len(all) != 1 || len(all[0].keys) != maxKeys {
		t.Errorf("%+v", all)
	}
	for size, kept := range map[int]int{maxValue: maxValue, maxValue + 1: 0} {
		if all := membersOf([]byte(`{"a":` + strings.Repeat("1", size) + `}`)); len(all) != 1 || len(all[0].value) != kept {
			t.Errorf("%d bytes of a value of %d", len(all[0].value), size)
		}
	}
	var o around
	for range 3 {
		o.add(make([]byte, maxAround/2+1))
	}
	if len(o.last) != maxAround {
		t.Errorf("%d bytes around the rows", len(o.last))
	}
}

// TestPartial: rows that say of themselves that they aren't all there are.
func TestPartial(t *testing.T) {
	known := func(name string) bool { return name == "name" }
	far := strings.Repeat("x", maxAround)
	for _, test := range []struct{ text, want string }{
		{`{"results":[{"name":"A"}],"archived":[{"x":1,"name":"B"}]}`, `several lists that could be rows, "results" and "archived"`},
		{`{"archived":[{"name":"B"}],"results":[]}`, `several lists that could be rows, "results" and "archived"`},
		{`{"results":[],"items":[]}`, ""}, {`{"results":[{"name":"A"}],"owners":[{"x":1}],"errors":[{"name":"B"}],"texts":["name"],"one":{"name":"C"}}`, ""},
		{`{"results":[{"name":"A"}],"archived":[{"name":"B"}]}{"results":[{"name":"C"}]}`, `several lists that could be rows, "results" and "archived"`},
		{`{"count":2,"results":[{"name":"A"}]}`, `by its "count" there are 2 rows, and it holds 1`},
		{`{"count":1,"results":[{"name":"A"}]}`, ""}, {`{"count":"2","results":[{"name":"A"}]}`, `by its "count" there are 2 rows, and it holds 1`}, {`{"count":[2],"results":[{"name":"A"}]}`, ""},
		{`{"total":3,"count":2,"results":[{"name":"A"}]}`, `by its "total" there are 3`}, {`{"count":2,"next":"x","total":3,"results":[{"name":"A"}]}`, `by its "total" there are 3`},
		{`{"next":"x","results":[],"count":0}`, `one page of several: by its "next" there are more`}, {`{"next":"","results":[]}`, ""}, {`{"next":null,"has_more":false,"results":[]}`, ""},
		{`{"next":false,"results":[]}`, ""}, {`{"next":"x","@odata.nextLink":"y","results":[]}`, `by its "next"`}, {`{"has_more":"true","results":[]}`, ""}, {`{"has_more":true,"results":[]}`, `by its "has_more"`},
		{`{"done":true,"results":[]}`, ""}, {`{"done":false,"results":[]}`, `by its "done"`}, {`{"done":null,"results":[]}`, ""},
		{`{"pages":2,"results":[]}`, ""}, {`{"pages":2,"page":1,"results":[]}`, `by its "pages"`}, {`{"pages":1,"page":1,"results":[]}`, ""},
		{`{"meta":{"next":"x"},"results":[]}`, `by its "next"`}, {`{"query":{"next":"x"},"results":[]}`, ""}, {`{"meta":["next"],"results":[]}`, ""},
		{`{"previous":"x","results":[]}`, `by its "previous"`}, {`{"previous":null,"results":[]}`, ""},
		{`{"results":[],"next":"x"}{"results":[],"previous":"y"}`, ""}, {`{"results":[],"previous":"x"}{"results":[],"next":"y"}`, `by its "next"`}, {`{"results":[]}{"results":[],"previous":"y"}`, ""},
		{`{"results":[],"x":"` + far + `","next":"y"}`, ""}, {`{"results":[],"x":"` + far[:maxAround-50] + `","next":"y"}`, `by its "next"`}, {`{"results":[],"x":"` + far + far + far + far + far + `"}`, ""},
	} {
		k, err := newReader(tabular.FormatJSON, strings.NewReader(test.text), nil).ReadKeys()
		problem, hint := k.Misshapen(tabular.Whole([]byte(test.text)), known, err)
		if err != nil || !strings.Contains(problem, test.want) || (problem == "") != (test.want == "") || (hint == "") != (test.want == "") {
			t.Errorf("%.100q: %s; %s; %v", test.text, problem, hint, err)
		}
	}
}
