package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// counts are what was found, as one can compare it.
func (f *faultsFound) counts() [7]int {
	return [...]int{f.lost, f.doubled, f.wrongParents, f.wrongValues, f.rewritten, f.books, f.results}
}

// TestCompare guards that each thing that must not be is noticed, and as what.
func TestCompare(t *testing.T) {
	a, b := holding{id: "1", name: "Exempel A AB", custom: "K-1"}, holding{name: "Exempel B AB", custom: "K-2", parent: "Exempel A AB"}
	moved, other := b, b
	moved.parent, other.custom = "", "K-3"
	for name, test := range map[string]struct {
		got  []holding
		want [7]int
	}{
		"as it must be": {[]holding{b, a}, [7]int{}},
		"lost":          {[]holding{a}, [7]int{1}},
		"twice":         {[]holding{a, b, b}, [7]int{0, 1}},
		"a stranger":    {[]holding{a, b, {name: "Exempel C AB"}}, [7]int{0, 1}},
		"wrong parent":  {[]holding{a, moved}, [7]int{0, 0, 1}},
		"wrong value":   {[]holding{a, other}, [7]int{0, 0, 0, 1}},
		"another id":    {[]holding{{id: "2", name: a.name, custom: a.custom}, b}, [7]int{0, 0, 0, 1}},
		"another name":  {[]holding{a, {name: "Exempel Bb AB", custom: b.custom, parent: b.parent}}, [7]int{1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			f := &faultsFound{}
			f.compare(test.got, []holding{a, b})
			if f.counts() != test.want || f.any() != (test.want != [7]int{}) {
				t.Errorf("found %v: %q", f.counts(), f.notes)
			}
		})
	}
}

// TestLedger guards that what was written twice is noticed though the sandbox
// holds what it must.
func TestLedger(t *testing.T) {
	made := func(id, name string) *entry { return &entry{id: id, name: name, made: true, answered: true} }
	unanswered := made("2", "Exempel B AB")
	unanswered.answered = false
	for name, test := range map[string]struct {
		log  []*entry
		want [7]int
	}{
		"as it must be":        {[]*entry{made("1", "Exempel A AB"), made("2", "Exempel B AB")}, [7]int{}},
		"made again":           {[]*entry{made("1", "Exempel A AB"), made("2", "Exempel A AB")}, [7]int{0, 1}},
		"sent though answered": {[]*entry{made("1", "Exempel A AB"), {id: "1", name: "Exempel A AB"}}, [7]int{0, 0, 0, 0, 1}},
		"sent again":           {[]*entry{unanswered, {id: "2", name: "Exempel B AB"}}, [7]int{}},
		"more than the file":   {[]*entry{made("1", "A"), made("2", "B"), made("3", "C")}, [7]int{0, 0, 0, 0, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			f := &faultsFound{}
			f.ledger(&estate{writes: 2}, test.log)
			if f.counts() != test.want {
				t.Errorf("found %v: %q", f.counts(), f.notes)
			}
		})
	}
}

// TestResultsOf guards that a wrong fate in results.csv is noticed.
func TestResultsOf(t *testing.T) {
	const head = "\ufeffname,orgbatch_row,orgbatch_action,orgbatch_id,orgbatch_status\n"
	for name, test := range map[string]struct {
		text string
		want int
	}{
		"as it must be": {"A,k:2,create,1,created\nB,k:3,update,2,updated\n", 0},
		"another id":    {"A,k:2,create,2,created\nB,k:3,update,2,updated\n", 1},
		"unknown":       {"A,k:2,create,1,created\nB,k:3,update,,unknown\n", 1},
		"a row less":    {"A,k:2,create,1,created\n", 1},
		"cut off":       {"A,k:2,create,1,created\nB,k:3", 1},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range map[string]string{"results.csv": head + test.text, "report.html": ""} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			f := &faultsFound{}
			f.resultsOf(dir, map[string]string{"A": "1", "B": "2"}, 2)
			if f.results != test.want {
				t.Errorf("found %d: %q", f.results, f.notes)
			}
		})
	}
	f := &faultsFound{}
	f.resultsOf(t.TempDir(), nil, 0)
	if f.results != 2 || !strings.Contains(f.notes[0], "report.html") {
		t.Errorf("an empty folder gives %q", f.notes)
	}
}
