package rules

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// finder finds the columns of a header split at |.
func finder(header string) func(string) (int, error) {
	names := strings.Split(header, "|")
	return func(name string) (int, error) {
		if i := slices.Index(names, name); i >= 0 {
			return i, nil
		}
		return -1, fmt.Errorf("there is no column %q", name)
	}
}

func cellsOf(row string) []tabular.Cell {
	var cells []tabular.Cell
	for text := range strings.SplitSeq(row, "|") {
		cells = append(cells, tabular.Cell{Text: text})
	}
	return cells
}

func joined(cells []tabular.Cell) string {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = c.Text
	}
	return strings.Join(texts, "|")
}

// begin gives the work of a set for columns a, b and c.
func begin(t testing.TB, s *Set) *Work {
	t.Helper()
	if err := s.Verify(); err != nil {
		t.Fatal(err)
	}
	w, err := s.Begin(finder("a|b|c"))
	if err == nil {
		err = w.AddChecks(finder("a|b|c"), func(string) int { return -1 })
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// values writes a file and gives the name of a mapping beside it.
func beside(t testing.TB, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "codes.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "m.toml")
}

func with(text string) *string { return &text }

// TestTransforms: each kind, what it leaves alone, and what it can't do.
func TestTransforms(t *testing.T) {
	file := beside(t, "code;name\nUME;Umeå\nSKE;Skellefteå\n")
	for _, c := range []struct {
		rule        Transform
		row, want   string
		wantProblem string
	}{
		{rule: Transform{TrimPrefix: "K-"}, row: "K-K-1|x|", want: "K-1|x|"},
		{rule: Transform{TrimPrefix: "K-"}, row: " k-1 |x|", want: " k-1 |x|"},
		{rule: Transform{TrimPrefix: "K-"}, row: "\tK-1 |x|", want: "1|x|"},
		{rule: Transform{TrimSuffix: " AB"}, row: "Eken AB|AB", want: "Eken|AB"},
		{rule: Transform{Replace: "-", With: with("")}, row: "5-5-6|-", want: "556|-"},
		{rule: Transform{Replace: ".", With: with(", ")}, row: "a.b", want: "a, b"},
		{rule: Transform{Upper: true}, row: "åsele|å", want: "ÅSELE|å"},
		{rule: Transform{Lower: true}, row: "ÅSELE|Å", want: "åsele|Å"},
		{rule: Transform{Pad: 5}, row: "123|1", want: "00123|1"},
		{rule: Transform{Pad: 5}, row: "åäö|1", want: "00åäö|1"},
		{rule: Transform{Pad: 2}, row: "123|1", want: "123|1"},
		{rule: Transform{Pad: 5}, row: " |1", want: " |1"},
		{rule: Transform{Split: "/", Part: 2}, row: "a/ b /c|/", want: " b |/"},
		{rule: Transform{Split: "/", Part: 1}, row: "a|/", want: "a|/"},
		{rule: Transform{Split: "/", Part: 2}, row: "a|/", want: "a|/", wantProblem: `no part 2 between "/"`},
		{rule: Transform{Join: []string{"b", "a", "c"}}, row: "1| 2 |", want: "2 1| 2 |"},
		{rule: Transform{Join: []string{"b", "c"}, With: with("")}, row: "|2|3", want: "23|2|3"},
		{rule: Transform{Join: []string{"b", "c"}}, row: "x||", want: "||"},
		{rule: Transform{Lookup: "codes.csv", From: "code", To: "name"}, row: "UME|UME", want: "Umeå|UME"},
		{rule: Transform{Lookup: "codes.csv", From: "code", To: "name"}, row: "|UME", want: "|UME"},
		{rule: Transform{Lookup: "codes.csv", From: "code", To: "name"}, row: "ume|", want: "ume|", wantProblem: `isn't under "code" in codes.csv`},
		{rule: Transform{Date: "D/M/YYYY", To: "YYYY-MM-DD"}, row: "1/12/2026|1/1/2026", want: "2026-12-01|1/1/2026"},
		{rule: Transform{Date: "D/M/YYYY", To: "YYYY-MM-DD"}, row: "2026-12-01", want: "2026-12-01"},
		{rule: Transform{Date: "YYYYMMDD", To: "D.M.YY"}, row: "20260103", want: "3.1.26"},
		{rule: Transform{Date: "DD-MM-YY", To: "YYYYMMDD"}, row: "01-02-70", want: "19700201"},
		{rule: Transform{Date: "D/M/YYYY", To: "YYYY-MM-DD"}, row: "31/2/2026", want: "31/2/2026", wantProblem: "no date written as D/M/YYYY"},
		{rule: Transform{Date: "D/M/YYYY", To: "D/M/YY"}, row: "1/2/1960", want: "1/2/1960", wantProblem: "no date written as"},
		{rule: Transform{Blank: "Sverige"}, row: " |x", want: "Sverige|x"},
		{rule: Transform{Blank: "Sverige"}, row: "Norge|", want: "Norge|"},
	} {
		c.rule.Column = "a"
		w := begin(t, &Set{Transforms: []Transform{c.rule}, Name: file})
		read := cellsOf(c.row)
		got := joined(w.Apply(read))
		findings, failed := w.Check(nil)
		if got != c.want || (failed > 0) != (c.wantProblem != "") || failed > 0 && !strings.Contains(findings[0].Message, c.wantProblem) {
			t.Errorf("%v of %q: got %q, %v; want %q, %q", c.rule.Fields(), c.row, got, findings, c.want, c.wantProblem)
		}
		if joined(read) != c.row {
			t.Errorf("%v changed the row as it was read to %q", c.rule.Fields(), joined(read))
		}
		if changed := w.Changes(); (len(changed) == 1) != (got != c.row) {
			t.Errorf("%v of %q: told are %v", c.rule.Fields(), c.row, changed)
		}
	}
}

// TestOrder: transforms are done one after the other; the first that can't be done ends those of its cell, and each is counted with an example.
func TestOrder(t *testing.T) {
	s := &Set{Transforms: []Transform{
		{Column: "a", TrimPrefix: "K"}, {Column: "b", Upper: true}, {Column: "a", Split: "-", Part: 2}, {Column: "a", Pad: 3}, {Column: "c", Join: []string{"a", "b"}},
	}, Checks: []Check{{Column: "a", Required: true, MinLength: 9}}}
	w := begin(t, s)
	sample := w.Sample([][]tabular.Cell{cellsOf("K1-7|x|")})
	for _, c := range []struct{ row, want string }{{"K1-2|x|y", "002|X|002 X"}, {"K1|x|y", "1|X|1 X"}, {"K1-3|X", "003|X|003 X"}} {
		if got := joined(w.Apply(cellsOf(c.row))); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.row, got, c.want)
		}
		if findings, failed := w.Check(w.cells); len(findings) != 1 || failed != strings.Count(c.want[:2], "1") {
			t.Errorf("%q: %d of %v failed", c.row, failed, findings)
		}
	}
	want := []Changed{
		{0, 3, "trim_prefix", "K1-2", "1-2"}, {0, 2, "split", "1-2", "2"}, {0, 2, "pad", "2", "002"}, {1, 2, "upper", "x", "X"}, {2, 3, "join", "y", "002 X"},
	}
	if got := w.Changes(); !slices.Equal(got, want) || joined(sample[0]) != "007|X|007 X" {
		t.Errorf("got %v, %q", got, joined(sample[0]))
	}
}

