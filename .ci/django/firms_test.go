package main

import (
	"encoding/csv"
	"strings"
	"testing"
)

// Each thing that must not be is noticed.
func TestCompare(t *testing.T) {
	a, b := firm{"Exempel A AB", "K-1", ""}, firm{"Exempel B AB", "K-2", "Exempel A AB"}
	want := firms{a.name: a, b.name: b}
	for name, test := range map[string]struct {
		is   firms
		says string
	}{
		"as it must be": {firms{b.name: b, a.name: a}, ""},
		"lost":          {firms{a.name: a}, "Exempel B AB isn't there"},
		"a stranger":    {firms{a.name: a, b.name: b, "X AB": {"X AB", "", ""}}, "X AB is there and shouldn't be"},
		"wrong code":    {firms{a.name: a, b.name: {b.name, "K-3", b.parent}}, "custom:K-3"},
		"wrong parent":  {firms{a.name: a, b.name: {b.name, "K-2", ""}}, "there is {name:Exempel B AB custom:K-2 parent:}, not"},
	} {
		t.Run(name, func(t *testing.T) {
			err := test.is.compare(want)
			if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("it says %v, want %q", err, test.says)
			}
		})
	}
}

// What is drawn is one tree, before a change and after it, and all three kinds of changes are among it.
func TestChange(t *testing.T) {
	before := drawFirms(200)
	rows, after := before.change()
	if len(before) != 200 || len(rows) != 199 || len(after) != 200 || after[top] != before[top] {
		t.Fatalf("of %d there are %d changed, and %d after it", len(before), len(rows), len(after))
	}
	renamed, recoded, moved := 0, 0, 0
	for name, row := range rows {
		is := after[row.name]
		if is.parent == "" || after[is.parent].name != is.parent {
			t.Errorf("%+v is below nothing", is)
		}
		if is == before[name] {
			t.Errorf("%s isn't changed", name)
		}
		if row.name != name {
			renamed++
		}
		if row.custom != before[name].custom {
			recoded++
		}
		if row.parent != "" {
			moved++
		}
	}
	if min(renamed, recoded, moved) < 50 {
		t.Errorf("%d have other names, %d other codes, %d other parents", renamed, recoded, moved)
	}
}

// A file has all rows, each with its id, not in their order.
func TestFile(t *testing.T) {
	all := drawFirms(100)
	text, err := all.file(map[string]string{top: "1"})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 101 || rows[1][1] == top {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		if all[row[1]] != (firm{row[1], row[2], row[3]}) || (row[0] == "1") != (row[1] == top) {
			t.Errorf("the file has %q", row)
		}
	}
}
