//go:build !race

// These read the code, which the race detector has nothing to do with.

package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/orgbatch/orgbatch"

// commandRooms is what the rooms of the command begin with: they may import the libraries,
// as the command does, and of each other what their rules say.
const commandRooms = "cmd/orgbatch/internal/"

// houseRules says which packages of ours each package may import. A package
// that isn't here has to be put here, with a thought.
var houseRules = map[string][]string{
	"exporter":                        {"exporter/excel", "exporter/sink", "pigello"},
	"exporter/backup":                 {"exporter", "exporter/sink", "importer/columns", "importer/intake", "importer/tabular", "pigello"},
	"exporter/backup/backuptest":      {"exporter/backup"},
	"exporter/backup/diff":            {"exporter/backup", "exporter/sink", "importer/columns", "importer/table", "importer/tabular", "pigello"},
	"exporter/backup/verify":          {"exporter/backup", "importer", "importer/intake", "importer/plan", "importer/push", "importer/run", "pigello"},
	"exporter/crash":                  {},
	"exporter/excel":                  {},
	"exporter/shell":                  {},
	"exporter/sink":                   {},
	"importer":                        {"importer/audit", "importer/engine", "importer/history", "importer/intake", "importer/may", "importer/plan", "importer/push", "importer/run", "importer/undo", "importer/validate", "pigello"},
	"importer/audit":                  {"importer/letters", "importer/live", "importer/run", "pigello"},
	"importer/check":                  {"exporter/shell", "importer/codes", "importer/columns", "importer/letters", "importer/orgnumber", "importer/rules", "importer/run", "importer/spoilt", "importer/table", "importer/tabular", "importer/wording", "pigello"},
	"importer/codes":                  {"importer/run", "importer/tabular"},
	"importer/columns":                {"exporter/excel", "exporter/shell", "exporter/sink", "importer/orgnumber", "importer/rules", "importer/table", "importer/tabular", "importer/wording", "pigello", "pigello/spelling"},
	"importer/engine":                 {"exporter/crash", "importer/live", "importer/run", "pigello"},
	"importer/history":                {"importer/codes", "importer/columns", "importer/run", "importer/spoilt", "importer/tabular", "importer/wording"},
	"importer/intake":                 {"exporter/crash", "importer/check", "importer/codes", "importer/columns", "importer/orgnumber", "importer/rules", "importer/run", "importer/table", "importer/tabular"},
	"importer/letters":                {"importer/tabular"},
	"importer/live":                   {"importer/run", "pigello"},
	"importer/may":                    {"importer/run"},
	"importer/order":                  {},
	"importer/orgnumber":              {},
	"importer/plan":                   {"exporter/crash", "importer/check", "importer/codes", "importer/columns", "importer/history", "importer/intake", "importer/letters", "importer/live", "importer/order", "importer/orgnumber", "importer/push", "importer/run", "importer/spoilt", "importer/tabular", "importer/whole", "importer/wording", "pigello", "pigello/spelling"},
	"importer/push":                   {"importer/engine", "importer/live", "importer/order", "importer/run", "importer/wording", "pigello"},
	"importer/report":                 {"exporter/backup/diff", "exporter/excel", "exporter/sink", "importer/audit", "importer/run", "importer/table/write", "importer/tabular", "importer/wording"},
	"importer/report/page":            {"exporter/backup/diff", "exporter/sink", "importer/columns", "importer/intake", "importer/orgnumber", "importer/plan", "importer/report", "importer/run", "importer/tabular", "importer/wording"},
	"importer/report/workbook":        {"exporter/excel", "importer/report", "importer/run", "importer/tabular"},
	"importer/rules":                  {"importer/table", "importer/tabular", "importer/wording"},
	"importer/run":                    {"exporter/sink", "importer/tabular", "importer/wording"},
	"importer/spoilt":                 {"importer/tabular", "importer/wording"},
	"importer/table":                  {"importer/table/archive", "importer/table/charset", "importer/table/delimited", "importer/table/dialect", "importer/table/firstrows", "importer/table/foreign", "importer/table/htmltable", "importer/table/jsonrows", "importer/table/kinds", "importer/table/layout", "importer/table/mend", "importer/table/notes", "importer/table/ods", "importer/table/sheets", "importer/table/source", "importer/table/spreadsheetml", "importer/table/write", "importer/table/xlsx", "importer/tabular", "importer/wording"},
	"importer/table/archive":          {"importer/table/foreign", "importer/table/xmlscan", "importer/tabular"},
	"importer/table/charset":          {"importer/tabular"},
	"importer/table/delimited":        {"importer/tabular"},
	"importer/table/dialect":          {"importer/table/delimited", "importer/table/firstrows", "importer/table/kinds", "importer/tabular"},
	"importer/table/firstrows":        {"importer/table/delimited", "importer/table/kinds", "importer/tabular"},
	"importer/table/foreign":          {"importer/tabular"},
	"importer/table/htmltable":        {"importer/table/charset", "importer/table/sheets", "importer/table/source", "importer/tabular"},
	"importer/table/jsonrows":         {"importer/table/source", "importer/tabular", "importer/wording"},
	"importer/table/kinds":            {"importer/tabular"},
	"importer/table/layout":           {"importer/table/delimited", "importer/table/firstrows", "importer/table/kinds", "importer/table/notes", "importer/tabular"},
	"importer/table/mend":             {"importer/table/delimited", "importer/table/firstrows", "importer/table/kinds", "importer/table/source", "importer/tabular", "importer/wording"},
	"importer/table/notes":            {"importer/table/firstrows", "importer/table/kinds", "importer/tabular"},
	"importer/table/numfmt":           {},
	"importer/table/ods":              {"importer/table/archive", "importer/table/numfmt", "importer/table/sheets", "importer/table/source", "importer/table/xmlscan", "importer/tabular", "importer/wording"},
	"importer/table/sheets":           {"importer/tabular", "importer/wording"},
	"importer/table/source":           {"importer/tabular"},
	"importer/table/spreadsheetml":    {"importer/table/numfmt", "importer/table/sheets", "importer/table/source", "importer/table/xmlscan", "importer/tabular"},
	"importer/table/write":            {"importer/table/charset", "importer/table/delimited", "importer/tabular"},
	"importer/table/xlsx":             {"importer/table/archive", "importer/table/numfmt", "importer/table/sheets", "importer/table/xmlscan", "importer/tabular", "importer/wording"},
	"importer/table/xmlscan":          {"importer/tabular"},
	"importer/tabular":                {"importer/wording"},
	"importer/undo":                   {"exporter/crash", "importer/engine", "importer/live", "importer/order", "importer/push", "importer/run", "importer/wording", "pigello"},
	"importer/validate":               {"exporter/crash", "importer/check", "importer/codes", "importer/columns", "importer/intake", "importer/letters", "importer/orgnumber", "importer/plan", "importer/run", "importer/tabular", "importer/whole", "pigello"},
	"importer/whole":                  {"importer/check", "importer/codes", "importer/intake", "importer/orgnumber", "importer/run", "importer/tabular", "importer/wording", "pigello"},
	"importer/wording":                {},
	"importer/wording/wordingtest":    {},
	"pigello":                         {"pigello/spelling"},
	"pigello/probe":                   {"pigello"},
	"pigello/sandbox":                 {},
	"pigello/spelling":                {},
	".ci/bench":                       nil,
	".ci/corpus":                      {"importer/check", "importer/columns", "importer/intake", "importer/run", "importer/table", "importer/tabular", "importer/validate"},
	".ci/django":                      {}, // a wrong belief must show as a disagreement
	".ci/formats":                     {"importer/table", "importer/table/numfmt"},
	"cmd/orgbatch":                    nil, // all
	"cmd/orgbatch/internal/approval":  {},
	"cmd/orgbatch/internal/build":     {},
	"cmd/orgbatch/internal/cmdline":   {},
	"cmd/orgbatch/internal/config":    {"cmd/orgbatch/internal/heartbeat"},
	"cmd/orgbatch/internal/event":     {"cmd/orgbatch/internal/problem"},
	"cmd/orgbatch/internal/heartbeat": {},
	"cmd/orgbatch/internal/help":      {"cmd/orgbatch/internal/cmdline", "cmd/orgbatch/internal/ui"},
	"cmd/orgbatch/internal/history":   {},
	"cmd/orgbatch/internal/input":     {"cmd/orgbatch/internal/build", "cmd/orgbatch/internal/cmdline", "cmd/orgbatch/internal/problem", "cmd/orgbatch/internal/target", "cmd/orgbatch/internal/ui", "cmd/orgbatch/internal/words"},
	"cmd/orgbatch/internal/metrics":   {},
	"cmd/orgbatch/internal/problem":   {"cmd/orgbatch/internal/build", "cmd/orgbatch/internal/cmdline", "cmd/orgbatch/internal/config", "cmd/orgbatch/internal/heartbeat", "cmd/orgbatch/internal/metrics", "cmd/orgbatch/internal/words"},
	"cmd/orgbatch/internal/prose":     {"cmd/orgbatch/internal/event", "cmd/orgbatch/internal/ui", "cmd/orgbatch/internal/words"},
	"cmd/orgbatch/internal/target":    {"cmd/orgbatch/internal/approval", "cmd/orgbatch/internal/build", "cmd/orgbatch/internal/cmdline", "cmd/orgbatch/internal/config", "cmd/orgbatch/internal/event", "cmd/orgbatch/internal/problem", "cmd/orgbatch/internal/ui", "cmd/orgbatch/internal/words"},
	"cmd/orgbatch/internal/ui":        {"cmd/orgbatch/internal/problem", "cmd/orgbatch/internal/words"},
	"cmd/orgbatch/internal/words":     {},
}

