package importer_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/validate"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// mapped reads a mapping in a folder that has orter.csv.
func mapped(t testing.TB, text string) columns.Reading {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "orter.csv"), []byte("kod;ort\nUME;Umeå\nLUL;Luleå\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := columns.ReadMapping(strings.NewReader(text), filepath.Join(dir, "m.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const ownRules = `
[columns]
name = "Namn"
custom_id = "Kundnr"

[[transform]]
column = "Kundnr"
trim_prefix = "K-"
[[transform]]
column = "Kundnr"
pad = 5
[[transform]]
column = "Ort"
lookup = "orter.csv"
from = "kod"
to = "ort"

[[check]]
column = "Kundnr"
pattern = '\d{5}'
message = "a Kundnr is K- and digits"
[[check]]
column = "Kundnr"
unique = true
[[check]]
columns = ["Ort", "Avtal"]
unique = true
severity = "warning"
[[check]]
column = "Ort"
required = true
`

// TestOwnRules: validate and a plan find the same of a person's own rules, with row, column, value and the person's message; what is sent is
// changed, and what is kept as the row isn't.
func TestOwnRules(t *testing.T) {
	reading := mapped(t, ownRules)
	files := []string{
		"Namn;Kundnr;Ort;Avtal\nEken AB;K-17;UME;1\nGranen AB;17x;LUL;2\nAlen AB;18;STH;3\nTallen AB;19;;4\n",
		"Avtal;Ort;Kundnr;Namn\n1;UME;00017;Björken AB\n9;UME;K-20;Rönnen AB\n",
	}
	want := []string{
		`a.csv 1 warning transformed "Kundnr" "": 4 values were changed by pad: "17" → "00017"`,
		`a.csv 1 warning transformed "Kundnr" "": 1 value was changed by trim_prefix: "K-17" → "17"`,
		`a.csv 1 warning transformed "Ort" "": 2 values were changed by lookup: "UME" → "Umeå"`,
		`a.csv 2 error own-check "Kundnr" "00017": row 2 of b.csv has the same`,
		`a.csv 2 warning own-check "Ort" "Umeå · 1": row 2 of b.csv has the same "Ort" and "Avtal"`,
		`a.csv 3 error own-check "Kundnr" "0017x": a Kundnr is K- and digits; the file has "17x"`,
		`a.csv 4 error transform-failed "Ort" "STH": lookup: the text isn't under "kod" in orter.csv`,
		`a.csv 5 error own-check "Ort" "": the cell is blank, and must not be`,
		`b.csv 1 warning transformed "Kundnr" "": 1 value was changed by pad: "20" → "00020"`,
		`b.csv 1 warning transformed "Kundnr" "": 1 value was changed by trim_prefix: "K-20" → "20"`,
		`b.csv 1 warning transformed "Ort" "": 2 values were changed by lookup: "UME" → "Umeå"`,
		`b.csv 2 error own-check "Kundnr" "00017": row 2 of a.csv has the same`,
		`b.csv 2 warning own-check "Ort" "Umeå · 1": row 2 of a.csv has the same "Ort" and "Avtal"`,
	}
	slices.Sort(want)
	inputs := func() (list []intake.Input) {
		for i, text := range files {
			list = append(list, input(fmt.Sprintf("%c.csv", 'a'+i), text))
		}
		return list
	}
	line := func(source string, i run.Issue) string {
		return fmt.Sprintf("%s %d %s %s %q %q: %s", source, i.Number, i.Severity, i.Code, i.ColumnName, i.Value, i.Message)
	}
	var got []string
	o := validate.Options{Reading: reading, Inputs: inputs(), Issue: func(i run.Issue, _ bool) error {
		got = append(got, line(string(rune('a'+i.Source))+".csv", i))
		return nil
	}}
	s, err := validate.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Sort(got); !slices.Equal(got, want) || s.BadRows != 5 || s.Rows != 6 {
		t.Errorf("validate, %d of %d rows bad:\n got %s\nwant %s", s.BadRows, s.Rows, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}

	w := newWorld(t, sandbox.Options{})
	r, sum := w.plan("", func(o *plan.Options) { o.Reading, o.Inputs = reading, inputs() })
	defer done(t, r)
	got = nil
	for i, err := range r.Issues() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, line(r.Meta().Sources[run.SourceOf(r.Meta().Sources, i)].Name, i))
	}
	if slices.Sort(got); !slices.Equal(got, want) || sum.Books.Rejected != 5 || sum.Books.Created != 1 {
		t.Errorf("plan, %v:\n got %s\nwant %s", sum.Books, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
	row, err := r.Row(0)
	if err != nil || row.Cells[1].Text != "K-17" || row.Values.CustomID.Text != "00017" {
		t.Errorf("got %v, sent as %v (%v)", row.Cells, row.Values, err)
	}
}

// TestPlanCodeOfRules: the code covers the rules and the files that they name, and without any it is what it was.
func TestPlanCodeOfRules(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	code := func(r columns.Reading) string {
		t.Helper()
		planned, s := w.plan("Namn;Ort\nEken AB;UME\n", func(o *plan.Options) { o.Reading = r })
		done(t, planned)
		return s.Code
	}
	const check = "[columns]\nname = 'Namn'\n[[check]]\ncolumn = 'Ort'\nmax_length = 10\n"
	const lookup = "[columns]\nname = 'Namn'\n[[transform]]\ncolumn = 'Ort'\nlookup = 'orter.csv'\nfrom = 'kod'\nto = 'ort'\n"
	seen := map[string]string{}
	for name, r := range map[string]columns.Reading{
		"none": mapped(t, "[columns]\nname = 'Namn'\n"), "check": mapped(t, check), "message": mapped(t, check+"message = 'x'\n"), "lookup": mapped(t, lookup),
	} {
		c := code(r)
		if other, twice := seen[c]; twice {
			t.Errorf("%s and %s have one code", name, other)
		}
		if seen[c] = name; code(r) != c {
			t.Errorf("%s has two codes", name)
		}
	}
	other := mapped(t, lookup)
	if err := os.WriteFile(filepath.Join(filepath.Dir(other.SavedIn), "orter.csv"), []byte("kod;ort\nUME;Umeå\nLUL;Luleå\nSKE;Skellefteå\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if name, same := seen[code(other)]; same {
		t.Errorf("another file of the lookup has the code of %s", name)
	}
}

// TestSchemaFile: a schema's checks go beside those of the mapping file, and what it says beyond is said of the file.
func TestSchemaFile(t *testing.T) {
	r := mapped(t, "[columns]\nname = 'Namn'\n[[check]]\ncolumn = 'Ort'\nmin_length = 2\n")
	before := len(r.Rules.Checks)
	err := r.AddSchema(strings.NewReader(`{"properties":{"name":{"maxLength":7},"Ort":{"minimum":1}},"required":["name"]}`), "s.json")
	if err != nil || len(r.Rules.Checks) != before+2 {
		t.Fatal(r.Rules.Checks, err)
	}
	var got []string
	_, err = validate.Run(context.Background(), validate.Options{Reading: r, Inputs: []intake.Input{input("a.csv", "Namn;Ort\nGranbacken AB;x\nAlen AB;\n")},
		Issue: func(i run.Issue, _ bool) error {
			got = append(got, fmt.Sprintf("%d %s %q: %s", i.Number, i.Code, i.ColumnName, i.Message))
			return nil
		}})
	want := []string{
		`2 own-check "Ort": the text is too short: 1 of at least 2 characters`, `2 own-check "Namn": the text is too long: 13 of at most 7 characters`,
		`0 schema-note "": s.json: "Ort": minimum isn't checked: there is no such check here`,
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q (%v)", got, want, err)
	}
	for text, want := range map[string]string{"{}": "read the schema s.json: it is neither", `{"fields":[{]}`: "read the schema s.json: line 1: it isn't JSON"} {
		if err := r.AddSchema(strings.NewReader(text), "s.json"); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
