package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"io"
	"slices"
)

// sizes prints the packages with their files, lines and statements.
func (h *house) sizes(out io.Writer) {
	var lines, files, statements int
	var perPackage []int
	for _, p := range h.packages {
		n, s := 0, 0
		for _, file := range p.Syntax {
			n += h.fset.File(file.Pos()).LineCount()
			s += statementsOf(file)
		}
		fmt.Fprintf(out, "package %-44s %3d files %6d lines %6d statements\n", h.short(p.Types), len(p.Syntax), n, s)
		lines, files, statements = lines+n, files+len(p.Syntax), statements+s
		perPackage = append(perPackage, n)
	}
	fmt.Fprintf(out, "packages %d, lines %d, statements %d, files %d\n", len(h.packages), lines, statements, files)
	fmt.Fprintf(out, "lines of a package: %s\n", spread(perPackage))
}

// statementsOf counts what is done: statements, but not the blocks that hold them.
func statementsOf(n ast.Node) (count int) {
	ast.Inspect(n, func(n ast.Node) bool {
		if s, ok := n.(ast.Stmt); ok {
			if _, block := s.(*ast.BlockStmt); !block {
				count++
			}
		}
		return true
	})
	return count
}

// functions prints how long they are, and how much hangs on one receiver.
func (h *house) functions(out io.Writer) {
	var lengths, parameters []int
	var long []string
	methods := map[*types.TypeName]int{}
	for f, at := range h.declared {
		lengths = append(lengths, h.lines(at.decl))
		sig := f.Signature()
		parameters = append(parameters, sig.Params().Len())
		if sig.Params().Len() > 5 {
			long = append(long, h.nameOf(f))
		}
		if sig.Recv() != nil {
			if named := namedOf(sig.Recv().Type()); named != nil {
				methods[named.Obj()]++
			}
		}
	}
	fmt.Fprintf(out, "functions %d, lines of one: %s\n", len(lengths), spread(lengths))
	fmt.Fprintf(out, "parameters: %s; above five: %d\n", spread(parameters), len(long))
	h.list(out, "more than five parameters", long)
	names := make([]*types.TypeName, 0, len(methods))
	for name := range methods {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b *types.TypeName) int { return methods[b] - methods[a] })
	for _, name := range names[:min(5, len(names))] {
		fmt.Fprintf(out, "receiver %s.%s has %d methods\n", h.short(name.Pkg()), name.Name(), methods[name])
	}
}

// namedOf is the named type of a receiver or of a field, through one pointer.
func namedOf(t types.Type) *types.Named {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := t.(*types.Named)
	return named
}

// spread is the median, the ninth tenth and the largest of some numbers.
func spread(list []int) string {
	list = slices.Sorted(slices.Values(list))
	return fmt.Sprintf("median %d, p90 %d, max %d", list[len(list)/2], list[len(list)*9/10], list[len(list)-1])
}
