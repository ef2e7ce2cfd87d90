package rules

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// said writes a check as its fields.
func said(c Check) string {
	var parts []string
	for _, f := range c.Fields() {
		parts = append(parts, fmt.Sprintf("%s=%v", f.Key, f.Value))
	}
	return strings.Join(append(parts, c.kind), " ")
}

// TestReadSchema: each thing that a schema may say is a check, or a note that it isn't checked.
func TestReadSchema(t *testing.T) {
	table := func(field string) string { return `{"fields":[{"name":"a",` + field + `}]}` }
	object := func(property string) string { return `{"type":"object","properties":{"a":{` + property + `}}}` }
	for _, c := range []struct{ schema, want string }{
		{table(`"type":"string","title":"A","constraints":{"required":true,"minLength":2,"maxLength":5,"unique":true}`),
			"column=a required=true min_length=2 max_length=5 ; column=a unique=true "},
		{table(`"type":"any","constraints":{"enum":["x",1,1.50,true,null],"pattern":"x|1"}`), "column=a pattern=x|1 one_of=[x 1 1.50 true] "},
		{table(`"type":"integer"`), "column=a pattern=[+-]?[0-9]+ an integer"},
		{table(`"type":"date","format":"%d/%m/%y"`), `# "a": the format "%d/%m/%y" isn't checked`},
		{table(`"type":"number","decimalChar":","`), `# "a": the type "number" isn't checked, since # "a": decimalChar isn't checked`},
		{table(`"type":"string","format":"uuid"`), "column=a pattern=" + formats["uuid"].pattern + " a UUID"},
		{table(`"type":"string","format":"email"`), `# "a": the format "email" isn't checked`},
		{table(`"type":"geojson","constraints":{"minimum":3,"maximum":4}`), `# "a": the type "geojson" isn't checked # "a": maximum, minimum isn't checked`},
		{table(`"constraints":{"pattern":"(?=x)","minLength":-1,"maxLength":"3"}`), `# "a": maxLength isn't checked # "a": minLength isn't checked # "a": the pattern "(?=x)" isn't checked`},
		{table(`"constraints":{"enum":"x"}`), `# "a": enum isn't checked: "x" means nothing there # "a": enum isn't checked: there is no text in it`},
		{`{"fields":[{"name":"a"},{"type":"string"},3],"primaryKey":["a","b"],"uniqueKeys":[["c"],[]],"missingValues":[""],"fieldsMatch":"partial"}`,
			"column=a required=true ; column=b required=true ; columns=[a b] unique=true ; column=c unique=true  # what has no name isn't checked # the field 2 isn't checked: it has no name # the field 3 isn't checked"},
		{`{"fields":[{"name":"a"}],"primaryKey":"a","missingValues":["","NA"],"foreignKeys":[],"fieldsMatch":"exact"}`,
			"column=a required=true ; column=a unique=true  # fieldsMatch, foreignKeys, missingValues isn't checked"},
		{object(`"type":["string","null"],"minLength":1,"maxLength":128,"readOnly":true`), "column=a min_length=1 max_length=128 "},
		{object(`"pattern":"x$"`), "column=a pattern=(?s:.*)(?:x$)(?s:.*) of the form x$"},
		{table(`"constraints":{"minLength":0,"maxLength":1073741824}`), "column=a max_length=1073741824 "},
		{object(`"minLength":0,"maxLength":0`), `# "a": maxLength isn't checked: 0 is no length`},
		{object(`"maxLength":1073741825`), `# "a": maxLength isn't checked: 1073741825 is no length`},
		{object(`"const":"x"`), "column=a one_of=[x] "},
		{object(`"const":3,"type":4,"format":true,"enum":[null]`), `# "a": const isn't checked: 3 means # "a": enum isn't checked # "a": format isn't checked # "a": type isn't checked`},
		{table(`"type":["x"],"constraints":{"required":"yes","unique":1}`), `# "a": required isn't checked # "a": type isn't checked # "a": unique isn't checked`},
		{`{"fields":3,"uniqueKeys":"a"}`, `# fields isn't checked: 3 means nothing # uniqueKeys isn't checked`},
		{`{"properties":[],"required":true}`, `# properties isn't checked # required isn't checked`},
		{object(`"type":"boolean","format":"date"`), "column=a pattern=true|True|TRUE|1|false|False|FALSE|0 true or false; column=a pattern=" + formats["date"].pattern + " a date as YYYY-MM-DD"},
		{object(`"type":["integer","string"],"format":"email","minimum":1,"anyOf":[]`),
			`# "a": anyOf, minimum isn't checked # "a": the format "email" isn't checked # "a": the type "integer, string" isn't checked`},
		{`{"properties":{"a":true,"b":false},"required":["b"],"additionalProperties":false,"$defs":{},"if":{}}`,
			`column=b required=true  # "b": false isn't checked # additionalProperties, if isn't checked`},
		{`{"type":"array","uniqueItems":true,"items":{"properties":{},"additionalProperties":true}}`, "# uniqueItems isn't checked"},
	} {
		set, err := ReadSchema([]byte(c.schema), "s.json")
		if err != nil {
			t.Errorf("%s: %v", c.schema, err)
			continue
		}
		var checks []string
		for _, check := range set.Checks {
			checks = append(checks, said(check))
			if _, problem := check.verify(); problem != "" || !check.OfSchema() {
				t.Errorf("%s: %v: %s", c.schema, check, problem)
			}
		}
		got, rest := strings.Join(checks, "; "), c.want
		if cut := strings.Index(c.want, "#"); cut >= 0 {
			rest = c.want[:cut]
			notes := strings.Split(c.want[cut+2:], " # ")
			slices.Sort(set.Notes)
			slices.Sort(notes)
			if len(notes) != len(set.Notes) {
				t.Errorf("%s: noted are %q", c.schema, set.Notes)
			} else {
				for i, note := range notes {
					if !strings.HasPrefix(set.Notes[i], "s.json: "+note) {
						t.Errorf("%s: noted is %q, want %q", c.schema, set.Notes[i], note)
					}
				}
			}
		} else if len(set.Notes) > 0 {
			t.Errorf("%s: noted are %q", c.schema, set.Notes)
		}
		if strings.TrimSpace(got) != strings.TrimSpace(rest) {
			t.Errorf("%s:\n got %s\nwant %s", c.schema, got, rest)
		}
	}
}

func TestReadSchemaRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "JSON",
		"{\"properties\":{\"\xc5\":{}}}": "it isn't UTF-8",
		"{\n\"fields\":[\n,]}":           "line 3: it isn't JSON",
		"[]":                             "it isn't a JSON object, as a schema of a row is",
		"{}":                             "it is neither a Table Schema",
		`{"resources":[]}`:               "not a package of data",
		`{"fields":[]} {}`:               "something follows the schema",
		`{"items":{"type":"s"}}`:         "it is neither",
		"\ufeffname;custom_id\n1":        "JSON",
	} {
		if _, err := ReadSchema([]byte(text), "s.json"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestSchemaColumns: a schema names columns by their header or by their field; those that the file hasn't are noted, or refused where demanded.
func TestSchemaColumns(t *testing.T) {
	byField := func(field string) int { return map[string]int{"name": 1}[field] - 1 }
	bind := func(text string) (*Work, error) {
		s, err := ReadSchema([]byte(text), "s.json")
		if err != nil {
			t.Fatal(err)
		}
		w, err := s.Begin(finder("Namn|Ort"))
		if err != nil {
			t.Fatal(err)
		}
		return w, w.AddChecks(finder("Namn|Ort"), byField)
	}
	w, err := bind(`{"properties":{"name":{"maxLength":3},"Ort":{"minLength":3},"id":{"minLength":1},"x":{}}}`)
	if err != nil {
		t.Fatal(err)
	}
	if findings, _ := w.Check(cellsOf("long|a")); len(findings) != 2 || findings[0].Column+findings[1].Column != 1 {
		t.Errorf("got %v", findings)
	}
	if notes := w.Notes(); len(notes) != 1 || notes[0] != `s.json: the file has no column for "id", so it isn't checked` {
		t.Errorf("got %q", notes)
	}
	if _, err := bind(`{"properties":{},"required":["id"]}`); err == nil || !strings.Contains(err.Error(), `s.json demands a column that the file hasn't: there is no column "id"`) {
		t.Error(err)
	}
}

func FuzzReadSchema(f *testing.F) {
	for _, name := range []string{"organization.schema.json", "organizations.tableschema.json"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "samples", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"fields":[{"name":"a","type":"date","constraints":{"enum":[1],"pattern":"("}}],"primaryKey":"a","uniqueKeys":[["a","b"]]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ReadSchema(data, "s.json")
		if err != nil {
			return
		}
		for i := range s.Checks {
			if key, problem := s.Checks[i].verify(); problem != "" && key != "min_length" { // no text may be allowed
				t.Fatalf("%+v: %s: %s", s.Checks[i], key, problem)
			}
		}
		w, err := s.Begin(finder("a|b"))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.AddChecks(finder("a|b"), func(string) int { return -1 }); err == nil {
			w.Check(cellsOf("x|y"))
		}
	})
}
