package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// TestEventsAsDocumented runs commands with --json and holds every line of theirs
// to `orgbatch help json`: its type is there, each key is documented with the
// type of its value, and none that isn't optional is missing.
func TestEventsAsDocumented(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	rows := "Namn,Kundnr,Moderbolag,Anm\nExempelbacken Fastigheter AB,K-1,,x\n,K-2,,\nProvgatan AB,,Exempelbaken Fastigheter AB,\n"
	if err := os.WriteFile("rows.csv", []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, line := range []string{
		"version", "import rows.csv --sandbox --dry-run", "runs", "import rows.csv --sandbox --yes", "apply latest --sandbox --yes --skip-invalid", "runs latest",
		"list --sandbox", "export out.csv --sandbox", "backup diff . out.csv live --sandbox-db other.db", "get nothing --sandbox", "import nothing.csv --sandbox",
		"doctor --sandbox --probe", "config show --effective --sandbox",
	} {
		_, stdout, _ := runHere(t, append(strings.Fields(line), "--json")...)
		for event := range strings.Lines(stdout) {
			seen[checkEvent(t, line, event)] = true
		}
	}
	for _, kind := range []string{"version", "target", "plan", "books", "file", "next", "run", "organization", "manifest", "diff", "change", "check", "answer", "setting", "error", "exit"} {
		if !seen[kind] {
			t.Errorf("no command sent the event %s", kind)
		}
	}
	if left, err := filepath.Glob("orgbatch-runs/*/rejects.xlsx"); err != nil || len(left) == 0 {
		t.Errorf("the workbook of rejects is missing: %v", err)
	}
}

// checkEvent compares a line with the struct of its type, which the help prints.
func checkEvent(t *testing.T, command, line string) string {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(line), &object); err != nil {
		t.Fatalf("%s: %q: %v", command, line, err)
	}
	kind, _ := object["type"].(string)
	if object["schema"] != schemaVersion || !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`).MatchString(object["time"].(string)) {
		t.Errorf("%s: the head of %s", command, line)
	}
	for _, name := range []string{"schema", "type", "time"} {
		delete(object, name)
	}
	for _, e := range eventTypes() {
		if e.kind() == kind {
			checkObject(t, command+": "+kind, object, reflect.TypeOf(e))
			return kind
		}
	}
	t.Errorf("%s: the event %q is not documented", command, kind)
	return kind
}

func checkObject(t *testing.T, path string, object map[string]any, typ reflect.Type) {
	t.Helper()
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		value, there := object[name]
		delete(object, name)
		switch {
		case !there && !strings.Contains(option, "omitempty"):
			t.Errorf("%s.%s is missing", path, name)
		case there:
			checkValue(t, path+"."+name, value, f.Type)
		}
	}
	for name := range object {
		t.Errorf("%s.%s is not documented", path, name)
	}
}

// checkValue compares a value with the type that the help gives.
func checkValue(t *testing.T, path string, value any, typ reflect.Type) {
	t.Helper()
	got := "null"
	switch value.(type) {
	case bool:
		got = "bool"
	case float64:
		got = "number"
	case string:
		got = "string"
	case []any:
		got = "array"
	case map[string]any:
		got = "object"
	}
	if want := jsonType(typ); got != want && want != "any" {
		t.Errorf("%s is of the type %s, not %s", path, got, want)
		return
	}
	inner := elemStruct(typ)
	if inner == nil {
		return
	}
	values, many := value.([]any)
	if !many {
		values = []any{value}
	}
	for _, v := range values {
		if object, ok := v.(map[string]any); ok {
			checkObject(t, path, object, inner)
		}
	}
}
