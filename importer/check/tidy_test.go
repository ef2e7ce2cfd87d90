package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// checkerOf makes a checker of three columns with a sample of the custom_id's values.
func checkerOf(fix bool, customs ...string) *Checker {
	header := []string{"Namn", "Kundnr", "Moderbolag"}
	var sample [][]tabular.Cell
	for _, c := range customs {
		sample = append(sample, []tabular.Cell{{Text: "A"}, {Text: c}, {}})
	}
	m, err := columns.Map(header, sample, nil)
	if err != nil {
		panic(err)
	}
	return New(m, Options{Fix: fix, Sample: sample})
}

// found checks one row and lists "code>suggestion".
func found(c *Checker, name, custom, parent string) (Record, []string) {
	rec, issues := c.Check(tabular.Row{Number: 2, Line: 2, Cells: []tabular.Cell{{Text: name}, {Text: custom}, {Text: parent}}})
	var list []string
	for _, i := range issues {
		list = append(list, i.Code+">"+i.Suggestion)
	}
	return rec, list
}

func TestTidy(t *testing.T) {
	for _, c := range []struct {
		name string
		want []string // codes
		sent string   // without --fix
		fix  string
	}{
		{"Åkern AB", nil, "Åkern AB", "Åkern AB"},
		{" Åkern AB\t", []string{codes.Trimmed}, "Åkern AB", "Åkern AB"},
		{"Åkern\u00a0AB", []string{codes.OddSpace}, "Åkern\u00a0AB", "Åkern AB"},
		{"Åkern\u2009AB\u3000", []string{codes.Trimmed, codes.OddSpace}, "Åkern\u2009AB", "Åkern AB"},
		{"Å\u200bkern\ufeff AB", []string{codes.Invisible}, "Å\u200bkern\ufeff AB", "Åkern AB"},
		{"A\u030akern AB", []string{codes.UnicodeForm}, "A\u030akern AB", "Åkern AB"},
		{"a" + strings.Repeat("\u0300", 40), nil, "a" + strings.Repeat("\u0300", 40), "a" + strings.Repeat("\u0300", 40)}, // NFC would add a joiner
		{"Ã…kern AB", []string{codes.Mojibake}, "Ã…kern AB", "Åkern AB"},
		{"A\u0303\u2026kern AB", []string{codes.Mojibake, codes.UnicodeForm}, "A\u0303\u2026kern AB", "Åkern AB"},
		{"Ã…kernÂ\u00a0AB ", []string{codes.Mojibake, codes.Trimmed, codes.OddSpace}, "Ã…kernÂ\u00a0AB", "Åkern AB"},
		{"👩\u200d👧 Familjen", nil, "👩\u200d👧 Familjen", "👩\u200d👧 Familjen"},
		{"\u200b Åkern", []string{codes.Trimmed, codes.Invisible}, "\u200b Åkern", "Åkern"},
		{"Åkern AB ", []string{codes.Trimmed}, "Åkern AB", "Åkern AB"},
		{"Åkern AB\u0085", []string{codes.Trimmed}, "Åkern AB", "Åkern AB"},
		{"Ã…Ã„", []string{codes.Mojibake}, "Ã…Ã„", "ÅÄ"},
		{"Å\u200dkern", []string{codes.Invisible}, "Å\u200dkern", "Åkern"},
		{"Hus 1\u200d2", []string{codes.Invisible}, "Hus 1\u200d2", "Hus 12"},
		{"東\u200b京", []string{codes.Invisible}, "東\u200b京", "東京"},
		{"A\xc3", nil, "A\xc3", "A\xc3"},
	} {
		rec, issues := found(checkerOf(false), c.name, "1", "")
		var want, fixed []string
		for _, code := range c.want {
			want, fixed = append(want, code+">"+c.fix), append(fixed, codes.FixedPrefix+code+">"+c.fix)
		}
		if !slices.Equal(issues, want) || rec.Name != c.sent {
			t.Errorf("%q: sent %q with %q, want %q with %q", c.name, rec.Name, issues, c.sent, want)
		}
		if rec, issues = found(checkerOf(true), c.name, "1", ""); !slices.Equal(issues, fixed) || rec.Name != c.fix {
			t.Errorf("%q with --fix: sent %q with %q, want %q with %q", c.name, rec.Name, issues, c.fix, fixed)
		}
		if rec, issues = found(checkerOf(true), "B", "1", c.name); !slices.Equal(issues, fixed) || rec.Parent.Text != c.fix {
			t.Errorf("%q as a parent with --fix: sent %q with %q", c.name, rec.Parent.Text, issues)
		}
	}
}

