package page

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.uber.org/goleak"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		forgetLarge()
		os.Exit(code)
	}))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// none is a decision of an action that names no other row.
func none(a run.Action) run.Decision {
	return run.Decision{Action: a, ParentRow: -1, NameAfter: -1, SameAs: -1}
}

// follows is the decision of a row that equals another.
func follows(row int32) run.Decision {
	d := none(run.ActionFollow)
	d.SameAs = row
	return d
}

func id(n byte) uuid.UUID { return uuid.UUID{15: n} }

// newRun makes a run of the files given as name, content, name, content… Each column whose name is orgbatch_row carries identities in.
func newRun(t testing.TB, dir string, files ...string) *run.Run {
	t.Helper()
	r, err := run.Create(dir, run.Meta{Created: time.Date(2026, 11, 23, 20, 35, 29, 0, time.UTC), Target: run.Target{Name: "sandbox"}})
	must(t, err)
	t.Cleanup(func() { must(t, r.Close()) })
	for i := 0; i < len(files); i += 2 {
		readFile(t, r, i/2, files[i], files[i+1])
	}
	must(t, r.FlushRows())
	return r
}

func readFile(t testing.TB, r *run.Run, source int, name, content string) {
	t.Helper()
	tab, err := table.Open(strings.NewReader(content), name, table.Options{})
	must(t, err)
	n := 0
	for row, err := range tab.Rows() {
		must(t, err)
		must(t, r.AppendRow(keep(tab.Header(), row, source)))
		n++
	}
	must(t, r.SetMeta(func(m *run.Meta) {
		m.Sources = append(m.Sources, run.Source{Name: name, Format: tab.Format(), Header: tab.Header(), Rows: n})
	}))
}

func keep(header []string, row tabular.Row, source int) run.Row {
	kept := run.Row{Source: source, Number: row.Number, Line: row.Line, Raw: row.Raw, Cells: row.Cells}
	for i, name := range header {
		if i >= len(row.Cells) {
			break
		}
		switch name {
		case report.ColumnRow:
			kept.Identity = row.Cells[i].Text
		case "Namn", "name":
			kept.Values.Name = row.Cells[i].Text
		}
	}
	return kept
}

// decide enters the decisions of all rows.
func decide(t testing.TB, r *run.Run, decisions ...run.Decision) {
	t.Helper()
	for _, d := range decisions {
		must(t, r.AppendDecision(d))
	}
	must(t, r.FlushDecisions())
}

// content reads a file of the run; "" is one that isn't there.
func content(t testing.TB, r *run.Run, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(r.Dir(), name))
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	must(t, err)
	return string(b)
}
