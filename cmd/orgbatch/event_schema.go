package main

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// describeEvents is what there is to know of the stream: the schema, out of the structs
// themselves.
func describeEvents() string {
	var b strings.Builder
	fmt.Fprintf(&b, `With --json, standard output is a stream of events: one JSON object a line.

  schema  string   %q; within a version, types and keys are added, none changes
  type    string   one of those below
  time    string   RFC 3339, UTC

People's messages, progress and the log stay on standard error. A reader passes
over types and keys that it doesn't know.
`, schemaVersion)
	for _, e := range eventTypes() {
		fmt.Fprintf(&b, "\n%s: %s\n", e.kind(), e.about())
		describeFields(&b, reflect.TypeOf(e), "  ")
	}
	return b.String()
}

func describeFields(b *strings.Builder, t reflect.Type, indent string) {
	for f := range t.Fields() {
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		doc := f.Tag.Get("doc")
		if strings.Contains(option, "omitempty") {
			doc += " (optional)"
		}
		fmt.Fprintf(b, "%s%-15s %-8s %s\n", indent, name, jsonType(f.Type), doc)
		if inner := elemStruct(f.Type); inner != nil && inner != t && inner != reflect.TypeFor[eventBooks]() && inner != reflect.TypeFor[eventAudit]() {
			describeFields(b, inner, indent+"  ")
		}
	}
}

// elemStruct is the struct of ours within t, nil when there is none.
func elemStruct(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct && t.PkgPath() == reflect.TypeFor[head]().PkgPath() {
		return t
	}
	return nil
}

// jsonType names a Go type as JSON has it.
func jsonType(t reflect.Type) string {
	if t == reflect.TypeFor[jsontext.Value]() {
		return "any"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return jsonType(t.Elem())
	case reflect.Bool:
		return "bool"
	case reflect.Int, reflect.Int64, reflect.Float64:
		return "number"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "object"
		}
		return "array"
	case reflect.Map, reflect.Interface:
		return "object"
	case reflect.Struct:
		if elemStruct(t) == nil {
			return "string" // a time
		}
		return "object"
	}
	return "string"
}
