package main

import (
	"bytes"
	"slices"
	"testing"
)

// TestMade holds the number of the files, that no two have one name, and that they are the same every time but for the workbooks, which say
// when they were made.
func TestMade(t *testing.T) {
	files, again := made(), made()
	if len(files) < 300 {
		t.Errorf("%d files are made, at least 300 are wanted", len(files))
	}
	names := map[string]bool{}
	for i, f := range files {
		if names[f.name] {
			t.Errorf("two files are named %s", f.name)
		}
		names[f.name] = true
		if !bytes.HasPrefix(f.data, []byte("PK")) && !bytes.Equal(f.data, again[i].data) {
			t.Errorf("%s isn't the same the second time", f.name)
		}
	}
}

// TestJudge holds what counts as a difference.
func TestJudge(t *testing.T) {
	table := [][]string{{"Namn", "Kundnr"}, {"Granliden AB", "1"}, {"Tallmon AB", ""}}
	right := func() answer {
		return answer{Exits: map[string]int{"import": 0}, Layout: layout{Name: "csv", HeaderRow: 1}, Table: table, Created: 2, Fields: map[string]string{"name": "Namn"}}
	}
	known := file{header: []string{"Namn", "Kundnr"}, rows: [][]string{{"Granliden AB", "1"}, {"Tallmon AB"}}, fields: map[string]string{"name": "Namn"}, created: 2, may: []string{"short-row"}}
	unknown := file{created: -1, may: []string{"*"}}
	otherCells := [][]string{{"Namn", "Kundnr"}, {"Granliden", "AB 1"}, {"Tallmon AB"}}
	for _, c := range []struct {
		name                                    string
		file                                    file
		old, new                                func(a *answer)
		wrong, moved, stops, warns, ruled, both bool
	}{
		{name: "the same", file: known},
		{name: "other cells", file: known, new: func(a *answer) { a.Table = otherCells }, wrong: true, moved: true},
		{name: "a row less", file: known, new: func(a *answer) { a.Table = table[:2] }, wrong: true, moved: true},
		{name: "other header", file: known, new: func(a *answer) { a.Table = append([][]string{{"Namn"}}, table[1:]...) }, wrong: true},
		{name: "other column", file: known, new: func(a *answer) { a.Fields = map[string]string{"name": "Kundnr"} }, wrong: true},
		{name: "fewer created", file: known, new: func(a *answer) { a.Created = 1 }, wrong: true},
		{name: "other cells, truth unknown", file: unknown, new: func(a *answer) { a.Table = otherCells }, moved: true},
		{name: "asks", file: known, new: func(a *answer) { a.Exits["validate"] = 2 }, stops: true},
		{name: "error", file: known, new: func(a *answer) { a.Issues = []issue{{Code: "long-row", Severity: "error", Row: 2}} }, stops: true},
		{name: "warning", file: known, new: func(a *answer) { a.Issues = []issue{{Code: "trimmed", Severity: "warning", Row: 2}} }, warns: true},
		{name: "warning by rule", file: known, new: func(a *answer) { a.Issues = []issue{{Code: "short-row", Severity: "warning", Row: 2}} }, ruled: true},
		{name: "error where a warning is right", file: unknown, new: func(a *answer) { a.Issues = []issue{{Code: "x", Severity: "error", Row: 2}} }, stops: true},
		{name: "another warning on the row", file: known, old: func(a *answer) { a.Issues = []issue{{Code: "a", Severity: "warning", Row: 2}} }, new: func(a *answer) { a.Issues = []issue{{Code: "b", Severity: "warning", Row: 2}} }},
		{name: "planned alone", file: known, new: func(a *answer) { a.Planned = []string{"warning possible-twin Namn in 2"} }, warns: true},
		{name: "doubt", file: known, new: func(a *answer) { a.Said = "give --encoding" }, warns: true},
		{name: "both wrong", file: known, old: func(a *answer) { a.Table = otherCells }, new: func(a *answer) { a.Table = otherCells }, wrong: true, both: true},
		{name: "mended", file: known, old: func(a *answer) { a.Table = otherCells }, moved: true, both: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			was, is := right(), right()
			if c.old != nil {
				c.old(&was)
			}
			if c.new != nil {
				c.new(&is)
			}
			v := judge(c.file, was, is)
			got := []bool{len(v.newWrong) > 0, len(v.moved) > 0, len(v.stops) > 0, len(v.warns) > 0, len(v.ruled) > 0, len(v.oldWrong) > 0}
			if want := []bool{c.wrong, c.moved, c.stops, c.warns, c.ruled, c.both}; !slices.Equal(got, want) {
				t.Errorf("wrong, moved, stops, warns, ruled, old wrong: %v, wanted %v: %+v", got, want, v)
			}
		})
	}
}

// TestReport holds when a program may be taken.
func TestReport(t *testing.T) {
	for _, c := range []struct {
		t     tally
		files int
		sound bool
	}{
		{tally{same: 100}, 100, true},
		{tally{same: 99, warns: 1}, 100, true},
		{tally{same: 98, warns: 1, stops: 1}, 100, false},
		{tally{same: 99, wrong: 1}, 100, false},
		{tally{oldWrong: 10, same: 90, ruled: 5}, 100, true},
	} {
		if got := c.t.print(&bytes.Buffer{}, c.files); got != c.sound {
			t.Errorf("%+v of %d: %v", c.t, c.files, got)
		}
	}
}
