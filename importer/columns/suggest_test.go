package columns

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

const otherID = "0d6f2b1c-95a4-4a0e-8a3d-7f1f6f0f9b11"

// suggested writes suggestions as field=column how confidence%.
func suggested(list []Suggestion) string {
	var parts []string
	for _, s := range list {
		parts = append(parts, fmt.Sprintf("%s=%d %s %d%%", s.Field, s.Column, s.How, s.Percent()))
	}
	return strings.Join(parts, ", ")
}

func TestSuggestions(t *testing.T) {
	for _, c := range []struct {
		header string
		rows   []string
		want   string
		reason string // of the first
	}{
		{header: "name|Kundnumer", want: "custom_id=1 spelling 89%", reason: `the header is spelt nearly like "Kundnummer"`},
		{header: "Namn|Mdoerbolag", want: "organization=1 spelling 90%"},
		{header: "Namn|Org.nr", rows: []string{"A AB|556677-8899", "B AB|556677-8900"}, want: "custom_id=1 header 60%",
			reason: "an organisation number may serve as the custom_id"},
		{header: "Namn|Org.nr", rows: []string{"A AB|556677-8899", "B AB|556677-8900", "C AB|556677-8901"}, want: "custom_id=1 header 82%"},
		{header: "Namn|Ägare", want: "organization=1 header 50%"},
		{header: "Namn|Kundnr i Visma", want: "custom_id=1 header 60%", reason: `the header holds the word "Kundnr"`},
		{header: "Namn|Kundnr (moderbolag)", want: "organization_custom_id=1 header 60%", reason: "the header speaks of the parent"},
		{header: "Namn|Namn, moderbolag", want: "organization_name=1 header 60%"},
		// A word beside it says that it isn't that.
		{header: "Namn|Kund e-post|Telefon till kund|Kundens telefon", want: ""},
		{header: "Namn|Ort|Telefonnr|Postnr", rows: []string{"A|Umeå|1|12345", "B|Luleå|2|12346", "C|Kalix|3|12347"}, want: ""},
		// By what stands in the column.
		{header: "name|ref", rows: []string{"A|" + someID, "B|" + otherID}, want: "id=1 content 90%", reason: "2 of 2 values are ids (UUIDs) and all differ"},
		{header: "name|ref", rows: []string{"A|" + someID, "B|" + someID, "C|" + someID}, want: "organization_id=1 content 75%"},
		{header: "id|name|ref", rows: []string{someID + "|A|" + otherID}, want: "organization_id=2 content 75%"},
		{header: "name|x", rows: []string{"A AB|", "B AB|A AB", "C AB|A AB", "D AB|B AB"}, want: "organization=1 content 95%",
			reason: `3 of 3 values are names of other rows (column "name")`},
		{header: "name|x", rows: []string{"A AB|A AB", "B AB|B AB", "C AB|C AB"}, want: ""}, // a copy of the name
		{header: "name|Kundnr|x", rows: []string{"A AB|1|", "B AB|2|1", "C AB|3|1"}, want: "organization=2 content 85%",
			reason: `2 of 2 values are custom_ids of other rows (column "Kundnr")`},
		{header: "name|x", rows: []string{"A AB|K-17", "B AB|K-9", "C AB|K-30"}, want: "custom_id=1 content 56%", reason: "its 3 values are short codes and all differ"},
		{header: "name|x", rows: []string{"A AB|1", "B AB|2", "C AB|3"}, want: "custom_id=1 content 30%", reason: "it may be the number of the row"},
		{header: "name|x", rows: []string{"A AB|2024-01-02", "B AB|2024-01-03", "C AB|2024-01-04"}, want: ""},
		{header: "name|x", rows: []string{"A AB|17,50", "B AB|18,50", "C AB|19,50"}, want: ""},
		{header: "name|x", rows: []string{"A AB|090-123456", "B AB|08-123457", "C AB|+46 8 123458"}, want: ""},
		{header: "name|x", rows: []string{"A AB|a@b.example", "B AB|b@b.example", "C AB|c@b.example"}, want: ""},
		{header: "name|x", rows: []string{"A AB|K-17", "B AB|K-17", "C AB|K-30"}, want: ""},
		{header: "Namn|Kundnumer", rows: []string{"A AB|1", "B AB|1", "C AB|1"}, want: ""}, // they don't differ
		{header: "Namn|Kundnumer", rows: slices.Concat(codeRows(8), []string{"I AB|K-1009", "J AB|K-1009"}), want: "custom_id=1 spelling 89%"},
		{header: "Namn|Kundnumer", rows: slices.Concat(codeRows(7), []string{"H AB|K-1009", "I AB|K-1009", "J AB|K-1009"}), want: ""},
		{header: "Namn|ett två tre fyra fem sex sju kundnr", want: "custom_id=1 header 60%"},
		{header: "Namn|ett två tre fyra fem sex sju åtta kundnr", want: ""}, // a sentence
		{header: "Namn|Namn och kundnr", want: ""},
		{header: "Namn|Moderbolag, namn och kundnr", want: ""},
		{header: "name|x", rows: []string{"A|" + bareID, "B|" + strings.Repeat("ab", 16)}, want: ""}, // sums look like that
		{header: "name|x", rows: idRows(9, 1), want: "id=1 content 90%"},
		{header: "name|x", rows: idRows(8, 2), want: ""},
		{header: "name|x", rows: []string{"A AB|", "B AB|A AB", "C AB|A AB", "D AB|Zeta", "E AB|Yta"}, want: "organization=1 content 71%"},
		{header: "name|x", rows: []string{"A AB|", "B AB|A AB", "C AB|A AB", "D AB|Zeta", "E AB|Yta", "F AB|Vik"}, want: ""},
		{header: "name|x", rows: []string{"A AB|", "B AB|A AB"}, want: ""},
		{header: "id|x|y", rows: []string{someID + "|11|", otherID + "|12|11", bareID + "|13|11"}, want: "custom_id=1 content 56%"}, // nobody's names
		{header: "id|First name", rows: []string{someID + "|Anna"}, want: ""},                                                       // a person's
		// A weak name yields to a strong one, and to numbers.
		{header: "Kund|Namn", rows: []string{"1001|A AB", "1002|B AB", "1007|C AB"}, want: "custom_id=0 content 56%"},
	} {
		m, err := Map(strings.Split(c.header, "|"), sampleOf(c.rows...), nil)
		if err != nil {
			t.Errorf("%s: %v", c.header, err)
			continue
		}
		if got := suggested(m.Suggestions); got != c.want {
			t.Errorf("%s %q:\n got %s\nwant %s", c.header, c.rows, got, c.want)
		}
		if len(m.Suggestions) > 0 && !strings.Contains(m.Suggestions[0].Reason, c.reason) {
			t.Errorf("%s: the reason is %q, want %q", c.header, m.Suggestions[0].Reason, c.reason)
		}
	}
}

