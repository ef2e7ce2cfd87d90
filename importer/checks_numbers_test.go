package importer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/validate"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// someNumbers are five organisation numbers with right check digits.
func someNumbers() []string {
	return []string{"442000-0012", "442000-0020", "442000-0038", "442000-0046", "442000-0053"}
}

// withNumbers writes a file of names and numbers.
func withNumbers(header string, rows ...string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i, row := range rows {
		b.WriteString("Exempel " + string(rune('A'+i)) + "," + row + "\n")
	}
	return b.String()
}

func TestOrganisationNumbers(t *testing.T) {
	t.Parallel()
	plain := someNumbers()
	for _, c := range []struct {
		name  string
		texts []string
		want  []string
	}{
		{"right", []string{withNumbers("name,orgnr", plain...)}, nil},
		{"a wrong digit", []string{withNumbers("name,orgnr", append(plain, "442000-0062")...)}, []string{"7 warning org-number-check-digit"}},
		{"no header", []string{withNumbers("name,x", append(plain, "4420000062")...)}, []string{"7 warning org-number-check-digit"}},
		{"too few", []string{withNumbers("name,orgnr", append(plain[:3:3], "442000-0062")...)}, nil},
		{"four of five", []string{withNumbers("name,orgnr", append(plain[:4:4], "442000-0062")...)}, []string{"6 warning org-number-check-digit"}},
		{"three of five", []string{withNumbers("name,orgnr", append(plain[:3:3], "442000-0062", "442000-0063")...)}, nil},
		{"blank cells don't count", []string{withNumbers("name,orgnr", append(plain[:4:4], "", "442000-0062", "", "")...)}, []string{"7 warning org-number-check-digit"}},
		{"no number at all is no wrong one", []string{withNumbers("name,orgnr", append(plain, "saknas", "17")...)}, nil},
		{"dates and telephones", []string{withNumbers("name,tel", "0701234567", "0701234575", "0701234568", "0701234569", "0701234570")}, nil},
		{"in two spellings", []string{withNumbers("name,orgnr", append(plain, "4420000012", "164420000020", "16442000-0038")...)},
			[]string{"7 warning org-number-twice", "8 warning org-number-twice", "9 warning org-number-twice"}},
		{"in one spelling", []string{withNumbers("name,orgnr", append(plain, "442000-0012")...)}, nil},
		{"wrong in two spellings", []string{withNumbers("name,orgnr", append(plain[:5:5], "442000-0061", "442000-0079", "442000-0087", "442000-0062", "4420000062")...)},
			[]string{"10 warning org-number-check-digit", "11 warning org-number-check-digit"}},
		{"over two files", []string{withNumbers("name,orgnr", plain...), "orgnr,name\n4420000012,Ö1\n4420000020,Ö2\n4420000079,Ö3\n4420000087,Ö4\n4420000095,Ö5\n"},
			[]string{"2 warning org-number-twice", "3 warning org-number-twice"}},
		{"a parent's stands in many rows", []string{withNumbers("name,moderns,eget",
			"442000-0012,442000-0020", "4420000012,442000-0038", "442000-0012,442000-0046", "4420000012,442000-0053", "442000-0012,442000-0061", "442000-0012,442000-0079")}, nil},
		{"the custom_id is the own one", []string{withNumbers("name,orgnr,custom_id",
			"442000-0012,442000-0020", "4420000038,4420000020", "442000-0046,442000-0046", "442000-0053,442000-0053", "442000-0061,442000-0061", "442000-0079,442000-0079")},
			[]string{"3 warning org-number-twice"}},
		{"two columns alike, the first counts", []string{withNumbers("name,ett,två",
			"442000-0012,442000-0061", "442000-0020,442000-0079", "442000-0038,442000-0087", "442000-0046,442000-0095", "442000-0053,442000-0103", "4420000012,442000-0061")},
			[]string{"7 warning org-number-twice"}},
		{"a row in error", []string{withNumbers("name,orgnr", plain...) + ",4420000012\n"}, []string{"7 error name-missing"}},
		{"rows without one", []string{withNumbers("name,orgnr", append(plain, "", "x")...)}, nil},
		{"sole traders", []string{withNumbers("name,orgnr", append(plain, "121212-1212", "191212121212", "811218-9875")...)},
			[]string{"8 warning org-number-twice", "9 warning org-number-check-digit"}},
	} {
		if _, got := validated(t, c.texts...); !slices.Equal(got, c.want) {
			t.Errorf("%s, validate: got %q, want %q", c.name, got, c.want)
		}
		w := newWorld(t, sandbox.Options{})
		r, _ := w.plan("", func(o *plan.Options) { o.Inputs = inputs(c.texts...) })
		if got := plannedIssues(t, r); !slices.Equal(got, c.want) {
			t.Errorf("%s, plan: got %q, want %q", c.name, got, c.want)
		}
	}
}

