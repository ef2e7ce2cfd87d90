package wording_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

const (
	module    = "github.com/orgbatch/orgbatch/"
	catalogue = module + "importer/wording"
)

// sinks are the fields whose texts people read: on the terminal, on pages and in workbooks.
var sinks = []string{
	"importer/run.Issue.Message", "importer/run.Issue.Suggestion",
	"importer/run.OutcomeOf.Message",
	"importer/tabular.Problem.Message", "importer/tabular.Problem.Suggestion",
	"importer/rules.Finding.Message", "importer/rules.Finding.Suggestion",
	"importer/columns.Suggestion.Reason", "importer/columns.MappedColumn.Reason",
}

// open are the rooms whose sentences don't all come from the catalogue yet.
var open = []string{
	"importer/plan",
	"importer/validate",
}

// TestNothingPassesTheCatalogue finds sentences that reach people and don't come from the catalogue.
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
	err := filepath.WalkDir(filepath.Join(root, "importer"), func(p string, d fs.DirEntry, err error) error {
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

// TestVetFinds tries the judge on each way by which a sentence may get past the catalogue, and on those that are none.
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

func argument() Issue { return Issue{Message: wording.English.Say("past: half a sentence", "custom_id")} }

func fromCatalogue(name string, err error) []Issue {
	return []Issue{
		{Message: wording.English.Plain}, {Message: wording.English.Say(fmt.Sprintf("%q", name), "custom_id")},
		{Message: name + ": " + errors.New("an error").Error()},
	}
}
`
	const small = `package wording
var English = Edition{Plain: "a sentence", Say: func(a, b string) string { return "a sentence of " + a + b }}
type Edition struct {
	Plain string
	Say func(a, b string) string
}`
	v := newVet()
	for name, text := range map[string]string{"small/small.go": source, "importer/wording/wording.go": small} {
		if err := v.parse(name, name, text); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, f := range v.findings([]string{"small.Issue.Message"}) {
		got = append(got, strings.Trim(f.text, `"`))
	}
	want := []string{
		"past: a constant", "past: a literal", "past: by its place", "past: %d", "; past: added", "past: ",
		"past: the second result", "past: a named result", "past: of a table", "past: of a list", " past ", "past: half a sentence", "past: cleaned",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("found %q,\nwant  %q", got, want)
	}
}

// finding is a text that people read and that is none of the catalogue's.
type finding struct {
	file string
	line int
	text string
}

// vet follows texts from where people read them back to where they are made, through variables, fields, parameters and results. What packages
// other than the module's do with a text isn't looked at: their arguments are taken for part of what they give.
type vet struct {
	fset     *token.FileSet
	files    map[string][]*ast.File // by package
	packages map[string]*types.Package
	info     types.Info
	given    map[types.Object][]value // what each variable, field, parameter and named result may be
	returned map[types.Object][]value // what a function may give, and one in a variable
	seen     map[value]bool
	found    map[finding]bool
}

// value is an expression, or one of several that a call gives.
type value struct {
	expr   ast.Expr
	index  int
	called bool // it is in a function that was called on the way here: what parameters are is seen at that call
	word   bool // it stands in a sentence and may come from a file: what the same function makes of it is looked at, no more
}

func newVet() *vet {
	return &vet{
		fset: token.NewFileSet(), files: map[string][]*ast.File{}, packages: map[string]*types.Package{},
		info: types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Implicits: map[ast.Node]types.Object{},
		},
		given: map[types.Object][]value{}, returned: map[types.Object][]value{}, seen: map[value]bool{}, found: map[finding]bool{},
	}
}

func (v *vet) parse(name, file string, text any) error {
	f, err := parser.ParseFile(v.fset, file, text, parser.SkipObjectResolution)
	if err == nil {
		v.files[module+path.Dir(name)] = append(v.files[module+path.Dir(name)], f)
	}
	return err
}

