package check

import (
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

const (
	someID = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
	bareID = "497f6eca62764993bfeb53cbbbba6f09"
)

// TestLateID: an id in a column called id that was taken for the custom_id, since the rows looked at had none, is an error of its row.
func TestLateID(t *testing.T) {
	for _, c := range []struct {
		header, text, flag string
		mapped             map[string]string
		want               int
	}{
		{header: "id", text: someID, flag: "--map id=id or --map custom_id=id", want: 1},
		{header: "Unikt id", text: strings.ToUpper(someID), flag: "--map id='Unikt id' or --map custom_id='Unikt id'", want: 1},
		{header: "id", text: "K-2"},
		{header: "id", text: someID, mapped: map[string]string{"custom_id": "id"}},
		{header: "Kundnr", text: someID},
	} {
		sample := [][]tabular.Cell{{{Text: "K-1"}, {Text: "Tallmon AB"}}}
		m, err := columns.Map([]string{c.header, "name"}, sample, c.mapped)
		if err != nil {
			t.Fatal(err)
		}
		_, issues := New(m, Options{}).Check(tabular.Row{Number: 1202, Cells: []tabular.Cell{{Text: c.text}, {Text: "Granmon AB"}}})
		if len(issues) != c.want {
			t.Fatalf("%+v: %+v", c, issues)
		}
		for _, i := range issues {
			if i.Severity != run.Error || i.Code != "id-or-custom-id" || i.ColumnName != c.header || i.Value != c.text || !strings.Contains(i.Message, c.flag) {
				t.Errorf("%+v", i)
			}
		}
	}
}
