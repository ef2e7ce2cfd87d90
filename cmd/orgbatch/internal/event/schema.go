package event

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/orgbatch/orgbatch/importer/run"
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
	for _, f := range Keys(t) {
		doc := f.Tag.Get("doc")
		if f.Optional {
			doc += " (optional)"
		}
		fmt.Fprintf(b, "%s%-15s %-8s %s\n", indent, f.Key, JSONType(f.Type), doc)
		if inner := ElemStruct(f.Type); inner != nil && inner != t && inner != reflect.TypeFor[Books]() && inner != reflect.TypeFor[Audit]() {
			describeFields(b, inner, indent+"  ")
		}
	}
}

// Key is a field of an event, or of a value within it, and its key in JSON.
type Key struct {
	reflect.StructField
	Key      string
	Optional bool
}

// Keys are those of a struct, with those of the structs that it embeds.
func Keys(t reflect.Type) (keys []Key) {
	for _, f := range reflect.VisibleFields(t) {
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && !f.Anonymous && name != "-" {
			keys = append(keys, Key{f, name, strings.HasPrefix(option, "omit")})
		}
	}
	return keys
}

// ElemStruct is the struct of ours within t as an event has it, nil when there is none.
func ElemStruct(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[run.Source]():
		return reflect.TypeFor[Source]()
	case t.Kind() == reflect.Struct && strings.HasPrefix(t.PkgPath(), "github.com/orgbatch/orgbatch/"):
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