// codeRows are rows of a name and a code.
func codeRows(n int) (rows []string) {
	for i := range n {
		rows = append(rows, fmt.Sprintf("%c AB|K-%d", 'A'+i, 1001+i))
	}
	return rows
}

// idRows are rows of a name and an id, or something else.
func idRows(ids, others int) (rows []string) {
	for i := range ids {
		rows = append(rows, fmt.Sprintf("%c|%s%02d", 'A'+i, someID[:34], i))
	}
	for i := range others {
		rows = append(rows, fmt.Sprintf("%c|ej %d satt", 'a'+i, i))
	}
	return rows
}

// TestContents: what a column looks like by its values, at the bounds of each.
func TestContents(t *testing.T) {
	for _, c := range []struct {
		what  string
		of    content
		names float64
		codes string
	}{
		{"names", content{rows: 10, values: 10, distinct: 10, names: 10, runes: 100}, 0.475, ""},
		{"long names", content{rows: 10, values: 10, distinct: 10, names: 10, runes: 400}, 0.55, ""},
		{"companies", content{rows: 10, values: 10, distinct: 10, names: 10, runes: 100, legal: 2}, 0.635, ""},
		{"half of them companies", content{rows: 10, values: 10, distinct: 10, names: 10, runes: 100, legal: 5}, 0.875, ""},
		{"eight of ten names", content{rows: 10, values: 10, distinct: 10, names: 8, runes: 100}, 0.475, ""},
		{"seven of ten names", content{rows: 10, values: 10, distinct: 10, names: 7, runes: 100}, 0, ""},
		{"blank in two of ten rows", content{rows: 10, values: 8, distinct: 8, names: 8, runes: 80}, 0.475, ""},
		{"blank in three of ten rows", content{rows: 10, values: 7, distinct: 7, names: 7, runes: 70}, 0, ""},
		{"one of twenty twice", content{rows: 20, values: 20, distinct: 19, names: 20, runes: 200}, 0.475, ""},
		{"two of twenty twice", content{rows: 20, values: 20, distinct: 18, names: 20, runes: 200}, 0, ""},
		{"one name", content{rows: 1, values: 1, distinct: 0, names: 1, runes: 10}, 0.475, ""},
		{"two names, one of them twice", content{rows: 2, values: 2, distinct: 1, names: 2, runes: 20}, 0, ""},
		{"nothing", content{}, 0, ""},
		{"codes", content{rows: 10, values: 10, distinct: 10, codes: 10}, 0, "its 10 values are short codes and all differ"},
		{"codes, blank in two of ten rows", content{rows: 10, values: 8, distinct: 8, codes: 8}, 0, "its 8 values are short codes and all differ"},
		{"codes, blank in three of ten rows", content{rows: 10, values: 7, distinct: 7, codes: 7}, 0, ""},
		{"two codes", content{rows: 2, values: 2, distinct: 2, codes: 2}, 0, ""},
		{"nine of ten codes", content{rows: 10, values: 10, distinct: 10, codes: 9}, 0, "its 10 values are short codes and all differ"},
		{"eight of ten codes", content{rows: 10, values: 10, distinct: 10, codes: 8}, 0, ""},
		{"codes and organisation numbers", content{rows: 10, values: 10, distinct: 10, codes: 5, orgs: 5}, 0, "its 10 values are short codes and all differ"},
		{"organisation numbers", content{rows: 10, values: 10, distinct: 10, orgs: 10}, 0, "10 of 10 values are organisation numbers and all differ"},
		{"nine of ten organisation numbers", content{rows: 10, values: 10, distinct: 10, orgs: 9}, 0, "its 10 values are short codes and all differ"},
		{"numbers of rows", content{rows: 10, values: 10, distinct: 10, codes: 10, running: 10}, 0, "it may be the number of the row, counted from the top"},
		{"nine of ten numbers of rows", content{rows: 10, values: 10, distinct: 10, codes: 10, running: 9}, 0, "its 10 values are short codes and all differ"},
	} {
		if got := c.of.nameScore(); math.Abs(got-c.names) > 1e-9 {
			t.Errorf("%s look like names by %v, want %v", c.what, got, c.names)
		}
		if got := c.of.asCustomID().reason; got != c.codes {
			t.Errorf("%s: %q, want %q", c.what, got, c.codes)
		}
	}
}