// Import checks the types of a package of the module. One that isn't is empty: what it declares has no type then.
func (v *vet) Import(at string) (*types.Package, error) {
	if p := v.packages[at]; p != nil {
		return p, nil
	}
	if v.files[at] == nil {
		p := types.NewPackage(at, path.Base(at))
		p.MarkComplete()
		v.packages[at] = p
		return p, nil
	}
	config := types.Config{Importer: v, Error: func(error) {}}
	p, _ := config.Check(at, v.fset, v.files[at], &v.info)
	v.packages[at] = p
	return p, nil
}

// check knows the types of all packages. What the fakes of others lack is no mistake.
func (v *vet) check() {
	for at := range v.files {
		_, _ = v.Import(at)
	}
}

// findings are the texts that reach the fields, in their order.
func (v *vet) findings(fields []string) []finding {
	v.check()
	for at, files := range v.files {
		if at != catalogue {
			for _, f := range files {
				ast.Inspect(f, v.collect)
			}
		}
	}
	for at, files := range v.files { // when all functions in variables are known
		if at != catalogue {
			for _, f := range files {
				ast.Inspect(f, v.collectArguments)
			}
		}
	}
	for _, field := range fields {
		at, rest, _ := strings.Cut(field, ".")
		typed, name, _ := strings.Cut(rest, ".")
		object := v.packages[module+at].Scope().Lookup(typed)
		fields := object.Type().Underlying().(*types.Struct)
		for f := range fields.Fields() {
			if f.Name() == name {
				for _, given := range v.given[f] {
					v.follow(given)
				}
			}
		}
	}
	list := make([]finding, 0, len(v.found))
	for f := range v.found {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b finding) int {
		return strings.Compare(fmt.Sprintf("%s:%06d%s", a.file, a.line, a.text), fmt.Sprintf("%s:%06d%s", b.file, b.line, b.text))
	})
	return list
}

// objectOf is what an expression names.
func (v *vet) objectOf(e ast.Expr) types.Object {
	switch e := e.(type) {
	case *ast.Ident:
		if o := v.info.Defs[e]; o != nil {
			return o
		}
		return origin(v.info.Uses[e])
	case *ast.SelectorExpr:
		return v.objectOf(e.Sel)
	case *ast.IndexExpr:
		return v.objectOf(e.X)
	case *ast.IndexListExpr:
		return v.objectOf(e.X)
	case *ast.StarExpr:
		return v.objectOf(e.X)
	case *ast.ParenExpr:
		return v.objectOf(e.X)
	}
	return nil
}

// origin is what a type with parameters declares.
func origin(o types.Object) types.Object {
	switch o := o.(type) {
	case *types.Var:
		return o.Origin()
	case *types.Func:
		return o.Origin()
	}
	return o
}

func (v *vet) give(to ast.Expr, from value) {
	if o := v.objectOf(to); o != nil {
		v.given[o] = append(v.given[o], from)
	}
}

func (v *vet) giveAll(to, from []ast.Expr) {
	for i := range to {
		if len(from) == len(to) {
			v.give(to[i], value{expr: from[i]})
			if f, ok := from[i].(*ast.FuncLit); ok {
				v.returns(v.objectOf(to[i]), f.Type, f.Body)
			}
		} else if len(from) == 1 {
			v.give(to[i], value{expr: from[0], index: i})
		}
	}
}

// collect takes down what variables are given and functions give.
func (v *vet) collect(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		v.giveAll(n.Lhs, n.Rhs)
	case *ast.ValueSpec:
		names := make([]ast.Expr, len(n.Names))
		for i := range n.Names {
			names[i] = n.Names[i]
		}
		v.giveAll(names, n.Values)
	case *ast.RangeStmt:
		if n.Value != nil {
			v.give(n.Value, value{expr: n.X})
		}
	case *ast.FuncDecl:
		if n.Body != nil {
			v.returns(v.info.Defs[n.Name], n.Type, n.Body)
		}
	case *ast.CompositeLit:
		v.fields(n)
	}
	return true
}