// TestKinds: what isn't text becomes text where it is changed, and lists and objects stay.
func TestKinds(t *testing.T) {
	w := begin(t, &Set{Transforms: []Transform{{Column: "a", Pad: 3}, {Column: "b", Blank: "x"}, {Column: "c", Blank: "y"}}})
	got := w.Apply([]tabular.Cell{{Text: "7", Kind: tabular.JSON}, {Kind: tabular.Null}})
	want := []tabular.Cell{{Text: "007", Kind: tabular.String}, {Text: "x", Kind: tabular.String}, {Text: "y", Kind: tabular.String}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	for _, text := range []string{`{"a":1}`, `{}`, `[]`} {
		if got := w.Apply([]tabular.Cell{{Text: text, Kind: tabular.JSON}, {Text: "z"}, {Text: "z"}}); got[0].Text != text || got[0].Kind != tabular.JSON {
			t.Errorf("got %v", got)
		}
	}
	if got := w.Apply([]tabular.Cell{{Text: `[1`, Kind: tabular.String}, {Text: "z"}, {Text: "z"}}); got[0].Text != "0[1" {
		t.Errorf("got %v", got)
	}
}

// TestChecks: each check by itself.
func TestChecks(t *testing.T) {
	file := beside(t, "name,code\nUmeå,UME\nLuleå,LUL\n")
	for _, c := range []struct {
		rule  Check
		sound string // texts split at |
		bad   string
		want  string // of the first bad one
	}{
		{Check{Required: true}, "x|0", "| ", "the cell is blank"},
		{Check{MinLength: 2, MaxLength: 3}, "åä|abc|", "a|abcd", "too short: 1 of at least 2"},
		{Check{MaxLength: 3}, "åäö||abc", "abcd", "too long: 4 of at most 3"},
		{Check{Pattern: `[A-Z]\d|x`}, "A1|x||", "A12|xA1|a1|ax", `isn't of the form [A-Z]\d|x`},
		{Check{Pattern: `.`}, "x|", "ab", "form ."},
		{Check{OneOf: []string{"Ja", "Nej"}}, "Ja|Nej||  Ja ", "ja|Kanske", `none of the allowed ones: "Ja", "Nej"`},
		{Check{OneOf: strings.Split("abcdefgh", "")}, "a|h", "k", `"g", "h"` + "\x00"},
		{Check{OneOf: strings.Split("abcdefghij", "")}, "a|j", "k", `"h", and 2 more`},
		{Check{InFile: "codes.csv", InColumn: "code"}, "UME|LUL|", "Umeå|ume", `those under "code" in codes.csv`},
		{Check{InFile: "codes.csv", InColumn: "code", Pattern: "U.*"}, "UME|", "LUL", "isn't of the form U.*"},
		{Check{Pattern: "A.*", MaxLength: 2, Message: "as I say"}, "A|AB", "B|ABC", "as I say"},
	} {
		c.rule.Column = "b"
		w := begin(t, &Set{Checks: []Check{c.rule}, Name: file})
		for i, text := range slices.Concat(strings.Split(c.sound, "|"), strings.Split(c.bad, "|")) {
			bad := i > strings.Count(c.sound, "|")
			findings, failed := w.Check(w.Apply([]tabular.Cell{{}, {Text: text}}))
			if (len(findings) == 1) != bad || failed > 0 {
				t.Errorf("%v of %q: %v", c.rule.Fields(), text, findings)
			}
			if i == strings.Count(c.sound, "|")+1 && len(findings) == 1 &&
				(!strings.Contains(findings[0].Message+"\x00", c.want) || findings[0].Column != 1 || findings[0].Value != strings.TrimSpace(text) || findings[0].Warning) {
				t.Errorf("%v of %q: got %+v, want %q", c.rule.Fields(), text, findings[0], c.want)
			}
		}
	}
	w := begin(t, &Set{Checks: []Check{{Column: "a", OneOf: []string{"Umeå"}, Severity: "warning"}, {Column: "c", Required: true}, {Column: "b", Required: true}}})
	findings, _ := w.Check(cellsOf("UMEÅ"))
	if len(findings) != 3 || findings[2].Column != 1 || !findings[0].Warning || findings[0].Suggestion != "Umeå" || findings[1].Column != 2 || findings[1].Warning {
		t.Errorf("got %+v", findings)
	}
}

// TestUntouched: whatever the transforms, what was read stays, a row has at most the cells that its rules name, and other columns stay.
func TestUntouched(t *testing.T) {
	texts := rapid.OneOf(rapid.SampledFrom([]string{"", " ", "K-1", "2026-01-02", "\xff", "å/ä", "{", "null"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		rules := []Transform{
			{TrimPrefix: "K"}, {TrimSuffix: "1"}, {Replace: "-", With: with("--")}, {Upper: true}, {Lower: true}, {Pad: 4}, {Split: "/", Part: 2},
			{Join: []string{"a", "c"}}, {Date: "YYYY-MM-DD", To: "D/M/YY"}, {Blank: "x"},
		}
		s := Set{}
		for range rapid.IntRange(0, 5).Draw(t, "n") {
			rule := rapid.SampledFrom(rules).Draw(t, "rule")
			rule.Column = rapid.SampledFrom([]string{"a", "b"}).Draw(t, "column")
			s.Transforms = append(s.Transforms, rule)
		}
		w, err := s.Begin(finder("a|b|c|d"))
		if err != nil {
			t.Fatal(err)
		}
		var row []tabular.Cell
		for range rapid.IntRange(0, 4).Draw(t, "cells") {
			row = append(row, tabular.Cell{Text: texts.Draw(t, "text"), Kind: tabular.Kind(rapid.IntRange(0, 4).Draw(t, "kind"))})
		}
		before := slices.Clone(row)
		got := w.Apply(row)
		if !slices.Equal(row, before) {
			t.Fatal("the row as read was changed")
		}
		if len(got) < len(row) || len(got) > max(len(row), 2) || len(row) > 2 && !slices.Equal(got[2:], row[2:]) {
			t.Fatalf("%v becomes %v", row, got)
		}
	})
}

// TestMistakes: each is told with its place among the rules, and what to write.
func TestMistakes(t *testing.T) {
	for _, c := range []struct {
		rule any
		want string
	}{
		{Transform{Pad: 3}, `: it names no column`},
		{Transform{Column: "a"}, `: it says nothing to do; write one of trim_prefix, trim_suffix, replace, upper, lower, pad, split, join, lookup, date, blank`},
		{Transform{Column: "a", Upper: true, Pad: 3}, `pad: pad stands beside upper`},
		{Transform{Column: "a", Replace: "x"}, `replace: replace needs with beside it, as in replace = "-", with = ""`},
		{Transform{Column: "a", Lookup: "x", From: "y"}, `lookup: lookup needs to`},
		{Transform{Column: "a", Upper: true, With: with("")}, `with: with means nothing beside upper`},
		{Transform{Column: "a", Pad: 3, To: "x"}, `to: to means nothing`},
		{Transform{Column: "a", Pad: -1}, `pad: pad is a number of characters from 1 to 255`},
		{Transform{Column: "a", Pad: 256}, `pad: `},
		{Transform{Column: "a", Split: "x", Part: -1}, `part: part counts from 1`},
		{Transform{Column: "a", Date: "YYYY", To: "YYYY-MM-DD"}, `date: the layout "YYYY"`},
		{Transform{Column: "a", Date: "YYYY-MM-DD", To: "D MMM YYYY"}, `to: the layout "D MMM YYYY"`},
		{Transform{Column: "a", Date: "YYYY-MM-DD", To: "DD/DD/YYYY"}, `to: `},
		{Transform{Column: "a", Date: "YYYY-MM-DDT", To: "D/M/YYYY"}, `date: `},
		{Transform{Column: "a", Date: "YYYY-MM-DD", To: "D/M/YYYY 1"}, `to: `},
		{Check{Pattern: "x"}, `: it names no column`},
		{Check{Column: "a"}, `: it says nothing to check`},
		{Check{Column: "a", Columns: []string{"b"}, Unique: true}, `columns: columns is for`},
		{Check{Columns: []string{"a", "b"}, Pattern: "x"}, `columns: `},
		{Check{Columns: []string{"a", "b"}, Unique: true, Required: true}, `columns: `},
		{Check{Column: "a", MinLength: 3, MaxLength: 2}, `min_length: no text has from 3 to 2`},
		{Check{Column: "a", MaxLength: -1}, `min_length: `},
		{Check{Column: "a", InFile: "x"}, `in_file: in_file and in_column belong together`},
		{Check{Column: "a", InColumn: "x"}, `in_file: `},
		{Check{Column: "a", InFile: "x", InColumn: "y", OneOf: []string{"z"}}, `in_file: `},
		{Check{Column: "a", Required: true, Severity: "fatal"}, `severity: the severity "fatal"`},
		{Check{Column: "a", Pattern: "a)(b"}, `pattern: the pattern can't be read: `},
		{Check{Column: "a", Pattern: "(?!a)"}, `pattern: the pattern can't be read: `},
	} {
		s := &Set{Transforms: []Transform{{Column: "a", Upper: true}}, Checks: []Check{{Column: "a", Required: true}}}
		table := "check"
		if rule, ok := c.rule.(Transform); ok {
			table, s.Transforms = "transform", append(s.Transforms, rule)
		} else {
			s.Checks = append(s.Checks, c.rule.(Check))
		}
		var m *Mistake
		if !errors.As(s.Verify(), &m) || m.Table != table || m.N != 2 || !strings.HasPrefix(m.Key+": "+m.Problem, c.want) && !strings.HasPrefix(": "+m.Problem, c.want) {
			t.Errorf("%+v: got %+v, want %s", c.rule, m, c.want)
		}
	}
}

// TestFiles: what is wrong with a file of values is told with what to do.
func TestFiles(t *testing.T) {
	for text, want := range map[string]string{
		"code;name\n# a note\nA;1\nB;2\n":                `); make it a table of values alone`,
		"code;name\nA;1\nA;2\n":                          `codes.csv has "A" twice, with "1" and, in row 3, with "2"; keep one`,
		"kod;name\nA;1\nB;2\n":                           `has no column "code" (its columns are ["kod" "name"])`,
		"code;name\nA;1\nB;\x00\n":                       `codes.csv, row 3: the cell holds a NUL`,
		"code;name\nA;1\nSumma: 1 rad;\n":                `codes.csv: `,
		"code;name\nA;1\nB;2\n\n\nart;antal\nX;3\nY;4\n": `codes.csv, row 6: another table`,
	} {
		s := &Set{Transforms: []Transform{{Column: "a", Lookup: "codes.csv", From: "code", To: "name"}}, Name: beside(t, text)}
		s.Place([]byte("\n[[transform]]\ncolumn = 'a'\n"))
		if _, err := s.Begin(finder("a")); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "m.toml:2, a [[transform]]: ") {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	s := &Set{Checks: []Check{{Column: "a", InFile: "none.csv", InColumn: "x"}}, Name: "m.toml"}
	w, err := s.Begin(finder("a"))
	if err == nil {
		err = w.AddChecks(finder("a"), nil)
	}
	if err == nil || !strings.Contains(err.Error(), "[[check]] 1 of m.toml: there is no file none.csv; write where it lies as seen from the folder of the mapping file") {
		t.Error(err)
	}
}

// TestFileWithDoubt: a file of values may have what is only odd about it, such as an encoding that nobody named.
func TestFileWithDoubt(t *testing.T) {
	s := &Set{Transforms: []Transform{{Column: "a", Lookup: "codes.csv", From: "code", To: "name"}}, Name: beside(t, "code;name\nA;\xafrsted\nB;\n")}
	w, err := s.Begin(finder("a"))
	if err != nil {
		t.Fatal(err)
	}
	if got := joined(w.Apply(cellsOf("A"))); !strings.HasSuffix(got, "rsted") {
		t.Errorf("%q", got)
	}
}

// TestFolder: what can be opened and not read is told as that.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	s := &Set{Transforms: []Transform{{Column: "a", Lookup: ".", From: "code", To: "name"}}, Name: filepath.Join(dir, "m.toml")}
	if _, err := s.Begin(finder("a")); err == nil || !strings.Contains(err.Error(), "[[transform]] 1 of "+s.Name+": read "+dir) {
		t.Error(err)
	}
}

// TestFrom: files that a mapping names are found from the folder of another mapping.
func TestFrom(t *testing.T) {
	s := &Set{Name: filepath.Join("a", "m.toml"), Transforms: []Transform{{Lookup: "x.csv"}, {Upper: true}}, Checks: []Check{{InFile: filepath.Join("b", "y.csv")}}}
	for dir, want := range map[string]string{"a": "x.csv b/y.csv", ".": "a/x.csv a/b/y.csv", "c": "../a/x.csv ../a/b/y.csv"} {
		moved := s.From(dir)
		if got := moved.Transforms[0].Lookup + " " + moved.Checks[0].InFile; got != want || moved.Transforms[1].Lookup != "" {
			t.Errorf("from %s: %s, want %s", dir, got, want)
		}
	}
	if s.Transforms[0].Lookup != "x.csv" {
		t.Error("the set itself was changed")
	}
}

// TestFind: keys are found where they stand.
func TestFind(t *testing.T) {
	data := []byte("# note\n[columns]\npad = 1\n[[check]]\nx = 1\n [[ transform ]]\ncolumn='a'\n[[transform]] # second\n  pad = 3\npadding=1\n[reading]\npart = 2\n")
	for _, c := range []struct {
		table, key   string
		n            int
		line, column int
	}{
		{"transform", "column", 1, 7, 1}, {"transform", "pad", 2, 9, 3}, {"transform", "part", 2, 8, 1}, {"transform", "", 1, 6, 2}, {"check", "x", 1, 5, 1}, {"transform", "", 3, 0, 0},
	} {
		if line, column := Find(data, c.table, c.n, c.key); line != c.line || column != c.column {
			t.Errorf("%s %d %s: at %d:%d, want %d:%d", c.table, c.n, c.key, line, column, c.line, c.column)
		}
	}
}