// TestLikelyNames: of two columns that look alike the first is the name, and legal forms are told of where there are some.
func TestLikelyNames(t *testing.T) {
	for _, c := range []struct {
		rows []string
		want string
	}{
		{[]string{"Almen|Eken", "Boken|Linden", "Asken|Videt"}, "A: 3 of 3 values look like names and all differ"},
		{[]string{"Almen|Eken AB", "Boken|Linden AB", "Asken|Videt"}, "B: 3 of 3 values look like names and all differ, 2 with a legal form such as AB"},
	} {
		var got []string
		for _, s := range newMapped([]string{"", ""}, sampleOf(c.rows...)).suggest() {
			got = append(got, s.Header+": "+s.Reason)
		}
		if len(got) != 1 || got[0] != c.want {
			t.Errorf("%q: %q, want %q", c.rows, got, c.want)
		}
	}
}

// newMapped is a mapper that has looked for headers.
func newMapped(header []string, sample [][]tabular.Cell) *mapper {
	m := newMapper(header, 0, sample)
	m.find()
	return m
}

// TestWeigh: of header and values the surer one counts, the header where they are equally sure, and both together where they agree.
func TestWeigh(t *testing.T) {
	header := evidence{fieldName, "header", "by its header", 0.6}
	for _, c := range []struct {
		values evidence
		want   string
	}{
		{evidence{}, "name 0.60 by its header"},
		{evidence{fieldCustomID, "content", "by its values", 0.6}, "name 0.60 by its header"},
		{evidence{fieldCustomID, "content", "by its values", 0.61}, "custom_id 0.61 by its values"},
		{evidence{fieldName, "content", "by its values", 0.5}, "name 0.80 by its header, and by its values"},
	} {
		if e := weigh(header, c.values); fmt.Sprintf("%s %.2f %s", e.field, e.confidence, e.reason) != c.want {
			t.Errorf("%+v: %+v, want %s", c.values, e, c.want)
		}
	}
	if e := weigh(evidence{}, header); e != header {
		t.Errorf("nothing and %+v: %+v", header, e)
	}
}

