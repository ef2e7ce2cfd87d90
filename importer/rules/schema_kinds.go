package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/wording"
)

// types are those of either kind of schema, in their default form, and formats those of a JSON Schema; what a text is needs no check.
var (
	types = map[string]kind{
		"string": {}, "any": {}, "": {},
		"integer": {`[+-]?[0-9]+`, wording.English.Rules.Integer}, "number": {`[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|[+-]?INF`, wording.English.Rules.Number},
		"boolean": {`true|True|TRUE|1|false|False|FALSE|0`, wording.English.Rules.Boolean}, "date": formats["date"], "year": {`-?[0-9]{4}`, wording.English.Rules.Year},
	}
	formats = map[string]kind{
		"uuid": {`[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}`, wording.English.Rules.UUID},
		"date": {`[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])`, wording.English.Rules.Date},
	}
)

// table reads a Frictionless Table Schema.
func (s *schema) table(top map[string]any) {
	for i, value := range get[[]any](s, "", top, "fields") {
		f, _ := value.(map[string]any)
		name, _ := f["name"].(string)
		if name == "" {
			s.note("", wording.English.Schema.FieldWithoutName(i+1))
			continue
		}
		s.field(name, f)
	}
	if top["primaryKey"] != nil {
		key := names(top["primaryKey"])
		for _, name := range key {
			s.add(Check{Column: name, Required: true})
		}
		s.unique(key)
	}
	for _, value := range get[[]any](s, "", top, "uniqueKeys") {
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
	typed, format := get[string](s, name, f, "type"), get[string](s, name, f, "format")
	own := func(key string) bool { return f[key] != nil }
	switch {
	case typed == "string" && format == "uuid":
		s.addKind(name, "format", format, formats)
	case format != "" && format != "default":
		s.addKind(name, "format", format, nil)
	case slices.ContainsFunc([]string{"decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues"}, own):
		s.note(name, wording.English.Schema.OwnWay(typed))
	default:
		s.addKind(name, "type", typed, types)
	}
	s.left(name, f, "type format constraints")
	limited := get[map[string]any](s, name, f, "constraints")
	c := Check{Column: name, Required: get[bool](s, name, limited, "required")}
	s.limit(&c, limited)
	s.add(c)
	if get[bool](s, name, limited, "unique") {
		s.unique([]string{name})
	}
	s.left(name, limited, limits+" required unique")
}

// object reads a JSON Schema of one row.
func (s *schema) object(m map[string]any) {
	properties := get[map[string]any](s, "", m, "properties")
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		s.property(name, properties[name])
	}
	for _, name := range texts(get[[]any](s, "", m, "required")) {
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
			s.note(name, wording.English.Schema.NoCheck(shown(value)))
		}
		return
	}
	typed := names(p["type"])
	if len(typed) == 0 {
		typed = []string{get[string](s, name, p, "type")} // which is noted
	}
	s.addKind(name, "type", strings.Join(slices.DeleteFunc(typed, func(t string) bool { return t == "null" }), ", "), types)
	if format := get[string](s, name, p, "format"); format != "" {
		s.addKind(name, "format", format, formats)
	}
	c := Check{Column: name}
	s.limit(&c, p)
	if c.Pattern != "" { // which JSON Schema finds anywhere in a text
		c.Pattern, c.kind = `(?s:.*)(?:`+c.Pattern+`)(?s:.*)`, wording.English.Rules.OfForm(c.Pattern)
	}
	if value := get[string](s, name, p, "const"); value != "" {
		c.OneOf = []string{value}
	}
	s.add(c)
	s.left(name, p, limits+" type format const")
}