// forbidden libraries of a package, direct or not, with the reason.
var forbidden = map[string]map[string]string{
	"pigello":         {module + "/pigello/sandbox": "a wrong belief must show as a disagreement"},
	"pigello/probe":   {module + "/pigello/sandbox": "a wrong belief must show as a disagreement"},
	"pigello/sandbox": {module + "/pigello": "a wrong belief must show as a disagreement"},
	"importer":        {"github.com/schollz/progressbar/v3": "libraries don't draw", module + "/exporter": "an import doesn't need an export"},
	"exporter":        {"github.com/schollz/progressbar/v3": "libraries don't draw", "github.com/ncruces/go-sqlite3": "an export needs no database"},
}

// TestImportGraph holds the house together: who may import whom.
func TestImportGraph(t *testing.T) {
	t.Parallel()
	for _, line := range goList(t, "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...", "./.ci/bench", "./.ci/corpus", "./.ci/django", "./.ci/formats") {
		fields := strings.Fields(line)
		pkg := ours(fields[0])
		allowed, known := houseRules[pkg]
		if !known {
			t.Errorf("package %s has no rule: add it to houseRules", pkg)
			continue
		}
		for _, imported := range fields[1:] {
			name := ours(imported)
			library := strings.HasPrefix(pkg, commandRooms) && !strings.HasPrefix(name, commandRooms)
			if name != "" && allowed != nil && !library && !slices.Contains(allowed, name) {
				t.Errorf("%s imports %s, which the house doesn't allow", pkg, name)
			}
		}
	}
	for pkg, libraries := range forbidden {
		deps := goList(t, "-deps", "-f", "{{.ImportPath}}", "./"+pkg)
		for library, why := range libraries {
			if slices.Contains(deps, library) {
				t.Errorf("%s depends on %s, but %s", pkg, library, why)
			}
		}
	}
}