// fields takes down what the fields of a literal are given.
func (v *vet) fields(n *ast.CompositeLit) {
	typed := v.info.Types[n].Type
	if typed == nil {
		return
	}
	if p, ok := typed.Underlying().(*types.Pointer); ok {
		typed = p.Elem()
	}
	s, ok := typed.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i, e := range n.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			v.giveAll([]ast.Expr{pair.Key}, []ast.Expr{pair.Value})
		} else {
			field := s.Field(i).Origin()
			v.given[field] = append(v.given[field], value{expr: e})
		}
	}
}

// returns takes down what a function gives.
func (v *vet) returns(object types.Object, typed *ast.FuncType, body *ast.BlockStmt) {
	if object == nil || typed.Results == nil {
		return
	}
	var named []ast.Expr
	for _, r := range typed.Results.List {
		for _, name := range r.Names {
			named = append(named, name)
		}
	}
	for i, name := range named {
		v.returned[object] = append(v.returned[object], value{expr: name, index: i})
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			for i, e := range n.Results {
				v.returned[object] = append(v.returned[object], value{expr: e, index: i})
			}
			if call, ok := single(n.Results); ok {
				for i := 1; i < typed.Results.NumFields(); i++ {
					v.returned[object] = append(v.returned[object], value{expr: call, index: i})
				}
			}
		}
		return true
	})
}

func single(list []ast.Expr) (ast.Expr, bool) {
	if len(list) != 1 {
		return nil, false
	}
	call, ok := list[0].(*ast.CallExpr)
	return call, ok
}

// collectArguments takes down what parameters are given.
func (v *vet) collectArguments(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return true
	}
	for _, parameters := range v.parametersOf(call.Fun) {
		for i, argument := range call.Args {
			if len(parameters) > 0 {
				at := parameters[min(i, len(parameters)-1)] // the last may be of any number
				v.given[at] = append(v.given[at], value{expr: argument})
			}
		}
	}
	return true
}

// parametersOf are those of all functions that a call may be of.
func (v *vet) parametersOf(fun ast.Expr) (lists [][]types.Object) {
	if f, ok := fun.(*ast.FuncLit); ok {
		return [][]types.Object{v.parametersIn(f.Type)}
	}
	object := v.objectOf(fun)
	if f, ok := object.(*types.Func); ok {
		var list []types.Object
		for p := range f.Signature().Params().Variables() {
			list = append(list, p)
		}
		return [][]types.Object{list}
	}
	for _, from := range v.given[object] {
		switch f := from.expr.(type) {
		case *ast.FuncLit:
			lists = append(lists, v.parametersIn(f.Type))
		case *ast.SelectorExpr, *ast.Ident:
			if _, ok := v.objectOf(f).(*types.Func); ok {
				lists = append(lists, v.parametersOf(f)...)
			}
		}
	}
	return lists
}

func (v *vet) parametersIn(f *ast.FuncType) (list []types.Object) {
	for _, p := range f.Params.List {
		for _, name := range p.Names {
			list = append(list, v.info.Defs[name])
		}
	}
	return list
}

// follow goes from a value to where its text comes from.
func (v *vet) follow(from value) {
	if t := v.info.Types[from.expr].Type; v.seen[from] || t == types.Universe.Lookup("error").Type() {
		return
	}
	v.seen[from] = true
	on := func(list ...ast.Expr) {
		for _, e := range list {
			v.follow(value{expr: e, called: from.called, word: from.word})
		}
	}
	switch e := from.expr.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			v.judge(e, text)
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			on(e.X, e.Y)
		}
	case *ast.ParenExpr:
		on(e.X)
	case *ast.StarExpr:
		on(e.X)
	case *ast.UnaryExpr:
		on(e.X)
	case *ast.SliceExpr:
		on(e.X)
	case *ast.IndexExpr:
		on(e.X)
	case *ast.CompositeLit:
		if typed := v.info.Types[e].Type; typed != nil {
			switch typed.Underlying().(type) {
			case *types.Struct, *types.Pointer:
				return // its fields are followed where they are read
			}
		}
		for _, element := range e.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				element = pair.Value
			}
			on(element)
		}
	case *ast.Ident, *ast.SelectorExpr:
		v.followObject(from, v.objectOf(e))
	case *ast.CallExpr:
		v.followCall(from, e)
	}
}

