package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"io"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"
)

// named prints how many files have to be opened to change a fact: the field custom_id, and one number of the plan.
func (h *house) named(out io.Writer) error {
	for _, fact := range []struct{ what, id, text string }{
		{"the field custom_id", "CustomID", "custom_id"},
		{"the plan's number of ids that aren't there", "IDsMissing", "ids_missing"},
	} {
		files := map[string]bool{}
		for _, p := range h.packages {
			for _, file := range p.Syntax {
				ast.Inspect(file, func(n ast.Node) bool {
					switch n := n.(type) {
					case *ast.Ident:
						if n.Name == fact.id {
							files[h.fileOf(file)] = true
						}
					case *ast.BasicLit:
						if n.Kind == token.STRING && strings.Contains(n.Value, fact.text) {
							files[h.fileOf(file)] = true
						}
					}
					return true
				})
			}
		}
		if len(files) == 0 {
			return fmt.Errorf("no file names %s (%s): it has another name by now", fact.what, fact.id)
		}
		fmt.Fprintf(out, "files that name %s: %d\n", fact.what, len(files))
	}
	return nil
}

// entries are where one begins to follow three facts through the house – a cell from the file to the request, an answer from HTTP to
// results.csv, and a number of the plan to the page – and the folder that isn't left on the way. Of several names the one that is there
// counts: those of before and after a move stand beside each other.
var entries = []struct {
	what, below string
	names       []string
}{
	{"a cell: a table is opened", "importer/table", []string{"importer/table.Open"}},
	{"a cell: a row becomes what is sent", "importer", []string{"importer.planner.readRow", "importer/plan.reading.readRow"}},
	{"an answer: a chunk is sent and settled", "importer", []string{"importer.push.loop", "importer/push.worker.Do"}},
	{"an answer: results.csv", "importer/report", []string{"importer/report.WriteResults"}},
	{"a number: the plan counts", "importer", []string{"importer.planner.plan", "importer/plan.planner.plan"}},
	{"a number: the page shows it", "importer/report", []string{"importer/page.WriteHTML", "importer/report/page.WriteHTML"}},
}

// walks prints of each how many files one opens, reading calls in their order and each function once, and how often one comes back to a file
// that one has left: by somebody who stays in the room where he begins, and takes what other rooms say of themselves, and by somebody who
// reads all of them.
func (h *house) walks(out io.Writer) error {
	for _, e := range entries {
		f := h.lookup(e.names)
		if f == nil {
			return fmt.Errorf("%s: there is none of %s", e.what, strings.Join(e.names, ", "))
		}
		for _, far := range [...]struct {
			where, below string
			alone        bool
		}{{"in its room", f.Pkg().Path(), true}, {"through all rooms", "github.com/orgbatch/orgbatch/" + e.below, false}} {
			w := walk{h: h, below: far.below, alone: far.alone, read: map[*types.Func]bool{}, opened: map[string]bool{}}
			w.follow(f)
			fmt.Fprintf(out, "%s, %s: %d functions in %d files, %d returns\n", e.what, far.where, len(w.read), len(w.opened), w.returns)
		}
	}
	return nil
}

// walk is how somebody reads who follows calls.
type walk struct {
	h       *house
	below   string // the folder that isn't left
	alone   bool   // nor for the rooms below it
	read    map[*types.Func]bool
	opened  map[string]bool
	now     string
	returns int
}

func (w *walk) follow(f *types.Func) {
	at, ok := w.h.declared[f.Origin()]
	if !ok || w.read[f.Origin()] || !strings.HasPrefix(f.Pkg().Path()+"/", w.below+"/") || w.alone && f.Pkg().Path() != w.below {
		return
	}
	w.read[f.Origin()] = true
	back := w.now
	w.open(at.file)
	ast.Inspect(at.decl.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if callee := calleeOf(at.pkg, call); callee != nil {
				w.follow(callee)
				w.open(at.file)
			}
		}
		return true
	})
	if back != "" {
		w.open(back)
	}
}

func (w *walk) open(file string) {
	if file == w.now {
		return
	}
	if w.opened[file] {
		w.returns++
	}
	w.opened[file], w.now = true, file
}

// calleeOf is the function that a call names, nil where only the run tells.
func calleeOf(p *packages.Package, call *ast.CallExpr) *types.Func {
	return typeutil.StaticCallee(p.TypesInfo, call)
}

// lookup finds a function by package.Name, or a method by package.Type.Name.
func (h *house) lookup(names []string) *types.Func {
	for f := range h.declared {
		if slices.Contains(names, h.nameOf(f)) {
			return f
		}
	}
	return nil
}
