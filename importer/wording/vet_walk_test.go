//go:build !race

// These read the code, which the race detector has nothing to do with.

package wording_test

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	module    = "github.com/orgbatch/orgbatch/"
	catalogue = module + "importer/wording"
)

// finding is a text that people read and that is none of the catalogue's.
type finding struct {
	file string
	line int
	text string
}

// vet follows texts from where people read them back to where they are made, through variables,
// fields, parameters and results. What packages other than the module's do with a text isn't looked
// at: their arguments are taken for part of what they give.
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
	expr  ast.Expr
	index int
	// called says that it is in a function that was called on the way here: what parameters are is
	// seen at that call.
	called bool
	// word says that it stands in a sentence and may come from a file: what the same function makes
	// of it is looked at, no more.
	word bool
}

func newVet() *vet {
	return &vet{
		fset: token.NewFileSet(), files: map[string][]*ast.File{}, packages: map[string]*types.Package{},
		info: types.Info{
			Types: map[ast.Expr]types.TypeAndValue{},
			Defs:  map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		},
		given: map[types.Object][]value{}, returned: map[types.Object][]value{},
		seen: map[value]bool{}, found: map[finding]bool{},
	}
}

func (v *vet) parse(name, file string, text any) error {
	f, err := parser.ParseFile(v.fset, file, text, parser.SkipObjectResolution)
	if err == nil {
		v.files[module+path.Dir(name)] = append(v.files[module+path.Dir(name)], f)
	}
	return err
}

// Import checks the types of a package of the module. One that isn't is empty: what it declares has
// no type then.
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
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.text, b.text))
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
	local := kind == types.LocalVar || kind == types.ResultVar
	seenAtCall := from.called && kind == types.ParamVar
	if local || !from.word && !seenAtCall {
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
	if isOurs(object) {
		v.followResults(from, object)
		for _, a := range call.Args {
			if isText(v.info.Types[a].Type) {
				v.follow(value{expr: a, called: from.called, word: from.word})
			}
		}
		return
	}
	fun := v.info.Types[call.Fun]
	converts := name == "Clone" || name == "Or" || fun.IsType() || fun.IsBuiltin()
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

// isOurs says whether a function is the module's, and not one of the catalogue.
func isOurs(f types.Object) bool {
	return f != nil && f.Pkg() != nil && f.Pkg().Path() != catalogue && strings.HasPrefix(f.Pkg().Path(), module)
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

// judge says of a text whether it is words for people: a code, a field, a flag and a command are the
// same in all languages.
func (v *vet) judge(at ast.Expr, text string) { v.judgeAt(at.Pos(), text) }

func (v *vet) judgeAt(pos token.Pos, text string) {
	words := verbs.ReplaceAllString(text, "")
	begins := strings.HasPrefix(words, "--") || strings.HasPrefix(words, "orgbatch ")
	typed := begins && strings.HasSuffix(words, " ")
	if typed || !strings.Contains(words, " ") || !strings.ContainsFunc(words, unicode.IsLetter) {
		return
	}
	at := v.fset.Position(pos)
	file := strings.TrimPrefix(filepath.ToSlash(at.Filename), "../../")
	v.found[finding{file, at.Line, strconv.Quote(text)}] = true
}