// TestHouseMap: the table of packages in CONTRIBUTING.md says what houseRules say.
func TestHouseMap(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	told := map[string][]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\|.*\\| (.*) \\|$").FindAllStringSubmatch(string(text), -1) {
		told[row[1]] = []string{}
		for _, name := range regexp.MustCompile("`([a-z/]+)`").FindAllStringSubmatch(row[2], -1) {
			told[row[1]] = append(told[row[1]], name[1])
		}
	}
	for pkg, rules := range houseRules {
		rules = slices.DeleteFunc(slices.Clone(rules), func(r string) bool { return pkg == "importer/table" && strings.HasPrefix(r, "importer/table/") }) // the rooms below
		names, there := told[pkg]
		slices.Sort(names)
		slices.Sort(rules)
		if ours := !strings.HasPrefix(pkg, ".ci/"); ours && (!there || !slices.Equal(names, rules)) {
			t.Errorf("CONTRIBUTING.md says that %s may import %q, the rules say %q", pkg, names, rules)
		}
	}
}

// TestContributingNamesWhatIsThere: files and folders that CONTRIBUTING.md names are there.
func TestContributingNamesWhatIsThere(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:cmd|importer|exporter|pigello|docs|\\.ci)/[a-z0-9_./-]+)`").FindAllStringSubmatch(string(text), -1)
	if len(named) < 50 {
		t.Fatalf("only %d paths are named", len(named))
	}
	for _, path := range named {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(path[1]))); err != nil && path[1] != ".ci/out/dist" {
			t.Error(err)
		}
	}
}

// TestWhereGocsvIs: structs become rows by gocsv where the columns are our own, in exports and in the
// files of a run. Other people's tables are read by columns that are found, which no struct tells.
func TestWhereGocsvIs(t *testing.T) {
	t.Parallel()
	var users []string
	for _, line := range goList(t, "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...") {
		if fields := strings.Fields(line); slices.Contains(fields[1:], "github.com/gocarina/gocsv") {
			users = append(users, ours(fields[0]))
		}
	}
	if want := []string{"exporter", "importer/report"}; !slices.Equal(users, want) {
		t.Errorf("gocsv is used by %v, want %v", users, want)
	}
}

// TestClientIsLight: whoever uses the client alone compiles this beside Go's own library, and nothing else.
func TestClientIsLight(t *testing.T) {
	t.Parallel()
	light := []string{"github.com/google/uuid", "github.com/cenkalti/backoff/v5", "github.com/go-json-experiment/json", "golang.org/x", module + "/pigello"}
	for _, dep := range goList(t, "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", "./pigello") {
		if dep != "" && !slices.ContainsFunc(light, func(l string) bool { return dep == l || strings.HasPrefix(dep, l+"/") }) {
			t.Errorf("pigello needs %s", dep)
		}
	}
}

func ours(path string) string {
	name, ok := strings.CutPrefix(path, module+"/")
	if !ok {
		return ""
	}
	return name
}

func goList(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v: %v", args, err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

const root = "../.."

// TestExportsAreDocumented wants a comment on every exported name and package.
func TestExportsAreDocumented(t *testing.T) {
	t.Parallel()
	packages := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		dir := filepath.Dir(path)
		packages[dir] = packages[dir] || file.Doc != nil
		for _, decl := range file.Decls {
			undocumented(t, path, decl)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir, documented := range packages {
		if !documented {
			t.Errorf("the package in %s doesn't say what it is for", dir)
		}
	}
}

func undocumented(t *testing.T, path string, decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || exportedReceiver(d.Recv)) {
			t.Errorf("%s: %s has no comment", path, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					t.Errorf("%s: type %s has no comment", path, s.Name.Name)
				}
			case *ast.ValueSpec:
				if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					t.Errorf("%s: %s has no comment", path, s.Names[0].Name)
				}
			}
		}
	}
}

func exportedReceiver(list *ast.FieldList) bool {
	expr := list.List[0].Type
	if star, ok := expr.(*ast.StarExpr); ok {
		expr = star.X
	}
	if index, ok := expr.(*ast.IndexExpr); ok {
		expr = index.X
	}
	name, ok := expr.(*ast.Ident)
	return ok && name.IsExported()
}

// eachFile calls f for every file of production code, by its path from the root.
func eachFile(t *testing.T, f func(path string, file *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".ci" {
			return filepath.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err == nil {
			f(strings.TrimPrefix(filepath.ToSlash(path), root+"/"), file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestGoroutinesAreCaught wants a crash.Do in every goroutine that we start: what
// panics outside of one ends the process with a dump.
func TestGoroutinesAreCaught(t *testing.T) {
	t.Parallel()
	found := 0
	eachFile(t, func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			_, statement := n.(*ast.GoStmt)
			if !statement && !isCall(n, "", "Go") {
				return true
			}
			found++
			caught := false
			ast.Inspect(n, func(n ast.Node) bool {
				caught = caught || isCall(n, "crash", "Do")
				return true
			})
			if !caught {
				t.Errorf("%s starts a goroutine without crash.Do", path)
			}
			return true
		})
	})
	if found == 0 {
		t.Error("no goroutine was found")
	}
}

// TestNothingIsInherited: a struct names what it uses of another one of its package, so that one sees whose it is.
func TestNothingIsInherited(t *testing.T) {
	t.Parallel()
	structs := 0
	eachFile(t, func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			s, ok := n.(*ast.StructType)
			if !ok {
				return true
			}
			structs++
			for _, of := range inherited(s) {
				t.Errorf("%s: a struct has *%s without a name", path, of)
			}
			return true
		})
	})
	if structs == 0 {
		t.Error("no struct was found")
	}
	// The judge sees it, and passes over what other packages have and what is no pointer.
	file, err := parser.ParseFile(token.NewFileSet(), "a.go", "package a\ntype b struct{ *c; *d.E; f; g *h }", 0)
	if err != nil {
		t.Fatal(err)
	}
	s := file.Decls[0].(*ast.GenDecl).Specs[0].(*ast.TypeSpec).Type.(*ast.StructType)
	if got := inherited(s); !slices.Equal(got, []string{"c"}) {
		t.Errorf("embedded are %q", got)
	}
}

// inherited are the structs of its own package that a struct embeds by a pointer.
func inherited(s *ast.StructType) (names []string) {
	for _, field := range s.Fields.List {
		star, pointer := field.Type.(*ast.StarExpr)
		if !pointer || len(field.Names) > 0 {
			continue
		}
		if of, ok := star.X.(*ast.Ident); ok { // of another package it would have its name in front
			names = append(names, of.Name)
		}
	}
	return names
}

// isCall tells whether a node is a call of a method, or of a function of a package.
func isCall(n ast.Node, pkg, name string) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != name {
		return false
	}
	of, ok := selector.X.(*ast.Ident)
	return pkg == "" || ok && of.Name == pkg
}

// maxLines and maxFiles are what a package may have, so that it is read in an afternoon.
const (
	maxLines = 2500
	maxFiles = 25
)

// large are the packages that may have more, with the reason.
var large = map[string]struct {
	lines, files int
	why          string
}{
	"cmd/orgbatch":         {11250, 65, "a file a command; they share nothing but what stands in internal"},
	"pigello":              {5400, 45, "the client of an API: one package is what its user imports"},
	"pigello/sandbox":      {4100, 35, "an API: one handler and one store"},
	"importer/run":         {4500, 45, "the folder of a run and its journal, whose parts nobody else may touch"},
	"importer/report/page": {4300, 35, "pages of one look, beside their templates"},
	"importer/plan":        {3450, 25, "to be split"},
	"exporter/backup":      {3300, 30, "a folder of snapshots, whose parts nobody else may touch"},
}

// TestRoomsAreSmall: no package is larger than can be read at once.
func TestRoomsAreSmall(t *testing.T) {
	t.Parallel()
	lines, files := map[string]int{}, map[string]int{}
	eachFile(t, func(path string, file *ast.File) {
		text, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			t.Fatal(err)
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		lines[pkg] += strings.Count(string(text), "\n")
		files[pkg]++
	})
	if len(lines) == 0 {
		t.Fatal("no package was found")
	}
	for pkg, n := range lines {
		mostLines, mostFiles := maxLines, maxFiles
		if l, ok := large[pkg]; ok {
			mostLines, mostFiles = l.lines, l.files
		}
		if n > mostLines || files[pkg] > mostFiles {
			t.Errorf("%s has %d lines in %d files; at most %d in %d can be read at once", pkg, n, files[pkg], mostLines, mostFiles)
		}
	}
	for pkg := range large {
		if lines[pkg] == 0 {
			t.Errorf("%s isn't there any more", pkg)
		}
	}
	sorted := slices.Sorted(maps.Values(lines))
	if median := sorted[len(sorted)/2]; median > 1200 {
		t.Errorf("the median package has %d lines, more than 1200", median)
	}
}

const (
	maxMethods    = 25
	maxParameters = 5
)

const rebuilt = "to be rebuilt with its package" // so long its exceptions may stand though they are needed no more

// odd are the functions whose parameters and the types whose methods may be more, or else, than
// the rules allow, with the reason.
var odd = map[string]string{
	"cmd/orgbatch.leaving.issue":          "the importer's ValidateOptions.Issue dictates it",
	"cmd/orgbatch/internal/metrics.oneIf": "it makes a number of a bool",
	"exporter/backup.wholeLine":           "bufio.SplitFunc dictates it",
	"importer/table/sheets.NoResult":      "its one value is called as what is given to it",
	"pigello.IDField.IsNull":              "the bool is the value of a filter: FieldCustomID.IsNull(false)",
	"pigello.TextField.IsNull":            "the bool is the value of a filter",
	"pigello.TimeField.IsNull":            "the bool is the value of a filter",
	"importer/plan.doubts.judgeRespelled": rebuilt,
	"importer/plan.Summary.countID":       rebuilt,
	"importer/plan.index.add":             rebuilt,
	"importer/plan.ledger.ask":            rebuilt,
	"importer/plan.ledger.hold":           rebuilt,
	"importer/plan.ledger.note":           rebuilt,
	"importer/plan.ledger.reject":         rebuilt,
	"importer/plan.parentage.ownRow":      rebuilt,
	"importer/validate.validator":         rebuilt,
	"importer/validate.validator.note":    rebuilt,
	"importer/validate.validator.noteAt":  rebuilt,
}

// TestShapes: no bool is told by its place in a list of parameters, no list is longer than a
// person remembers, and no type has more methods than that.
func TestShapes(t *testing.T) {
	t.Parallel()
	exports := map[string]string{} // what a package exports, by its path: a file of the compiler's
	sources := map[string][]string{}
	for _, line := range goList(t, "-export", "-deps", "-f", "{{.ImportPath}}|{{.Export}}|{{if not .Standard}}{{.Dir}}|{{join .GoFiles \"|\"}}{{end}}", "./...") {
		fields := strings.Split(line, "|")
		exports[fields[0]] = fields[1]
		if strings.HasPrefix(fields[0], module) {
			for _, name := range fields[3:] {
				sources[fields[0]] = append(sources[fields[0]], filepath.Join(fields[2], name))
			}
		}
	}
	fset := token.NewFileSet()
	from := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	functions, needed := 0, map[string]bool{}
	for path, names := range sources {
		var files []*ast.File
		for _, name := range names {
			file, err := parser.ParseFile(fset, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
		j := shapesOf(t, fset, path, files, from)
		functions += j.functions
		for name, wrong := range j.wrong {
			needed[name] = true
			if odd[name] == "" {
				t.Errorf("%s %s", name, strings.Join(wrong, " and "))
			}
		}
	}
	if functions == 0 {
		t.Error("no function was found")
	}
	for name, why := range odd {
		if !needed[name] && why != rebuilt {
			t.Errorf("%s is no exception any more", name)
		}
	}
}

// TestShapesJudge: the judge sees what it is to see, and nothing else.
func TestShapesJudge(t *testing.T) {
	t.Parallel()
	text := "package a\n" +
		"type dry bool\ntype some struct{ bold bool }\ntype many int\n" +
		"func bad(int, bool) {}\nfunc good(dry, some, *bool, []bool) {}\nfunc long(a, b, c, d, e, f int) {}\n" +
		"func calls() { good(true, some{true}, nil, []bool{true}); print(true) }\n"
	for n := range maxMethods + 1 {
		text += fmt.Sprintf("func (m *many) m%d() {}\n", n)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "a.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	j := shapesOf(t, fset, module+"/a", []*ast.File{file}, nil)
	got := slices.Sorted(maps.Keys(j.wrong))
	if want := []string{"a.bad", "a.calls", "a.long", "a.many"}; !slices.Equal(got, want) {
		t.Errorf("found are %v, want %v", j.wrong, want)
	}
}

// shapes are what is wrong with the functions and types of a package, by name.
type shapes struct {
	functions int
	wrong     map[string][]string
}

func shapesOf(t *testing.T, fset *token.FileSet, path string, files []*ast.File, from types.Importer) shapes {
	t.Helper()
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	pkg, err := (&types.Config{Importer: from}).Check(path, fset, files, info)
	if err != nil {
		t.Fatal(err)
	}
	j := shapes{wrong: map[string][]string{}}
	methods := map[string]int{}
	for _, file := range files {
		for _, decl := range file.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			j.functions++
			name := ours(path) + "."
			signature := info.Defs[d.Name].Type().(*types.Signature)
			if d.Recv != nil {
				of := types.TypeString(signature.Recv().Type(), types.RelativeTo(pkg))
				of, _, _ = strings.Cut(strings.TrimPrefix(of, "*"), "[")
				name += of
				methods[name]++
				name += "."
			}
			name += d.Name.Name
			j.judge(name, signature.Params())
			if d.Body != nil && givesBool(info, d.Body) {
				j.wrong[name] = append(j.wrong[name], "gives true or false by position")
			}
		}
	}
	for name, n := range methods {
		if n > maxMethods {
			j.wrong[name] = append(j.wrong[name], fmt.Sprintf("has %d methods", n))
		}
	}
	return j
}

func (j *shapes) judge(name string, list *types.Tuple) {
	if list.Len() > maxParameters {
		j.wrong[name] = append(j.wrong[name], fmt.Sprintf("has %d parameters", list.Len()))
	}
	for p := range list.Variables() {
		if types.Unalias(p.Type()) == types.Typ[types.Bool] { // a type of its own has values that read
			j.wrong[name] = append(j.wrong[name], "takes a bool by position")
			return
		}
	}
}

// givesBool says whether a function or method of ours is called with a bare true or false.
func givesBool(info *types.Info, body ast.Node) (gives bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		callee, ok := ast.Unparen(call.Fun).(*ast.Ident)
		if selector, isSelector := ast.Unparen(call.Fun).(*ast.SelectorExpr); isSelector {
			callee, ok = selector.Sel, true
		}
		if !ok {
			return true
		}
		f, ok := info.Uses[callee].(*types.Func)
		if !ok || f.Pkg() == nil || !strings.HasPrefix(f.Pkg().Path(), module) {
			return true
		}
		for _, argument := range call.Args {
			if id, ok := argument.(*ast.Ident); ok && info.Uses[id] != nil && info.Uses[id].Pkg() == nil {
				gives = gives || id.Name == "true" || id.Name == "false"
			}
		}
		return true
	})
	return gives
}