// TestSamples: a column's first three values that differ are shown.
func TestSamples(t *testing.T) {
	v := newValues(sampleOf("", "x", "x", "y", "", "z", "v"))
	if got := v.samplesOf(0); !slices.Equal(got, []string{"x", "y", "z"}) {
		t.Errorf("shown are %q", got)
	}
	for letters, want := range map[int]int{3: 0, 4: 1, 7: 1, 8: 2, 20: 2} {
		if got := spellingLimit(letters); got != want {
			t.Errorf("of %d letters %d may differ, want %d", letters, got, want)
		}
	}
}

func TestWeakNames(t *testing.T) {
	for header, want := range map[string]string{
		"Fastighetsägare|Kundnr":             "name=0:synonym custom_id=1:synonym",
		"Hyresvärd|Namn":                     "name=1:synonym unmapped[0]",
		"Hyres-värd|Koncernmoder":            "name=0:normalised organization=1:synonym",
		"Organization Name|Customer no":      "name=0:normalised custom_id=1:synonym",
		"Name|Organization Name":             "name=0:synonym organization_name=1:normalised",
		"Namn|Ägarbolag|Moderbolag":          "name=0:synonym organization=2:synonym unmapped[1]",
		"Namn|Ägarbolag":                     "name=0:synonym organization=1:synonym",
		"Kundnamn|Org.nr|Moderbolagets namn": "name=0:synonym organization_name=2:synonym unmapped[1] (--map custom_id=Org.nr: header)",
	} {
		m, err := Map(strings.Split(header, "|"), nil, nil)
		if err != nil {
			t.Errorf("%s: %v", header, err)
		} else if got := shown(m); got != want {
			t.Errorf("%s:\n got %s\nwant %s", header, got, want)
		}
	}
	_, err := Map([]string{"Hyresvärd", "Fastighetsägare"}, nil, nil)
	if err == nil || !strings.Contains(err.Error(), "2 columns could be the name") {
		t.Error(err)
	}
}