func TestSense(t *testing.T) {
	spelt := bareID[:8] + "-" + bareID[8:12] + "-" + bareID[12:16] + "-" + bareID[16:20] + "-" + bareID[20:]
	fixedWidth := []string{"00123", "00045", "00007", "00999", "7"}
	for _, c := range []struct {
		name, custom, parent string
		sample               []string
		want                 []string
	}{
		{name: "Åkern AB", custom: "K-1"},
		{name: "#SAKNAS!", custom: "#N/A", parent: "#värdefel!", want: []string{"excel-error>", "excel-error>", "excel-error>"}},
		{name: "#########", custom: "Err:502", want: []string{"excel-error>", "excel-error>"}},
		{name: "#Åkern", custom: "#1"},
		{name: "###", custom: "##", want: []string{"excel-error>"}},
		{name: "A", custom: "abc:123"},
		{name: "A", custom: "'"},
		{name: "A", custom: "'=1+1", want: []string{"leading-apostrophe>=1+1"}},
		{name: "A", custom: "'" + strings.Repeat("1", 63), want: []string{"leading-apostrophe>" + strings.Repeat("1", 63)}},
		{name: "A", custom: "'" + strings.Repeat("1", 64)}, // longer than any number
		{name: "A", custom: "-1,23E+11", want: []string{"scientific-number>"}},
		{name: "A", custom: "+1,23E+11", want: []string{"scientific-number>"}},
		{name: "A\x7fB", custom: "Ö\u0085Ö", want: []string{"control-character>A B", "control-character>Ö Ö"}},
		{name: "\x01Åkern", want: []string{"control-character>Åkern"}},
		{name: "\x00Åkern", want: []string{"nul>"}},
		{name: "F\uFFFDrg", want: []string{"replacement-character>"}},
		{name: "A", custom: "1,23E+11", want: []string{"scientific-number>"}},
		{name: "A", custom: "1.23e11", want: []string{"scientific-number>"}},
		{name: "A", custom: "5E+03", want: []string{"scientific-number>"}},
		{name: "A", custom: "12E5"},
		{name: "A", custom: "5E3"},
		{name: "A", custom: "123,00", want: []string{"number-with-decimals>123"}},
		{name: "A", custom: "123.0", want: []string{"number-with-decimals>123"}},
		{name: "A", custom: "2.0", sample: []string{"1.1", "1.2", "2.0"}},
		{name: "A", custom: "123", sample: fixedWidth, want: []string{"leading-zeros-lost>00123"}},
		{name: "A", custom: "123456", sample: fixedWidth},
		{name: "A", custom: "00124", sample: fixedWidth},
		{name: "A", custom: "123", sample: fixedWidth[:3], want: []string{"leading-zeros-lost>00123"}},
		{name: "A", custom: "123", sample: []string{"00123", "00045", "1"}},
		{name: "A", custom: "123", sample: []string{"00123", "00045", "00007", "1", "22", "333"}}, // half of them
		{name: "A", custom: "123", sample: []string{"00123", "00045", "00007", "1", "22", "333", "4444"}},
		{name: "A", custom: "3.0", sample: []string{"1.0", "2.0"}, want: []string{"number-with-decimals>3"}},
		{name: "A", custom: "123", sample: []string{"00123", "1", "22"}},
		{name: "A", custom: "123", sample: []string{"11123", "11124", "11125"}},
		{name: "A", custom: "2026-01-02", sample: []string{"1-1", "1-3"}, want: []string{"date-in-custom-id>"}},
		{name: "A", custom: "2026-01-02 00:00:00", want: []string{"date-in-custom-id>"}},
		{name: "A", custom: "2026-01-02", sample: []string{"2026-01-05"}, want: []string{"date-in-custom-id>"}},
		{name: "A", custom: "2026-01-02", sample: []string{"2026-01-05", "2026-01-06", "", ""}},
		{name: "A", custom: "2026-01-02", sample: []string{"2026-01-05", "2026-01-06", "x", "y"}, want: []string{"date-in-custom-id>"}},
		{name: "A", custom: "2026-01-02", sample: []string{"2026-01-05", "2026-01-06", "x", "y", "z", "v", "w"}, want: []string{"date-in-custom-id>"}},
		{name: "A", custom: "1", parent: bareID, want: []string{"id-spelling>" + spelt}},
		{name: "A", custom: "1", parent: bareID, sample: []string{strings.Repeat("ab", 16)}}, // as custom_ids of this file look
		{name: "A", custom: "2-jan", want: []string{"date-in-custom-id>"}},
		{name: "A", custom: "jan-02", want: []string{"date-in-custom-id>"}},
		{name: "A", custom: "01-maj", want: []string{"date-in-custom-id>"}},
		{name: "A", custom: "01/02/2026", want: []string{"date-in-custom-id>"}},
		{name: "A", custom: "2026-01-02", sample: []string{"2026-01-02", "2026-01-03", "x"}},
		{name: "2026-01-02", custom: "junk-02"},
		{name: "A", custom: "'00123", want: []string{"leading-apostrophe>00123"}},
		{name: "'t Exempel"},
		{name: "n/a", custom: "NULL", parent: "-", want: []string{"placeholder>", "placeholder>", "placeholder>"}},
		{name: "Saknas", custom: "N-1", want: []string{"placeholder>"}},
		{name: strings.Repeat("-", 20), want: []string{"placeholder>"}},
		{name: strings.Repeat("-", 21)},
		{name: "Summa: " + strings.Repeat("1", 33), want: []string{"total-row>"}},
		{name: "Summa: " + strings.Repeat("1", 34)},
		{name: "Summa", want: []string{"total-row>"}},
		{name: "Totalt: 1 234,50", want: []string{"total-row>"}},
		{name: "Summa Fastigheter AB"},
		{name: "namn", custom: "Kundnr", want: []string{"header-row>"}},
	} {
		_, got := found(checkerOf(false, c.sample...), c.name, c.custom, c.parent)
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%q %q %q: got %q, want %q", c.name, c.custom, c.parent, got, c.want)
		}
	}
}

