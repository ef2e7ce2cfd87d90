package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// tableTypes are the types of a Table Schema that are checked, in their default form.
var tableTypes = map[string]kind{
	"string": {}, "any": {}, "": {},
	"integer": {integerPattern, "an integer"}, "number": {numberPattern + `|NaN|[+-]?INF`, "a number"},
	"boolean": {`true|True|TRUE|1|false|False|FALSE|0`, "true or false"},
	"date":    {datePattern, "a date as YYYY-MM-DD"}, "year": {`-?[0-9]{4}`, "a year"}, "yearmonth": {`[0-9]{4}-(?:0[1-9]|1[0-2])`, "a month as YYYY-MM"},
}

// table reads a Frictionless Table Schema.
func (s *schema) table(top map[string]any, fields []any) {
	for i, value := range fields {
		f, _ := value.(map[string]any)
		name, _ := f["name"].(string)
		if name == "" {
			s.note("", "the field %d isn't checked: it has no name", i+1)
			continue
		}
		s.field(name, f)
	}
	if key := names(top["primaryKey"]); len(key) > 0 {
		for _, name := range key {
			s.add(Check{Column: name, Required: true})
		}
		s.unique(key)
	}
	keys, _ := top["uniqueKeys"].([]any)
	for _, value := range keys {
		s.unique(names(value))
	}
	known := "fields primaryKey uniqueKeys"
	if fmt.Sprint(top["missingValues"]) == "[]" { // which is how [""] prints
		known += " missingValues"
	}
	if match := fmt.Sprint(names(top["fieldsMatch"])); match == "[partial]" || match == "[subset]" {
		known += " fieldsMatch"
	}
	s.left("", top, known)
}

func (s *schema) unique(columns []string) {
	if len(columns) == 1 {
		s.add(Check{Column: columns[0], Unique: true})
		return
	}
	s.add(Check{Columns: columns, Unique: true})
}

// names gives a text, or a list of them.
func names(value any) []string {
	if text, ok := value.(string); ok {
		return []string{text}
	}
	list, _ := value.([]any)
	return texts(list)
}

func (s *schema) field(name string, f map[string]any) {
	kindOf, _ := f["type"].(string)
	format, _ := f["format"].(string)
	switch {
	case kindOf == "string" && format == "uuid":
		s.addKind(name, format, jsonFormats)
	case format != "" && format != "default":
		s.note(name, "the format %q isn't checked: there is no such check here", format)
	case len(tableTypes[kindOf].pattern) > 0 && hasAny(f, "decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues"):
		s.note(name, "the type %q isn't checked, since it is written in a way of its own", kindOf)
	case !s.addKind(name, kindOf, tableTypes):
		s.note(name, "the type %q isn't checked: there is no such check here", kindOf)
	}
	s.left(name, f, "type format constraints")
	limited, _ := f["constraints"].(map[string]any)
	c := Check{Column: name}
	c.Required, _ = limited["required"].(bool)
	s.limit(&c, limited, true)
	s.add(c)
	if unique, _ := limited["unique"].(bool); unique {
		s.unique([]string{name})
	}
	s.left(name, limited, limits+" required unique")
}

func hasAny(m map[string]any, keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return m[key] != nil })
}

// jsonTypes and jsonFormats are those of a JSON Schema that are checked.
var (
	jsonTypes = map[string]kind{
		"string": {}, "integer": {integerPattern, "an integer"}, "number": {numberPattern, "a number"}, "boolean": {`true|false`, "true or false"},
	}
	jsonFormats = map[string]kind{"uuid": {uuidPattern, "a UUID"}, "date": {datePattern, "a date as YYYY-MM-DD"}}
)

// object reads a JSON Schema of one row.
func (s *schema) object(m map[string]any) {
	properties, _ := m["properties"].(map[string]any)
	required := names(m["required"])
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		s.property(name, properties[name])
	}
	for _, name := range required {
		s.add(Check{Column: name, Required: true})
	}
	known := "type properties required"
	if others, ok := m["additionalProperties"].(bool); ok && others {
		known += " additionalProperties"
	}
	s.left("", m, known)
}

func (s *schema) property(name string, value any) {
	p, ok := value.(map[string]any)
	if !ok {
		if value != true { // which allows all
			s.note(name, "%s isn't checked: there is no such check here", shown(value))
		}
		return
	}
	types := slices.DeleteFunc(names(p["type"]), func(t string) bool { return t == "null" })
	switch {
	case len(types) == 1 && !s.addKind(name, types[0], jsonTypes), len(types) > 1:
		s.note(name, "the type %q isn't checked: there is no such check here", strings.Join(types, ", "))
	}
	if format, _ := p["format"].(string); format != "" && !s.addKind(name, format, jsonFormats) {
		s.note(name, "the format %q isn't checked: there is no such check here", format)
	}
	c := Check{Column: name}
	s.limit(&c, p, false)
	if value, ok := p["const"]; ok {
		c.OneOf = texts([]any{value})
	}
	s.add(c)
	s.left(name, p, limits+" type format const")
}
