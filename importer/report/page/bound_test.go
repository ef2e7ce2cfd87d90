//go:build !race

package page

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestHTMLWorst fills a page with what takes the most room: wide rows of long cells in which every character is escaped, many issues on each,
// more kinds of them than are shown, and as many files.
func TestHTMLWorst(t *testing.T) {
	for name, sign := range map[string]string{"markup": "<", "quotes": "'", "control": "\x01", "direction": "\u202e", "wide": "𝄞", "plain": "x"} {
		t.Run(name, func(t *testing.T) {
			long := strings.Repeat(sign, 2000)
			b := NewBuilder(worstPage(long))
			for i := range worstRows {
				b.AddRow(worstRow(i, long))
				b.AddIssue(worstIssue(i, long))
			}
			size, err := b.WriteTo(io.Discard)
			must(t, err)
			t.Logf("%d bytes", size)
			if size >= largeBytes {
				t.Errorf("the page has %d bytes", size)
			}
		})
	}
}

func worstPage(long string) Page {
	header := make([]string, 16384)
	for i := range header {
		header[i] = long
	}
	p := Page{Summary: plan.Summary{Blocked: true, Books: run.Books{Read: 3, Rejected: 3}, Target: run.Target{Name: "sandbox"}}, Run: "k7f3"}
	for range worstRows / 5 {
		p.Sources = append(p.Sources, run.Source{Name: long, Header: header})
		p.Seen = append(p.Seen, intake.Seen{Parts: make([]tabular.Part, 5000), PartCount: 5000})
	}
	for i := range 5000 {
		p.Groups = append(p.Groups, run.Group{Code: fmt.Sprint("kind-", i), ColumnName: long, Count: 3, Examples: []run.Issue{worstIssue(i, long), worstIssue(i, long), worstIssue(i, long)}})
		p.MissingParents = append(p.MissingParents, run.MissingParent{Name: long, Nearest: long, Rows: make([]int, 20)})
	}
	return p
}

func worstIssue(i int, long string) run.Issue {
	return run.Issue{Column: i % 50, ColumnName: long, Code: fmt.Sprint("kind-", i%5000), Severity: run.Severity(i % 2), Message: long, Value: long, Suggestion: long}
}

func worstRow(i int, long string) Row {
	row := Row{Source: i / 5, Number: i + 2, Fate: Fate(i % 3), Cells: make([]tabular.Cell, 100), Reason: long}
	for c := range row.Cells {
		row.Cells[c].Text = long
	}
	for n := range 20 {
		row.Issues = append(row.Issues, worstIssue(i+n, long))
	}
	return row
}

// TestHTMLEscapes lets anything stand everywhere: no tag, no attribute and no entity of it may come through.
func TestHTMLEscapes(t *testing.T) {
	const hostile = "<zz onload=zz>\"'"
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string {
			return rapid.StringN(0, 10, -1).Draw(t, name) + hostile + rapid.StringN(0, 10, -1).Draw(t, name)
		}
		issue := run.Issue{Column: 0, ColumnName: text("column"), Code: text("code"), Message: text("message"), Value: text("value"), Suggestion: text("suggestion")}
		b := NewBuilder(Page{
			Summary: plan.Summary{
				Seen: []intake.Seen{{Parts: []tabular.Part{{Kind: text("kind"), Text: text("part")}}, PartCount: 1}},
				Mappings: []columns.Mapping{{
					Unmapped: []int{0}, Columns: []columns.MappedColumn{{Field: text("field"), How: text("how"), Reason: text("reason")}},
					Suggestions: []columns.Suggestion{{Header: text("perhaps"), Field: text("suggested"), Flag: text("flag")}},
				}},
				Sources:        []run.Source{{Name: text("file"), Header: []string{text("header")}, Format: tabular.Format{Name: text("format"), Delimiter: text("sign"), Sheet: text("sheet")}}},
				Groups:         []run.Group{{Code: issue.Code, ColumnName: issue.ColumnName, Count: 1, Rows: text("rows"), Examples: []run.Issue{issue}}},
				MissingParents: []run.MissingParent{{Name: text("parent"), Nearest: text("nearest")}},
				Code:           text("plan"),
				Blocked:        true,
				Target:         run.Target{Name: text("target"), URL: text("url")},
			},
			Doubts:  []string{text("doubt")},
			Run:     text("run"),
			Apply:   text("apply"),
			Again:   text("again"),
			Version: text("version"),
		})
		b.AddIssue(issue)
		b.AddRow(Row{Fate: Rejected, Cells: []tabular.Cell{{Text: text("cell")}}, Issues: []run.Issue{issue}, Reason: text("reason")})
		change := change{Name: text("name"), fields: []fieldChange{{field: "name", before: run.Text{Text: text("before"), Kind: run.Value}, after: run.Text{Text: text("after"), Kind: run.Value}}}}
		b.names.total++
		b.names.rows = append(b.names.rows, change)
		b.creates = 1
		b.created = []created{{Name: text("new"), CustomID: text("custom"), Parent: text("of")}}
		var page strings.Builder
		if _, err := b.WriteTo(&page); err != nil {
			t.Fatal(err)
		}
		onlyOurTags(t, page.String())
		if n := strings.Count(page.String(), "&lt;zz onload=zz&gt;"); n < 25 {
			t.Fatalf("only %d of the texts are there", n)
		}
	})
}

