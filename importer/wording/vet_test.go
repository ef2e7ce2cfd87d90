//go:build !race

// These read the code, which the race detector has nothing to do with.

package wording_test

import (
	"go/ast"
	"go/types"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sinks are the fields whose texts people read: on the terminal, on pages and in workbooks.
var sinks = []string{
	"importer/run.Issue.Message", "importer/run.Issue.Suggestion",
	"importer/run.OutcomeOf.Message",
	"importer/tabular.Problem.Message", "importer/tabular.Problem.Suggestion",
	"importer/rules.Finding.Message", "importer/rules.Finding.Suggestion",
	"importer/columns.Suggestion.Reason", "importer/columns.MappedColumn.Reason",
	"importer/report/page.Row.Reason",
	"importer/report/page.verdict.Word", "importer/report/page.verdict.Sentence",
}

// open are the rooms whose sentences don't all come from the catalogue yet.
var open = []string{
	"importer/plan",
	"importer/whole",
	"importer/report/page",
	"importer/validate",
}

// TestNothingPassesTheCatalogue finds sentences that reach people and aren't from the catalogue.
func TestNothingPassesTheCatalogue(t *testing.T) {
	v := importerOf(t)
	left := map[string]bool{}
	for _, f := range v.findings(sinks) {
		room := path.Dir(f.file)
		if left[room] = true; !slices.Contains(open, room) {
			t.Errorf("%s:%d: %s reaches people past the catalogue", f.file, f.line, f.text)
		}
	}
	for _, room := range open {
		if !left[room] {
			t.Errorf("all that %s says is in the catalogue: take it from the list", room)
		}
	}
}

// TestAllIsSaid: what nobody says needs no translation.
func TestAllIsSaid(t *testing.T) {
	v := importerOf(t)
	v.check()
	said := map[types.Object]bool{}
	for at, files := range v.files {
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				if name, ok := n.(*ast.Ident); ok && at != catalogue {
					said[v.info.Uses[name]] = true
				}
				return true
			})
		}
	}
	var walk func(code string, table *types.Struct)
	walk = func(code string, table *types.Struct) {
		for f := range table.Fields() {
			if room, ok := f.Type().Underlying().(*types.Struct); ok {
				walk(f.Name()+".", room)
			} else if !said[f] {
				t.Errorf("%s%s is said nowhere", code, f.Name())
			}
		}
	}
	walk("", v.packages[catalogue].Scope().Lookup("Edition").Type().Underlying().(*types.Struct))
}

// importerOf is the importer's tree, without tests.
func importerOf(t *testing.T) *vet {
	t.Helper()
	v := newVet()
	root := filepath.Join("..", "..")
	tree := filepath.Join(root, "importer")
	err := filepath.WalkDir(tree, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		name, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		return v.parse(filepath.ToSlash(name), p, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestVetFinds tries the judge on each way by which a sentence may get past the catalogue, and on
// texts that are none.
func TestVetFinds(t *testing.T) {
	const source = `package small

import (
	"errors"
	"fmt"
	"strings"

	"github.com/orgbatch/orgbatch/importer/wording"
)

type Issue struct{ Code, Message string }

const fixed = "past: a constant"

func direct() Issue { return Issue{Code: "a code", Message: "past: a literal"} }

func byPlace() Issue { return Issue{"a code", "past: by its place"} }

func formatted(n int) (i Issue) {
	i.Message = fmt.Sprintf("past: %d", n)
	i.Message += "; past: added"
	return i
}

func note(code, message string) Issue { return Issue{code, message} }

func handedOn() Issue { return note("a code", "past: "+fixed) }

func two() (code, message string) { return "a code", "past: the second result" }

func ofTwo() Issue {
	code, message := two()
	return Issue{code, message}
}

func named() (message string) {
	message = "past: a named result"
	return
}

func table(n int) Issue {
	texts := map[int]string{1: "past: of a table"}
	add := func(message string) Issue { return Issue{Message: message} }
	for _, text := range []string{"past: of a list"} {
		add(text)
	}
	add(named())
	return add(texts[n])
}

func joined(names []string) Issue { return Issue{Message: strings.Join(names, " past ")} }

func clean(text string) string { return strings.TrimSpace(text) }

func cleaned() Issue { return Issue{Message: clean("past: cleaned")} }

func unread() string { return clean("what nobody reads") }

func argument() Issue {
	return Issue{Message: wording.English.Say("past: half a sentence", "custom_id")}
}

func fromCatalogue(name string, err error) []Issue {
	return []Issue{
		{Message: wording.English.Plain},
		{Message: wording.English.Say(fmt.Sprintf("%q", name), "custom_id")},
		{Message: name + ": " + errors.New("an error").Error()},
	}
}
`
	const small = `package wording
var English = Edition{
	Plain: "a sentence",
	Say:   func(a, b string) string { return "a sentence of " + a + b },
}
type Edition struct {
	Plain string
	Say func(a, b string) string
}`
	v := newVet()
	files := map[string]string{"small/small.go": source, "importer/wording/wording.go": small}
	for name, text := range files {
		if err := v.parse(name, name, text); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, f := range v.findings([]string{"small.Issue.Message"}) {
		got = append(got, strings.Trim(f.text, `"`))
	}
	want := []string{
		"past: a constant", "past: a literal", "past: by its place", "past: %d", "; past: added",
		"past: ", "past: the second result", "past: a named result", "past: of a table",
		"past: of a list", " past ", "past: half a sentence", "past: cleaned",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("found %q,\nwant  %q", got, want)
	}
}
