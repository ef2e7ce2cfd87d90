package run

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestMain also is the child process of the tests that kill one or that want a second one.
func TestMain(m *testing.M) {
	if job := os.Getenv("ORGBATCH_RUN_TEST_CHILD"); job != "" {
		child(job, os.Getenv("ORGBATCH_RUN_TEST_DIR"))
		return
	}
	goleak.VerifyTestMain(m)
}

// newTestRun makes a run that is closed with the test.
func newTestRun(t testing.TB) *Run {
	t.Helper()
	r, err := Create(t.TempDir(), testMeta())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func testMeta() Meta {
	return Meta{
		Created: time.Date(2026, 11, 23, 20, 35, 29, 0, time.UTC), Version: "test",
		Target:  Target{Name: "sandbox", URL: "http://127.0.0.1:1"},
		Sources: []Source{{Name: "orgs.csv", Header: []string{"Namn", "Kundnr", "Koncern"}, Mapping: []string{"name", "custom_id", "organization"}}},
	}
}

// testRow is a row as they mostly are.
func testRow(i int) Row {
	name := fmt.Sprintf("Exempelbacken %d Fastigheter AB", i)
	custom := fmt.Sprintf("K%06d", i)
	const parent = "Exempelbacken Förvaltning AB"
	return Row{
		Number: i + 2, Line: i + 2, Raw: []byte(name + ";" + custom + ";" + parent),
		Cells:  []tabular.Cell{{Text: name}, {Text: custom}, {Text: parent}},
		Values: Values{Name: name, CustomID: Text{custom, Value}, Parent: Text{parent, Value}},
	}
}

// fill gives r rows to be created.
func fill(t testing.TB, r *Run, n int) {
	t.Helper()
	for i := range n {
		must(t, r.AppendRow(testRow(i)))
	}
	must(t, r.FlushRows())
	for range n {
		must(t, r.AppendDecision(Decision{Action: ActionCreate, ParentRow: -1, NameAfter: -1, SameAs: -1}))
	}
	must(t, r.FlushDecisions())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func contains(t testing.TB, s, part string) {
	t.Helper()
	if !strings.Contains(s, part) {
		t.Errorf("%q lacks %q", s, part)
	}
}