// TestProfileOfShortRows: rows that end before a column say nothing of it.
func TestProfileOfShortRows(t *testing.T) {
	sample := [][]tabular.Cell{{{Text: "A"}}, {{Text: "B"}, {Text: "00123"}}, {{Text: "C"}}, {{Text: "D"}, {Text: "00124"}}, {{Text: "E"}, {Text: "00125"}, {Text: "x"}}}
	if p := profileOf(sample, 1); p != (profile{width: 5}) {
		t.Errorf("got %+v", p)
	}
}

// TestDatesAmong: that no other value of a column is a date is said where the whole column is known and none is.
func TestDatesAmong(t *testing.T) {
	none, few := "no other value in this column is one", "few values of this column are dates"
	values := func(n int) []string { return slices.Repeat([]string{"K-1"}, n) }
	for _, c := range []struct {
		sample []string
		want   string
	}{
		{nil, none}, {append(values(5), "2026-01-02"), none}, {append(values(998), "2026-01-02"), none},
		{append(values(5), "2026-01-02", "2026-01-03"), few}, {append(values(999), "2026-01-02"), few},
	} {
		var rows [][]tabular.Cell
		for _, text := range c.sample {
			rows = append(rows, []tabular.Cell{{Text: "A AB"}, {Text: text}})
		}
		m, err := columns.Map([]string{"name", "custom_id"}, rows, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, issues := New(m, Options{Sample: rows}).Check(tabular.Row{Cells: []tabular.Cell{{Text: "A AB"}, {Text: "2026-01-02"}}})
		if err != nil || len(issues) != 1 || !strings.Contains(issues[0].Message, c.want) {
			t.Errorf("of %d values: %+v, %v, want %q", len(c.sample), issues, err, c.want)
		}
	}
}

// TestMaskedAtOnce: a personal number stands in no issue of the checks themselves.
func TestMaskedAtOnce(t *testing.T) {
	_, issues := checkerOf(false, "442000-0012", "442000-0020", "442000-0038", "442000-0046", "442000-0053").Check(
		tabular.Row{Cells: []tabular.Cell{{Text: "'811218-9875"}, {Text: "811218-9875 "}, {}}})
	if len(issues) != 3 {
		t.Fatalf("%+v", issues)
	}
	for _, i := range issues {
		if hidden := !strings.Contains(i.Value+i.Suggestion+i.Message, "811218"); hidden != (i.Column == 1) {
			t.Errorf("%s on column %d says %q, %q", i.Code, i.Column, i.Value, i.Message)
		}
	}
}

// TestVisible: what can't be seen in a value is written out.
func TestVisible(t *testing.T) {
	for text, want := range map[string]string{"Åkern AB": "Åkern AB", " Åkern": `" Åkern"`, "Åkern\u2003": "\"Åkern\\u2003\"", "Å\u200bkern": "\"Å\\u200bkern\""} {
		if got := visible(text); got != want {
			t.Errorf("%q is shown as %s, want %s", text, got, want)
		}
	}
}

// TestTidyIsTidy: what the fast look lets pass has nothing to mend.
func TestTidyIsTidy(t *testing.T) {
	letters := []rune("aå äÖÅÃÂâã¥…»\u00a0\u0085\u200b\u030aA√•.é")
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom(letters), 0, 6, -1).Draw(t, "text")
		if clean, needed := Tidied(s); isTidy(s) && (clean != s || len(needed) > 0) {
			t.Fatalf("%q passes for tidy and becomes %q", s, clean)
		}
	})
}

