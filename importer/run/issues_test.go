package run

import (
	"fmt"
	"strings"
	"testing"
)

func TestIssuesComeInOrder(t *testing.T) {
	t.Parallel()
	r := newTestRun(t)
	must(t, r.SetMeta(func(m *Meta) { m.Sources[0].Rows = 20_000 }))
	odd := Issue{Row: 3, Number: 5, Line: 6, Column: 1, ColumnName: "Kund\x00nr", Code: "odd", Severity: Error,
		Message: "bytes \xff\xfe", Value: "a\x00b", Suggestion: "å"}
	must(t, r.AppendIssue(odd))
	const n = 9000 // more than a batch and a page
	for i := n - 1; i >= 0; i-- {
		must(t, r.AppendIssue(Issue{Row: i * 2, Number: i*2 + 2, Column: -1, Code: "b", Message: fmt.Sprint(i)}))
		must(t, r.AppendIssue(Issue{Row: i * 2, Number: i*2 + 2, Column: 0, Code: "a", Message: fmt.Sprint(i)}))
		must(t, r.AppendIssue(Issue{Row: i * 2, Number: i*2 + 2, Column: 0, Code: "again", Message: fmt.Sprint(i)}))
	}
	must(t, r.AppendIssue(Issue{Row: -1, Column: 2, Code: "whole file"}))

	for _, reopen := range []bool{false, true} {
		if reopen {
			must(t, r.Close())
			var err error
			r, err = OpenReadOnly(r.Dir())
			must(t, err)
		}
		var codes strings.Builder
		count, row := 0, -1
		for issue, err := range r.Issues() {
			must(t, err)
			if issue.Row < row {
				t.Fatalf("row %d comes after row %d", issue.Row, row)
			}
			if row = issue.Row; issue.Code == "odd" && issue != odd {
				t.Errorf("%#v comes back as %#v", odd, issue)
			}
			if count++; count < 9 {
				codes.WriteString(issue.Code + " ")
			}
		}
		if count != 3*n+2 || codes.String() != "whole file b a again b a again odd " {
			t.Errorf("%d come, first %s", count, &codes)
		}
	}
	must(t, r.Close())
}

func TestIssueGroups(t *testing.T) {
	r := newTestRun(t)
	add := func(code string, severity Severity, rows ...int) {
		for _, row := range rows {
			must(t, r.AppendIssue(Issue{Row: row, Number: row + 2, Column: 0, ColumnName: "Namn", Code: code, Severity: severity, Message: "m"}))
		}
	}
	add("few", Error, 0, 1, 2, 4, 9, 10)
	add("few", Error, 4) // the same row again
	add("warned", Warning, 1, 2, 3, 4, 5, 6, 7, 8, 9)
	for i := range 30 {
		add("many", Error, 100+2*i)
	}
	must(t, r.AppendIssue(Issue{Row: -1, Code: "whole file", Severity: Warning}))
	groups, err := IssueGroups(r)
	must(t, err)
	var got []string
	for _, g := range groups {
		got = append(got, fmt.Sprint(g.Code, " ", g.Severity, " ", g.Count, " ", g.RowCount, " ", g.Rows, " ", len(g.Examples)))
	}
	want := []string{
		"many error 30 30 102, 104, 106, 108, 110, 112, 114, 116, 118, 120, 122, 124, 126, 128, 130, 132, 134, 136, 138, 140 and 10 more rows 3",
		"few error 7 6 2-4, 6, 11-12 3",
		"warned warning 9 9 3-11 3",
		"whole file warning 1 0  1",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the groups are\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestExamplesByValue: the value that is met most often is told first, and how often; what has no value is told as before.
func TestExamplesByValue(t *testing.T) {
	r := newTestRun(t)
	for row, value := range []string{"a", "b", "", "c", "b", "", "d", "c", "b"} {
		must(t, r.AppendIssue(Issue{Row: row, Number: row + 2, Code: "x", Severity: Error, Message: "m", Value: value}))
	}
	groups, err := IssueGroups(r)
	must(t, err)
	var got []string
	for i, e := range groups[0].Examples {
		got = append(got, fmt.Sprintf("%d %q %d", e.Number, e.Value, groups[0].Counts[i]))
	}
	if want := `3 "b" 3, 5 "c" 2, 2 "a" 1`; strings.Join(got, ", ") != want {
		t.Errorf("the examples are %s, not %s", strings.Join(got, ", "), want)
	}
}

func TestIssueGroupsOfSeveralSources(t *testing.T) {
	r := newTestRun(t)
	must(t, r.SetMeta(func(m *Meta) {
		m.Sources = []Source{{Name: "a.csv", Rows: 3}, {Name: "b.csv"}, {Name: "c.csv", Rows: 5}}
	}))
	for row, number := range map[int]int{1: 3, 2: 4, 3: 5, 5: 7} { // row 3 is the first of c.csv, whatever its number
		must(t, r.AppendIssue(Issue{Row: row, Number: number, Code: "x", Severity: Error}))
	}
	groups, err := IssueGroups(r)
	must(t, err)
	if len(groups) != 1 || groups[0].Rows != "a.csv: 3-4, c.csv: 5, 7" {
		t.Errorf("the groups are %+v", groups)
	}
}
