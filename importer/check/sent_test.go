package check

import (
	"testing"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestErrorIfSent: what is wrong with a cell that isn't sent stops nothing.
func TestErrorIfSent(t *testing.T) {
	m, err := columns.Map([]string{"name", "note", "custom_id"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	check := New(m, Options{})
	for _, c := range []struct {
		column               int
		warning, errorIfSent bool
		want                 run.Severity
	}{
		{0, true, true, run.Error},
		{2, true, true, run.Error},
		{1, true, true, run.Warning},
		{-1, true, true, run.Warning},
		{0, true, false, run.Warning},
		{1, false, false, run.Error},
	} {
		row := tabular.Row{Number: 2, Cells: []tabular.Cell{{Text: "Ekhus AB"}, {}, {Text: "K-1"}}}
		row.Problems = []tabular.Problem{{Code: tabular.CodeStandIn, Column: c.column, Warning: c.warning, ErrorIfSent: c.errorIfSent}}
		_, issues := check.Check(row)
		if len(issues) != 1 || issues[0].Severity != c.want {
			t.Errorf("%+v: %+v", c, issues)
		}
	}
}
