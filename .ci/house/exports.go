package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"io"
	"strings"
)

// exports prints what packages export – types, functions, methods, constants, variables, not fields –, and who names it.
func (h *house) exports(out io.Writer) {
	users := map[types.Object]map[string]bool{} // the packages that name it
	for _, p := range h.packages {
		for _, object := range p.TypesInfo.Uses {
			if !object.Exported() || !h.ours(object.Pkg()) {
				continue
			}
			if f, ok := object.(*types.Func); ok {
				object = f.Origin()
			}
			if users[object] == nil {
				users[object] = map[string]bool{}
			}
			users[object][p.PkgPath] = true
		}
	}
	var all, outside, inTree int
	var inside, nobody []string
	count := func(object types.Object) {
		if !object.Exported() {
			return
		}
		all++
		top := func(path string) string {
			return strings.SplitN(strings.TrimPrefix(path, "github.com/orgbatch/orgbatch/"), "/", 2)[0]
		}
		far, near := false, false
		for user := range users[object] {
			far = far || top(user) != top(object.Pkg().Path())
			near = near || user != object.Pkg().Path()
		}
		switch {
		case far:
			outside++
		case near:
			inTree++
		case len(users[object]) > 0:
			inside = append(inside, h.nameOf(object))
		default:
			nobody = append(nobody, h.nameOf(object))
		}
	}
	for _, p := range h.packages {
		if p.Name == "main" {
			continue
		}
		scope := p.Types.Scope()
		for _, name := range scope.Names() {
			object := scope.Lookup(name)
			count(object)
			if t, ok := object.(*types.TypeName); ok && !t.IsAlias() {
				named, ok := t.Type().(*types.Named)
				for i := 0; ok && i < named.NumMethods(); i++ {
					count(named.Method(i))
				}
			}
		}
	}
	fmt.Fprintf(out, "exports %d: used outside their top folder %d, by another package of it %d, inside their package alone %d, by nobody but tests and interfaces %d\n",
		all, outside, inTree, len(inside), len(nobody))
	h.list(out, "inside alone", inside)
	h.list(out, "by nobody", nobody)
}

// shapes prints what the rules forbid: pointers to structs of one's own package embedded in others, and bools by position.
func (h *house) shapes(out io.Writer) {
	embedded := 0
	var takers, literals []string
	for _, p := range h.packages {
		for _, file := range p.Syntax {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.StructType:
					for _, f := range n.Fields.List {
						if pointer, ok := p.TypesInfo.TypeOf(f.Type).(*types.Pointer); ok && len(f.Names) == 0 {
							if named := namedOf(pointer); named != nil && named.Obj().Pkg() == p.Types {
								embedded++
								fmt.Fprintf(out, "embedded: %s in %s\n", named.Obj().Name(), h.fileOf(n))
							}
						}
					}
				case *ast.CallExpr:
					if f := calleeOf(p, n); f != nil && h.ours(f.Pkg()) {
						for _, a := range n.Args {
							if id, ok := a.(*ast.Ident); ok && (id.Name == "true" || id.Name == "false") {
								literals = append(literals, fmt.Sprintf("%s in %s:%d", h.nameOf(f), h.fileOf(n), h.fset.Position(n.Pos()).Line))
							}
						}
					}
				}
				return true
			})
		}
	}
	for f := range h.declared {
		for v := range f.Signature().Params().Variables() {
			if types.Unalias(v.Type()) == types.Typ[types.Bool] { // a type of its own has values that read
				takers = append(takers, h.nameOf(f))
				break
			}
		}
	}
	fmt.Fprintf(out, "embedded pointers to a struct of the same package %d\n", embedded)
	fmt.Fprintf(out, "functions with a bool by position %d, calls that give one true or false %d\n", len(takers), len(literals))
	h.list(out, "bool by position", takers)
	h.list(out, "true or false given", literals)
}
