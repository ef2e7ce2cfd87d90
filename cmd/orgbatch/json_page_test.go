//go:build !race

// The race detector sees these commands in the scripts.

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
)

// jsonByJq is the example of the page, which testdata/json.txtar runs where there is jq.
const jsonByJq = `orgbatch import samples/organizations.csv --sandbox --dry-run --json 2>/dev/null | jq -r 'select(.type=="plan").code'`

// jsonPage is what docs/json.md says before its events.
const jsonPage = "# Events of --json\n\n" +
	"For whoever writes a script around orgbatch. With `--json`, standard output is a stream of *events* in the place of sentences and tables: one\n" +
	"JSON object a line. What people read, progress and the log go to standard error. `help` and `completion` print their text all the same.\n\n" +
	"```sh\norgbatch import samples/organizations.csv --sandbox --dry-run --json\norgbatch help json\n```\n\n" +
	"| key of every event | type | what |\n|---|---|---|\n| `schema` | string | `%s` |\n| `type` | string | which of the events below it is |\n| `time` | time | when it was printed |\n\n" +
	"**What you can rely on.** As long as `schema` is the same, events and keys are added, and none goes or changes its meaning. So pass over\n" +
	"events and keys that you don't know. The last event of a command is always [`exit`](#exit). Sentences, as in `message`, `hint`, `note` and\n" +
	"`reason`, may change: go by codes and numbers.\n\n" +
	"A command line that isn't understood – an unknown command or flag, an argument that is missing – prints no event: it ends with 2, and a\n" +
	"sentence on standard error says what is wrong. So go by the exit code first. The code of a plan, by jq:\n\n" +
	"```bash\n" + jsonByJq + "\n```\n\n" +
	"A *time* is a string as RFC 3339 has it, in UTC. `seconds` are seconds, what ends in `bytes` is bytes, an *optional* key is left out when\n" +
	"there is nothing to say. `sources[].rows` is the key `rows` in each element of `sources`.\n\n" +
	"A command prints an event where it applies. Each example is a line that was printed.\n" +
	"This page is made of the program and of what it prints: `go test ./cmd/orgbatch -run TestJSONPage -update`.\n"

// TestJSONPage holds docs/json.md to the events, and every line that commands print to these: testdata/json.txtar runs each that prints any. An
// example stays as it is as long as an event looks like it.
func TestJSONPage(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the lines are for a POSIX shell")
	}
	seen := printed{by: map[string][]string{}, lines: map[string]string{}}
	ran := t.Run("commands", func(t *testing.T) {
		p := scriptParams("")
		p.Files = []string{filepath.Join("testdata", "json.txtar")}
		p.Cmds["prepare"], p.Cmds["approver"], p.Cmds["prints"] = scriptPrepare, func(ts *testscript.TestScript, _ bool, _ []string) { makeApprover(ts) }, seen.run
		p.Cmds["byjq"] = func(ts *testscript.TestScript, _ bool, _ []string) { ts.Check(ts.Exec("sh", "-c", jsonByJq)) }
		testscript.Run(t, p)
	})
	if !ran {
		return
	}
	path := filepath.Join("..", "..", "docs", "json.md")
	old, err := os.ReadFile(path)
	if err != nil && !*update {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, jsonPage, event.SchemaVersion)
	for _, e := range event.Types {
		line := regexp.MustCompile(`(?m)^\{"schema":"[^"]*","type":"` + e.Kind + `",.*$`).FindString(string(old))
		if _, problems := judgeLine(line); len(problems) > 0 {
			line = seen.lines[e.Kind]
		}
		if line == "" {
			t.Errorf("no command of testdata/json.txtar prints %s", e.Kind)
		}
		about := e.About
		fmt.Fprintf(&b, "\n## %s\n\n%s. Printed by %s.\n\n| key | type | what |\n|---|---|---|\n", e.Kind, strings.ToUpper(about[:1])+about[1:], seen.commands(e.Kind))
		keysOf(&b, reflect.TypeOf(e.Event), "")
		fmt.Fprintf(&b, "\n```json\n%s\n```\n", line)
	}
	golden(t, path, b.String())
}

// keysOf writes a row for each key of a struct, and of those within it that are no event by themselves.
func keysOf(b *strings.Builder, t reflect.Type, before string) {
	for _, f := range event.Keys(t) {
		name, what := f.Key, inCell(f.Tag.Get("doc"))
		if f.Optional {
			what += " (optional)"
		}
		fmt.Fprintf(b, "| `%s%s` | %s | %s |\n", before, name, typeName(f.Type), what)
		inner := event.ElemStruct(f.Type)
		if inner == nil || slices.ContainsFunc(event.Types, func(e event.Type) bool { return reflect.TypeOf(e.Event) == inner }) {
			continue
		}
		if f.Type.Kind() == reflect.Slice {
			name += "[]"
		}
		keysOf(b, inner, before+name+".")
	}
}

// typeName is jsonType, which tells times and the elements of arrays apart, too.
func typeName(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.Pointer:
		return typeName(t.Elem())
	case t == reflect.TypeFor[time.Time]():
		return "time"
	case t != reflect.TypeFor[jsontext.Value]() && t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		return "array of " + typeName(t.Elem())
	}
	return event.JSONType(t)
}

