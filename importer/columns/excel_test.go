package columns

import (
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
)

// One apostrophe is taken away where a row says that it was put there, and only
// there: in CSV and in what a spreadsheet program made of it, in the rows of the
// form.
func TestRowsOfAnExportForExcel(t *testing.T) {
	const header = "name;custom_id;orgbatch_format\r\n"
	for _, c := range []struct {
		name, file, text string
		want             []string
	}{
		{"guarded", "a.csv", header + "'=1+1;''x;excel-1\r\n'-a;b'c;excel-1\r\n", []string{"=1+1|'x", "-a|b'c"}},
		{"a row added by hand", "a.csv", header + "'=1+1;a;excel-1\r\n'Påhitt;'b;\r\n", []string{"=1+1|a", "'Påhitt|'b"}},
		{"another form", "a.csv", header + "'=1+1;a;excel-9\r\n'b;c;excel-9\r\n", []string{"'=1+1|a", "'b|c"}},
		{"no such column", "a.csv", "name;custom_id;form\r\n'=1+1;a;excel-1\r\n'b;c;excel-1\r\n", []string{"'=1+1|a", "'b|c"}},
		{"saved by a spreadsheet program", "a.xls", "<table><tr><th>name<th>custom_id<th>orgbatch_format<tr><td>'=1+1<td>''x<td>excel-1<tr><td>'b<td>c<td></table>", []string{"=1+1|'x", "'b|c"}},
		{"a workbook of rejects", "a.xls", "<table><tr><th>name<th>custom_id<th>orgbatch_suggestion<th>orgbatch_format<tr><td>=1+1<td>'x<td><td>excel-1</table>", []string{"=1+1|'x"}},
		{"that saved as CSV", "a.csv", "name;custom_id;orgbatch_suggestion;orgbatch_format\r\n=1+1;'x;;excel-1\r\n", []string{"=1+1|'x"}},
		{"not CSV", "a.jsonl", `{"name":"'=1+1","custom_id":"a","orgbatch_format":"excel-1"}` + "\n", []string{"'=1+1|a"}},
	} {
		tab, err := table.Open(strings.NewReader(c.text), c.file, table.Options{})
		if err != nil {
			t.Fatal(err)
		}
		sample, err := SampleOf(tab, 10)
		if err != nil {
			t.Fatal(err)
		}
		var sampled, got []string
		for _, cells := range sample {
			sampled = append(sampled, cells[0].Text+"|"+cells[1].Text)
		}
		for row, err := range Rows(tab) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, row.Cells[0].Text+"|"+row.Cells[1].Text)
		}
		if !slices.Equal(got, c.want) || !slices.Equal(sampled, c.want) {
			t.Errorf("%s: %q, sample %q, want %q", c.name, got, sampled, c.want)
		}
	}
}
