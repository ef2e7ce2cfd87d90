package page

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"Å & Ö <b>":      "Å &amp; Ö &lt;b&gt;",
		" x ":            `<span class="c">·</span>x<span class="c">·</span>`,
		"a\tb\r\nc":      `a<span class="c">⇥</span>b<span class="c">␍</span><span class="c">↵</span>c`,
		"1\u00a0000":     `1<span class="c">⍽</span>000`,
		"\u202eB\u0000":  `<span class="c">U+202E</span>B<span class="c">U+0000</span>`,
		"\u200b\ufeff":   `<span class="c">U+200B</span><span class="c">U+FEFF</span>`,
		"👩\u200d👧":       "👩\u200d👧", // one that holds a family together
		"\U000e0041 tag": `<span class="c">U+E0041</span> tag`,
		"   ":            strings.Repeat(`<span class="c">·</span>`, 3),
	} {
		if got := string(visible(in)); got != want {
			t.Errorf("%q is shown as %q, not %q", in, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, test := range []struct {
		in   string
		n    int
		want string
	}{
		{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"åäö", 3, "åäö"}, {"åäöå", 3, "åä…"}, {"\xffb", 3, "\uFFFDb"}, {strings.Repeat("𝄞", 9), 2, "𝄞…"}, {"", 1, ""},
	} {
		if got := shorten(test.in, test.n); got != test.want || !utf8.ValidString(got) {
			t.Errorf("%q in %d characters is %q, not %q", test.in, test.n, got, test.want)
		}
	}
}

func TestWords(t *testing.T) {
	for got, want := range map[string]string{
		number(7): "7", number(1234): "1,234", number(1234567): "1,234,567", weight(999): "999 bytes", weight(1000): "1.0 kB", weight(999_950): "1.0 MB",
		weight(98_000_000): "98.0 MB", listed([]string{"a", "b", "c"}, 5): "“a”, “b” and “c”", listed([]string{"a", "b", "c"}, 2): "“a”, “b” and 1 more",
	} {
		if got != want {
			t.Errorf("%q isn't %q", got, want)
		}
	}
}

// TestVerdicts guards the one sentence, and that the boxes add up.
func TestVerdicts(t *testing.T) {
	plan := func(b run.Books, change func(*Page)) Page {
		p := Page{Summary: plan.Summary{Books: b, Target: run.Target{Name: "sandbox"}, Code: "9c41d2aa"}, Run: "k7f3"}
		if change != nil {
			change(&p)
		}
		return p
	}
	for _, test := range []struct {
		page              Page
		status, say, todo string
	}{
		{plan(run.Books{Read: 3, Created: 2, Updated: 1}, nil), statusReady, "2 organizations would be created and 1 organization would be updated, and no row has an error.", "orgbatch apply k7f3 --code 9c41d2aa"},
		{plan(run.Books{Read: 3, Created: 2, Held: 1}, nil), statusLook, "2 organizations would be created; 1 row waits for a person’s decision.", "orgbatch apply"},
		{plan(run.Books{Read: 3, Unchanged: 3}, nil), statusNothing, "Everything in the file is there already, so there is nothing to write.", ""},
		{plan(run.Books{Read: 3, Unchanged: 1, Held: 2}, nil), statusLook, "Nothing can be written yet: 2 rows wait for a person’s decision.", ""},
		{plan(run.Books{Read: 3, Created: 2, Rejected: 1}, func(p *Page) { p.Blocked = true }), statusBlocked, "1 of 3 rows has errors, so nothing is written until they are corrected or left out on purpose.", "--skip-invalid"},
		{plan(run.Books{Read: 3, Created: 2, Rejected: 1}, func(p *Page) { p.Blocked, p.WrongCustomer, p.IDsGiven, p.IDsMissing = true, true, 3, 2 }), statusBlocked, "This may be the wrong customer: 2 of the file’s 3 ids don’t exist in sandbox.", ""},
		{Page{Checked: Checked{Read: 3, Sound: 1, Warned: 1, Bad: 1}}, statusBlocked, "1 of 3 rows has errors that would stop an import.", ""},
		{Page{Checked: Checked{Read: 3, Sound: 1, Warned: 2}}, statusLook, "No row has an error; 2 of 3 rows have warnings.", ""},
		{Page{Checked: Checked{Read: 3, Sound: 3}}, statusReady, "Nothing is wrong with the 3 rows of this file.", ""},
		{Page{}, statusNothing, "There are no rows to check.", ""},
	} {
		v := test.page.verdict()
		if v.Status != test.status || v.Sentence != test.say {
			t.Errorf("the verdict is %s: %q, not %s: %q", v.Status, v.Sentence, test.status, test.say)
		}
		a := test.page.approval()
		if all := a.Command + a.ThenCommand; !strings.Contains(all, test.todo) || test.todo == "" && strings.Contains(all, "apply") {
			t.Errorf("%q: what to do is %+v", test.say, a)
		}
	}
}

// TestColumns guards that of a wide file those columns are shown that are sent or have issues.
func TestColumns(t *testing.T) {
	b := NewBuilder(Page{Summary: plan.Summary{Sources: []run.Source{{Header: make([]string, 40), Mapping: []string{30: "name", 39: ""}, Format: tabular.Format{Name: tabular.FormatCSV, FirstColumn: 1}}}}})
	b.AddRow(Row{Fate: Rejected, Cells: make([]tabular.Cell, 41), Issues: []run.Issue{{Column: 40}, {Column: 20}}})
	got := ""
	for _, c := range (&sheets{sources: b.Page.Sources}).columns(&b.rejected)[0] {
		got += c.Letter + " "
	}
	if want := "B C D E F G H I J V AF AP "; got != want {
		t.Errorf("columns %sare shown, not %s", got, want)
	}
}

// TestBareRow guards that a row whose cells nobody kept isn't shown as one of blank cells.
func TestBareRow(t *testing.T) {
	b := NewBuilder(Page{Summary: plan.Summary{Sources: []run.Source{{Header: []string{"Namn"}}}}})
	b.AddRow(Row{Number: 7, Fate: Warned, Issues: []run.Issue{{Row: 5, Number: 7, Column: 0, ColumnName: "Namn", Code: "duplicate", Message: "it is row 3 again"}}})
	var page strings.Builder
	if _, err := b.WriteTo(&page); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page.String(), `<th scope="rowgroup">7</th><td class="found"`) || strings.Contains(page.String(), "blank</i>") {
		t.Error("the row has cells")
	}
}

// TestCommand: each argument is one piece, whatever it quotes, and so is an option in a sentence; what could be markup is none.
func TestCommand(t *testing.T) {
	for line, want := range map[string]string{
		"":                          "",
		"orgbatch apply --code 9c4": "<span>orgbatch</span> <span>apply</span> <span>--code</span> <span>9c4</span>",
		`a 'b c/d'  e`:              "<span>a</span> <span>&#39;b c/d&#39;</span>  <span>e</span>",
		`'it'\''s here' f`:          `<span>&#39;it&#39;\&#39;&#39;s here&#39;</span> <span>f</span>`,
		`a'b <i> c`:                 "<span>a</span><span>&#39;</span><span>b</span> <span>&lt;i&gt;</span> <span>c</span>",
		"a\tb":                      `<span>a<span class="c">⇥</span>b</span>`,
	} {
		if got := string(command(line)); got != want {
			t.Errorf("%q is %s, not %s", line, got, want)
		}
	}
	if got := string(visible("--fix decodes <it>, 5--7")); got != `<span class="flag">--fix</span> decodes &lt;it&gt;, 5--7` {
		t.Errorf("a sentence is %s", got)
	}
}