// A file without a header goes by letters, and its contents say what they may be.
func TestNoHeader(t *testing.T) {
	header := []string{"", "", ""}
	rows := sampleOf("K-1|Exempelbacken AB|", "K-7|Provgatan Drift AB|Exempelbacken AB", "K-9|Alfaskogen HB|Exempelbacken AB", "K-4|Betaskogen AB|Alfaskogen HB")
	_, err := Map(header, rows, nil)
	if err == nil || !strings.Contains(err.Error(), "by their letters") || !strings.Contains(err.Error(), "--map name=B  (4 of 4 values look like names") {
		t.Fatal(err)
	}
	m, err := Map(header, rows, map[string]string{"name": "B"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := shown(m), "name=1:--map unmapped[0 2] (--map organization=C: content) (--map custom_id=A: content)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if m.Columns[0].Header != "B" || m.NameOf(0) != "A" {
		t.Errorf("columns without a header go by their letters: %+v", m.Columns)
	}
	r := Reading{Confirm: func(s Suggestion) (bool, error) { return s.Field != fieldCustomID, nil }}
	m, err = r.mapColumns(header, 0, rows, doubt{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := shown(m), "name=1:confirmed organization=2:confirmed unmapped[0]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestReasonIsOfTheSample: where a file may go on behind the sample, what is said of its values says of how many rows.
func TestReasonIsOfTheSample(t *testing.T) {
	for n, want := range map[int]string{999: "its 999 values are short codes and all differ", 1000: "its 1000 values are short codes and all differ in the first 1,000 rows"} {
		var rows []string
		for i := range n {
			rows = append(rows, fmt.Sprintf("Provgatan %d AB|K-%d", i, 7*i+3))
		}
		m, err := Map([]string{"name", "x"}, sampleOf(rows...), nil)
		if err != nil || len(m.Suggestions) != 1 || m.Suggestions[0].Reason != want {
			t.Errorf("%d rows: %+v, %v", n, m.Suggestions, err)
		}
	}
}

// Only what is likely enough is asked about, once a field.
func TestConfirm(t *testing.T) {
	asked := []string{}
	r := Reading{Confirm: func(s Suggestion) (bool, error) {
		asked = append(asked, s.Header)
		return s.Header == "Kundnumer", nil
	}}
	rows := sampleOf("A AB|K-1|1|X-7|K-3", "B AB|K-2|2|X-8|K-4", "C AB|K-7|3|X-9|K-5")
	m, err := r.mapColumns([]string{"Namn", "Kundnumer", "Löpande", "Märkning", "Kundnumner"}, 0, rows, doubt{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := shown(m), "name=0:synonym custom_id=1:confirmed unmapped[2 3 4]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !slices.Equal(asked, []string{"Kundnumner", "Kundnumer"}) {
		t.Errorf("asked about %q", asked)
	}
	asked = nil
	r.Confirm = func(s Suggestion) (bool, error) { asked = append(asked, s.Header); return false, nil }
	if _, err := r.mapColumns([]string{"Namn", "Ägare"}, 0, nil, doubt{}); err != nil || !slices.Equal(asked, []string{"Ägare"}) { // as likely as not
		t.Errorf("asked about %q, %v", asked, err)
	}
	stop := errors.New("stop")
	r.Confirm = func(Suggestion) (bool, error) { return false, stop }
	if _, err := r.mapColumns([]string{"Namn", "Kundnumer"}, 0, nil, doubt{}); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
}

// A doubtful dialect is believed when two cells of its header name fields.
func TestSettle(t *testing.T) {
	spaces := doubt{format: tabular.Format{Delimiter: " ", Run: true}, runnerUp: tabular.Format{Delimiter: ";"}}
	for d, flags := range map[doubt]string{
		{format: tabular.Format{Delimiter: " "}}:                                                       "--delimiter space",
		{format: tabular.Format{Delimiter: " ", Run: true}}:                                            "--delimiter spaces",
		{format: tabular.Format{Delimiter: "\t"}}:                                                      "--delimiter tab",
		{format: tabular.Format{Delimiter: ","}, runnerUp: tabular.Format{Delimiter: ",", Quote: "'"}}: "--delimiter comma",
		{format: tabular.Format{Delimiter: "^"}, runnerUp: tabular.Format{Delimiter: " "}}:             "--delimiter '^' or --delimiter space",
	} {
		r := Reading{}
		_, err := r.mapColumns([]string{"x", "y"}, 0, nil, d)
		var e *MappingError
		if !errors.As(err, &e) || strings.Join(e.Flags, " or ") != flags {
			t.Errorf("%+v: %v, want %s", d, err, flags)
		}
	}
	for header, believed := range map[string]bool{"Namn|Kundnr": true, "Namn|Ort": false, "Exempelbacken|AB": false, "|": false} {
		r := Reading{}
		_, err := r.mapColumns(strings.Split(header, "|"), 0, nil, spaces)
		if doubted := err != nil && strings.Contains(err.Error(), "--delimiter spaces or --delimiter semicolon"); doubted == believed {
			t.Errorf("%s: %v", header, err)
		}
	}
}

// TestSuggestionsHold: whatever a file holds, confidences are between 0 and 1, reasons are given, and the flag that is offered works.
func TestSuggestionsHold(t *testing.T) {
	words := rapid.OneOf(rapid.SampledFrom([]string{
		"", "Namn", "Kundnr", "Moderbolag", "Org.nr", "ID", "Nr", "A", "2", "Kundnumer", "x", "Hyresvärd", "Kund e-post", "orgbatch_id", "\xff", "'", "=",
	}), rapid.StringMatching(`[A-Ca-c0-9 .]{0,4}`), rapid.String())
	values := rapid.OneOf(rapid.SampledFrom([]string{"", "A AB", "B AB", "C Holding AB", "K-1", "1", "2", someID, otherID, "556677-8899"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.SliceOfN(words, 1, 6).Draw(t, "header")
		var rows [][]tabular.Cell
		for range rapid.IntRange(0, 6).Draw(t, "rows") {
			var cells []tabular.Cell
			for _, text := range rapid.SliceOfN(values, 0, 7).Draw(t, "row") {
				cells = append(cells, tabular.Cell{Text: text})
			}
			rows = append(rows, cells)
		}
		m, _ := Map(header, rows, nil)
		for _, s := range m.Suggestions {
			if s.Confidence <= 0 || s.Confidence > 1 || s.Reason == "" || !slices.Contains(Fields(), s.Field) {
				t.Fatalf("%+v", s)
			}
			refer := newHeadings(header, 0)
			if at, err := refer.columnNamed(refer.reference(s.Column)); err == nil && at != s.Column && !strings.Contains(strings.Join(header, ""), "2") {
				t.Fatalf("%s maps column %d, not %d", s.Flag, at, s.Column)
			}
		}
	})
}