// FuzzCheck: no text crashes the checks, no suggestion raises its own code again, and --fix leaves nothing to fix.
func FuzzCheck(f *testing.F) {
	for _, s := range []string{"Ã…kern AB", "\u200b Å\u00a0", "'00123", "1,23E+11", "#N/A", "123,00", "A\u0303\u2026", "\xff\u00a0", "Â\u00a0 \ufeff", "-", "2-jan", "\u0338Å", "√•"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 150 {
			return // suggestions for longer texts are cut
		}
		plain, fixing := checkerOf(false, "00123", "00124", "00125"), checkerOf(true)
		suggested := suggestionsOf(t, plain, text, text, text)
		for where, s := range suggested {
			again := suggestionsOf(t, plain, pick(where, 0, s), pick(where, 1, s), pick(where, 2, s))
			if _, ok := again[where]; ok {
				t.Errorf("%s: the suggestion %q for %q raises it again", where, s, text)
			}
		}
		rec, _ := found(fixing, text, "", "")
		for where := range suggestionsOf(t, fixing, rec.Name, "", "") {
			if strings.Contains(where, codes.FixedPrefix) {
				t.Errorf("%q was fixed to %q, which has %s", text, rec.Name, where)
			}
		}
	})
}

// suggestionsOf gives the suggested values by "column code".
func suggestionsOf(t *testing.T, c *Checker, texts ...string) map[string]string {
	row := tabular.Row{Number: 2, Line: 2}
	for _, text := range texts {
		row.Cells = append(row.Cells, tabular.Cell{Text: text})
	}
	_, issues := c.Check(row)
	m := map[string]string{}
	for _, i := range issues {
		if i.Suggestion != "" && i.Severity == run.Warning {
			m[fmt.Sprintf("%d %s", i.Column, i.Code)] = i.Suggestion
		}
	}
	return m
}

func pick(where string, column int, s string) string {
	if strings.HasPrefix(where, fmt.Sprint(column)) {
		return s
	}
	return "A"
}

// TestRepairsAreListed holds the repairs to those of the catalogue.
func TestRepairsAreListed(t *testing.T) {
	var done []string
	for _, r := range repairs() {
		done = append(done, r.code)
	}
	if !slices.Equal(done, codes.Repairs()) {
		t.Errorf("repairs are of %q, the catalogue has %q", done, codes.Repairs())
	}
}
