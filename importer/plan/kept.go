package plan

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/orgbatch/orgbatch/importer/run"
)

// A run keeps the summary of its plan under names that are older than those of the events. Fields
// that have such a name say it by a tag, kept, in which it stands as in one of JSON; a field that is
// new needs none.

// SummaryOf reads the plan's summary that a run keeps.
func SummaryOf(m run.Meta) (s Summary, err error) {
	kept := reflect.New(keptType(reflect.TypeOf(s)))
	if err := json.Unmarshal(m.Summary, kept.Interface()); err != nil {
		return Summary{}, fmt.Errorf("read the summary of run %s: %w", m.Short, err)
	}
	copyFields(reflect.ValueOf(&s).Elem(), kept.Elem())
	return s, nil
}

// keep writes a summary as a run keeps it.
func keep(s *Summary) ([]byte, error) {
	kept := reflect.New(keptType(reflect.TypeOf(*s))).Elem()
	copyFields(kept, reflect.ValueOf(*s))
	return json.Marshal(kept.Interface())
}

// keptType is a type whose JSON has the names that are kept: t itself where those are no others.
func keptType(t reflect.Type) reflect.Type {
	switch t.Kind() {
	case reflect.Pointer:
		return reflect.PointerTo(keptType(t.Elem()))
	case reflect.Slice:
		if elem := keptType(t.Elem()); elem != t.Elem() {
			return reflect.SliceOf(elem)
		}
	case reflect.Struct:
		var fields []reflect.StructField
		differs := false
		for f := range t.Fields() {
			if !f.IsExported() {
				continue
			}
			field := reflect.StructField{Name: f.Name, Type: keptType(f.Type), Tag: f.Tag}
			name, renamed := f.Tag.Lookup("kept")
			if renamed {
				field.Tag = reflect.StructTag(fmt.Sprintf("json:%q", name))
			}
			fields, differs = append(fields, field), differs || renamed || field.Type != f.Type
		}
		if differs {
			return reflect.StructOf(fields)
		}
	}
	return t
}

// copyFields copies between a type and its keptType.
func copyFields(to, from reflect.Value) {
	switch {
	case to.Type() == from.Type():
		to.Set(from)
	case to.Kind() == reflect.Struct:
		for i := range to.NumField() {
			if f := to.Type().Field(i); f.IsExported() {
				copyFields(to.Field(i), from.FieldByName(f.Name))
			}
		}
	case from.IsNil():
	case to.Kind() == reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		copyFields(to.Elem(), from.Elem())
	default:
		to.Set(reflect.MakeSlice(to.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			copyFields(to.Index(i), from.Index(i))
		}
	}
}
