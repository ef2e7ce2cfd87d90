// Package wordingtest tries tables of sentences: that none is missing, that a translator has them on one page, and that a
// text stands in its sentence as it was handed in.
package wordingtest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the pages of testdata anew")

// Entry is a sentence with its code, which is where it stands in its table.
type Entry struct {
	Code  string
	value reflect.Value // a string or a func
}

// Entries walks a table, a struct of sentences and of such structs.
func Entries(t *testing.T, table any) []Entry {
	t.Helper()
	return entriesOf(t, "", reflect.ValueOf(table))
}

func entriesOf(t *testing.T, code string, table reflect.Value) (list []Entry) {
	t.Helper()
	for i := range table.NumField() {
		field, name := table.Field(i), code+table.Type().Field(i).Name
		switch {
		case field.Kind() == reflect.Struct:
			list = append(list, entriesOf(t, name+".", field)...)
		case field.IsZero():
			t.Errorf("%s is missing", name)
		case field.Kind() == reflect.String || field.Kind() == reflect.Func && field.Type().NumOut() == 1 && field.Type().Out(0).Kind() == reflect.String:
			list = append(list, Entry{name, field})
		default:
			t.Errorf("%s is no sentence but a %s", name, field.Type())
		}
	}
	return list
}

// numbers are what each sentence is tried with: none, one, a few, and so many that they have separators.
var numbers = []int64{0, 1, 2, 1234}

// Sample is the sentence of two and more, and of the texts ‹1›, ‹2› ….
func (e Entry) Sample(t *testing.T) string {
	t.Helper()
	return e.said(t, 2, inOrder())
}

// said is a sentence of the numbers from n on, and of one text after the other.
func (e Entry) said(t *testing.T, n int64, texts func() string) string {
	t.Helper()
	if e.value.Kind() == reflect.String {
		return e.value.String()
	}
	var args []reflect.Value
	for i := range e.value.Type().NumIn() {
		arg := reflect.New(e.value.Type().In(i)).Elem()
		fill(t, e.Code, arg, &n, texts)
		args = append(args, arg)
	}
	return e.value.Call(args)[0].String()
}

func fill(t *testing.T, code string, arg reflect.Value, n *int64, texts func() string) {
	t.Helper()
	switch arg.Interface().(type) {
	case int, int64, rune:
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

// Page holds a table to testdata/NAME.txt, the page that a translator reads, or writes it anew where
// the test is run with -update.
func Page(t *testing.T, name string, table any) {
	t.Helper()
	var page strings.Builder
	for _, e := range Entries(t, table) {
		before := ""
		for _, n := range numbers {
			if said := e.said(t, n, inOrder()); said != before {
				fmt.Fprintf(&page, "%s\t%s\n", e.Code, said)
				before = said
			}
			if strings.TrimSpace(before) != before {
				t.Errorf("%s, %s begins or ends with a space, which no translator sees", name, e.Code)
			}
		}
	}
	path := filepath.Join("testdata", name+".txt")
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

// TextsAreKept finds sentences in which a text, whatever it holds, doesn't stand once, as it is or in quotes.
func TextsAreKept(t *testing.T, table any) {
	t.Helper()
	for _, e := range Entries(t, table) {
		var given []string
		said := e.said(t, 2, func() string {
			text := fmt.Sprintf("%%d %%!s(x) \\ \"Å\x1b[2J\" \n%d;", len(given))
			given = append(given, text)
			return text
		})
		for _, text := range given {
			if strings.Count(said, text)+strings.Count(said, strconv.Quote(text)) != 1 {
				t.Errorf("%s: %q isn't once in %q", e.Code, text, said)
			}
			said = strings.NewReplacer(text, "", strconv.Quote(text), "").Replace(said)
		}
		if strings.Contains(said, "%!") {
			t.Errorf("%s: a verb doesn't fit: %q", e.Code, said)
		}
	}
}