// judgeLine is the type of event that a line is, and what of it isn't as the events say.
func judgeLine(line string) (kind string, problems []string) {
	var object map[string]any
	if err := json.Unmarshal([]byte(line), &object); err != nil {
		return "", []string{err.Error()}
	}
	kind, _ = object["type"].(string)
	when, _ := object["time"].(string)
	all := event.Types
	at := slices.IndexFunc(all, func(e event.Type) bool { return e.Kind == kind })
	if at < 0 || object["schema"] != event.SchemaVersion || !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`).MatchString(when) {
		return kind, []string{"schema, type or time"}
	}
	maps.DeleteFunc(object, func(key string, _ any) bool { return key == "schema" || key == "type" || key == "time" })
	return kind, judgeObject(kind, object, reflect.TypeOf(all[at].Event))
}

// judgeObject holds an object to a struct: each of its keys is there, unless it is optional, with a value of its type, and no other is.
func judgeObject(path string, object map[string]any, t reflect.Type) (problems []string) {
	for _, f := range event.Keys(t) {
		name := f.Key
		if value, there := object[name]; there {
			problems = append(problems, judgeValue(path+"."+name, value, f.Type)...)
		} else if !f.Optional {
			problems = append(problems, path+"."+name+" is missing")
		}
		delete(object, name)
	}
	for name := range object {
		problems = append(problems, path+"."+name+" is unknown")
	}
	return problems
}

func judgeValue(path string, value any, t reflect.Type) (problems []string) {
	want, inner := event.JSONType(t), event.ElemStruct(t)
	got := map[reflect.Kind]string{reflect.Bool: "bool", reflect.Float64: "number", reflect.String: "string", reflect.Slice: "array", reflect.Map: "object"}[reflect.ValueOf(value).Kind()]
	if value == nil && t.Kind() == reflect.Pointer || want == "any" {
		return nil
	}
	if got != want {
		return []string{fmt.Sprintf("%s is %v, which is no %s", path, value, want)}
	}
	values, many := value.([]any)
	if !many {
		values = []any{value}
	}
	for _, v := range values {
		if object, ok := v.(map[string]any); ok && inner != nil {
			problems = append(problems, judgeObject(path, object, inner)...)
		}
	}
	return problems
}

// widest is how long the line of an example may be.
const widest = 1300

// printed is what commands were seen to print: the commands of each type of event, and of its lines the one that says most.
type printed struct {
	by    map[string][]string
	lines map[string]string
}

// run runs a command with --json in a shell, checks its exit code, and keeps what it printed: prints 0,3 LINE. A server is interrupted.
func (p *printed) run(ts *testscript.TestScript, _ bool, args []string) {
	var out string
	line := "orgbatch " + args[1] + " --json"
	if strings.HasPrefix(args[1], "sandbox serve") {
		scriptSignalled(ts, false, append([]string{args[0], "INT", "0"}, strings.Fields(line)...))
		data, err := os.ReadFile(ts.MkAbs("stdout"))
		ts.Check(err)
		out = string(data)
	} else {
		if code := fmt.Sprint(exitCodeOf(ts.Exec("sh", "-c", line))); !slices.Contains(strings.Split(args[0], ","), code) {
			ts.Fatalf("%s: exit code %s, want %s", line, code, args[0])
		}
		out = ts.ReadFile("stdout")
	}
	cmd, _, err := newRoot(bare()).Find(strings.Fields(args[1]))
	ts.Check(err)
	for line := range strings.Lines(strings.NewReplacer(ts.MkAbs("."), "/srv/orgbatch", ts.Getenv("WORK"), "/srv").Replace(out)) {
		kind, problems := judgeLine(line)
		if len(problems) > 0 {
			ts.Fatalf("%s: %s\n%s", args[1], strings.Join(problems, "; "), line)
		}
		if by := p.by[kind]; !slices.Contains(by, cmd.CommandPath()) {
			p.by[kind] = append(by, cmd.CommandPath())
		}
		if strings.Count(line, `":`) > strings.Count(p.lines[kind], `":`) && len(line) < widest {
			p.lines[kind] = strings.TrimSpace(line)
		}
	}
}

// commands are the commands that printed such an event.
func (p *printed) commands(kind string) string {
	switch kind {
	case "exit":
		return "every command"
	case "error":
		return "every command that fails"
	case "progress": // which depends on how much there is to do
		return "every command that has many rows to go through"
	}
	var links []string
	for _, path := range slices.Sorted(slices.Values(p.by[kind])) {
		links = append(links, fmt.Sprintf("[`%s`](commands/%s)", strings.TrimPrefix(path, "orgbatch "), commandPage(path)))
	}
	return strings.Join(links, ", ")
}

// TestJudge holds the judge of the lines to what it promises.
func TestJudge(t *testing.T) {
	t.Parallel()
	const begin = `{"schema":"orgbatch/1","type":"change","time":"2026-11-23T20:35:29Z","change":"added","id":"","name":"","fields":[`
	for line, want := range map[string]string{
		begin + `]}`: "",
		begin + `{"field":"name","before":null}]}`:            "",
		begin + `{"field":1},{"after":1,"more":1}]}`:          "change.fields.field is 1, which is no string; change.fields.field is missing; change.fields.more is unknown",
		strings.Replace(begin, `"",`, `null,`, 1) + `]}`:      "change.id is <nil>, which is no string",
		strings.Replace(begin, `"change",`, `"x",`, 1) + `]}`: "schema, type or time",
		strings.Replace(begin, "Z", "+01:00", 1) + `]}`:       "schema, type or time",
		strings.Replace(begin, "h/1", "h/2", 1) + `]}`:        "schema, type or time",
		"": "unexpected end of JSON input",
	} {
		if _, problems := judgeLine(line); strings.Join(problems, "; ") != want {
			t.Errorf("%s: %q, want %q", line, problems, want)
		}
	}
}