// inputs are files a.csv, b.csv and so on.
func inputs(texts ...string) []intake.Input {
	var list []intake.Input
	for i, text := range texts {
		list = append(list, input(string(rune('a'+i))+".csv", text))
	}
	return list
}

// plannedIssues lists "row severity code" of all issues of a run, sorted.
func plannedIssues(t *testing.T, r *run.Run) []string {
	t.Helper()
	var lines []string
	for i, err := range r.Issues() {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%d %s %s", i.Number, i.Severity, i.Code))
	}
	slices.Sort(lines)
	return lines
}

// TestNumbersThatAreThere: what the API has just so was meant.
func TestNumbersThatAreThere(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	for i, number := range append(someNumbers(), "442000-0062") {
		w.load("Exempel " + string(rune('A'+i)) + "|" + number)
	}
	r, _ := w.plan(withNumbers("name,custom_id", append(someNumbers(), "442000-0062")...))
	if got := plannedIssues(t, r); got != nil {
		t.Errorf("what is there already is warned of: %q", got)
	}
	r, _ = w.plan(withNumbers("name,custom_id", append(someNumbers(), "442000-0063")...))
	if got := plannedIssues(t, r); !slices.Equal(got, []string{"7 warning org-number-check-digit"}) {
		t.Errorf("another number: %q", got)
	}
}

// TestPersonalNumbersAreMasked: no issue of any check shows one, while rows keep them.
func TestPersonalNumbersAreMasked(t *testing.T) {
	text := withNumbers("name,custom_id", append(someNumbers(), "442000-0061", "442000-0079", "442000-0087", "442000-0095",
		" 121212-1212", "191212121212", "'8112189876", "811218-9875", "8112189875", "\"8112189876\u200b\"", "121212-1212")...)
	issues := 0
	check := func(i run.Issue) {
		issues++
		for _, shown := range []string{i.Message, i.Value, i.Suggestion} {
			if strings.Contains(shown, "121212") || strings.Contains(shown, "811218") {
				t.Errorf("%s shows %q", i.Code, shown)
			}
		}
	}
	o := validate.Options{Inputs: inputs(text), Issue: func(i run.Issue, _ bool) error { check(i); return nil }}
	if _, err := validate.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan(text)
	for i, err := range r.Issues() {
		if err != nil {
			t.Fatal(err)
		}
		check(i)
	}
	if issues < 8 {
		t.Errorf("only %d issues", issues)
	}
	if row, err := r.Row(9); err != nil || row.Values.CustomID.Text != "121212-1212" || row.Cells[1].Text != " 121212-1212" {
		t.Errorf("row 11 is kept as %+v, %v", row.Values, err)
	}
}

// TestSpeltParents: parents in other spellings of their ids are found, side by side with the usual one; a name or a custom_id comes first.
func TestSpeltParents(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	id := w.load("Moderexempel AB")["Moderexempel AB"].ID.String()
	bare := strings.ReplaceAll(id, "-", "")
	r, s := w.plan("name,organization\nA1," + id + "\nA2," + bare + "\nA3,{" + strings.ToUpper(id) + "}\nA4," + strings.ToUpper(id) + "\n")
	if got := plannedIssues(t, r); s.Blocked || !slices.Equal(got, []string{"3 warning id-spelling", "4 warning id-spelling", "5 warning id-spelling"}) {
		t.Errorf("spelt parents: %q, blocked %v", got, s.Blocked)
	}
	if _, err := w.apply(r, push.Options{}); err != nil {
		t.Fatal(err)
	}
	want := []string{"A1||Moderexempel AB", "A2||Moderexempel AB", "A3||Moderexempel AB", "A4||Moderexempel AB", "Moderexempel AB||"}
	if got := w.listing(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	w.load("Kodexempel AB|" + bare)
	r, _ = w.plan("name,organization\nB1," + bare + "\n")
	if got := plannedIssues(t, r); got != nil {
		t.Errorf("a custom_id is taken for an id: %q", got)
	}
	r, _ = w.plan("name,organization_id\nB1," + bare + "\nB2,{" + id + "}\n")
	if got := plannedIssues(t, r); !slices.Equal(got, []string{"2 warning id-spelling", "3 warning id-spelling"}) {
		t.Errorf("where only ids are taken: %q", got)
	}
	r, _ = w.plan("name,organization\nC1," + strings.Repeat("ab", 16) + "\n")
	if got := plannedIssues(t, r); !slices.Equal(got, []string{"2 error parent-missing"}) {
		t.Errorf("nobody's id: %q", got)
	}
}