var (
	tag        = regexp.MustCompile(`<!?/?[a-z][a-z0-9]*((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>`)
	attribute  = regexp.MustCompile(`\s([a-z-]+)(?:="[^"]*")?`)
	attributes = strings.Fields(`html lang charset http-equiv content name class href id aria-labelledby aria-label aria-live data-list data-sort data-issues
		data-g data-severity data-code data-column data-page data-label data-copy datetime hidden type autocomplete role tabindex scope rowspan colspan value`)
)

// onlyOurTags checks that what isn't one of our tags with our attributes holds no sign that could begin or end one.
func onlyOurTags(t *rapid.T, page string) {
	body := notContent.ReplaceAllString(page, "")
	for _, found := range tag.FindAllStringSubmatch(body, -1) {
		for _, a := range attribute.FindAllStringSubmatch(found[1], -1) {
			if !slices.Contains(attributes, a[1]) {
				t.Fatalf("an attribute came through: %q", found[0])
			}
		}
	}
	rest := tag.ReplaceAllString(body, "")
	if at := strings.IndexAny(rest, "<>\"'"); at >= 0 {
		t.Fatalf("a sign came through: %q", rest[max(0, at-100):min(len(rest), at+40)])
	}
}

// TestMarked holds what is struck out and underlined to the texts: without marks each side is its text.
func TestMarked(t *testing.T) {
	for _, test := range []struct{ before, after, wantBefore, wantAfter string }{
		{"Påhittade Gården AB", "Påhittade Gården i Väst AB", "Påhittade Gården AB", "Påhittade Gården <ins>i Väst </ins>AB"},
		{"123", "00123", "123", "<ins>00</ins>123"},
		{"Exempel", "Exempél", "Exemp<del>e</del>l", "Exemp<ins>é</ins>l"},
		{"abc", "xyz", "<del>abc</del>", "<ins>xyz</ins>"},
		{"a b", "a  b", "a b", `a <ins><span class="c">·</span></ins>b`},
		{"", "ny", "", "<ins>ny</ins>"},
		{"<b>", "<i>", "&lt;<del>b</del>&gt;", "&lt;<ins>i</ins>&gt;"},
	} {
		before, after := marked(test.before, test.after)
		if string(before) != test.wantBefore || string(after) != test.wantAfter {
			t.Errorf("%q to %q is %q and %q, not %q and %q", test.before, test.after, before, after, test.wantBefore, test.wantAfter)
		}
	}
	unmark := strings.NewReplacer("<del>", "", "</del>", "", "<ins>", "", "</ins>", "", `<span class="c">·</span>`, " ")
	word := rapid.StringMatching(`[a-cåäö <&]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		before, after := marked(a, b)
		for _, side := range [][2]string{{string(before), a}, {string(after), b}} {
			if got, want := unmark.Replace(side[0]), unmark.Replace(string(inner(side[1]))); got != want {
				t.Fatalf("without its marks it is %q, not %q", got, want)
			}
		}
		if a == b && strings.Contains(string(before+after), "<del>") {
			t.Fatalf("%q is marked as a change of itself", a)
		}
	})
}

// TestEven guards that some of many are even, ordered and as many as asked for.
func TestEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size, all := rapid.IntRange(1, 20).Draw(t, "size"), make([]int, rapid.IntRange(0, 5000).Draw(t, "n"))
		for i := range all {
			all[i] = i
		}
		got := even(all, size)
		if len(got) != min(len(all), size) {
			t.Fatalf("%d of %d are given, not %d", len(got), len(all), size)
		}
		for i := 1; i < len(got); i++ {
			if gap := got[i] - got[i-1]; gap < 1 || gap > len(all)/size+1 {
				t.Fatalf("%v are not even", got)
			}
		}
	})
}
