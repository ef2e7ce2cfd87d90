package event

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Schema is what there is to know of the stream: the schema, out of the structs
// themselves.
func Schema() string {
	var b strings.Builder
	fmt.Fprintf(&b, `With --json, standard output is a stream of events: one JSON object a line.

  schema  string   %q; within a version, types and keys are added, none changes
  type    string   one of those below
  time    string   RFC 3339, UTC

People's messages, progress and the log stay on standard error. A reader passes
over types and keys that it doesn't know.
`, SchemaVersion)
	for _, t := range Types {
		fmt.Fprintf(&b, "\n%s: %s\n", t.Kind, t.About)
		describeFields(&b, reflect.TypeOf(t.Event), "  ")
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
		fmt.Fprintf(b, "%s%-15s %-8s %s\n", indent, name, JSONType(f.Type), doc)
		if inner := ElemStruct(f.Type); inner != nil && inner != t && inner != reflect.TypeFor[Books]() && inner != reflect.TypeFor[Audit]() {
			describeFields(b, inner, indent+"  ")
		}
	}
}

// ElemStruct is the struct of ours within t, nil when there is none.
func ElemStruct(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct && t.PkgPath() == reflect.TypeFor[head]().PkgPath() {
		return t
	}
	return nil
}

// JSONType names a Go type as JSON has it.
func JSONType(t reflect.Type) string {
	if t == reflect.TypeFor[jsontext.Value]() {
		return "any"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return JSONType(t.Elem())
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
		if ElemStruct(t) == nil {
			return "string" // a time
		}
		return "object"
	}
	return "string"
}
