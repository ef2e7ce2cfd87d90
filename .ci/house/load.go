package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// house is the module with its types.
type house struct {
	root     string
	fset     *token.FileSet
	packages []*packages.Package // of the module, by path
	declared map[*types.Func]function
	names    bool // list what is counted
}

// function is one with a body, and where it stands.
type function struct {
	pkg  *packages.Package
	file string // from the root
	decl *ast.FuncDecl
}

func load(root string) (*house, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	h := &house{root: root, fset: token.NewFileSet(), declared: map[*types.Func]function{}}
	h.packages, err = packages.Load(&packages.Config{
		Dir: root, Fset: h.fset,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps,
	}, "./...")
	if err != nil {
		return nil, err
	}
	for _, p := range h.packages {
		var problems []error
		for _, e := range p.Errors {
			problems = append(problems, e)
		}
		if err := errors.Join(problems...); err != nil {
			return nil, fmt.Errorf("%s: %w", p.PkgPath, err)
		}
		for _, file := range p.Syntax {
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
					h.declared[p.TypesInfo.Defs[f.Name].(*types.Func)] = function{p, h.fileOf(f), f}
				}
			}
		}
	}
	return h, nil
}

// fileOf is the file in which something stands, from the root.
func (h *house) fileOf(n ast.Node) string {
	name, err := filepath.Rel(h.root, h.fset.Position(n.Pos()).Filename)
	if err != nil {
		panic(err)
	}
	return filepath.ToSlash(name)
}

// list names what a figure counts, sorted.
func (h *house) list(out io.Writer, what string, names []string) {
	if !h.names {
		return
	}
	for _, name := range slices.Sorted(slices.Values(names)) {
		fmt.Fprintf(out, "  %s: %s\n", what, name)
	}
}

// nameOf is a function by package.Name, or a method by package.Type.Name.
func (h *house) nameOf(object types.Object) string {
	name := h.short(object.Pkg()) + "."
	if f, ok := object.(*types.Func); ok && f.Signature().Recv() != nil {
		if named := namedOf(f.Signature().Recv().Type()); named != nil {
			name += named.Obj().Name() + "."
		}
	}
	return name + object.Name()
}

// lines is how many lines a node has.
func (h *house) lines(n ast.Node) int {
	return h.fset.Position(n.End()).Line - h.fset.Position(n.Pos()).Line + 1
}

// short is a package's path below the module's.
func (h *house) short(p *types.Package) string {
	path := strings.TrimPrefix(p.Path(), "github.com/orgbatch/orgbatch")
	return strings.TrimPrefix(path, "/")
}

// ours says whether a package is one of the module.
func (h *house) ours(p *types.Package) bool {
	return p != nil && strings.HasPrefix(p.Path(), "github.com/orgbatch/orgbatch")
}
