package importer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// accept plans with codes accepted, as the flag has them.
func accept(t *testing.T, texts ...string) func(*plan.Options) {
	t.Helper()
	var list []plan.Acceptance
	for _, text := range texts {
		a, err := plan.ParseAcceptance(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	return func(o *plan.Options) { o.Accept = list }
}

func heldTexts(held []plan.HeldReason) string {
	var texts []string
	for _, h := range held {
		texts = append(texts, fmt.Sprintf("%s/%s %d %s", h.Code, h.Column, h.Rows, h.Accept))
	}
	return strings.Join(texts, ", ")
}

// TestReasonsAreAnsweredOneByOne: each acceptance lets go of its own rows alone, and the plan says what is held for what.
func TestReasonsAreAnsweredOneByOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	w.load("Noll AB|00123", "Datum AB|2024-01-15", "Fast AB|K-1", "Kod AB|K-7")
	const rows = "name,custom_id\nNoll AB,123\nDatum AB,45306\nFAST AB,K-9\nNya Kod AB,K-7\nBjÃ¶rken AB,1\nUnder AB,2\n"
	const (
		spoilt = "mojibake/name 1 mojibake"
		date   = "live-value-respelled/custom_id 1 live-value-respelled"
		zeros  = "leading-zeros-lost/custom_id 1 leading-zeros-lost"
		name   = "possible-twin/name 1 possible-twin"
		code   = "possible-twin/custom_id 1 possible-twin"
	)
	plain, s := w.plan(rows)
	done(t, plain)
	if got, want := heldTexts(s.Held), strings.Join([]string{spoilt, date, zeros, name, code}, ", "); got != want {
		t.Errorf("held are %s, not %s", got, want)
	}
	for accepted, want := range map[string][]string{
		"mojibake":                       {date, zeros, name, code},
		"live-value-respelled":           {spoilt, zeros, name, code},
		"live-value-respelled:custom_id": {spoilt, zeros, name, code},
		"live-value-respelled:name":      {spoilt, date, zeros, name, code},
		"leading-zeros-lost":             {spoilt, date, name, code},
		"possible-twin":                  {spoilt, date, zeros},
		"possible-twin:name":             {spoilt, date, zeros, code},
		"possible-twin: Custom_ID":       {spoilt, date, zeros, name},
	} {
		r, s := w.plan(rows, accept(t, accepted))
		done(t, r)
		if got := heldTexts(s.Held); got != strings.Join(want, ", ") {
			t.Errorf("with %s, held are %s, not %s", accepted, got, strings.Join(want, ", "))
		}
		if s.Books.Held != len(want) || len(s.Accepted) != 1 || s.Accepted[0].Rows != 5-len(want) {
			t.Errorf("with %s: %s, accepted %+v", accepted, s.Books, s.Accepted)
		}
		if r.Meta().PlanHash == plain.Meta().PlanHash || !strings.Contains(string(r.Meta().Options), `"accept":[{"code"`) {
			t.Errorf("%s is no part of the plan: %s", accepted, r.Meta().Options)
		}
	}
	r, s := w.plan(rows, func(o *plan.Options) { o.AllowTwins = true })
	if done(t, r); s.Books.Held != 3 {
		t.Errorf("with AllowTwins: %s", heldTexts(s.Held))
	}
	_, s = w.plan(rows, accept(t, plan.AcceptableCodes()...))
	if s.Books.Held != 0 || s.Books.Updated != 2 || s.Books.Created != 4 {
		t.Errorf("with all accepted: %s", s.Books)
	}
}

// TestAcceptedIsHashedWhereThereIsSome: which code was accepted tells two plans apart that decide the same; letting twins through where
// there are none does not.
func TestAcceptedIsHashedWhereThereIsSome(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	const rows = "name\nAlfa AB\n"
	codeOf := func(change func(*plan.Options)) string {
		r, s := w.plan(rows, change)
		done(t, r)
		return s.Code
	}
	plain := codeOf(func(*plan.Options) {})
	if twins := codeOf(func(o *plan.Options) { o.AllowTwins = true }); twins != plain {
		t.Error("AllowTwins changes the code of a plan without twins")
	}
	a, b := codeOf(accept(t, "mojibake")), codeOf(accept(t, "mojibake:name"))
	if a == plain || b == plain || a == b {
		t.Errorf("codes %s, %s and %s", plain, a, b)
	}
	if one, other := codeOf(accept(t, "mojibake", "possible-twin")), codeOf(accept(t, "possible-twin", "mojibake")); one != other {
		t.Error("the order in which codes are accepted counts")
	}
}

// TestWhatIsNoReason: only codes that a person can accept are taken, and only columns that there are.
func TestWhatIsNoReason(t *testing.T) {
	for _, text := range []string{"", ":name", "parent-missing", "ambiguous-match", "depends-on-held", "Mojibake", "cell-changed-by-spreadsheet"} {
		if _, err := plan.ParseAcceptance(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

// TestAcceptances: an acceptance is told as it is read, and a column that isn't sent is refused.
func TestAcceptances(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	for text, taken := range map[string]bool{
		"possible-twin": true, "possible-twin:name": true, "possible-twin:Företagets namn": true, "possible-twin:FÖRETAGETS NAMN": true, "possible-twin:Ort": false, "possible-twin:organization": true,
		"possible-twin:custom_id": true, "possible-twin:-": false, "possible-twin:Telefon": false,
	} {
		a, err := plan.ParseAcceptance(text)
		if err != nil || a.String() != text {
			t.Errorf("%s is told as %s, %v", text, a, err)
		}
		o := plan.Options{
			RunsDir: w.runs, Target: run.Target{URL: w.url}, Accept: []plan.Acceptance{a}, Reading: columns.Reading{Map: map[string]string{"name": "1", "custom_id": "3"}},
			Inputs: []intake.Input{input("rows.csv", "Företagets namn;Ort;;Moderbolag\nAlfa AB;Umeå;1;\n")},
		}
		r, _, err := plan.Make(t.Context(), w.client, o)
		if (err == nil) != taken || err != nil && !strings.Contains(err.Error(), "--accept "+text+": no column that is sent is called so") {
			t.Errorf("%s: %v", text, err)
		}
		if err == nil {
			done(t, r)
		}
	}
}

// TestWaysToAccept: a held row says how it is accepted: by the code for all, and by a ! for itself, in the file or among the rejects.
func TestWaysToAccept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	w.load("Fast AB|K-1")
	for text, want := range map[string]string{
		"name,custom_id\nFAST AB,K-9\n":               "--accept possible-twin, or for this row alone a ! behind its orgbatch_row in rejects.csv → ",
		"name,custom_id,orgbatch_row\nFAST AB,K-9,\n": "--accept possible-twin, or for this row alone a ! behind its orgbatch_row → ",
	} {
		r, s := w.plan(text)
		if s.Books.Held != 1 || !strings.Contains(issueTexts(t, r), want) {
			t.Errorf("%q: %s, %s, want %s", text, s.Books, issueTexts(t, r), want)
		}
		done(t, r)
	}
}

// TestHeldAndRejected: a row that is rejected besides is not counted among the held ones.
func TestHeldAndRejected(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	w.load("Fast AB|K-1")
	_, s := w.plan("name,custom_id,organization\nFAST AB,K-9,Saknas AB\nFAST AB.,K-8,\n")
	if got := heldTexts(s.Held); s.Books.Held != 1 || s.Books.Rejected != 1 || got != "possible-twin/name 1 possible-twin" {
		t.Errorf("%s, held are %s", s.Books, got)
	}
}

// TestSpreadsheetsDamageIsHeld: what a spreadsheet makes of a live value is never an update, whatever the key; what isn't its work goes.
func TestSpreadsheetsDamageIsHeld(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		is, becomes string
		held        bool
	}{
		{"2024-01-15", "45306", true}, {"2024-01-15", "43844", true}, {"1-2", "2-jan", true}, {"1-2", "1-feb", true}, {"1-2", "02-jan", true},
		{"3-5", "03-maj", true}, {"10/12", "12-Oct", true}, {"123456789012", "1,23E+11", true}, {"123456789012", "123457000000", true},
		{"00123", "123", true}, {"1.50", "1,5", true}, {"46701234567", "4,67E+10", true},
		{"45306", "2024-01-15", false}, {"2-jan", "1-2", false}, {"1,23E+11", "123456789012", false}, {"123", "00123", false},
		{"2024-01-15", "2024-01-16", false}, {"2024-01-15", "45400", false}, {"K-1", "K-2", false}, {"1-2", "2-1", false},
	} {
		w := newWorld(t, sandbox.Options{})
		id := w.load("Granen AB|"+c.is, "Tallen AB|T-1")["Granen AB"].ID.String()
		for i, name := range []string{"Granen AB", "Nya Granen AB"} {
			text := "id|name|custom_id\n" + id + "|" + name + `|"` + c.becomes + "\"\n|Tallen AB|T-1\n"
			r, s := w.plan(strings.ReplaceAll(text, "|", []string{";", "\t"}[i]))
			if (s.Books.Held == 1) != c.held || s.Books.Updated == 1 == c.held {
				t.Errorf("%s: %s made %s: %s; %q", name, c.is, c.becomes, s.Books, codes(t, r))
			}
			for i, err := range r.Issues() {
				if err != nil || c.held && i.Suggestion != c.is {
					t.Errorf("%s made %s: the suggestion is %q, %v", c.is, c.becomes, i.Suggestion, err)
				}
			}
			done(t, r)
		}
	}
}

// TestSpoiltNamesAreHeld: a rename to what is left of the letters is none.
func TestSpoiltNamesAreHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	there := w.load("Lindgård AB|1")
	id := there["Lindgård AB"].ID.String()
	for name, want := range map[string]string{
		"Lindg?rd AB": "live-value-respelled", "Lindg†rd AB": "mojibake", "LindgÃ¥rd AB": "mojibake", "Lindgården AB": "",
	} {
		r, s := w.plan("id,name\n" + id + "," + name + "\n")
		if got := codes(t, r); s.Books.Held == 1 != (want != "") || want != "" && !strings.Contains(strings.Join(got, " "), want) {
			t.Errorf("%s: %s, %q", name, s.Books, got)
		}
		done(t, r)
	}
}

// TestHeldRowsHoldWhatWaits: a row below one that is held waits with it, and rows that are equal share its reason.
func TestHeldRowsHoldWhatWaits(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	_, s := w.plan("name,organization\nBjÃ¶rken AB,\nBjÃ¶rken AB,\nGrenen AB,BjÃ¶rken AB\n")
	if got := heldTexts(s.Held); got != "mojibake/name 2 mojibake, depends-on-held/organization 1 " || s.Books.Held != 3 {
		t.Errorf("held are %s, %s", got, s.Books)
	}
}

// TestContradictionsSayInWhat: each field in which rows of one organization differ is an issue of its column.
func TestContradictionsSayInWhat(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	there := w.load("Roten AB|1", "Andra Roten AB|2")
	r, _ := w.plan("Namn,Kundnr,Moderbolag\nÅsen AB,10168,Roten AB\nÅsen AB,10501,Andra Roten AB\nÅsen AB,10168,Roten AB\n")
	var got []string
	for i, err := range r.Issues() {
		if err != nil || i.Code != "contradicting-rows" || i.Severity != run.Error {
			t.Fatalf("%+v, %v", i, err)
		}
		got = append(got, fmt.Sprintf("%d %s: %s", i.Number, i.ColumnName, i.Message))
	}
	want := []string{
		`2 Kundnr: rows 2 and 3 have the name "Åsen AB" but the custom_ids "10168" and "10501"; delete one, or change its name`,
		`2 Moderbolag: rows 2 and 3 have the name "Åsen AB" but the parents "Roten AB" and "Andra Roten AB"; delete one, or change its name`,
		`3 Kundnr: rows 2 and 3 have the name "Åsen AB" but the custom_ids "10168" and "10501"; delete one, or change its name`,
		`3 Moderbolag: rows 2 and 3 have the name "Åsen AB" but the parents "Roten AB" and "Andra Roten AB"; delete one, or change its name`,
		`4 Kundnr: rows 3 and 4 have the name "Åsen AB" but the custom_ids "10501" and "10168"; delete one, or change its name`,
		`4 Moderbolag: rows 3 and 4 have the name "Åsen AB" but the parents "Andra Roten AB" and "Roten AB"; delete one, or change its name`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	id := there["Roten AB"].ID.String()
	r, _ = w.plan("id,name\n" + id + ",Alfa AB\n" + id + ",Beta AB\n")
	for i, err := range r.Issues() {
		if want := `rows 2 and 3 mean the same organization but have the names "Alfa AB" and "Beta AB"; delete the one that is wrong`; err != nil || i.Message != want {
			t.Errorf("%+v, %v", i, err)
		}
	}
}
