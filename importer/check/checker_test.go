package check

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// checkAll reads, maps and checks a file, and writes down what comes of it.
func checkAll(t *testing.T, name, text string, o Options) string {
	t.Helper()
	tb, err := table.Open(strings.NewReader(text), name, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sample, err := tb.Sample(1000)
	if err != nil {
		t.Fatal(err)
	}
	m, err := columns.Map(tb.Header(), sample, nil)
	if err != nil {
		t.Fatal(err)
	}
	check := New(m, o)
	var b strings.Builder
	fmt.Fprintln(&b, shown(m))
	for row, err := range tb.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rec, issues := check.Check(row)
		fmt.Fprintf(&b, "row %d: %s\n", row.Number, showRecord(rec))
		for _, i := range issues {
			fmt.Fprintf(&b, "  %s %s, column %d %q: %s; value %s; suggestion %s\n", i.Severity, i.Code, i.Column, i.ColumnName, i.Message, i.Value, i.Suggestion)
		}
	}
	return b.String()
}

// shown writes a mapping as field=column:how, the rest by their columns.
func shown(m columns.Mapping) string {
	var parts []string
	for _, c := range m.Columns {
		parts = append(parts, fmt.Sprintf("%s=%d:%s", c.Field, c.Column, c.How))
	}
	if len(m.Unmapped) > 0 {
		parts = append(parts, fmt.Sprintf("unmapped%v", m.Unmapped))
	}
	if len(m.Expected) > 0 {
		parts = append(parts, fmt.Sprintf("expected%v", m.Expected))
	}
	for _, s := range m.Suggestions {
		parts = append(parts, fmt.Sprintf("(%s: %s)", s.Flag, s.How))
	}
	return strings.Join(parts, " ")
}

func showRecord(r Record) string {
	parts := []string{fmt.Sprintf("name=%q", r.Name)}
	if r.HasID {
		parts = append(parts, "id="+r.ID.String())
	}
	show := func(name string, v run.Text) {
		if v.Kind != run.Absent {
			parts = append(parts, fmt.Sprintf("%s=%s:%q", name, v.Kind, v.Text))
		}
	}
	show("custom_id", r.CustomID)
	show("parent", r.Parent)
	if r.ParentKind != ParentAny {
		parts = append(parts, "by "+r.ParentKind.String())
	}
	if r.Identity != "" {
		parts = append(parts, "identity="+r.Identity)
	}
	return strings.Join(append(parts, fmt.Sprintf("blank=%v", r.Blank)), " ")
}

func TestCheck(t *testing.T) {
	long, max := strings.Repeat("å", 256), strings.Repeat("😀", 255)
	cases := []struct {
		name, file, text string
		options          Options
	}{
		{name: "plain", file: "a.csv", text: "Namn;Kundnr;Moderbolag\nÅkern AB;1;\nÄngen AB;;Åkern AB\n"},
		{name: "clear", file: "a.csv", text: "Namn;Kundnr;Moderbolag\nÅkern AB;;\n", options: Options{ClearBlank: []string{"Kundnr", "organization", "name"}}},
		{name: "names", file: "a.csv", text: "id,name,custom_id\n" + someID + ",,1\n,,2\n,   ,\n497f6eca-6276-4993-bfeb-53cb,,\n,\u00a0Åkern AB ,\" 7\t\"\n," + long + ",\n," + max + ",\n,A," + strings.Repeat("1", 129) + "\n,\"two\nlines\",\"a\vb\"\n"},
		{name: "ids", file: "a.csv", text: "id,name\n" + someID + ",A\n" + strings.ToUpper(someID) + ",B\n497f6eca62764993bfeb53cbbbba6f08,C\n00000000-0000-0000-0000-000000000000,D\n {" + someID[1:] + "},E\n"},
		{name: "by custom_id", file: "a.csv", text: "name,custom_id\n,7\n", options: Options{MatchCustomID: true}},
		{name: "parents", file: "a.csv", text: "name,organization_id\nA," + someID + "\nB,Åkern AB\nC,\n"},
		{name: "damage", file: "a.csv", text: "name,custom_id,Ort\nÅkern,1\nB,2,\"Ort\n\xc5kern,3,Ås\nD\x00,4,å\nE,5,\xff\n"},
		{name: "reject corrected", file: "a.csv", text: "name,orgbatch_row,orgbatch_error\nA,k7f3:12,the name is missing\n"},
		{name: "json", file: "a.jsonl", text: strings.Join([]string{
			`{"name":"A","custom_id":"1","organization":{"id":"` + someID + `"}}`,
			`{"name":"B","custom_id":null,"organization":null}`,
			`{"name":"C"}`,
			`{"name":"D","custom_id":"","organization":{}}`,
			`{"name":"E","custom_id":0012e1}`,
			`{"name":"F","custom_id":12.50,"organization":17}`,
			`{"name":7,"custom_id":true}`,
			`{"name":["G"],"custom_id":{"a":1}}`,
			`{"name":null}`,
			`{"id":"` + someID + `","name":null}`,
			`{"id":"` + someID + `"}`,
			`{"name":"H","organization":{"id":null}}`,
			`{"name":"I","organization":{"id":"x","name":"y"}}`,
			`{"name":"J","organization":{"name":"y"}}`,
			`{"name":"K","organization":["y"]}`,
			`{"name":"L","organization":"` + someID + `"}`,
			`{"name":"M","organization":"Åkern AB"}`,
			`{"name":"N\u0000"}`,
			`{"name":"O","custom_id":1001.0,"organization":1001.50}`,
		}, "\n")},
	}
	var b strings.Builder
	for _, c := range cases {
		b.WriteString("== " + c.name + "\n" + checkAll(t, c.file, c.text, c.options))
	}
	path := filepath.Join("testdata", "checks.golden")
	if os.Getenv("UPDATE_CHECKS") != "" {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("differs from %s; got\n%s", path, b.String())
	}
}

