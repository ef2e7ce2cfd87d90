package codes

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/columns"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a text with a file; -update writes it.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(want), "\r\n", "\n") != got {
		t.Errorf("differs from %s (go test ./importer/codes -update accepts it); got\n%s", path, got)
	}
}

// TestCodesPage holds docs/codes.md to the catalogue.
func TestCodesPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Codes of issues\n\nEvery code that `issues.csv`, reports and `--json` may show. Codes never change their names.\n" +
		"An error rejects the row; a warning stops nothing, unless it says that the row is put on hold.\n" +
		"One code alone is explained by\n\n```sh\norgbatch help parent-missing\n```\n\n" +
		"This page is made of `importer/codes/catalogue.go`: `go test ./importer/codes -run TestCodesPage -update`.\n\n" +
		"| code | severity | meaning | what to do |\n|---|---|---|---|\n")
	for _, d := range Catalogue() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", d.Code, d.Severity, escapeCell(d.Meaning), escapeCell(d.Do))
	}
	golden(t, filepath.Join("..", "..", "docs", "codes.md"), b.String())
}

func escapeCell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func TestCatalogueIsTidy(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range Catalogue() {
		line := d.Code + " " + d.Severity.String()
		if seen[line] {
			t.Errorf("%s stands twice", line)
		}
		seen[line] = true
		if d.Meaning == "" || !strings.HasSuffix(d.Meaning, ".") || d.Do != "" && !strings.HasSuffix(d.Do, ".") {
			t.Errorf("%s needs whole sentences: %q %q", d.Code, d.Meaning, d.Do)
		}
	}
}

// TestEveryCodeIsListed reads the source: a code that some code uses stands in the catalogue, and the catalogue holds no other.
func TestEveryCodeIsListed(t *testing.T) {
	used := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "report" { // which tells what others found
			return filepath.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, code := range codesIn(file) {
			used[code] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range Repairs() {
		used[FixedPrefix+code] = true
	}
	listed := map[string]bool{}
	for _, d := range Catalogue() {
		listed[d.Code] = true
		if !used[d.Code] {
			t.Errorf("the catalogue has %s, which nothing uses", d.Code)
		}
	}
	for code := range used {
		if !listed[code] {
			t.Errorf("%s is used and not in the catalogue (catalogue.go)", code)
		}
	}
}

// codesIn finds codes: constants of this package, or named code… or Code…, literals given to what notes issues, and literals of a key Code or code.
func codesIn(file *ast.File) []string {
	var codes []string
	text := func(e ast.Expr) {
		if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if s, err := strconv.Unquote(l.Value); err == nil {
				codes = append(codes, s)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for i, name := range n.Names {
				isCode := file.Name.Name == "codes" || strings.HasPrefix(strings.ToLower(name.Name[:1])+name.Name[1:], "code")
				if isCode && i < len(n.Values) {
					text(n.Values[i])
				}
			}
		case *ast.CallExpr:
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"note", "reject", "hold", "warn", "quoteDamage"}, s.Sel.Name) {
				for _, arg := range n.Args[:min(3, len(n.Args))] {
					if text(arg); len(codes) > 0 && strings.Contains(codes[len(codes)-1], " ") {
						codes = codes[:len(codes)-1]
					}
				}
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && strings.EqualFold(key.Name, "code") {
				text(n.Value)
			}
		}
		return true
	})
	return slices.DeleteFunc(codes, func(s string) bool { return s == "" || s == FixedPrefix || slices.Contains(columns.Fields(), s) })
}
