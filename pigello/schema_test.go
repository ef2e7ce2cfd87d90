package pigello

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

const uuidPattern = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"

// object keeps its keys in order, so that the files read well.
type schemaObject []schemaKey

type schemaKey struct {
	key   string
	value any
}

func (o schemaObject) MarshalJSON() ([]byte, error) {
	var b strings.Builder
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return []byte(b.String()), nil
}

// jsonSchema is the JSON Schema of one row: a JSON line, or a row of a CSV file as an object of texts.
func jsonSchema() schemaObject {
	properties, required := schemaObject{}, []string{}
	for _, f := range Fields() {
		properties = append(properties, schemaKey{f.Name, jsonProperty(f)})
		if f.Required {
			required = append(required, f.Name)
		}
	}
	return schemaObject{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "Organization"},
		{"description", "One row that orgbatch imports. Further columns are carried along and not sent; read-only fields are ignored."},
		{"type", "object"}, {"properties", properties}, {"required", required}, {"additionalProperties", true},
	}
}

func jsonProperty(f Field) schemaObject {
	p := schemaObject{{"description", f.Doc}}
	if f.ReadOnly && f.Name != NameID {
		return append(p, schemaKey{"readOnly", true})
	}
	switch f.Type {
	case TypeUUID:
		return append(p, schemaKey{"type", "string"}, schemaKey{"pattern", uuidPattern})
	case TypeReference:
		id := schemaObject{{"type", []string{"string", "null"}}, {"pattern", uuidPattern}}
		return append(p, schemaKey{"anyOf", []any{
			schemaObject{{"type", []string{"string", "null"}}, {"description", "The parent's id, name or custom_id."}},
			schemaObject{{"type", "object"}, {"properties", schemaObject{{"id", id}}}},
		}})
	}
	kind := any("string")
	if f.Nullable {
		kind = []string{"string", "null"}
	}
	p = append(p, schemaKey{"type", kind}, schemaKey{"maxLength", f.MaxLength})
	if f.Required {
		p = append(p, schemaKey{"minLength", 1}, schemaKey{"pattern", `\S`})
	}
	return p
}

// tableSchema is the Frictionless Table Schema of a file.
func tableSchema() schemaObject {
	var fields []schemaObject
	for _, f := range Fields() {
		if f.ReadOnly && f.Name != NameID {
			continue
		}
		o := schemaObject{{"name", f.Name}, {"type", "string"}}
		if f.Type == TypeUUID {
			o = append(o, schemaKey{"format", "uuid"})
		}
		o = append(o, schemaKey{"description", f.Doc})
		limits := schemaObject{}
		if f.Required {
			limits = append(limits, schemaKey{"required", true})
		}
		if f.Unique {
			limits = append(limits, schemaKey{"unique", true})
		}
		if f.MaxLength > 0 {
			limits = append(limits, schemaKey{"maxLength", f.MaxLength})
		}
		if len(limits) > 0 {
			o = append(o, schemaKey{"constraints", limits})
		}
		fields = append(fields, o)
	}
	return schemaObject{
		{"$schema", "https://datapackage.org/profiles/2.0/tableschema.json"}, {"fieldsMatch", "partial"},
		{"fields", fields}, {"missingValues", []string{""}},
	}
}

// TestSchemas holds the schemas in samples/ to the table of fields; -update writes them.
func TestSchemas(t *testing.T) {
	for name, schema := range map[string]schemaObject{"organization.schema.json": jsonSchema(), "organizations.tableschema.json": tableSchema()} {
		text, err := json.MarshalIndent(schema, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("..", "samples", name)
		if *update {
			if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ReplaceAll(string(want), "\r\n", "\n") != string(text)+"\n" {
			t.Errorf("%s differs from the table of fields (go test ./pigello -run Schemas -update accepts it)", path)
		}
	}
}

// TestSchemaTellsRows reads the published JSON Schema and holds rows against what it says.
func TestSchemaTellsRows(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "samples", "organization.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	for row, want := range map[string]bool{
		`{"name":"Exempelbacken AB"}`: true,
		`{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08","name":"Åkern AB","custom_id":null,"organization":null,"Ort":"Ås"}`:      true,
		`{"name":"Åkern AB","organization":{"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08"},"created_at":"2026-01-02T00:00:00Z"}`: true,
		`{"name":"` + strings.Repeat("å", MaxNameLength) + `","organization":"Exempelbacken AB"}`:                              true,
		`{"custom_id":"1"}`: false,
		`{"name":""}`:       false,
		`{"name":" "}`:      false,
		`{"name":null}`:     false,
		`{"name":7}`:        false,
		`{"name":"` + strings.Repeat("å", MaxNameLength+1) + `"}`:                     false,
		`{"name":"A","custom_id":"` + strings.Repeat("1", MaxCustomIDLength+1) + `"}`: false,
		`{"id":"497f6eca62764993bfeb53cbbbba6f08","name":"A"}`:                        false,
		`{"name":"A","organization":{"id":"x"}}`:                                      false,
		`{"name":"A","organization":7}`:                                               false,
	} {
		var value any
		if err := json.Unmarshal([]byte(row), &value); err != nil {
			t.Fatal(err)
		}
		if got := conforms(schema, value); got != want {
			t.Errorf("%s: %v, want %v", row, got, want)
		}
	}
}

// conforms knows as much of JSON Schema as ours uses.
func conforms(schema map[string]any, value any) bool {
	if choices, ok := schema["anyOf"].([]any); ok {
		for _, s := range choices {
			if conforms(s.(map[string]any), value) {
				return true
			}
		}
		return false
	}
	switch v := value.(type) {
	case string:
		return isOf(schema, "string") && fits(schema, v)
	case nil:
		return isOf(schema, "null")
	case float64:
		return isOf(schema, "number")
	case map[string]any:
		return isOf(schema, "object") && holds(schema, v)
	}
	return true
}

func isOf(schema map[string]any, kind string) bool {
	switch t := schema["type"].(type) {
	case string:
		return t == kind
	case []any:
		for _, k := range t {
			if k == kind {
				return true
			}
		}
		return false
	}
	return true
}

func fits(schema map[string]any, v string) bool {
	n := float64(utf8.RuneCountInString(v))
	if most, ok := schema["maxLength"].(float64); ok && n > most {
		return false
	}
	if least, ok := schema["minLength"].(float64); ok && n < least {
		return false
	}
	pattern, ok := schema["pattern"].(string)
	return !ok || regexp.MustCompile(pattern).MatchString(v)
}

func holds(schema map[string]any, v map[string]any) bool {
	if required, ok := schema["required"].([]any); ok {
		for _, key := range required {
			if _, ok := v[key.(string)]; !ok {
				return false
			}
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for key, value := range v {
		if p, ok := properties[key].(map[string]any); ok && !conforms(p, value) {
			return false
		}
	}
	return true
}