// TestChecksAreListed holds the catalogue to what the golden file shows.
func TestChecksAreListed(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "checks.golden"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		severity, rest, ok := strings.Cut(strings.TrimPrefix(line, "  "), " ")
		if code, _, _ := strings.Cut(rest, ","); ok && strings.HasPrefix(line, "  ") {
			if !slices.ContainsFunc(codes.Catalogue(), func(d codes.Doc) bool { return d.Code == code && d.Severity.String() == severity }) {
				t.Errorf("the catalogue lacks %s %s", severity, code)
			}
		}
	}
}

// TestCellsFeedFields: a field gets its column's cell as it is, of every kind, a constant where no column
// feeds it, and nothing where the row ends before it.
func TestCellsFeedFields(t *testing.T) {
	t.Parallel()
	c := New(columns.Mapping{
		Columns:   []columns.MappedColumn{{Field: pigello.NameName, Column: 1}, {Field: columns.FieldOrganizationName, Column: 3}},
		Constants: []columns.Constant{{Field: pigello.NameCustomID, Value: "7\x1f8"}},
	}, Options{})
	for kind := tabular.Text; kind <= tabular.JSON; kind++ {
		cell := tabular.Cell{Kind: kind, Text: "a\x1f\x1e\r\n\"b"}
		cells := []tabular.Cell{{Text: "Ort"}, cell}
		if got := c.cellOf(pigello.NameName, cells); got != cell {
			t.Errorf("the name's cell is %+v, want %+v", got, cell)
		}
		if got := c.cellOf(pigello.NameOrganization, cells); got != (tabular.Cell{Kind: tabular.Absent}) {
			t.Errorf("a parent is read behind the row's end: %+v", got)
		}
		if got := c.cellOf(pigello.NameCustomID, cells); got != (tabular.Cell{Kind: tabular.String, Text: "7\x1f8"}) {
			t.Errorf("the constant is %+v", got)
		}
		if got := c.cellOf(pigello.NameID, cells); got != (tabular.Cell{Kind: tabular.Absent}) {
			t.Errorf("an id is read that no column feeds: %+v", got)
		}
	}
}

