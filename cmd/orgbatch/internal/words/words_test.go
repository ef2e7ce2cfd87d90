package words

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the pages of testdata anew")

// editions are all there are. One more language is one more line here.
var editions = map[string]*Edition{"english": &English}

// entry is a sentence with its code.
type entry struct {
	code  string
	value reflect.Value // a string or a func
}

// entriesOf walks a table.
func entriesOf(t *testing.T, code string, table reflect.Value) (list []entry) {
	t.Helper()
	for i := range table.NumField() {
		field, name := table.Field(i), code+table.Type().Field(i).Name
		switch {
		case field.Kind() == reflect.Struct:
			list = append(list, entriesOf(t, name+".", field)...)
		case field.IsZero():
			t.Errorf("%s is missing", name)
		case field.Kind() == reflect.String || field.Kind() == reflect.Func && field.Type().NumOut() == 1 && field.Type().Out(0).Kind() == reflect.String:
			list = append(list, entry{name, field})
		default:
			t.Errorf("%s is no sentence but a %s", name, field.Type())
		}
	}
	return list
}

// numbers are what each sentence is tried with: none, one, a few, and so many that they have separators.
var numbers = []int64{0, 1, 2, 1234}

// said is a sentence of the numbers from n on, and of one text after the other.
func (e entry) said(t *testing.T, n int64, texts func() string) string {
	t.Helper()
	if e.value.Kind() == reflect.String {
		return e.value.String()
	}
	var args []reflect.Value
	for i := range e.value.Type().NumIn() {
		arg := reflect.New(e.value.Type().In(i)).Elem()
		fill(t, e.code, arg, &n, texts)
		args = append(args, arg)
	}
	return e.value.Call(args)[0].String()
}

func fill(t *testing.T, code string, arg reflect.Value, n *int64, texts func() string) {
	t.Helper()
	switch arg.Interface().(type) {
	case int, int64:
		arg.SetInt(*n)
		*n++
	case string:
		arg.SetString(texts())
	case time.Duration:
		arg.SetInt(*n * int64(47*time.Second))
		*n++
	case time.Time:
		arg.Set(reflect.ValueOf(time.Date(2026, 11, 30, 2, 15, 0, 0, time.UTC)))
	default:
		if arg.Kind() != reflect.Struct {
			t.Fatalf("%s takes a %s, which no test fills", code, arg.Type())
		}
		for i := range arg.NumField() {
			fill(t, code, arg.Field(i), n, texts)
		}
	}
}

// inOrder gives the texts ‹1›, ‹2› …, so that a page shows which argument stands where.
func inOrder() func() string {
	n := 0
	return func() string {
		n++
		return "‹" + strconv.Itoa(n) + "›"
	}
}

// TestPages holds each edition to the page that a translator reads, and finds what is missing.
func TestPages(t *testing.T) {
	for language, edition := range editions {
		var page strings.Builder
		for _, e := range entriesOf(t, "", reflect.ValueOf(*edition)) {
			before := ""
			for _, n := range numbers {
				if said := e.said(t, n, inOrder()); said != before {
					fmt.Fprintf(&page, "%s\t%s\n", e.code, said)
					before = said
				}
				if strings.TrimSpace(before) != before {
					t.Errorf("%s, %s begins or ends with a space, which no translator sees", language, e.code)
				}
			}
		}
		path := filepath.Join("testdata", language+".txt")
		if *update {
			if err := os.WriteFile(path, []byte(page.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := page.String(); got != string(want) {
			said, known := strings.Split(got, "\n"), strings.Split(string(want), "\n")
			at := 0
			for at < min(len(said), len(known))-1 && said[at] == known[at] {
				at++
			}
			t.Errorf("%s, line %d: %q is said; the page has %q; -update writes it anew", path, at+1, said[at], known[at])
		}
	}
}

// TestTextsAreKept: whatever a text holds, it stands in its sentence once, as it is or in quotes.
func TestTextsAreKept(t *testing.T) {
	for language, edition := range editions {
		for _, e := range entriesOf(t, "", reflect.ValueOf(*edition)) {
			var given []string
			said := e.said(t, 2, func() string {
				text := fmt.Sprintf("%%d %%!s(x) \\ \"Å\x1b[2J\" \n%d;", len(given))
				given = append(given, text)
				return text
			})
			for _, text := range given {
				if strings.Count(said, text)+strings.Count(said, strconv.Quote(text)) != 1 {
					t.Errorf("%s, %s: %q isn't once in %q", language, e.code, text, said)
				}
				said = strings.NewReplacer(text, "", strconv.Quote(text), "").Replace(said)
			}
			if strings.Contains(said, "%!") {
				t.Errorf("%s, %s: a verb doesn't fit: %q", language, e.code, said)
			}
		}
	}
}

// ours are words of the program's own, which nobody in a back office knows.
var ours = regexp.MustCompile(`(?i)\b(mend\w*|twins?|the API|held)\b|\brejects([^.]|$)`)

// codes are what a person types, and stay.
var codes = regexp.MustCompile(`--accept [a-z-]+`)

func TestWordsOfEnglish(t *testing.T) {
	for _, e := range entriesOf(t, "", reflect.ValueOf(English)) {
		said := e.said(t, 2, inOrder())
		if ours.MatchString(codes.ReplaceAllString(said, "")) {
			t.Errorf("%s is in words of ours: %s", e.code, said)
		}
	}
}

// TestAllIsSaid: what nobody says needs no translation.
func TestAllIsSaid(t *testing.T) {
	var program strings.Builder
	var files []string
	for _, dir := range []string{"../..", "../*", "../../../../importer", "../../../../importer/tabular", "../../../../importer/rules"} {
		here, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, here...)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		program.Write(text)
	}
	said := map[string]bool{} // and what it begins with
	for _, m := range regexp.MustCompile(`\b(?:(wording\.)English|(?:words\.)?English|[Ww]ords|[Ww])\.([\w.]+)`).FindAllStringSubmatch(program.String(), -1) {
		code := m[2]
		if m[1] != "" {
			code = "Rows." + code
		}
		for ; ; code = code[:strings.LastIndexByte(code, '.')] {
			if said[code] = true; !strings.Contains(code, ".") {
				break
			}
		}
	}
	for _, m := range regexp.MustCompile(`\bsaid(?:\(\))?\.(\w+)`).FindAllStringSubmatch(program.String(), -1) { // either table
		said["Undo."+m[1]], said["Delete."+m[1]] = true, true
	}
	for _, e := range entriesOf(t, "", reflect.ValueOf(English)) {
		if !said[e.code] {
			t.Errorf("%s is said nowhere", e.code)
		}
	}
}

// TestWhy: the importer gives its reasons of one row.
func TestWhy(t *testing.T) {
	const one = "its write was cut off, and its write got no answer"
	if got := English.Result.Why(1, one); got != one {
		t.Error(got)
	}
	if got := English.Result.Why(2, one); got != "their writes were cut off, and their writes got no answer" {
		t.Error(got)
	}
}
