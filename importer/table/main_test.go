package table_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	if path := os.Getenv(readThis); path != "" {
		if err := readAsChild(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (-update writes it anew); got\n%s", path, got)
	}
}

func open(t *testing.T, name, text string, o table.Options) *table.Table {
	t.Helper()
	tb, err := table.Open(strings.NewReader(text), name, o)
	if err != nil {
		t.Fatalf("open %q: %v", text, err)
	}
	return tb
}

// kept is a copy of a row that outlives the next one.
type kept struct {
	tabular.Row
	raw string
}

func rows(t *testing.T, tb *table.Table) []kept {
	t.Helper()
	var all []kept
	for row, err := range tb.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		k := kept{Row: row, raw: string(row.Raw)}
		k.Cells = append([]tabular.Cell(nil), row.Cells...)
		all = append(all, k)
	}
	return all
}

// describe writes a table as lines of text, for comparing.
func describe(t *testing.T, tb *table.Table) string {
	t.Helper()
	var b strings.Builder
	f := tb.Format()
	fmt.Fprintf(&b, "%s delimiter=%q newline=%q bom=%v header row %d: %q\n", f.Name, f.Delimiter, f.Newline, f.BOM, f.HeaderRow, tb.Header())
	for _, p := range tb.Problems() {
		fmt.Fprintf(&b, "  table: %s column %d: %s\n", p.Code, p.Column, p.Message)
	}
	for _, r := range rows(t, tb) {
		describeRow(&b, r)
	}
	return b.String()
}

func describeRow(b *strings.Builder, r kept) {
	fmt.Fprintf(b, "row %d line %d", r.Number, r.Line)
	if r.Unreadable {
		b.WriteString(" UNREADABLE")
	}
	for _, c := range r.Cells {
		fmt.Fprintf(b, " %s:%q", c.Kind, c.Text)
	}
	b.WriteString("\n")
	for _, p := range r.Problems {
		level := "error"
		if p.Warning {
			level = "warning"
		}
		fmt.Fprintf(b, "  %s %s column %d: %s; value %q; suggestion %q\n", level, p.Code, p.Column, p.Message, p.Value, p.Suggestion)
	}
}