// TestShortRows: a row that ends early is an error where that is no habit of the file and an id, code or parent is among what it lacks.
func TestShortRows(t *testing.T) {
	for _, c := range []struct {
		header string
		cells  int
		code   string
		rare   bool
		want   string
	}{
		{"Namn|Kundnr", 1, tabular.CodeShortByBlanks, true, "error short-row"},
		{"Namn|Kundnr", 2, tabular.CodeShortByBlanks, true, "warning short-by-blanks"},
		{"Namn|Kundnr", 1, tabular.CodeShortByBlanks, false, "warning short-by-blanks"},
		{"Namn|Kundnr", 1, tabular.CodeLongRow, true, "warning long-row"},
		{"Namn|Moderbolag", 1, tabular.CodeShortByBlanks, true, "error short-row"},
		{"Namn|parent_id", 1, tabular.CodeShortByBlanks, true, "error short-row"},
		{"name|id", 1, tabular.CodeShortByBlanks, true, "error short-row"},
		{"Kundnr|Namn", 1, tabular.CodeShortByBlanks, true, "warning short-by-blanks"},
		{"Namn|Ort", 1, tabular.CodeShortByBlanks, true, "warning short-by-blanks"},
	} {
		m, err := columns.Map(strings.Split(c.header, "|"), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		row := tabular.Row{Cells: []tabular.Cell{{Text: "A"}, {}}[:c.cells], Problems: []tabular.Problem{{Code: c.code, Column: 2, Warning: true, Rare: c.rare}}}
		_, issues := New(m, Options{}).Check(row)
		if got := issues[0].Severity.String() + " " + issues[0].Code; got != c.want || issues[0].ColumnName != "" {
			t.Errorf("%s, %d cells, rare %v: %s in column %q, want %s", c.header, c.cells, c.rare, got, issues[0].ColumnName, c.want)
		}
	}
}

// TestClearBlank: which names of a column make its blank cells empty a field.
func TestClearBlank(t *testing.T) {
	for name, want := range map[string]string{
		"Kundnr": "custom_id", "KUND-NR": "custom_id", "custom_id": "custom_id", "organization": "parent", "organization_name": "parent", "Moderbolagets namn": "parent",
		"organization_id": "", "Ort": "", "": "", "name": "", "-": "",
	} {
		m, err := columns.Map([]string{"Namn", "Kundnr", "Moderbolagets namn", ""}, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		rec, _ := New(m, Options{ClearBlank: []string{name}}).Check(tabular.Row{Cells: []tabular.Cell{{Text: "A"}, {}, {}, {}}})
		got := ""
		if rec.CustomID.Kind == run.Null {
			got += "custom_id"
		}
		if rec.Parent.Kind == run.Null {
			got += "parent"
		}
		if got != want {
			t.Errorf("%q clears %q, want %q", name, got, want)
		}
	}
	m, err := columns.Map([]string{"Namn", "-"}, nil, map[string]string{"custom_id": "B"})
	if err != nil {
		t.Fatal(err)
	}
	if rec, _ := New(m, Options{ClearBlank: []string{"."}}).Check(tabular.Row{Cells: []tabular.Cell{{Text: "A"}, {}}}); rec.CustomID.Kind != run.Absent {
		t.Errorf("a name without a letter clears a column without one: %+v", rec)
	}
}

// TestIssueWithoutColumn: what no column feeds is said of the row.
func TestIssueWithoutColumn(t *testing.T) {
	m, err := columns.Map([]string{"Ort", "id"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, issues := New(m, Options{}).Check(tabular.Row{Cells: []tabular.Cell{{Text: "Umeå"}, {}}})
	if len(issues) != 1 || issues[0].Column != -1 || issues[0].ColumnName != "" {
		t.Errorf("%+v", issues)
	}
}

func TestTrimEnds(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a": "a", " a ": "a", "\u00a0å\u2003": "å", "\x1cA\x1f\u0085": "A", "A\x85": "A\x85", "\x00 a": "\x00 a", "\ufeffa": "\ufeffa", " \t\r\n": "",
	} {
		if got := tabular.TrimEnds(in); got != want {
			t.Errorf("tabular.TrimEnds(%q) = %q, want %q", in, got, want)
		}
	}
}

// BenchmarkCheck maps and checks rows that are there already: gocsv and the field rules, without the reading.
func BenchmarkCheck(b *testing.B) {
	header := []string{"id", "name", "custom_id", "organization", "created_at", "tags", "customer_columns"}
	var cells []tabular.Cell
	for _, text := range []string{someID, "Exempelbacken Fastigheter i Öster AB", "K-000017", "Exempelkoncernen Västra AB", "2026-01-15T10:00:00Z", "", `{"a":1}`} {
		cells = append(cells, tabular.Cell{Text: text})
	}
	m, err := columns.Map(header, [][]tabular.Cell{cells}, nil)
	if err != nil {
		b.Fatal(err)
	}
	check := New(m, Options{})
	b.ReportAllocs()
	for b.Loop() {
		if _, issues := check.Check(tabular.Row{Number: 2, Line: 2, Cells: cells}); len(issues) > 0 {
			b.Fatal(issues)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