func (v *vet) followObject(from value, object types.Object) {
	if object == nil || object.Pkg() != nil && object.Pkg().Path() == catalogue {
		return
	}
	if c, ok := object.(*types.Const); ok {
		if c.Val().Kind() == constant.String {
			v.judgeAt(c.Pos(), constant.StringVal(c.Val()))
		}
		return
	}
	variable, ok := object.(*types.Var)
	if !ok {
		return
	}
	kind := variable.Kind()
	if local := kind == types.LocalVar || kind == types.ResultVar; local || !from.word && !(from.called && kind == types.ParamVar) {
		for _, given := range v.given[object] {
			given.called, given.word = from.called && local, from.word
			v.follow(given)
		}
	}
}

func (v *vet) followCall(from value, call *ast.CallExpr) {
	name := ""
	if s, ok := call.Fun.(*ast.SelectorExpr); ok {
		name = s.Sel.Name
	}
	switch name {
	case "Error", "Errorf": // what errors say is their own
		return
	case "String": // a code: what a status or a kind is called
		return
	case "Sprintf":
		v.follow(value{expr: call.Args[0], called: from.called, word: from.word})
	}
	object := v.objectOf(call.Fun)
	if f, ok := call.Fun.(*ast.FuncLit); ok {
		object = types.NewVar(f.Pos(), nil, "", nil)
		v.returns(object, f.Type, f.Body)
	}
	if object != nil && object.Pkg() != nil && object.Pkg().Path() != catalogue && strings.HasPrefix(object.Pkg().Path(), module) {
		v.followResults(from, object)
		for _, a := range call.Args {
			if isText(v.info.Types[a].Type) {
				v.follow(value{expr: a, called: from.called, word: from.word})
			}
		}
		return
	}
	converts := name == "Clone" || name == "Or" || v.info.Types[call.Fun].IsType() || v.info.Types[call.Fun].IsBuiltin()
	for _, a := range call.Args { // of the catalogue, or of what some other package makes of them
		v.follow(value{expr: a, called: from.called, word: from.word || !converts})
	}
}

func (v *vet) followResults(from value, object types.Object) {
	results := v.returned[object]
	for _, in := range v.given[object] { // a function in a variable
		if f, ok := v.objectOf(in.expr).(*types.Func); ok {
			results = append(results, v.returned[f]...)
		}
	}
	for _, r := range results {
		if r.index == from.index {
			index := 0
			if _, ok := r.expr.(*ast.CallExpr); ok && len(results) > 0 && v.isTuple(r.expr) {
				index = r.index
			}
			v.follow(value{expr: r.expr, index: index, called: true, word: from.word})
		}
	}
}

func isText(t types.Type) bool {
	basic, ok := t.(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}

func (v *vet) isTuple(e ast.Expr) bool {
	_, ok := v.info.Types[e].Type.(*types.Tuple)
	return ok
}

// verbs are what a format has in the place of values.
var verbs = regexp.MustCompile(`%[-+# 0-9.]*(\[\d+\])?[a-zA-Z]`)

// judge says of a text whether it is words for people: a code, a field, a flag and a command are the same in all languages.
func (v *vet) judge(at ast.Expr, text string) { v.judgeAt(at.Pos(), text) }

func (v *vet) judgeAt(pos token.Pos, text string) {
	words := verbs.ReplaceAllString(text, "")
	typed := (strings.HasPrefix(words, "--") || strings.HasPrefix(words, "orgbatch ")) && strings.HasSuffix(words, " ")
	if typed || !strings.Contains(words, " ") || !strings.ContainsFunc(words, unicode.IsLetter) {
		return
	}
	at := v.fset.Position(pos)
	v.found[finding{strings.TrimPrefix(filepath.ToSlash(at.Filename), "../../"), at.Line, strconv.Quote(text)}] = true
}
